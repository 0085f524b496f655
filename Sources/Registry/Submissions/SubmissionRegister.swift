/// Reads and writes the register of submissions on a connection that its caller holds.
///
/// Which submission counts is one row of `current_submission` a kind, scope and period. Accepting writes that row in the
/// transaction that wrote the rows; withdrawing puts the one before back. So a crash leaves the old state or the new.
package struct SubmissionRegister {
    let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// What is known of a file before its rows are read.
    package struct Arrival: Sendable {
        package var kind: SubmissionKind
        package var scope: SubmissionScope
        package var period: Period
        package var unitList: UnitList
        package var sha256: String
        package var bytes: Int64
        package var fileName: String
        package var sender: String

        package init(
            kind: SubmissionKind, scope: SubmissionScope, period: Period, unitList: UnitList, sha256: String, bytes: Int64,
            fileName: String, sender: String
        ) {
            self.kind = kind
            self.scope = scope
            self.period = period
            self.unitList = unitList
            self.sha256 = sha256
            self.bytes = bytes
            self.fileName = fileName
            self.sender = sender
        }
    }

    /// The submission that these bytes already are, if they were sent before as the same thing and its rows are still there.
    package func find(sha256: String, kind: SubmissionKind, scope: SubmissionScope, period: Period) throws(StoreError)
        -> Submission?
    {
        try select(
            "WHERE s.sha256 = ? AND s.kind = ? AND s.scope = ? AND s.period = ? AND s.purged_at IS NULL",
            [.text(sha256), .text(kind.rawValue), .text(scope.description), .integer(Int64(period.packed))]
        ).first
    }

    /// Earlier submissions of the same bytes as the same thing, whose rows have been removed since; newest first.
    package func purgedTwins(of submission: Submission) throws(StoreError) -> [Submission] {
        try select(
            "WHERE s.sha256 = ? AND s.kind = ? AND s.scope = ? AND s.period = ? AND s.purged_at IS NOT NULL AND s.id < ? ORDER BY s.id DESC",
            [
                .text(submission.sha256), .text(submission.kind.rawValue), .text(submission.scope.description),
                .integer(Int64(submission.period.packed)), .integer(submission.id),
            ])
    }

    /// Adds a submission whose rows will follow in the same transaction. - Returns: its number, with which rows are tagged.
    package func open(_ arrival: Arrival, at time: Timestamp = .now()) throws(StoreError) -> Int64 {
        let row = try connection.row(
            """
            INSERT INTO submission (kind, scope, province, period, unit_list, sha256, bytes, file_name, sender, received_at, state,
              rows_seen, rows_accepted, rows_rejected, rows_skipped, report)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'accepted', 0, 0, 0, 0, '{}') RETURNING id
            """,
            [
                .text(arrival.kind.rawValue), .text(arrival.scope.description), .int(arrival.scope.province),
                .integer(Int64(arrival.period.packed)), .text(arrival.unitList.rawValue), .text(arrival.sha256),
                .integer(arrival.bytes), .text(arrival.fileName), .text(arrival.sender), .text(time.description),
            ])
        guard let id = row?.int64("id") else { throw StoreError(.statement, "INSERT INTO submission returned no id") }
        return id
    }

    /// Puts in what became known of an open submission while its rows were read: scope, period, unit list, hash and size.
    package func complete(_ id: Int64, _ arrival: Arrival) throws(StoreError) {
        try connection.execute(
            """
            UPDATE submission SET scope = ?, province = ?, period = ?, unit_list = ?, sha256 = ?, bytes = ? WHERE id = ?
            """,
            [
                .text(arrival.scope.description), .int(arrival.scope.province), .integer(Int64(arrival.period.packed)),
                .text(arrival.unitList.rawValue), .text(arrival.sha256), .integer(arrival.bytes), .integer(id),
            ])
    }

    /// Makes a submission the current one of its kind, scope and period, with its final counts; writes the audit event.
    package func accept(
        _ id: Int64, rows: RowCounts, amountTotal: Dong?, report: String, actor: String, at time: Timestamp = .now()
    ) throws(StoreError) {
        guard rows.accepted + rows.rejected + rows.skipped == rows.seen else {
            throw StoreError(.statement, "Có dòng bị mất giữa lúc đọc và lúc lưu (submission \(id)): không nhận tệp.")
        }
        try connection.execute(
            """
            UPDATE submission SET rows_seen = ?, rows_accepted = ?, rows_rejected = ?, rows_skipped = ?, amount_total = ?, report = ?
            WHERE id = ?
            """,
            [
                .integer(rows.seen), .integer(rows.accepted), .integer(rows.rejected), .integer(rows.skipped),
                .optional(amountTotal?.amount), .text(report), .integer(id),
            ])
        try makeCurrent(id, at: time)
        try record("submission.accept", id, actor, detail: "\(rows.accepted)/\(rows.seen)", at: time)
    }

    /// Takes a submission back. The newest accepted one before it becomes current again, if there is one and its rows are still
    /// there: an older list does not step in for one that was purged.
    /// - Returns: `false` when there is no such submission, it was withdrawn already, or its rows are gone.
    package func withdraw(_ id: Int64, actor: String, at time: Timestamp = .now()) throws(StoreError) -> Bool {
        guard let submission = try submission(id), submission.state == .accepted else { return false }
        try connection.execute("UPDATE submission SET state = 'withdrawn' WHERE id = ?", [.integer(id)])
        if submission.isCurrent {
            let key: [SQLValue] = [
                .text(submission.kind.rawValue), .text(submission.scope.description), .integer(Int64(submission.period.packed)),
            ]
            let earlier = try connection.row(
                """
                SELECT id, purged_at FROM submission WHERE kind = ? AND scope = ? AND period = ? AND state = 'accepted'
                ORDER BY id DESC LIMIT 1
                """, key)
            if let earlier, earlier.string("purged_at") == nil, let previous = earlier.int64("id") {
                try makeCurrent(previous, at: time)
            } else {
                try cease(submission.id, at: time)
                try connection.execute("DELETE FROM current_submission WHERE kind = ? AND scope = ? AND period = ?", key)
            }
        }
        try record("submission.withdraw", id, actor, at: time)
        return true
    }

    /// Makes a submission that was withdrawn count again: the same bytes were sent once more.
    package func restore(_ id: Int64, actor: String, at time: Timestamp = .now()) throws(StoreError) {
        try connection.execute("UPDATE submission SET state = 'accepted' WHERE id = ?", [.integer(id)])
        try makeCurrent(id, at: time)
        try record("submission.restore", id, actor, at: time)
    }

    /// Whichever counted before for the same kind, scope and period ceases to.
    private func makeCurrent(_ id: Int64, at time: Timestamp) throws(StoreError) {
        let before = try connection.row(
            """
            SELECT c.submission_id FROM current_submission c
            JOIN submission s ON s.kind = c.kind AND s.scope = c.scope AND s.period = c.period WHERE s.id = ?
            """, [.integer(id)])
        if let before = before?.int64("submission_id"), before != id { try cease(before, at: time) }
        try connection.execute(
            """
            INSERT INTO current_submission (kind, scope, period, submission_id)
            SELECT kind, scope, period, id FROM submission WHERE id = ?
            ON CONFLICT (kind, scope, period) DO UPDATE SET submission_id = excluded.submission_id
            """, [.integer(id)])
        try connection.execute("UPDATE submission SET superseded_at = NULL WHERE id = ?", [.integer(id)])
    }

    private func cease(_ id: Int64, at time: Timestamp) throws(StoreError) {
        try connection.execute("UPDATE submission SET superseded_at = ? WHERE id = ?", [.text(time.description), .integer(id)])
    }

    /// The payer in a scope is a word of the file and stays out of the log; the number says which submission it was.
    func record(_ action: String, _ id: Int64, _ actor: String, detail: String = "", at time: Timestamp) throws(StoreError) {
        let scope = SubmissionScope(province: try submission(id)?.scope.province ?? 0)
        try AuditChain.append(
            AuditEvent(actor: actor, action: action, subject: "submission/\(id)", scope: scope, detail: detail), at: time,
            to: connection)
    }

    /// The newest of the same kind and scope that came before this one, of its month or an earlier one, and still has its rows.
    func before(_ id: Int64, _ arrival: Arrival) throws(StoreError) -> Submission? {
        try select(
            """
            WHERE s.kind = ? AND s.scope = ? AND s.period <= ? AND s.id <> ? AND s.state = 'accepted' AND s.purged_at IS NULL
            ORDER BY s.period DESC, s.id DESC LIMIT 1
            """,
            [
                .text(arrival.kind.rawValue), .text(arrival.scope.description), .integer(Int64(arrival.period.packed)),
                .integer(id),
            ]
        ).first
    }

    package func submission(_ id: Int64) throws(StoreError) -> Submission? {
        try select("WHERE s.id = ?", [.integer(id)]).first
    }

    /// All submissions, newest first; of one province (and none of the national ones) when `province` is given.
    package func all(province: Int? = nil) throws(StoreError) -> [Submission] {
        guard let province else { return try select("ORDER BY s.id DESC", []) }
        return try select("WHERE s.province = ? ORDER BY s.id DESC", [.int(province)])
    }

    /// The newest month for which a province (or anybody) has sent something: it says which unit list its codes are of.
    package func latestPeriod(province: Int?) throws(StoreError) -> Period? {
        let condition = province == nil ? "" : " AND province = ?"
        return try connection.row(
            "SELECT MAX(period) AS period FROM submission WHERE state = 'accepted'\(condition)", province.map { [.int($0)] } ?? []
        )?.int64("period").flatMap(Period.init(packed:))
    }

    /// The submissions that count, in the order of their scopes. `period: nil` for the newest current one of each scope.
    package func current(_ kind: SubmissionKind, period: Period?, province: Int? = nil) throws(StoreError) -> [Submission] {
        var condition = "WHERE c.submission_id IS NOT NULL AND s.kind = ?"
        var values: [SQLValue] = [.text(kind.rawValue)]
        if let period {
            condition += " AND s.period = ?"
            values.append(.integer(Int64(period.packed)))
        }
        if let province {
            condition += " AND s.province = ?"
            values.append(.int(province))
        }
        let found = try select(condition + " ORDER BY s.scope, s.period DESC", values)
        var seen: Set<SubmissionScope> = []
        return found.filter { seen.insert($0.scope).inserted }
    }

    /// The newest submission that counts of each scope, not later than `period`: lists of people and households hold until the
    /// next one is sent.
    package func newest(_ kind: SubmissionKind, upTo period: Period, province: Int? = nil) throws(StoreError) -> [Submission] {
        let found = try select(
            """
            WHERE c.submission_id IS NOT NULL AND s.kind = ? AND s.period <= ?\(province == nil ? "" : " AND s.province = ?")
            ORDER BY s.scope, s.period DESC
            """,
            [.text(kind.rawValue), .integer(Int64(period.packed))] + (province.map { [.int($0)] } ?? []))
        var seen: Set<SubmissionScope> = []
        return found.filter { seen.insert($0.scope).inserted }
    }

    /// The rows of a submission that were refused, with their raw bytes, in file order.
    package func rejectedRows(_ id: Int64, limit: Int = .max) throws(StoreError) -> [RejectedRow] {
        try connection.rows(
            """
            SELECT record, line, class, field, raw, cells, byte_offset FROM rejected_row WHERE submission_id = ? ORDER BY record LIMIT ?
            """,
            [.integer(id), .integer(Int64(limit))]
        ).map { row in
            RejectedRow(
                record: row.int64("record") ?? 0, line: row.int64("line") ?? 0, reason: row.string("class") ?? "",
                field: row.string("field"), raw: row.blob("raw") ?? [],
                cells: row.string("cells").map(RejectedRow.cells), offset: row.int64("byte_offset"))
        }
    }

    func select(_ tail: String, _ values: [SQLValue]) throws(StoreError) -> [Submission] {
        try connection.rows(
            """
            SELECT s.*, c.submission_id AS current_id FROM submission s
            LEFT JOIN current_submission c ON c.submission_id = s.id \(tail)
            """, values
        ).compactMap(Submission.init(row:))
    }
}

