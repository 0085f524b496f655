/// A table for people, in columns of even width.
struct TextTable {
    enum Side { case left, right }

    struct Column {
        let title: String
        let side: Side

        init(_ title: String, _ side: Side = .left) {
            self.title = title
            self.side = side
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    var text: String {
        let lines = [columns.map(\.title)] + rows
        let widths = columns.indices.map { index in lines.map { index < $0.count ? $0[index].count : 0 }.max() ?? 0 }
        return lines.map { cells in
            let padded = columns.indices.map { index in
                let cell = index < cells.count ? cells[index] : ""
                let blanks = String(repeating: " ", count: widths[index] - cell.count)
                return columns[index].side == .left ? cell + blanks : blanks + cell
            }
            return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
