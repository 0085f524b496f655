import Registry

/// Measures the steps of a run and tells the progress of each.
struct StageClock {
    private(set) var stages: [ReconciliationSummary.Stage] = []
    private let progress: ProgressReport

    init(progress: ProgressReport) { self.progress = progress }

    mutating func run<T>(_ name: String, _ work: () throws -> T, rows: (T) -> Int64) throws -> T {
        try progress.checkCancellation()
        progress(name, 0)
        let clock = ContinuousClock()
        let start = clock.now
        let result = try work()
        let elapsed = (clock.now - start).components
        let count = rows(result)
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
        stages.append(.init(name: name, rows: count, seconds: (seconds * 1000).rounded() / 1000))
        progress(name, count, of: count)
        return result
    }
}
