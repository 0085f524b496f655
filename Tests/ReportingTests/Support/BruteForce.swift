@testable import Reporting

/// The slow, obviously right intruder: looks for whole-number tables that agree with the published cells by trying.
struct BruteForce {
    let table: CellTable
    let suppressed: [Bool]
    /// No cell is larger than this in the tables that are tried.
    let limit: Int64

    init(_ table: CellTable, _ suppressed: [Bool]) {
        self.table = table
        self.suppressed = suppressed
        limit = (table.cells.map(\.size).max() ?? 0) + 25
    }

    /// Whether some table has `value` in `cell`.
    func isPossible(_ value: Int64, in cell: Int) -> Bool {
        var domains = table.cells.indices.map { suppressed[$0] ? 0...limit : table.cells[$0].size...table.cells[$0].size }
        domains[cell] = value...value
        return solve(domains)
    }

    /// The distance between the least and the greatest value that `cell` can have, looked for up to `enough`.
    func width(of cell: Int, enough: Int64) -> Int64 {
        let truth = table.cells[cell].size
        var low = truth
        var high = truth
        while high - low < enough, high < limit, isPossible(high + 1, in: cell) { high += 1 }
        while high - low < enough, low > 0, isPossible(low - 1, in: cell) { low -= 1 }
        return high - low
    }

    private func solve(_ start: [ClosedRange<Int64>]) -> Bool {
        var domains = start
        guard propagate(&domains) else { return false }
        let open = domains.indices.filter { domains[$0].count > 1 }
        guard let next = open.min(by: { domains[$0].count < domains[$1].count }) else { return true }
        for value in domains[next] {
            var trial = domains
            trial[next] = value...value
            if solve(trial) { return true }
        }
        return false
    }

    private func propagate(_ domains: inout [ClosedRange<Int64>]) -> Bool {
        var changed = true
        while changed {
            changed = false
            for equation in table.equations where equation.holdsForApproved {
                let low = equation.parts.reduce(0) { $0 + domains[$1].lowerBound }
                let high = equation.parts.reduce(0) { $0 + domains[$1].upperBound }
                let total = domains[equation.total]
                guard let newTotal = total.overlap(low...high) else { return false }
                if newTotal != total { (domains[equation.total], changed) = (newTotal, true) }
                for part in equation.parts {
                    let own = domains[part]
                    let least = newTotal.lowerBound - (high - own.upperBound)
                    let most = newTotal.upperBound - (low - own.lowerBound)
                    guard least <= most, let new = own.overlap(least...most) else { return false }
                    if new != own { (domains[part], changed) = (new, true) }
                }
                // Narrowed parts make the sums of this round stale, never wrong; the next round uses the new ones.
            }
        }
        return true
    }
}

extension ClosedRange<Int64> {
    fileprivate func overlap(_ other: ClosedRange<Int64>) -> ClosedRange<Int64>? {
        let low = Swift.max(lowerBound, other.lowerBound)
        let high = Swift.min(upperBound, other.upperBound)
        return low <= high ? low...high : nil
    }
}
