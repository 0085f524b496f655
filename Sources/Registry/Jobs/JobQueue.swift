/// The queue of jobs, on a connection that its caller holds.
///
/// A job is claimed by one statement that skips rows others are claiming. Its worker shows signs of life; one that is silent too
/// long has lost it, and the job is taken up again. The end of a job is written in the transaction of its effect and only by
/// whoever still holds it, so it happens once, whatever dies when.
package struct JobQueue {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// A worker that dies so often over a job is not the one to blame.
    package static let mostDeaths: Int64 = 3
    /// Tries after a fault that passes (a busy or lost store, a full disk), with growing pauses.
    package static let mostTries: Int64 = 8

    // MARK: Asking

    /// Adds a job; the same token again adds nothing. - Returns: the job, new or known.
    @discardableResult
    package func add(_ request: JobRequest, at time: Timestamp = .now()) throws(StoreError) -> Job {
        try connection.execute(
            """
            INSERT INTO job (token, lane, kind, payload, province, actor, created_at, state, attempt, tries, cancel_requested)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', 0, 0, 0) ON CONFLICT (token) DO NOTHING
            """,
            [
                .text(request.token), .text(request.lane), .text(request.kind.rawValue), .text(request.payload),
                .optional(request.province), .text(request.actor), .text(time.description),
            ])
        guard let job = try find(token: request.token) else { throw StoreError(.statement, "INSERT INTO job stored nothing") }
        return job
    }

    package func find(token: String) throws(StoreError) -> Job? {
        try connection.row("SELECT * FROM job WHERE token = ?", [.text(token)]).flatMap(Job.init(row:))
    }

    package func job(_ id: Int64) throws(StoreError) -> Job? {
        try connection.row("SELECT * FROM job WHERE id = ?", [.integer(id)]).flatMap(Job.init(row:))
    }

    /// Newest first; of one province when given; without those that are done when `isOpenOnly`.
    package func list(province: Int? = nil, isOpenOnly: Bool = false, limit: Int = 100) throws(StoreError) -> [Job] {
        var conditions: [String] = []
        if province != nil { conditions.append("province = ?") }
        if isOpenOnly { conditions.append("state <> 'done'") }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try connection.rows(
            "SELECT * FROM job \(filter) ORDER BY id DESC LIMIT ?", (province.map { [.int($0)] } ?? []) + [.int(limit)]
        ).compactMap(Job.init(row:))
    }

    /// How many there are in each state.
    package func counts() throws(StoreError) -> [Job.State: Int64] {
        let rows = try connection.rows("SELECT state, COUNT(*) AS n FROM job GROUP BY state")
        return rows.reduce(into: [:]) { counts, row in
            if let state = row.string("state").flatMap(Job.State.init) { counts[state] = row.int64("n") }
        }
    }

    // MARK: Working

    /// Takes the oldest job that may run: it is due, and nothing before it in its lane is unfinished.
    package func claim(worker: String, at time: Timestamp = .now()) throws(StoreError) -> (job: Job, lease: JobLease)? {
        let row = try connection.row(
            """
            UPDATE job SET state = 'running', attempt = attempt + 1, tries = tries + 1, worker = ?, heartbeat_at = ?, stage = NULL, done = NULL,
              total = NULL, message = NULL
            WHERE id = (
              SELECT j.id FROM job j
              WHERE j.state = 'waiting' AND (j.not_before IS NULL OR j.not_before <= ?) AND NOT EXISTS (
                SELECT 1 FROM job e WHERE e.lane = j.lane AND e.id < j.id AND e.state IN ('waiting', 'running'))
              ORDER BY j.id LIMIT 1 \(connection.claimSuffix))
            RETURNING *
            """, [.text(worker), .text(time.description), .text(time.description)])
        guard let job = row.flatMap(Job.init(row:)) else { return nil }
        return (job, JobLease(job: job.id, attempt: job.attempt))
    }

    /// A sign of life. - Returns: whether the work is still wanted: not cancelled, and still this worker's.
    package func beat(_ lease: JobLease, progress: Job.Progress?, at time: Timestamp = .now()) throws(StoreError) -> Bool {
        let row = try connection.row(
            """
            UPDATE job SET heartbeat_at = ?, stage = ?, done = ?, total = ? WHERE id = ? AND attempt = ? AND state = 'running'
            RETURNING cancel_requested
            """,
            [
                .text(time.description), .optional(progress?.stage), .optional(progress?.done), .optional(progress?.total),
                .integer(lease.job), .integer(lease.attempt),
            ])
        return row?.int64("cancel_requested") == 0
    }

    /// Writes the end of a job, in the transaction of its effect.
    /// - Throws: ``WorkCancelled`` when the lease was lost or the job cancelled: the transaction must not be committed.
    package func finish(_ lease: JobLease, as state: Job.State, outcome: String?, message: String?, at time: Timestamp = .now())
        throws
    {
        let changed = try connection.execute(
            """
            UPDATE job SET state = ?, outcome = ?, message = ?, finished_at = ?
            WHERE id = ? AND attempt = ? AND state = 'running' AND (cancel_requested = 0 OR ? <> 'done')
            """,
            [
                .text(state.rawValue), .optional(outcome), .optional(message), .text(time.description), .integer(lease.job),
                .integer(lease.attempt), .text(state.rawValue),
            ])
        guard changed == 1 else { throw WorkCancelled() }
    }

    /// Writes what became of one part of a job that goes on, in the transaction of its effect.
    /// - Parameter position: From 0, each once.
    /// - Throws: ``WorkCancelled`` when the lease was lost or the job cancelled: the transaction must not be committed.
    package func add(_ lease: JobLease, part position: Int, outcome: String, at time: Timestamp = .now()) throws {
        let held = try connection.execute(
            "UPDATE job SET heartbeat_at = ? WHERE id = ? AND attempt = ? AND state = 'running' AND cancel_requested = 0",
            [.text(time.description), .integer(lease.job), .integer(lease.attempt)])
        guard held == 1 else { throw WorkCancelled() }
        try connection.execute(
            "INSERT INTO job_part (job_id, position, outcome) VALUES (?, ?, ?)",
            [.integer(lease.job), .int(position), .text(outcome)])
    }

    /// What became of the parts that are done, in order.
    package func parts(of job: Int64) throws(StoreError) -> [String] {
        try connection.rows("SELECT outcome FROM job_part WHERE job_id = ? ORDER BY position", [.integer(job)]).compactMap {
            $0.string("outcome")
        }
    }

    /// Puts a job back for later after a fault that passes; gives it up after ``mostTries``.
    /// - Throws: ``WorkCancelled`` when the lease was lost.
    package func putBack(_ lease: JobLease, message: String, notBefore: Timestamp, at time: Timestamp = .now()) throws {
        let changed = try connection.execute(
            """
            UPDATE job SET state = CASE WHEN tries >= ? THEN 'failed' ELSE 'waiting' END, message = ?, not_before = ?,
              worker = NULL, finished_at = CASE WHEN tries >= ? THEN ? END
            WHERE id = ? AND attempt = ? AND state = 'running'
            """,
            [
                .integer(JobQueue.mostTries), .text(message), .text(notBefore.description), .integer(JobQueue.mostTries),
                .text(time.description), .integer(lease.job), .integer(lease.attempt),
            ])
        guard changed == 1 else { throw WorkCancelled() }
    }

    /// Takes jobs from workers that have been silent since `time`: they wait again, or have failed after ``mostDeaths``.
    /// - Returns: how many.
    @discardableResult
    package func reclaim(silentSince time: Timestamp, now: Timestamp = .now()) throws(StoreError) -> Int {
        // A worker that froze between the end of its job and the commit holds the row: it is left to it.
        let silent = "SELECT id FROM job WHERE state = 'running' AND heartbeat_at <= ?"
        let died = "Tiến trình xử lý đã dừng giữa chừng; dữ liệu cũ còn nguyên."
        let given = try connection.execute(
            """
            UPDATE job SET state = CASE WHEN cancel_requested = 1 THEN 'cancelled' ELSE 'failed' END, message = ?, finished_at = ?
            WHERE id IN (\(silent) AND (tries >= ? OR cancel_requested = 1) \(connection.claimSuffix))
            """, [.text(died), .text(now.description), .text(time.description), .integer(JobQueue.mostDeaths)])
        let again = try connection.execute(
            "UPDATE job SET state = 'waiting', message = ?, worker = NULL WHERE id IN (\(silent) \(connection.claimSuffix))",
            [.text(died), .text(time.description)])
        return given + again
    }

    /// Gives a job back that was not finished, as if it had not been tried: the worker is told to stop.
    package func release(_ lease: JobLease) throws(StoreError) {
        try connection.execute(
            """
            UPDATE job SET state = 'waiting', tries = tries - 1, worker = NULL WHERE id = ? AND attempt = ? AND state = 'running'
            """, [.integer(lease.job), .integer(lease.attempt)])
    }

    /// Whether anything may be there to claim; cheaper than to try.
    package func hasWaiting() throws(StoreError) -> Bool {
        try connection.row("SELECT 1 AS one FROM job WHERE state = 'waiting' LIMIT 1") != nil
    }

    // MARK: Steering

    /// Cancels a job: one that waits at once, one that runs at its next sign of life. - Returns: whether there was something to
    /// cancel.
    package func cancel(_ id: Int64, actor: String, at time: Timestamp = .now()) throws(StoreError) -> Bool {
        let stopped = try connection.execute(
            "UPDATE job SET state = 'cancelled', cancel_requested = 1, finished_at = ? WHERE id = ? AND state = 'waiting'",
            [.text(time.description), .integer(id)])
        let asked = try connection.execute(
            "UPDATE job SET cancel_requested = 1 WHERE id = ? AND state = 'running'", [.integer(id)])
        guard stopped + asked > 0 else { return false }
        try record("job.cancel", id, actor, at: time)
        return true
    }

    /// Makes a job that failed or was cancelled wait again, with its tries counted anew.
    package func retry(_ id: Int64, actor: String, at time: Timestamp = .now()) throws(StoreError) -> Bool {
        // The attempt goes on counting, so that an old lease stays worthless.
        let changed = try connection.execute(
            """
            UPDATE job SET state = 'waiting', tries = 0, cancel_requested = 0, not_before = NULL, message = NULL, outcome = NULL,
              finished_at = NULL WHERE id = ? AND state IN ('failed', 'cancelled')
            """, [.integer(id)])
        guard changed > 0 else { return false }
        try record("job.retry", id, actor, at: time)
        return true
    }

    private func record(_ action: String, _ id: Int64, _ actor: String, at time: Timestamp) throws(StoreError) {
        let scope = SubmissionScope(province: try job(id)?.province ?? 0)
        try AuditChain.append(
            AuditEvent(actor: actor, action: action, subject: "job/\(id)", scope: scope), at: time, to: connection)
    }
}
