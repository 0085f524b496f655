import Registry

/// The paid figures of the weeks, so that they say no more of hidden cells than the figures of the whole period do.
///
/// A published line of a province rises in its own steps. The hidden lines of a province rise together, as one series that is added
/// where the nearest published total above them is: a week shows at most their sum. They are left out of the country's figures of
/// single lines, where the same money would show a second time, across: a hidden cell is then in one weekly sum only, and no
/// crossing of rows and columns singles it out. The last time point is always exact.
struct WeeklyPaid: Sendable {
    enum Value: Sendable, Equatable {
        case exact(Int64)
        /// Up to a tenth of the money is not counted before the last time point.
        case partial(Int64)
        /// Too much of the money is in hidden cells.
        case hidden
    }

    private let table: IndicatorTable
    /// In steps, without the money that must not be counted there; areas × policies × times.
    private var counted: [Int64]

    /// - Parameter isHidden: Whether a cell of `table` is suppressed.
    init(_ table: IndicatorTable, isHidden: (_ area: Int, _ policy: Int) -> Bool) {
        self.table = table
        counted = Array(repeating: 0, count: table.figures.count * table.timeCount)
        for area in 1..<table.areaCount { count(area, isHidden) }
    }

    func value(area: Int, policy: Int, time: Int) -> Value {
        let cell = table.cell(area, policy)
        let all = table.paid(cell).last ?? 0
        guard time < table.timeCount - 1 else { return .exact(all) }
        let reached = counted[(cell + 1) * table.timeCount - 1]
        let value = counted[cell * table.timeCount + time]
        guard reached < all else { return .exact(value) }
        return (all - reached) <= all / 10 ? .partial(value) : .hidden
    }

    /// The country's series as published, for ``TotalProgress``.
    func publishedTotals(_ policy: Int) -> [Int64] {
        (0..<table.timeCount).compactMap { time in
            switch value(area: 0, policy: policy, time: time) {
            case .exact(let value), .partial(let value): value
            case .hidden: nil
            }
        }
    }

    // MARK: Counting

    private mutating func count(_ area: Int, _ isHidden: (Int, Int) -> Bool) {
        let nodes = table.policies.nodes
        var hiddenLines: [Int: [Int]] = [:]
        for line in nodes.indices where nodes[line].children.isEmpty && table.weeks[table.cell(area, line)] != nil {
            if isHidden(area, line) {
                let above = table.policies.paths[line].first { nodes[$0].line != nil && !isHidden(area, $0) }
                if let above { hiddenLines[above, default: []].append(line) }
            } else {
                add([line], to: line, area)
            }
        }
        for (above, lines) in hiddenLines { add(lines, to: above, area) }
    }

    /// Adds the joint series of `lines` to `node` and everything above it, in the area and in the country.
    private mutating func add(_ lines: [Int], to node: Int, _ area: Int) {
        let threshold = lines.map { table.policies.nodes[$0].threshold }.max() ?? 0
        let cells = lines.map { table.cell(area, $0) }
        let sum = (0..<table.timeCount).map { time in cells.reduce(Int64(0)) { $0 + table.paid($1)[time] } }
        let series = WeeklySteps(threshold: threshold).protect(sum, paid: cells.compactMap { table.weeks[$0] })
        for above in table.policies.paths[node] {
            for cell in [table.cell(area, above), table.cell(0, above)] {
                for time in 0..<table.timeCount { counted[cell * table.timeCount + time] += series[time] }
            }
        }
    }
}
