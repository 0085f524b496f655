import Registry

/// Columns of text, aligned with blanks, for terminals.
struct TextTable {
    enum Alignment { case left, right }

    private let alignments: [Alignment]
    private var rows: [[String]] = []

    init(alignments: [Alignment]) { self.alignments = alignments }

    /// With a line of titles above.
    init(_ columns: [Column]) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.title)]
    }

    struct Column {
        let title: String
        let alignment: Alignment

        init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    var text: String {
        let widths = alignments.indices.map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: max(0, widths[column] - cell.count))
                return alignments[column] == .left ? cell + blanks : blanks + cell
            }
            return "  " + cells.joined(separator: "  ").trimmingSuffix(while: \.isWhitespace)
        }.joined(separator: "\n")
    }
}

/// Numbers with a decimal comma, as Vietnamese writes them.
enum Decimals {
    static func text(_ value: Double, places: Int) -> String {
        var scale: Int64 = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int64((abs(value) * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return sign + Dong.grouped(scaled) }
        return sign + Dong.grouped(scaled / scale) + "," + String(repeating: "0", count: places - fraction.count) + fraction
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
        var end = endIndex
        while end > startIndex, condition(self[index(before: end)]) { end = index(before: end) }
        return String(self[startIndex..<end])
    }
}
