/// Plays the intruder: someone who has every published figure, knows which add up, and that none is below zero.
///
/// Each hidden cell gets an interval that is narrowed by every equation it is in until nothing changes (interval propagation). This
/// finds what one equation at a time gives away; combinations of equations are the work of ``LinearAudit``.
struct IntruderAudit: Sendable {
    /// One kind of figure with its own values in the same cells.
    struct Measure: Sendable {
        let name: String
        let values: [Int64]
        /// The width below which a hidden cell counts as found out; 0 where there is nothing to protect.
        let leastWidth: [Int64]
        let equations: [CellTable.Equation]
    }

    struct Interval: Sendable, Equatable {
        var low: Int64
        /// `nil` for no upper bound.
        var high: Int64?

        var width: Int64? { high.map { $0 - low } }
    }

    /// What the intruder knows of every cell; published ones as intervals of one value.
    func intervals(of measure: Measure, suppressed: [Bool]) -> [Interval] {
        var known = measure.values.indices.map { index in
            suppressed[index] ? Interval(low: 0, high: nil) : Interval(low: measure.values[index], high: measure.values[index])
        }
        let equations = measure.equations.filter { equation in
            suppressed[equation.total] || equation.parts.contains { suppressed[$0] }
        }
        // Each round only narrows; the number of rounds bounds the time on tables where the narrowing creeps.
        for _ in 0..<200 {
            var changed = false
            for equation in equations { changed = narrow(&known, by: equation) || changed }
            guard changed else { break }
        }
        return known
    }

    /// The hidden cells that can be narrowed to less than their least width, in order.
    func exposed(in measure: Measure, suppressed: [Bool]) -> [Int] {
        let known = intervals(of: measure, suppressed: suppressed)
        return known.indices.filter { index in
            guard suppressed[index], measure.leastWidth[index] > 0, let width = known[index].width else { return false }
            return width < measure.leastWidth[index]
        }
    }

    private func narrow(_ known: inout [Interval], by equation: CellTable.Equation) -> Bool {
        let lowSum = equation.parts.reduce(Int64(0)) { $0 + known[$1].low }
        let openParts = equation.parts.filter { known[$0].high == nil }
        let highSum = equation.parts.reduce(Int64(0)) { $0 + (known[$1].high ?? 0) }
        var changed = tighten(&known[equation.total], low: lowSum, high: openParts.isEmpty ? highSum : nil)
        let total = known[equation.total]
        for part in equation.parts where known[part].width != 0 {
            let own = known[part]
            let high = total.high.map { $0 - (lowSum - own.low) }
            let othersAreClosed = openParts.isEmpty || openParts == [part]
            let low = othersAreClosed ? total.low - (highSum - (own.high ?? 0)) : own.low
            changed = tighten(&known[part], low: low, high: high) || changed
        }
        return changed
    }

    private func tighten(_ interval: inout Interval, low: Int64, high: Int64?) -> Bool {
        let before = interval
        interval.low = max(interval.low, low)
        if let high { interval.high = min(interval.high ?? high, high) }
        return interval != before
    }
}
