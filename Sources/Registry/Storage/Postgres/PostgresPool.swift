import Foundation

/// Connections that are open and free, and how many may be open at all.
///
/// `@unchecked Sendable`: `idle`, `open` and `isClosed` are touched only while `condition` is locked; a link belongs to whoever
/// took it until it is given back.
final class PostgresPool: @unchecked Sendable {
    private let uri: String
    private let isReadOnly: Bool
    private let condition = NSCondition()
    private var idle: [PostgresLink] = []
    private var open = 0
    private var isClosed = false

    /// A gateway reads with eight threads, and writes, and works.
    private static let most = 12
    /// For a free connection, before the caller is told to try again.
    private static let longestWait: TimeInterval = 30
    /// For a server that is starting or was restarted.
    private static let patience: TimeInterval = 10

    init(uri: String, isReadOnly: Bool) {
        self.uri = uri
        self.isReadOnly = isReadOnly
    }

    /// Connects once, so that a wrong address is found at start and not at the first request. A server that is just starting
    /// is waited for.
    func connectFirst() throws(StoreError) {
        let link = try connect(patience: 2)
        condition.withLock {
            open += 1
            idle.append(link)
        }
    }

    /// A connection inside a new transaction.
    ///
    /// One that was lost while it lay idle shows at BEGIN, when nothing has happened yet: it is thrown away and another taken.
    func take(beginningWith begin: String) throws(StoreError) -> PostgresLink {
        while let link = try takeIdle() {
            do throws(StoreError) {
                try link.run(begin)
                return link
            } catch {
                giveBack(link)
                guard link.isBroken else { throw error }
            }
        }
        do throws(StoreError) {
            let link = try connect(patience: PostgresPool.patience)
            try link.run(begin)
            return link
        } catch {
            forgetOne()
            throw error
        }
    }

    func giveBack(_ link: PostgresLink) {
        condition.withLock {
            if link.isBroken || isClosed { open -= 1 } else { idle.append(link) }
            condition.signal()
        }
    }

    func close() {
        condition.withLock {
            isClosed = true
            open -= idle.count
            idle = []
        }
    }

    /// An idle link; or `nil`, and the right to open one.
    private func takeIdle() throws(StoreError) -> PostgresLink? {
        condition.lock()
        defer { condition.unlock() }
        let end = Date(timeIntervalSinceNow: PostgresPool.longestWait)
        while !isClosed {
            if let link = idle.popLast() { return link }
            if open < PostgresPool.most {
                open += 1
                return nil
            }
            guard condition.wait(until: end) else {
                throw StoreError(.busy, "Mọi kết nối với PostgreSQL đều đang bận. Hãy thử lại sau ít phút.")
            }
        }
        throw StoreError(.unreachable, "Kho đã đóng.")
    }

    private func forgetOne() {
        condition.withLock {
            open -= 1
            condition.signal()
        }
    }

    /// Tries again with growing pauses for as long as the server may be coming back.
    private func connect(patience: TimeInterval) throws(StoreError) -> PostgresLink {
        let end = Date(timeIntervalSinceNow: patience)
        var pause = 0.05
        while true {
            do throws(StoreError) {
                return try PostgresLink(uri: uri, isReadOnly: isReadOnly)
            } catch {
                guard error.kind == .interrupted else { throw error }
                guard Date(timeIntervalSinceNow: pause) < end else { throw StoreError(.unreachable, error.message) }
            }
            Thread.sleep(forTimeInterval: pause)
            pause = min(pause * 2, 2)
        }
    }
}
