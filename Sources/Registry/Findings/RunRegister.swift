import struct Foundation.Data
import class Foundation.JSONDecoder
import class Foundation.JSONEncoder

/// A reconciliation that was run: what it read and what it concluded. Never changed.
package struct Run: Sendable, Identifiable {
    package let id: Int64
    package let period: Period
    /// `nil` for the whole country.
    package let province: Int?
    /// The version of the rules, and a hash over the submissions read: equal inputs and rules give equal results.
    package let rules: String
    package let inputs: String
    package let startedAt: Timestamp
    /// The counts and sums as JSON.
    package let summary: String
}

/// Number and money of one payment class on one side, in one province.
package struct ClassTotal: Sendable, Equatable {
    package let province: Int
    package let side: PaymentSide
    package let paymentClass: PaymentClass
    package let count: Int64
    package let amount: Dong

    package init(province: Int, side: PaymentSide, paymentClass: PaymentClass, count: Int64, amount: Dong) {
        self.province = province
        self.side = side
        self.paymentClass = paymentClass
        self.count = count
        self.amount = amount
    }
}

/// A finding as stored, with what was decided about it.
package struct StoredFinding: Sendable, Identifiable {
    package let id: Int64
    package let runID: Int64
    package let finding: Finding
    package let verdict: String?
    package let note: String?
    package let decidedBy: String?
    package let decidedAt: String?
    /// The finding of an earlier run in which the pair was decided. With a verdict: that decision stands. Without: there is new evidence.
    package let earlier: Int64?
}

