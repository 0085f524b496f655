/// Whether the progress of the whole country may stand beside the money paid.
///
/// Progress is over the provinces whose payers have reported. Paid ÷ progress is therefore nearly the money approved there, and the
/// total approved less that is nearly what was approved in the other provinces. Progress in whole points leaves an interval; where
/// hidden cells are at stake it must be wide enough, over all weeks together.
struct TotalProgress: Sendable {
    /// - Parameters:
    ///   - approved: Of the areas whose payers have reported.
    ///   - paid: As published, one value a time point.
    func isSafe(approved: Int64, paid: [Int64], leastWidth: Int64) -> Bool {
        guard approved > 0, leastWidth > 0 else { return true }
        var low = Int64(0)
        var high = Int64.max
        for amount in paid where amount > 0 {
            let points = Percentage.floor(amount, of: approved)
            low = max(low, Percentage.part(amount, of: points + 1))
            if points > 0 { high = min(high, Percentage.part(amount, of: points)) }
        }
        return high == .max || high - low >= leastWidth
    }
}

enum Percentage {
    /// Whole points, rounded down. `whole` is above zero.
    static func floor(_ part: Int64, of whole: Int64) -> Int64 {
        whole.dividingFullWidth(part.multipliedFullWidth(by: 100)).quotient
    }

    /// The whole of which `part` is so many `points`, rounded down.
    static func part(_ part: Int64, of points: Int64) -> Int64 {
        points.dividingFullWidth(part.multipliedFullWidth(by: 100)).quotient
    }
}
