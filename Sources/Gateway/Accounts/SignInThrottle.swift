import Synchronization

/// Slows down guessing: after five wrong passwords a name must wait, twice as long each time, up to a quarter of an hour.
final class SignInThrottle: Sendable {
    private struct Record {
        var failures = 0
        var blockedUntil: ContinuousClock.Instant
    }

    private static let free = 5
    private static let longest = 900
    /// Guessing many names must not fill the memory: beyond this the records are dropped that no longer block.
    private static let most = 10_000

    private let records = Mutex<[String: Record]>([:])

    func secondsToWait(_ name: String, now: ContinuousClock.Instant = .now) -> Int {
        records.withLock { records in
            guard let record = records[name], record.blockedUntil > now else { return 0 }
            return Int(now.duration(to: record.blockedUntil).components.seconds) + 1
        }
    }

    func failed(_ name: String, now: ContinuousClock.Instant = .now) {
        records.withLock { records in
            if records.count >= SignInThrottle.most { records = records.filter { $0.value.blockedUntil > now } }
            var record = records[name] ?? Record(blockedUntil: now)
            record.failures += 1
            let excess = record.failures - SignInThrottle.free
            if excess >= 0 {
                let seconds = min(SignInThrottle.longest, 15 << min(excess, 8))
                record.blockedUntil = now.advanced(by: .seconds(seconds))
            }
            records[name] = record
        }
    }

    func succeeded(_ name: String) { records.withLock { $0[name] = nil } }
}
