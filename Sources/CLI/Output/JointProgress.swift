import Registry
import Synchronization

/// Several pieces of one work, done at once, as one bar.
final class JointProgress: Sendable {
    private let whole: ProgressReport
    private let parts: Mutex<[(done: Int64, total: Int64?)]>

    init(_ whole: ProgressReport, parts: Int) {
        self.whole = whole
        self.parts = Mutex(Array(repeating: (0, nil), count: parts))
    }

    func part(_ index: Int) -> ProgressReport {
        ProgressReport { [self] stage, done, total in
            let (sum, all) = parts.withLock { parts -> (Int64, Int64?) in
                parts[index] = (done, total)
                let totals = parts.map(\.total)
                return (
                    parts.reduce(0) { $0 + $1.done }, totals.contains { $0 == nil } ? nil : totals.reduce(0) { $0 + ($1 ?? 0) }
                )
            }
            whole(stage, sum, of: all)
        }
    }
}
