import Registry

/// Recognises the lines of a printed list that are no data: totals, section headings, signatures, page marks, column numbers and
/// repeated headers. Asked only about rows that would otherwise be refused.
struct FooterLines {
    private let map: ColumnMap
    private let header: [FoldedText]
    /// Columns whose cells look like a code in every data row.
    private let anchors: [Int]

    init(_ found: HeaderSearch.Found) {
        map = found.map
        header = found.cells.map(\.folded)
        let fields = found.map.kind.fields
        anchors = found.map.fieldOfColumn.indices.filter { column in
            guard let field = found.map.fieldOfColumn[column].map({ fields[$0] }) else { return false }
            let isCode = [.householdCode, .identity, .insuranceNumber, .commune, .province].contains(field.type)
            return isCode || (field.type == .text && field.key.hasPrefix("ma_"))
        }
    }

    /// - Parameter cells: UTF-8, by column.
    func contains(_ cells: [Bytes]) -> Bool {
        let folded = cells.map { FoldedText($0, marksAreBlanks: true) }
        let filled = folded.filter { !$0.bytes.isEmpty }
        if filled.isEmpty { return true }
        if isRepeatedHeader(folded) || isColumnNumbers(filled) { return true }
        let hasCode = anchors.contains { $0 < cells.count && FooterLines.looksLikeCode(cells[$0].trimmed) }
        if hasCode { return false }
        if filled.count * 2 <= header.count, filled.contains(where: FooterLines.isFooterWord) { return true }
        return filled.count <= max(2, header.count / 4)
    }

    private func isRepeatedHeader(_ cells: [FoldedText]) -> Bool {
        let same = zip(cells, header).count { $0 == $1 && !$0.bytes.isEmpty }
        return same >= 2 && same * 2 > header.count { !$0.bytes.isEmpty }
    }

    /// `1 2 3 …` or `(1) (2) (3) …` under the header.
    private func isColumnNumbers(_ filled: [FoldedText]) -> Bool {
        guard filled.count > 2, filled.count * 2 > header.count else { return false }
        let numbers = filled.map { Int($0.string.trimmingBlanks) }
        guard let first = numbers[0], (0...1).contains(first) else { return false }
        return zip(numbers, numbers.dropFirst()).allSatisfy { left, right in
            left.flatMap { left in right.map { $0 == left + 1 } } ?? false
        }
    }

    /// Four characters or more, a digit among them, no blank.
    private static func looksLikeCode(_ cell: Bytes) -> Bool {
        cell.count >= 2 && cell.contains { $0 >= 0x30 && $0 <= 0x39 } && !cell.contains(0x20)
    }

    private static let words = [
        "tong cong", "tong so", "tong tien", "tong", "cong", "cong trang", "luy ke", "nguoi lap", "thu truong", "ke toan",
        "giam doc", "chu tich", "truong phong", "trang", "xac nhan", "ghi chu", "bang chu", "so tien bang chu", "lap bieu",
        "ngay thang nam", "don vi tinh",
    ]

    private static func isFooterWord(_ cell: FoldedText) -> Bool {
        let text = cell.string
        if words.contains(where: { text == $0 || text.hasPrefix($0 + " ") }) { return true }
        return text.hasPrefix("ngay ") && text.contains(" thang ")
    }
}

extension String {
    fileprivate var trimmingBlanks: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
