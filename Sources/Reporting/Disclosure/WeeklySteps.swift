/// Makes a cumulative series rise only in steps that enough persons stand behind.
///
/// The difference of two published weeks is a published figure too: in real campaigns a third to a half of the weekly differences
/// speak of one to four persons. So a week in which fewer than the threshold were newly paid repeats the figure before, until the
/// step is large enough; and when the last step would be too small, the step before is held back as well, so that from the last week
/// with payments on the figure is the true one. Done to the parts of each province before adding up (``WeeklyPaid``), so that no
/// difference of published figures undoes it.
struct WeeklySteps: Sendable {
    let threshold: Int64

    /// - Parameters:
    ///   - series: Cumulative, one value a time point.
    ///   - parts: Who was paid when, for each part that the series is the sum of. One person may be in several parts, so the persons
    ///     behind a step are taken to be those of its largest part: never more than there are.
    /// - Returns: The series to publish; its last value is that of `series`.
    func protect(_ series: [Int64], paid parts: [PaidWeeks]) -> [Int64] {
        func persons(_ span: Range<Int>) -> Int64 { parts.map { $0.persons(in: span) }.max() ?? 0 }
        guard let last = series.indices.last(where: { persons($0..<$0 + 1) > 0 }) else { return series }
        var steps: [Int] = []
        for time in 0..<last where persons((steps.last.map { $0 + 1 } ?? 0)..<time + 1) >= threshold { steps.append(time) }
        while let before = steps.last, isTooSmall(persons(before + 1..<last + 1)) { steps.removeLast() }
        return published(series, steps + [last])
    }

    private func isTooSmall(_ persons: Int64) -> Bool { persons > 0 && persons < threshold }

    private func published(_ series: [Int64], _ steps: [Int]) -> [Int64] {
        var out: [Int64] = []
        var current: Int64 = 0
        for time in series.indices {
            if steps.contains(time) { current = series[time] }
            out.append(current)
        }
        return out
    }
}
