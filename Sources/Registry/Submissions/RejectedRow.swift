/// A row that was refused: why, where, and the bytes as they came.
package struct RejectedRow: Sendable {
    package let record: Int64
    package let line: Int64
    /// A row reason of the import vocabulary.
    package let reason: String
    package let field: String?
    package let raw: [UInt8]
    /// The cells as they were read, in the order of the file's columns; `nil` for rows that were stored before cells were, and for those
    /// that were too large to be given back.
    package let cells: [String]?
    /// Where the record starts in the file, in bytes; `nil` where there is no such place, and in rows of before.
    package let offset: Int64?

    package init(
        record: Int64, line: Int64, reason: String, field: String?, raw: [UInt8], cells: [String]?, offset: Int64?
    ) {
        self.record = record
        self.line = line
        self.reason = reason
        self.field = field
        self.raw = raw
        self.cells = cells
        self.offset = offset
    }

    package func with(cells: [String]) -> RejectedRow {
        RejectedRow(record: record, line: line, reason: reason, field: field, raw: raw, cells: cells, offset: offset)
    }

    /// As stored: parted by the unit separator, which no cell holds.
    package static func text(_ cells: [String]) -> String {
        cells.map { $0.contains(separator) ? $0.replacing(String(separator), with: " ") : $0 }.joined(
            separator: String(separator))
    }

    static func cells(_ text: String) -> [String] {
        text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }

    private static let separator: Character = "\u{1F}"
}
