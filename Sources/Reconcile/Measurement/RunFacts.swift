import Registry

/// What a stored run concluded, in the codes of the lists rather than in row numbers.
struct RunFacts {
    let connection: any SQLConnection
    let run: Run

    /// A row of the store.
    struct Row: Hashable {
        let submission: Int64
        let record: Int64
    }

    func submissions(_ kind: SubmissionKind) throws -> [Submission] {
        let register = SubmissionRegister(connection)
        switch kind {
        case .payments, .statement: return try register.current(kind, period: run.period, province: run.province)
        case .population, .insurance, .merit, .milestones: return try register.current(kind, period: nil)
        default: return try register.newest(kind, upTo: run.period, province: run.province)
        }
    }

    /// The text of one column of every row of a kind.
    func codes(_ kind: SubmissionKind, _ column: String) throws -> [Row: String] {
        var codes: [Row: String] = [:]
        for submission in try submissions(kind) {
            try connection.scanRecords(of: submission.id, ["record", column]) { row in
                codes[Row(submission: submission.id, record: row.int64(0))] = row.string(1)
            }
        }
        return codes
    }

    /// The personal number of the national record to which each row was linked.
    func linkedNumbers() throws -> [Row: Int64] {
        var rows: [Int64: RecordMerge<Row>] = [:]
        try connection.scan(
            """
            SELECT submission_id, record, population_submission_id, population_record FROM person_link WHERE run_id = ?
            ORDER BY population_record
            """, [.integer(run.id)]
        ) { row in
            rows[row.int64(2), default: .init()].append(Row(submission: row.int64(0), record: row.int64(1)), of: row.int64(3))
        }
        var linked: [Row: Int64] = [:]
        for (population, var rows) in rows {
            try connection.scanRecords(of: population, ["record", "citizen_id"]) { row in
                for (_, linkedRow) in rows.values(of: row.int64(0)) { linked[linkedRow] = row.int64(1) }
            }
        }
        return linked
    }

    /// The records that the findings of some classes name: left, and right where there is one.
    func findings(_ classes: Set<FindingClass>) throws -> [(left: Row, leftKind: String, right: Row?)] {
        var found: [(left: Row, leftKind: String, right: Row?)] = []
        try connection.scan(
            """
            SELECT left_submission, left_record, left_kind, right_submission, right_record, class FROM finding WHERE run_id = ?
            """, [.integer(run.id)]
        ) { row in
            guard let findingClass = FindingClass(rawValue: row.string(5)), classes.contains(findingClass) else { return }
            let right = row.isNull(3) ? nil : Row(submission: row.int64(3), record: row.int64(4))
            found.append((Row(submission: row.int64(0), record: row.int64(1)), row.string(2), right))
        }
        return found
    }

    /// The class of every row of the payment lists and statements.
    func paymentClasses() throws -> [Row: String] {
        var classes: [Row: String] = [:]
        try connection.scan("SELECT submission_id, record, class FROM payment_class WHERE run_id = ?", [.integer(run.id)]) {
            row in
            classes[Row(submission: row.int64(0), record: row.int64(1))] = row.string(2)
        }
        return classes
    }
}
