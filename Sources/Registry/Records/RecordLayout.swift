/// What is kept of an accepted row of a kind of file: its columns and their types. The rows themselves lie in pages
/// (``RecordWriter``, ``RecordPage``) and are never changed.
package struct RecordLayout: Sendable {
    /// `submission_id`, `record` (from 1, ascending in file order; refused rows have the numbers between), `line` (where the record starts,
    /// from 1), one column a field (two for an identity number), `notes` (words of the import vocabulary, parted by blanks, null when none),
    /// `byte_offset` (where the record starts in the file, or in the inflated file; null in workbooks, UTF-16 and rows of before),
    /// `aside` (the cells of columns without a known key, see ``AsideCells``; null when there are none).
    package let columns: [String]
    /// Integer or text, of each of ``columns``.
    let types: [Table.ColumnType]

    package init(_ kind: SubmissionKind) {
        let all =
            RecordLayout.head + RecordLayout.fieldColumns(kind)
            + [("notes", .text), ("byte_offset", .integer), ("aside", .text)]
        columns = all.map(\.name)
        types = all.map(\.type)
    }

    /// The position in ``columns`` of a field's (first) column; an identity's old number stands right after it.
    package func position(of field: Field) -> Int { columns.firstIndex(of: field.column) ?? 0 }

    private static let head: [(name: String, type: Table.ColumnType)] = [
        ("submission_id", .integer), ("record", .integer), ("line", .integer),
    ]

    /// The columns of all kinds.
    static let known = Set(SubmissionKind.allCases.flatMap { RecordLayout($0).columns })

    private static func fieldColumns(_ kind: SubmissionKind) -> [(name: String, type: Table.ColumnType)] {
        kind.fields.flatMap { field -> [(name: String, type: Table.ColumnType)] in
            if field.type == .identity { return [("citizen_id", .integer), ("old_id", .integer)] }
            return [(field.column, field.type.isStoredAsText ? .text : .integer)]
        }
    }
}
