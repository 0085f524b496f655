import Registry

/// Compares the lines "Tổng cộng" of a printed list with the rows above them.
///
/// A total is right when it is the sum of all rows so far or of those since the total before, as lists are summed by page and by commune.
/// Refused rows count where their sum can be read: the sender counted them.
final class TotalLines {
    private let column: Int?
    private let isThousand: Bool
    private var refused: Int64 = 0
    private var hasUnreadable = false
    private var last: (all: Int64, accepted: Int64) = (0, 0)
    private(set) var warning = WarningCount(.totalDiffers)

    init(_ map: ColumnMap) {
        let field = map.kind.fields.firstIndex { $0.type == .amount }
        column = field.flatMap { field in map.fieldOfColumn.firstIndex(of: field) }
        isThousand = field.map { map.thousands.contains($0) } ?? false
    }

    /// A row that was refused, as its cells stand in the file.
    func refuse(_ cells: (Int) -> Bytes?) {
        guard let column else { return }
        if let amount = cells(column).flatMap(amount) { refused += amount } else { hasUnreadable = true }
    }

    /// A line that is no data.
    /// - Parameters:
    ///   - cells: UTF-8, by column.
    ///   - accepted: Đồng of all rows accepted above it; `nil` when no 64 bits hold it.
    func skip(_ cells: [Bytes], line: Int64, accepted: Int64?) {
        guard let column, let accepted, TotalLines.isTotal(cells) else { return }
        guard column < cells.count, let stated = amount(cells[column]) else { return }
        let all = accepted + refused
        defer { last = (all, accepted) }
        // Some programs sum what they know to be right.
        if stated == all || stated == all - last.all || stated == accepted || stated == accepted - last.accepted { return }
        if hasUnreadable, stated > all - last.all { return }
        warning.add([line])
        (warning.stated, warning.counted) = (stated, all)
    }

    private func amount(_ cell: Bytes) -> Int64? {
        guard case .amount(let amount, _) = AmountCell.read(cell.trimmed, isThousand: isThousand) else { return nil }
        return amount
    }

    private static let words: Set = ["tong cong", "tong so tien", "tong tien", "tong", "cong", "tong so"]

    /// Whether a cell says that this is a total. "Lũy kế" carries sums of other lists forward.
    private static func isTotal(_ cells: [Bytes]) -> Bool {
        cells.contains { cell in
            guard cell.count > 0, cell.count < 80 else { return false }
            let text = FoldedText(cell, marksAreBlanks: true).string
            return words.contains(text) || text.hasPrefix("tong cong ") || text.hasPrefix("cong trang")
        }
    }
}
