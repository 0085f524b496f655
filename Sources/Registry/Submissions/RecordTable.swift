/// Where the accepted rows of a kind of file are kept: one table a kind, rows in the order of the file, tagged with their
/// submission. Rows are never changed.
package struct RecordTable: Sendable {
    package let name: String
    package let kind: SubmissionKind
    /// `submission_id`, `record` (from 1, in file order), `line` (where the record starts, from 1), one column a field (two for
    /// an identity number), `notes` (words of the import vocabulary, parted by blanks, null when none), `byte_offset` (where the record
    /// starts in the file, or in the inflated file; null in workbooks, UTF-16 and rows of before), `aside` (the cells of columns without a
    /// known key, see ``AsideCells``; null when there are none).
    package let columns: [String]

    package init(_ kind: SubmissionKind) {
        self.kind = kind
        name =
            switch kind {
            case .households: "household"
            case .members: "member"
            case .beneficiaries: "beneficiary"
            case .payments: "payment"
            case .statement: "settlement_line"
            case .population: "population_record"
            case .insurance: "insurance_record"
            case .milestones: "milestone"
            case .merit: "merit_record"
            }
        columns =
            ["submission_id", "record", "line"] + RecordTable.fieldColumns(kind).map(\.name) + ["notes", "byte_offset", "aside"]
    }

    /// The position in ``columns`` of a field's (first) column; an identity's old number stands right after it.
    package func position(of field: Field) -> Int { columns.firstIndex(of: field.column) ?? 0 }

    /// As it was first; ``offset`` and ``aside`` came later.
    var table: Table {
        Table(
            name, key: ["submission_id", "record"], isLoaded: true,
            [
                .init("submission_id", .integer, required: true, references: "submission(id)"),
                .init("record", .integer, required: true), .init("line", .integer, required: true),
            ] + RecordTable.fieldColumns(kind).map { .init($0.name, $0.type) } + [.init("notes", .text)])
    }

    static let offset = Table.Column("byte_offset", .integer)
    static let aside = Table.Column("aside", .text)

    private static func fieldColumns(_ kind: SubmissionKind) -> [(name: String, type: Table.ColumnType)] {
        kind.fields.flatMap { field -> [(name: String, type: Table.ColumnType)] in
            if field.type == .identity { return [("citizen_id", .integer), ("old_id", .integer)] }
            return [(field.column, field.type.isStoredAsText ? .text : .integer)]
        }
    }
}
