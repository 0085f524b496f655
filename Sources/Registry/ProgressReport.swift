/// How long work tells how far it is, and hears that it is no longer wanted. Called from the working thread, often; the receiver
/// decides how often to draw.
package struct ProgressReport: Sendable {
    /// The stage in a few words, what is done and, where known, of how much (rows, bytes or steps).
    private let report: @Sendable (_ stage: String, _ done: Int64, _ total: Int64?) -> Void
    private let isCancelled: @Sendable () -> Bool

    package init(
        isCancelled: @escaping @Sendable () -> Bool = { false }, _ report: @escaping @Sendable (String, Int64, Int64?) -> Void
    ) {
        self.report = report
        self.isCancelled = isCancelled
    }

    package static let silent = ProgressReport { _, _, _ in }

    package func callAsFunction(_ stage: String, _ done: Int64, of total: Int64? = nil) { report(stage, done, total) }

    /// - Throws: ``WorkCancelled`` when the work is to stop; what it did in its transaction is then undone.
    package func checkCancellation() throws(WorkCancelled) {
        if isCancelled() { throw WorkCancelled() }
    }
}

/// Somebody asked the work to stop, or it is no longer this worker's.
package struct WorkCancelled: Error {
    package init() {}
}
