import Foundation

/// Threads of our own for work that blocks: the store, the disk, password hashing.
///
/// Event loops and the cooperative pool have a thread a core; a blocking call there stalls every other request.
package final class BlockingWork: Sendable {
    private let queue: OperationQueue

    /// - Parameter width: How many pieces of work run at once; the rest wait in order.
    package init(_ name: String, width: Int) {
        queue = OperationQueue()
        queue.name = name
        queue.maxConcurrentOperationCount = width
    }

    package func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// Starts work that nobody waits for.
    package func start(_ body: @escaping @Sendable () -> Void) { queue.addOperation(body) }

    /// Returns when everything handed in so far is done.
    package func drain() { queue.waitUntilAllOperationsAreFinished() }
}
