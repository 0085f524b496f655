import Foundation

/// Removes the rows of submissions that no longer count, when the time for which they may be kept is over.
///
/// What goes: accepted rows, refused rows with their raw bytes, the links and payment classes of single rows, the evidence, sentences
/// and notes of findings about them, and the bytes of the upload. What stays: the entry in the register (hash, counts, who, when), the
/// class, money and decision of findings, and the sums of runs; so what was sent, and what was concluded, remains provable.
///
/// A submission is first marked, with its audit event; from then on nobody reads it. Its rows then go in short transactions. What a
/// purge that broke off has left is removed by the next one.
package struct Retention {
    private let store: Store
    private let uploads: UploadFolder?
    private let progress: ProgressReport
    /// Rows removed in one transaction.
    private let portion: Int

    /// - Parameter uploads: Where the bytes of uploads stand; they are left alone without it.
    package init(store: Store, uploads: UploadFolder?, portion: Int = 20_000, progress: ProgressReport = .silent) {
        self.store = store
        self.uploads = uploads
        self.portion = portion
        self.progress = progress
    }

    /// What is due, before anything is done.
    package struct Plan: Sendable {
        package let due: [Submission]
        /// Old enough, but figures that are shown were computed from them (``RunsThatCount``).
        package let held: [Submission]
    }

    package struct Outcome: Sendable {
        /// As they stand afterwards.
        package let purged: [Submission]
        package let held: [Submission]
        /// Of all tables; also what an earlier purge had left.
        package let rows: Int64
        package let findings: Int
        /// Bytes of uploads: accepted ones, and failed or cancelled ones as old.
        package let files: Int
    }

    /// - Parameters:
    ///   - cutoff: What ceased to count at or before this moment is due.
    ///   - isForced: Also what figures that are shown rest on; those can then no longer be computed again.
    package func plan(before cutoff: Timestamp, isForced: Bool = false) throws -> Plan {
        try store.read { try Retention.plan($0, cutoff, isForced) }
    }

    /// - Throws: ``StoreError``. What is marked by then stays marked; the next purge goes on.
    package func purge(before cutoff: Timestamp, isForced: Bool = false, actor: String, now: Timestamp = .now()) throws -> Outcome
    {
        let plan = try plan(before: cutoff, isForced: isForced)
        var marked: [Int64] = []
        for submission in plan.due {
            let isMarked = try store.write { connection in
                // Looked at again as the only writer: it may have come to count, or a release may stand on it, since.
                guard try Retention.plan(connection, cutoff, isForced).due.contains(where: { $0.id == submission.id }) else {
                    return false
                }
                try SubmissionRegister(connection).markPurged(submission, actor: actor, at: now)
                return true
            }
            if isMarked { marked.append(submission.id) }
        }
        let rows = try removeRows(isNew: Set(marked))
        let findings = try blankFindings()
        let files = try removeKept() + removeUploads(before: cutoff, actor: actor, now: now)
        try store.settle()
        let purged = try store.read { connection in
            try marked.compactMap { try SubmissionRegister(connection).submission($0) }
        }
        return Outcome(purged: purged, held: plan.held, rows: rows, findings: findings, files: files)
    }

    private static func plan(_ connection: any SQLConnection, _ cutoff: Timestamp, _ isForced: Bool) throws(StoreError) -> Plan {
        let old = try SubmissionRegister(connection).ceased(before: cutoff)
        guard !isForced, !old.isEmpty else { return Plan(due: old, held: []) }
        let runs = try RunsThatCount(connection)
        return Plan(due: old.filter { !runs.mayHaveRead($0) }, held: old.filter(runs.mayHaveRead))
    }

    // MARK: Rows

    /// A submission's own rows go last: as long as there are some, it is not done.
    private func removeRows(isNew: Set<Int64>) throws -> Int64 {
        let (open, runs) = try store.read { connection in
            let purged = try SubmissionRegister(connection).purged()
            return (
                try purged.filter { try isNew.contains($0.id) || Retention.hasRows($0, connection) },
                try connection.rows("SELECT id, period FROM run ORDER BY id")
            )
        }
        var removed: Int64 = 0
        for submission in open {
            for run in runs where run.int64("period") ?? 0 >= Int64(submission.period.packed) {
                removed += try removeConclusions(of: run.int64("id") ?? 0, about: submission)
            }
            removed += try remove(from: "rejected_row", where: "submission_id = ?", [.integer(submission.id)])
            removed += try removePages(of: submission)
            progress("purge", removed)
        }
        return removed
    }

    private static func hasRows(_ submission: Submission, _ connection: any SQLConnection) throws(StoreError) -> Bool {
        for table in ["rejected_row", PageTable.name]
        where try connection.row("SELECT 1 AS one FROM \(table) WHERE submission_id = ? LIMIT 1", [.integer(submission.id)])
            != nil
        {
            return true
        }
        return false
    }

    /// What a run said about single rows. Its sums and findings stay.
    private func removeConclusions(of run: Int64, about submission: Submission) throws -> Int64 {
        let own: [SQLValue] = [.integer(run), .integer(submission.id)]
        switch submission.kind {
        case .payments, .statement:
            return try remove(from: "payment_class", where: "run_id = ? AND submission_id = ?", own)
        case .members, .beneficiaries, .insurance, .merit:
            return try remove(from: "person_link", where: "run_id = ? AND submission_id = ?", own)
        case .population:
            // Links stand by the list's row; those of one list at a time.
            let lists = try store.read { connection in
                try connection.rows(
                    "SELECT DISTINCT submission_id FROM person_link WHERE run_id = ? AND population_submission_id = ?", own)
            }
            return try lists.reduce(0) { sum, list in
                try sum
                    + remove(
                        from: "person_link", where: "run_id = ? AND submission_id = ? AND population_submission_id = ?",
                        [.integer(run), .integer(list.int64("submission_id") ?? 0), .integer(submission.id)])
            }
        case .households, .milestones: return 0
        }
    }

    /// In portions, each a transaction, in the order of the key.
    private func remove(from table: String, where condition: String, _ values: [SQLValue]) throws -> Int64 {
        var removed: Int64 = 0
        while true {
            try progress.checkCancellation()
            let count = try store.load { connection in
                let last = try connection.row(
                    """
                    SELECT MAX(record) AS last FROM (SELECT record FROM \(table) WHERE \(condition) ORDER BY record LIMIT ?) AS portion
                    """, values + [.int(portion)])
                guard let last = last?.int64("last") else { return 0 }
                return try connection.execute(
                    "DELETE FROM \(table) WHERE \(condition) AND record <= ?", values + [.integer(last)])
            }
            guard count > 0 else { return removed }
            removed += Int64(count)
        }
    }

    /// - Returns: how many rows were on the pages.
    private func removePages(of submission: Submission) throws -> Int64 {
        var removed: Int64 = 0
        while true {
            try progress.checkCancellation()
            let rows = try store.load { connection in
                let pages = try connection.row(
                    """
                    SELECT MAX(record) AS last, CAST(SUM(rows) AS BIGINT) AS rows
                    FROM (SELECT record, rows FROM \(PageTable.name) WHERE submission_id = ? ORDER BY record LIMIT ?) AS portion
                    """, [.integer(submission.id), .int(max(portion / RecordWriter.most, 1))])
                guard let last = pages?.int64("last") else { return Int64(0) }
                try connection.execute(
                    "DELETE FROM \(PageTable.name) WHERE submission_id = ? AND record <= ?",
                    [.integer(submission.id), .integer(last)])
                return pages?.int64("rows") ?? 0
            }
            guard rows > 0 else { return removed }
            removed += rows
        }
    }

    // MARK: Findings

    private static let gone = (
        vietnamese: "Bản ghi đã xóa theo thời hạn lưu.", english: "The records were removed at the end of their retention time."
    )

    /// Takes from findings what tells of the persons; class, money, verdict, who and when stay.
    private func blankFindings() throws -> Int {
        let ids = try store.read { connection in
            let purged = Set(try SubmissionRegister(connection).purged().map(\.id))
            var ids: [Int64] = []
            guard !purged.isEmpty else { return ids }
            try connection.scan(
                "SELECT id, left_submission, right_submission FROM finding WHERE sentence_vi <> ? ORDER BY id",
                [.text(Retention.gone.vietnamese)]
            ) { row in
                if purged.contains(row.int64(1)) || purged.contains(row.int64(2)) { ids.append(row.int64(0)) }
            }
            return ids
        }
        for start in stride(from: 0, to: ids.count, by: 1_000) {
            try store.load { connection in
                for id in ids[start..<min(start + 1_000, ids.count)] {
                    try connection.execute(
                        "UPDATE finding SET evidence = '[]', sentence_vi = ?, sentence_en = ?, note = NULL, pair_key = NULL WHERE id = ?",
                        [.text(Retention.gone.vietnamese), .text(Retention.gone.english), .integer(id)])
                }
            }
        }
        return ids.count
    }

    // MARK: Files

    /// Bytes that only purged submissions are made of.
    private func removeKept() throws -> Int {
        guard let uploads else { return 0 }
        let hashes = try store.read { connection in
            try connection.rows(
                """
                SELECT DISTINCT sha256 FROM submission WHERE purged_at IS NOT NULL
                  AND sha256 NOT IN (SELECT sha256 FROM submission WHERE purged_at IS NULL)
                """)
        }
        return hashes.compactMap { $0.string("sha256") }.count(where: uploads.removeKept)
    }

    /// Uploads whose job failed or was cancelled wait for somebody to try again; not for ever.
    private func removeUploads(before cutoff: Timestamp, actor: String, now: Timestamp) throws -> Int {
        guard let uploads else { return 0 }
        let jobs = try store.read { connection in
            try connection.rows(
                "SELECT id, token, province FROM job WHERE kind = 'import' AND state IN ('failed', 'cancelled') AND finished_at <= ?",
                [.text(cutoff.description)])
        }
        let left = jobs.filter { uploads.holds($0.string("token") ?? "") }
        for job in left {
            let scope = SubmissionScope(province: job.int("province") ?? 0)
            try store.write { connection in
                try AuditChain.append(
                    AuditEvent(actor: actor, action: "upload.purge", subject: "job/\(job.int64("id") ?? 0)", scope: scope),
                    at: now,
                    to: connection)
            }
            uploads.remove(job.string("token") ?? "")
        }
        return left.count
    }
}