extension Submission {
    fileprivate init?(row: SQLRow) {
        guard let id = row.int64("id"), let kind = row.string("kind").flatMap(SubmissionKind.init),
            let period = row.int64("period").flatMap(Period.init(packed:)),
            let unitList = row.string("unit_list").flatMap(UnitList.init), let stored = row.string("state").flatMap(State.init)
        else { return nil }
        // Whether it was replaced or taken back stays in the row.
        let state = row.string("purged_at") == nil ? stored : .purged
        self.init(
            id: id, kind: kind, scope: SubmissionScope(row.string("scope") ?? ""), period: period, unitList: unitList,
            sha256: row.string("sha256") ?? "", bytes: row.int64("bytes") ?? 0, fileName: row.string("file_name") ?? "",
            sender: row.string("sender") ?? "", receivedAt: Timestamp(row.string("received_at") ?? ""), state: state,
            rows: RowCounts(
                seen: row.int64("rows_seen") ?? 0, accepted: row.int64("rows_accepted") ?? 0,
                rejected: row.int64("rows_rejected") ?? 0, skipped: row.int64("rows_skipped") ?? 0),
            amountTotal: row.int64("amount_total").map { Dong($0) }, report: row.string("report") ?? "{}",
            isCurrent: row.int64("current_id") != nil, supersededAt: row.string("superseded_at").map { Timestamp($0) },
            purgedAt: row.string("purged_at").map { Timestamp($0) })
    }
}