/// Reads and writes runs and their findings on a connection that its caller holds.
package struct RunRegister {
    let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    package func open(period: Period, province: Int?, rules: String, inputs: String, at time: Timestamp = .now())
        throws(StoreError) -> Int64
    {
        let row = try connection.row(
            "INSERT INTO run (period, province, rules, inputs, started_at, summary) VALUES (?, ?, ?, ?, ?, '{}') RETURNING id",
            [.integer(Int64(period.packed)), .optional(province), .text(rules), .text(inputs), .text(time.description)])
        guard let id = row?.int64("id") else { throw StoreError(.statement, "INSERT INTO run returned no id") }
        return id
    }

    package func finish(_ id: Int64, summary: String, actor: String) throws(StoreError) {
        try connection.execute("UPDATE run SET summary = ? WHERE id = ?", [.text(summary), .integer(id)])
        let scope = SubmissionScope(province: try run(id)?.province ?? 0)
        try AuditChain.append(AuditEvent(actor: actor, action: "run.finish", subject: "run/\(id)", scope: scope), to: connection)
    }

    /// The newest run over `period`, of the whole country (`province: nil`) or of one province.
    package func latest(period: Period?, province: Int? = nil) throws(StoreError) -> Run? {
        var condition = "WHERE \(province == nil ? "province IS NULL" : "province = ?")"
        var values: [SQLValue] = province.map { [.int($0)] } ?? []
        if let period {
            condition += " AND period = ?"
            values.append(.integer(Int64(period.packed)))
        }
        return try connection.row("SELECT * FROM run \(condition) ORDER BY id DESC LIMIT 1", values).flatMap(Run.init(row:))
    }

    package func run(_ id: Int64) throws(StoreError) -> Run? {
        try connection.row("SELECT * FROM run WHERE id = ?", [.integer(id)]).flatMap(Run.init(row:))
    }

    package func add(_ totals: [ClassTotal], run: Int64) throws(StoreError) {
        for total in totals {
            try connection.execute(
                "INSERT INTO class_total (run_id, province, side, class, count, amount) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .integer(run), .int(total.province), .text(total.side.rawValue), .text(total.paymentClass.rawValue),
                    .integer(total.count), .integer(total.amount.amount),
                ])
        }
    }

    package func totals(run: Int64, province: Int? = nil) throws(StoreError) -> [ClassTotal] {
        let condition = province == nil ? "" : " AND province = ?"
        return try connection.rows(
            "SELECT * FROM class_total WHERE run_id = ?\(condition) ORDER BY province, side, class",
            [.integer(run)] + (province.map { [.int($0)] } ?? [])
        ).compactMap { row in
            guard let side = row.string("side").flatMap(PaymentSide.init),
                let paymentClass = row.string("class").flatMap(PaymentClass.init)
            else { return nil }
            return ClassTotal(
                province: row.int("province") ?? 0, side: side, paymentClass: paymentClass, count: row.int64("count") ?? 0,
                amount: Dong(row.int64("amount") ?? 0))
        }
    }

    /// How many findings were about pairs that were decided in an earlier run.
    package struct Remembered: Sendable, Equatable {
        /// Where the decision still stands.
        package var kept = 0
        /// Where there is new evidence.
        package var reopened = 0

        package init(kept: Int = 0, reopened: Int = 0) {
            self.kept = kept
            self.reopened = reopened
        }
    }

    /// Stores findings. A pair that was decided before keeps its decision (``PairDecision/holds(for:)``); one with new evidence is open and
    /// points to it.
    @discardableResult
    package func add(_ findings: [Finding], run: Int64) throws(StoreError) -> Remembered {
        let columns = [
            "run_id", "class", "severity", "province", "other_province", "policy_code", "amount", "left_kind",
            "left_submission", "left_record", "right_kind", "right_submission", "right_record", "millibits", "evidence",
            "sentence_vi", "sentence_en", "threshold", "pair_key", "earlier_id", "verdict", "note", "decided_by", "decided_at",
        ]
        let decisions = try pairDecisions()
        var remembered = Remembered()
        let bulk = try connection.bulkInsert(into: "finding", columns: columns)
        for finding in findings {
            let earlier = finding.pairKey.flatMap { decisions[$0] }
            let kept = earlier.flatMap { $0.holds(for: finding) ? $0 : nil }
            if kept != nil { remembered.kept += 1 } else if earlier != nil { remembered.reopened += 1 }
            try bulk.insert(row: [
                .integer(run), .text(finding.findingClass.rawValue), .text(finding.severity.rawValue), .int(finding.province),
                .optional(finding.otherProvince), .optional(finding.policyCode), .integer(finding.amount.amount),
                .text(finding.left.kind.rawValue), .integer(finding.left.submission), .integer(finding.left.record),
                .optional(finding.right?.kind.rawValue), .optional(finding.right?.submission), .optional(finding.right?.record),
                .optional(finding.millibits), .text(RunRegister.json(finding.evidence)), .text(finding.sentenceVietnamese),
                .text(finding.sentenceEnglish), .optional(finding.threshold), .optional(finding.pairKey),
                .optional(earlier?.finding), .optional(kept?.verdict.rawValue), .optional(kept?.note),
                .optional(kept?.decidedBy), .optional(kept?.decidedAt),
            ])
        }
        try bulk.finish()
        return remembered
    }

    /// How many findings a run has, by class; of one province when given (either side of a pair counts).
    package func counts(run: Int64, province: Int? = nil) throws(StoreError) -> [(
        findingClass: FindingClass, count: Int64, amount: Dong
    )] {
        let (condition, values) = RunRegister.scope(province)
        return try connection.rows(
            "SELECT class, COUNT(*) AS n, SUM(amount) AS money FROM finding WHERE run_id = ?\(condition) GROUP BY class ORDER BY class",
            [.integer(run)] + values
        ).compactMap { row in
            guard let findingClass = row.string("class").flatMap(FindingClass.init) else { return nil }
            return (findingClass, row.int64("n") ?? 0, Dong(row.int64("money") ?? 0))
        }
    }

    /// Findings of a run in a fixed order: by class, then money, then number.
    package func findings(
        run: Int64, province: Int? = nil, findingClass: FindingClass? = nil, offset: Int = 0, limit: Int = 100
    ) throws(StoreError) -> [StoredFinding] {
        var (condition, values) = RunRegister.scope(province)
        if let findingClass {
            condition += " AND class = ?"
            values.append(.text(findingClass.rawValue))
        }
        return try connection.rows(
            "SELECT * FROM finding WHERE run_id = ?\(condition) ORDER BY class, amount DESC, id LIMIT ? OFFSET ?",
            [.integer(run)] + values + [.int(limit), .int(offset)]
        ).compactMap(StoredFinding.init(row:))
    }

    /// One finding; `nil` also when it is not of `province`, so that foreign and unknown ones look alike.
    package func finding(_ id: Int64, province: Int? = nil) throws(StoreError) -> StoredFinding? {
        let (condition, values) = RunRegister.scope(province)
        return try connection.row("SELECT * FROM finding WHERE id = ?\(condition)", [.integer(id)] + values)
            .flatMap(StoredFinding.init(row:))
    }

    package func decide(_ id: Int64, verdict: String, note: String, actor: String, at time: Timestamp = .now()) throws(StoreError)
    {
        try connection.execute(
            "UPDATE finding SET verdict = ?, note = ?, decided_by = ?, decided_at = ?, earlier_id = NULL WHERE id = ?",
            [.text(verdict), .text(note), .text(actor), .text(time.description), .integer(id)])
        let scope = SubmissionScope(province: try finding(id)?.finding.province ?? 0)
        try AuditChain.append(
            AuditEvent(actor: actor, action: "finding.decide", subject: "finding/\(id)", scope: scope, detail: verdict), at: time,
            to: connection)
    }

    private static func scope(_ province: Int?) -> (String, [SQLValue]) {
        guard let province else { return ("", []) }
        return (" AND (province = ? OR other_province = ?)", [.int(province), .int(province)])
    }

    private static func json(_ evidence: [Evidence]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return (try? encoder.encode(evidence)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}

extension Run {
    init?(row: SQLRow) {
        guard let id = row.int64("id"), let period = row.int64("period").flatMap(Period.init(packed:)) else { return nil }
        self.init(
            id: id, period: period, province: row.int("province"), rules: row.string("rules") ?? "",
            inputs: row.string("inputs") ?? "", startedAt: Timestamp(row.string("started_at") ?? ""),
            summary: row.string("summary") ?? "{}")
    }
}

extension StoredFinding {
    init?(row: SQLRow) {
        guard let id = row.int64("id"), let findingClass = row.string("class").flatMap(FindingClass.init),
            let leftKind = row.string("left_kind").flatMap(SubmissionKind.init)
        else { return nil }
        let right = row.string("right_kind").flatMap(SubmissionKind.init).map { kind in
            RecordReference(kind: kind, submission: row.int64("right_submission") ?? 0, record: row.int64("right_record") ?? 0)
        }
        let evidence = (try? JSONDecoder().decode([Evidence].self, from: Data((row.string("evidence") ?? "[]").utf8))) ?? []
        self.init(
            id: id, runID: row.int64("run_id") ?? 0,
            finding: Finding(
                findingClass, severity: row.string("severity").flatMap(Severity.init) ?? .low, province: row.int("province") ?? 0,
                otherProvince: row.int("other_province"), policyCode: row.string("policy_code"),
                amount: Dong(row.int64("amount") ?? 0),
                left: RecordReference(
                    kind: leftKind, submission: row.int64("left_submission") ?? 0, record: row.int64("left_record") ?? 0),
                right: right, millibits: row.int64("millibits"), threshold: row.int64("threshold"),
                pairKey: row.string("pair_key"), evidence: evidence,
                vietnamese: row.string("sentence_vi") ?? "", english: row.string("sentence_en") ?? ""),
            verdict: row.string("verdict"), note: row.string("note"), decidedBy: row.string("decided_by"),
            decidedAt: row.string("decided_at"), earlier: row.int64("earlier_id"))
    }
}
