/// The intruder with a linear program: everything that follows from all equations together, and nothing more.
///
/// The interval of a hidden cell is the least and the greatest value that it has in any table that agrees with what is published
/// (Fischetti and Salazar-González, 2001, call this the attacker's problem). Every vertex that is visited for one cell is such a
/// table and so a witness for all cells: most are proved wide enough on the way, without a program of their own.
struct LinearAudit: Sendable {
    /// The hidden cells of which the interval is narrower than their least width, in order.
    func exposed(in measure: IntruderAudit.Measure, suppressed: [Bool]) -> [Int] {
        components(measure, suppressed).flatMap { exposed(in: measure, component: $0) }.sorted()
    }

    private struct Component {
        /// Hidden cells.
        var cells: [Int]
        var equations: [CellTable.Equation]
    }

    private func exposed(in measure: IntruderAudit.Measure, component: Component) -> [Int] {
        let column = Dictionary(uniqueKeysWithValues: component.cells.enumerated().map { ($1, $0) })
        let scale = Double(max(component.cells.map { measure.values[$0] }.max() ?? 1, 1))
        let rows = component.equations.map { row($0, measure, column, scale) }
        guard var simplex = Simplex(columns: component.cells.count, rows: rows) else { return component.cells }
        var seen = component.cells.map { cell in
            let value = Double(measure.values[cell]) / scale
            return (low: value, high: value)
        }
        witness(simplex, &seen)
        return component.cells.indices.filter { index in
            let need = Double(measure.leastWidth[component.cells[index]]) / scale
            guard need > 0 else { return false }
            for upwards in [true, false] {
                while seen[index].high - seen[index].low < need - 1e-7 {
                    let step = simplex.step(index, upwards: upwards)
                    if step == .unbounded { seen[index].high = .infinity }
                    guard step == .moved else { break }
                    witness(simplex, &seen)
                }
            }
            return seen[index].high - seen[index].low < need - 1e-7
        }.map { component.cells[$0] }
    }

    private func witness(_ simplex: Simplex, _ seen: inout [(low: Double, high: Double)]) {
        for (index, value) in simplex.vertex.enumerated() {
            seen[index].low = min(seen[index].low, value)
            seen[index].high = max(seen[index].high, value)
        }
    }

    private func row(
        _ equation: CellTable.Equation, _ measure: IntruderAudit.Measure, _ column: [Int: Int], _ scale: Double
    ) -> Simplex.Row {
        var row = Simplex.Row(coefficients: [], right: 0)
        var right: Int64 = 0
        for (cell, sign) in equation.parts.map({ ($0, 1) }) + [(equation.total, -1)] {
            if let column = column[cell] {
                row.coefficients.append((column, Double(sign)))
                right += Int64(sign) * measure.values[cell]
            }
        }
        row.right = Double(right) / scale
        return row
    }

    /// Hidden cells that hang together by equations; each group is a program of its own.
    private func components(_ measure: IntruderAudit.Measure, _ suppressed: [Bool]) -> [Component] {
        var root = Array(measure.values.indices)
        func find(_ cell: Int) -> Int {
            var cell = cell
            while root[cell] != cell { cell = root[cell] }
            return cell
        }
        let equations = measure.equations.map { ($0, ($0.parts + [$0.total]).filter { suppressed[$0] }) }.filter { !$0.1.isEmpty }
        for (_, hidden) in equations {
            for cell in hidden {
                let (left, right) = (find(hidden[0]), find(cell))
                root[max(left, right)] = min(left, right)
            }
        }
        let groups = Dictionary(grouping: Set(equations.flatMap(\.1)), by: find)
        let equationsOf = Dictionary(grouping: equations) { find($0.1[0]) }
        return groups.keys.sorted().map { key in
            Component(cells: (groups[key] ?? []).sorted(), equations: (equationsOf[key] ?? []).map(\.0))
        }
    }
}
