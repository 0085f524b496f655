import Ingest
import Registry

extension ImportOutcome.Group {
    /// How many example lines are named.
    private static let examples = 5

    /// Refusals of a report by reason, the most frequent first. The report names the first lines and counts them all.
    static func grouped(_ report: ImportReport) -> [ImportOutcome.Group] {
        report.rejectedByReason.map { reason, count in
            let named = report.rejected.filter { $0.reason == reason }
            let field = Set(named.map(\.field)).count == 1 ? named.first?.field : nil
            return ImportOutcome.Group(reason: reason, field: field, count: count, lines: named.prefix(examples).map(\.line))
        }.sorted(by: isBefore)
    }

    /// Refused rows of a stored submission by reason and field, the most frequent first.
    static func stored(_ submission: Int64, _ connection: any SQLConnection) throws(StoreError) -> [ImportOutcome.Group] {
        var groups: [ImportOutcome.Group] = []
        let counts = try connection.rows(
            "SELECT class, field, COUNT(*) AS n FROM rejected_row WHERE submission_id = ? GROUP BY class, field",
            [.integer(submission)])
        for row in counts {
            let (reason, field) = (row.string("class") ?? "", row.string("field"))
            let lines = try connection.rows(
                """
                SELECT line FROM rejected_row WHERE submission_id = ? AND class = ? AND COALESCE(field, '') = ?
                ORDER BY record LIMIT ?
                """, [.integer(submission), .text(reason), .text(field ?? ""), .int(examples)])
            groups.append(
                ImportOutcome.Group(
                    reason: reason, field: field, count: row.int64("n") ?? 0, lines: lines.compactMap { $0.int64("line") }))
        }
        return groups.sorted(by: isBefore)
    }

    private static func isBefore(_ left: ImportOutcome.Group, _ right: ImportOutcome.Group) -> Bool {
        (right.count, left.reason, left.field ?? "") < (left.count, right.reason, right.field ?? "")
    }
}
