/// Where the accepted rows of a kind lay before they lay in pages (``PageTable``): one table a kind, one row a record.
struct RowTable {
    let kind: SubmissionKind

    init(_ kind: SubmissionKind) { self.kind = kind }

    var name: String {
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
    }

    /// As it was first; ``offset`` and ``aside`` came later.
    var table: Table {
        Table(
            name, key: ["submission_id", "record"], isLoaded: true,
            [
                .init("submission_id", .integer, required: true, references: "submission(id)"),
                .init("record", .integer, required: true), .init("line", .integer, required: true),
            ] + RecordLayout.fieldColumns(kind).map { .init($0.name, $0.type) } + [.init("notes", .text)])
    }

    static let offset = Table.Column("byte_offset", .integer)
    static let aside = Table.Column("aside", .text)

    /// Writes the rows into pages.
    func moveRows(_ connection: any SQLConnection) throws {
        let columns = RecordLayout(kind).columns
        let submissions = try connection.rows("SELECT DISTINCT submission_id FROM \(name) ORDER BY submission_id")
        for submission in submissions.compactMap({ $0.int64("submission_id") }) {
            let writer = try RecordWriter(kind, connection)
            try connection.scan(
                "SELECT \(columns.joined(separator: ", ")) FROM \(name) WHERE submission_id = ? ORDER BY record",
                [.integer(submission)]
            ) { row in try writer.insert(row: columns.indices.map(row.value)) }
            try writer.finish()
        }
    }
}
