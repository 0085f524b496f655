/// What of a store belongs to one province: what it sent, and what was concluded about that alone.
///
/// A finding that also concerns another province's person stays behind: its sentences tell of both. Accounts, jobs and the audit log of
/// the whole stay behind too; the new file's own log begins with the hand-over.
struct HandOver: Sendable {
    let province: Int

    var filters: [String: TableCopy.Filter] {
        [
            "submission": filter("province = ?"),
            "current_submission": ownSubmission, "rejected_row": ownSubmission, PageTable.name: ownSubmission,
            "person_link": ownSubmission,
            "run_input": ownSubmission,
            "payment_class": ownSubmission, "class_total": filter("province = ?"),
            "run": filter("province IS NULL OR province = ?"),
            "finding": TableCopy.Filter(
                condition: "province = ? AND (other_province IS NULL OR other_province = ?)",
                values: [.int(province), .int(province)]),
            "release": TableCopy.Filter(condition: "state = 'published'", values: []),
            "release_file": TableCopy.Filter(
                condition: "release_id IN (SELECT id FROM release WHERE state = 'published')", values: []),
            "account": HandOver.nothing, "job": HandOver.nothing, "job_part": HandOver.nothing, "audit_event": HandOver.nothing,
        ]
    }

    /// The figures of the whole country in the summary of a run are not the province's, nor is what was learnt from all lists. The heads that releases remember are of the log
    /// that stayed behind.
    static func tidy(_ connection: any SQLConnection) throws(StoreError) {
        try connection.execute("UPDATE run SET summary = '{}', model = NULL WHERE province IS NULL")
        try connection.execute("UPDATE release SET audit_entries = NULL, audit_head = NULL")
    }

    private var ownSubmission: TableCopy.Filter { filter("submission_id IN (SELECT id FROM submission WHERE province = ?)") }

    private func filter(_ condition: String) -> TableCopy.Filter {
        TableCopy.Filter(condition: condition, values: [.int(province)])
    }

    private static let nothing = TableCopy.Filter(condition: "1 = 0", values: [])
}
