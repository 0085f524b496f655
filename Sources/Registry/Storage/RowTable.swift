/// Where the accepted rows of a kind lay before they lay in pages (``PageTable``): one table a kind, one row a record. As it was on the last
/// day, whatever becomes of the kinds.
struct RowTable {
    let kind: SubmissionKind
    let name: String
    private let fields: [Table.Column]

    init(_ kind: SubmissionKind) {
        self.kind = kind
        let (name, words) = RowTable.shape(kind)
        self.name = name
        fields = words.split(separator: " ").map { word in
            word.hasSuffix("#") ? .init(String(word.dropLast()), .integer) : .init(String(word), .text)
        }
    }

    /// As it was first; ``offset`` and ``aside`` came later.
    var table: Table {
        Table(
            name, key: ["submission_id", "record"], isLoaded: true,
            [
                .init("submission_id", .integer, required: true, references: "submission(id)"),
                .init("record", .integer, required: true), .init("line", .integer, required: true),
            ] + fields + [.init("notes", .text)])
    }

    static let offset = Table.Column("byte_offset", .integer)
    static let aside = Table.Column("aside", .text)

    /// Writes the rows into pages.
    func moveRows(_ connection: any SQLConnection) throws {
        let columns = (table.columns + [RowTable.offset, RowTable.aside]).map(\.name)
        let layout = RecordLayout(kind).columns
        // A field that is no more has nowhere to go.
        let places = columns.map { layout.firstIndex(of: $0) }
        let submissions = try connection.rows("SELECT DISTINCT submission_id FROM \(name) ORDER BY submission_id")
        for submission in submissions.compactMap({ $0.int64("submission_id") }) {
            let writer = try RecordWriter(kind, connection)
            try connection.scan(
                "SELECT \(columns.joined(separator: ", ")) FROM \(name) WHERE submission_id = ? ORDER BY record",
                [.integer(submission)]
            ) { row in
                var values = Array(repeating: SQLValue.null, count: layout.count)
                for (position, place) in places.enumerated() { if let place { values[place] = row.value(position) } }
                try writer.insert(row: values)
            }
            try writer.finish()
        }
    }

    /// The table's name, and its fields in order; a cross stands behind those that hold whole numbers.
    private static func shape(_ kind: SubmissionKind) -> (name: String, fields: String) {
        switch kind {
        case .households:
            (
                "household",
                """
                household_code head_name province# district# commune# village address area_type household_class \
                score_income# score_deprivation# review_year# ethnicity member_count#
                """
            )
        case .members:
            (
                "member",
                """
                person_code household_code province# district# commune# full_name birth_date# sex# citizen_id# old_id# \
                insurance_no# health_card relation ethnicity vital_status
                """
            )
        case .beneficiaries:
            (
                "beneficiary",
                """
                beneficiary_code person_code household_code province# district# commune# full_name birth_date# sex# \
                citizen_id# old_id# category policy_code coefficient_tenths# amount# decision_no decision_date# \
                entitled_from# stopped_from# stop_reason channel
                """
            )
        case .payments:
            (
                "payment",
                """
                household_code province# district# commune# full_name birth_date# sex# citizen_id# old_id# relation \
                household_class beneficiary_code policy_code period# amount# paid_on# payment_state
                """
            )
        case .statement:
            (
                "settlement_line",
                """
                transaction_id beneficiary_code full_name citizen_id# old_id# province# period# amount# paid_on# \
                payment_state channel payer original_transaction
                """
            )
        case .population:
            (
                "population_record",
                """
                citizen_id# old_id# former_id# full_name birth_date# sex# province# district# commune# \
                residence_household vital_status died_on#
                """
            )
        case .insurance:
            (
                "insurance_record",
                """
                insurance_no# citizen_id# old_id# full_name birth_date# sex# province# health_card pension_amount#
                """
            )
        case .milestones:
            (
                "milestone",
                """
                province# package milestone document_no announced_on# link
                """
            )
        case .merit:
            (
                "merit_record",
                """
                merit_file_no citizen_id# old_id# full_name birth_date# sex# province# district# commune# merit_class \
                merit_allowance#
                """
            )
        }
    }
}
