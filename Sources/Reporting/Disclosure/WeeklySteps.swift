/// Makes a cumulative series rise only in steps that enough persons stand behind.
///
/// The difference of two published weeks is a published figure too: in real campaigns a third to a half of the weekly differences
/// speak of one to four persons. So a week in which fewer than the threshold were newly paid repeats the figure before, until the
/// step is large enough; and when the last step would be too small, the step before is held back as well, so that the last figure is
/// always the true one. Done to the lines of each province before adding up, so all margins of a week still add up and no
/// difference of published figures undoes it.
struct WeeklySteps: Sendable {
    let threshold: Int64

    /// - Parameter series: Cumulative, one value a time point.
    /// - Returns: The series to publish; its last value is that of `series`.
    func protect(_ series: [Int64], paid weeks: PaidWeeks) -> [Int64] {
        guard series.count > 1 else { return series }
        var steps: [Int] = []
        for time in series.indices {
            let start = (steps.last ?? -1) + 1
            if time == series.count - 1 {
                while let last = steps.last, isTooSmall(weeks, from: last + 1, to: time) { steps.removeLast() }
                steps.append(time)
            } else if weeks.persons(in: start..<time + 1) >= threshold {
                steps.append(time)
            }
        }
        return published(series, steps)
    }

    private func isTooSmall(_ weeks: PaidWeeks, from start: Int, to end: Int) -> Bool {
        guard start <= end else { return false }
        return (1..<max(threshold, 1)).contains(weeks.persons(in: start..<end + 1))
    }

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