/// The runs behind figures that are shown: those that a release stands on which is not withdrawn, and the newest over each month and
/// province. What they read is kept, so that the figures can be computed and looked into again.
struct RunsThatCount {
    private let runs: [Run]

    init(_ connection: any SQLConnection) throws(StoreError) {
        runs = try connection.rows(
            """
            SELECT * FROM run r WHERE EXISTS (SELECT 1 FROM release p WHERE p.run_id = r.id AND p.state <> 'withdrawn')
              OR NOT EXISTS (SELECT 1 FROM run n WHERE n.period = r.period AND COALESCE(n.province, 0) = COALESCE(r.province, 0)
                AND n.id > r.id)
            ORDER BY r.id
            """
        ).compactMap(Run.init(row:))
    }

    /// A run reads what counts when it begins, up to its month.
    func mayHaveRead(_ submission: Submission) -> Bool {
        runs.contains { run in
            submission.period <= run.period
                && (run.province == nil || submission.scope.province == 0 || submission.scope.province == run.province)
                && submission.receivedAt.description <= run.startedAt.description
                && run.startedAt.description <= (submission.supersededAt ?? run.startedAt).description
        }
    }
}

extension SubmissionRegister {
    /// Those that ceased to count at or before `time` and still have their rows, in the order of their numbers.
    func ceased(before time: Timestamp) throws(StoreError) -> [Submission] {
        try select(
            "WHERE c.submission_id IS NULL AND s.purged_at IS NULL AND s.superseded_at <= ? ORDER BY s.id",
            [.text(time.description)])
    }

    func purged() throws(StoreError) -> [Submission] { try select("WHERE s.purged_at IS NOT NULL ORDER BY s.id", []) }

    /// From now on nobody reads its rows. The event holds how many rows there were.
    func markPurged(_ submission: Submission, actor: String, at time: Timestamp) throws(StoreError) {
        try connection.execute(
            "UPDATE submission SET purged_at = ? WHERE id = ?", [.text(time.description), .integer(submission.id)])
        try record(
            "submission.purge", submission.id, actor, detail: "\(submission.rows.accepted)+\(submission.rows.rejected)", at: time)
    }
}
