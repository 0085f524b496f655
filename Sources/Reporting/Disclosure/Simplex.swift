/// The set of all tables that agree with what is published: *A x = b*, *x* ≥ 0, walked from vertex to vertex.
///
/// A dense tableau with Bland's rule, which cannot cycle and takes the same way on every run. The systems here are small (hundreds
/// of hidden cells), their entries −1, 0 and 1, and the values are scaled by the caller, so double precision is ample.
struct Simplex: Sendable {
    struct Row: Sendable {
        var coefficients: [(column: Int, value: Double)]
        var right: Double
    }

    private let columns: Int
    private var width: Int
    /// Row by row; the last column is the right side.
    private var tableau: [Double] = []
    private var basis: [Int] = []
    private let tolerance = 1e-9

    /// Finds a first vertex (phase one, with artificial columns that are driven out).
    ///
    /// - Returns: `nil` when no table agrees, which cannot be with figures that add up.
    init?(columns: Int, rows: [Row]) {
        self.columns = columns
        width = columns + rows.count + 1
        tableau = Array(repeating: 0, count: rows.count * width)
        for (index, row) in rows.enumerated() {
            let sign: Double = row.right < 0 ? -1 : 1
            for (column, value) in row.coefficients { tableau[index * width + column] += sign * value }
            tableau[index * width + columns + index] = 1
            tableau[index * width + width - 1] = sign * row.right
            basis.append(columns + index)
        }
        guard driveOutArtificials() else { return nil }
    }

    /// The value of every column at the present vertex.
    var vertex: [Double] {
        var values = Array(repeating: 0.0, count: columns)
        for (row, column) in basis.enumerated() where column < columns { values[column] = tableau[row * width + width - 1] }
        return values
    }

    enum Step { case moved, optimal, unbounded }

    /// One pivot towards a larger (or smaller) value of `column`.
    mutating func step(_ column: Int, upwards: Bool) -> Step {
        guard let entering = entering(column, upwards: upwards) else { return .optimal }
        guard let row = leavingRow(entering) else { return .unbounded }
        pivot(row, entering)
        return .moved
    }

    // MARK: Pivoting

    private func entering(_ column: Int, upwards: Bool) -> Int? {
        guard let row = basis.firstIndex(of: column) else { return upwards ? column : nil }
        let start = row * width
        return (0..<columns).first { candidate in
            guard candidate != column else { return false }
            let value = tableau[start + candidate]
            return upwards ? value < -tolerance : value > tolerance
        }
    }

    private func leavingRow(_ entering: Int) -> Int? {
        var best: (row: Int, ratio: Double)?
        for row in basis.indices where tableau[row * width + entering] > tolerance {
            let ratio = tableau[row * width + width - 1] / tableau[row * width + entering]
            guard let known = best else {
                best = (row, ratio)
                continue
            }
            let isTie = abs(ratio - known.ratio) <= tolerance
            if isTie ? basis[row] < basis[known.row] : ratio < known.ratio { best = (row, ratio) }
        }
        return best?.row
    }

    private mutating func pivot(_ row: Int, _ column: Int) {
        let width = width
        let rows = basis.count
        tableau.withUnsafeMutableBufferPointer { cells in
            let scale = 1 / cells[row * width + column]
            for index in row * width..<(row + 1) * width { cells[index] *= scale }
            for other in 0..<rows where other != row {
                let factor = cells[other * width + column]
                guard factor != 0 else { continue }
                for index in 0..<width { cells[other * width + index] -= factor * cells[row * width + index] }
            }
        }
        basis[row] = column
    }

    // MARK: Phase one

    private mutating func driveOutArtificials() -> Bool {
        while let entering = phaseOneEntering() {
            guard let row = leavingRow(entering) else { return false }
            pivot(row, entering)
        }
        let rest = basis.indices.reduce(0.0) { basis[$1] >= columns ? $0 + tableau[$1 * width + width - 1] : $0 }
        guard rest <= 1e-6 else { return false }
        for row in basis.indices where basis[row] >= columns {
            let column = (0..<columns).first { abs(tableau[row * width + $0]) > tolerance }
            if let column { pivot(row, column) }
        }
        dropRedundantRows()
        return true
    }

    /// A column that lowers the sum of the artificial ones.
    private func phaseOneEntering() -> Int? {
        let artificialRows = basis.indices.filter { basis[$0] >= columns && tableau[$0 * width + width - 1] > tolerance }
        guard !artificialRows.isEmpty else { return nil }
        let rows = basis.indices.filter { basis[$0] >= columns }
        return (0..<columns).first { column in
            var gain = 0.0
            for row in rows { gain += tableau[row * width + column] }
            return gain > tolerance
        }
    }

    /// A row whose artificial column cannot leave says nothing that the others do not.
    private mutating func dropRedundantRows() {
        let kept: [Int] = basis.indices.filter { basis[$0] < columns }
        var smaller: [Double] = []
        for row in kept {
            smaller += tableau[row * width..<row * width + columns]
            smaller.append(tableau[(row + 1) * width - 1])
        }
        tableau = smaller
        basis = kept.map { basis[$0] }
        width = columns + 1
    }
}
