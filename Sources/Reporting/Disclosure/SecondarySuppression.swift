/// Hides further cells so that no hidden one follows from the published ones by adding up.
///
/// Every equation with a hidden cell must have at least two, and where its total is published, the hidden parts without the largest
/// of them must reach the threshold: otherwise the largest is known too closely. Hiding a cell disturbs the equation that crosses
/// it, so the equations are gone through until none asks for more. A greedy cover in the manner of the hypercube and
/// "simple heuristic" methods (Giessing and Repsilber, 2002; R package sdcTable): it hides more than the optimum would, and the same
/// on every run: the cheapest cell first, then the lowest index.
struct SecondarySuppression: Sendable {
    let table: CellTable
    private let equationsOfCell: [[Int]]

    init(_ table: CellTable) {
        self.table = table
        var equationsOfCell = Array(repeating: [Int](), count: table.cells.count)
        for (index, equation) in table.equations.enumerated() {
            for cell in [equation.total] + equation.parts { equationsOfCell[cell].append(index) }
        }
        self.equationsOfCell = equationsOfCell
    }

    /// Adds to `suppressed` until every equation is safe, or no equation that is not can be helped.
    func extend(_ suppressed: inout [Bool]) {
        var changed = true
        while changed {
            changed = false
            for equation in table.equations {
                while let next = cellToHide(in: equation, suppressed) {
                    suppressed[next] = true
                    changed = true
                }
            }
        }
    }

    func equations(of cell: Int) -> [CellTable.Equation] { equationsOfCell[cell].map { table.equations[$0] } }

    /// The cheapest cell of an equation with `cell` that is still published, for when the rules are met and it is not enough.
    func cheapestCompanion(of cell: Int, _ suppressed: [Bool]) -> Int? {
        let equations = equations(of: cell)
        let parts = equations.flatMap { cheapest($0.parts, suppressed).map { [$0] } ?? [] }
        return cheapest(parts, suppressed) ?? cheapest(equations.map(\.total), suppressed)
    }

    // MARK: One equation

    private func cellToHide(in equation: CellTable.Equation, _ suppressed: [Bool]) -> Int? {
        let hidden = equation.parts.filter { suppressed[$0] }
        let isTotalHidden = suppressed[equation.total]
        guard isTotalHidden || !hidden.isEmpty, table.cells[equation.total].size > 0 else { return nil }
        if isTotalHidden { return hidden.isEmpty ? cheapest(equation.parts, suppressed) : nil }
        guard hidden.count < 2 || sizeWithoutLargest(hidden) < need(hidden) else { return nil }
        return cheapest(equation.parts, suppressed) ?? equation.total
    }

    private func sizeWithoutLargest(_ hidden: [Int]) -> Int64 {
        let sizes = hidden.map { table.cells[$0].size }
        return sizes.reduce(0, +) - (sizes.max() ?? 0)
    }

    private func need(_ hidden: [Int]) -> Int64 { hidden.map { table.threshold($0) }.max() ?? 0 }

    /// An empty cell protects nothing and is never hidden for others.
    private func cheapest(_ cells: [Int], _ suppressed: [Bool]) -> Int? {
        cells.filter { !suppressed[$0] && table.cells[$0].size > 0 }
            .min { (cost($0, suppressed), $0) < (cost($1, suppressed), $1) }
    }

    /// Persons that vanish from the tables when `cell` is hidden: its own, and those of the cell that each so far untouched crossing
    /// equation would have to hide with it.
    private func cost(_ cell: Int, _ suppressed: [Bool]) -> Int64 {
        equationsOfCell[cell].reduce(table.cells[cell].size) { cost, index in
            let equation = table.equations[index]
            let members = equation.parts + [equation.total]
            guard !members.contains(where: { suppressed[$0] }) else { return cost }
            let others = equation.parts.filter { $0 != cell }.map { table.cells[$0].size }.filter { $0 > 0 }
            return cost + (others.min() ?? table.cells[equation.total].size)
        }
    }
}

extension SecondarySuppression {
    /// A cell to hide for the sake of `cell`: the cheapest beside it, or else beside a cell that is hidden with it.
    func companion(of cell: Int, _ suppressed: [Bool]) -> Int? {
        if let near = cheapestCompanion(of: cell, suppressed) { return near }
        let partners = equations(of: cell).flatMap { $0.parts + [$0.total] }.filter { suppressed[$0] && $0 != cell }
        return partners.lazy.compactMap { cheapestCompanion(of: $0, suppressed) }.first
    }
}
