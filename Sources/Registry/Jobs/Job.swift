/// Long work that was asked for: a row that outlives every process.
package struct Job: Sendable, Identifiable {
    package enum Kind: String, Sendable, CaseIterable { case importing = "import", reconciling = "reconcile" }

    package enum State: String, Sendable, CaseIterable {
        case waiting, running
        /// Done to the end, once.
        case done
        /// Looked at and turned down: trying again gives the same answer.
        case refused
        /// Given up after trying.
        case failed
        case cancelled

        package var isOver: Bool { self != .waiting && self != .running }
    }

    package let id: Int64
    /// Given by whoever asked; asking again with the same one adds nothing.
    package let token: String
    package let kind: Kind
    /// What to do, as JSON; never personal data.
    package let payload: String
    /// Whose it is; `nil` for the whole country.
    package let province: Int?
    package let actor: String
    package let createdAt: Timestamp
    package let state: State
    /// How often it was taken up. It is also the proof of a lease: whoever holds an older number has lost the job.
    package let attempt: Int64
    package let worker: String?
    package let heartbeatAt: Timestamp?
    package let progress: Progress?
    package let isCancelRequested: Bool
    /// What came of it, as JSON.
    package let outcome: String?
    /// Why it waits, was refused or failed, in a sentence for its owner.
    package let message: String?
    package let finishedAt: Timestamp?

    package struct Progress: Sendable, Equatable {
        package let stage: String
        package let done: Int64
        package let total: Int64?

        package init(stage: String, done: Int64, total: Int64?) {
            self.stage = stage
            self.done = done
            self.total = total
        }
    }
}

/// The right to work on a job. Lost when the worker was silent for too long and another took the job up.
package struct JobLease: Sendable, Hashable {
    package let job: Int64
    let attempt: Int64
}

/// What is asked for.
package struct JobRequest: Sendable {
    package let token: String
    package let kind: Job.Kind
    package let payload: String
    package let province: Int?
    package let actor: String

    package init(token: String, kind: Job.Kind, payload: String, province: Int?, actor: String) {
        self.token = token
        self.kind = kind
        self.payload = payload
        self.province = province
        self.actor = actor
    }

    /// Jobs of one lane run in the order they were asked for, one at a time: an earlier file may not overtake a later one.
    var lane: String { "\(kind.rawValue)/\(province ?? 0)" }
}

extension Job {
    init?(row: SQLRow) {
        guard let id = row.int64("id"), let kind = row.string("kind").flatMap(Kind.init),
            let state = row.string("state").flatMap(State.init)
        else { return nil }
        self.init(
            id: id, token: row.string("token") ?? "", kind: kind, payload: row.string("payload") ?? "{}",
            province: row.int("province"), actor: row.string("actor") ?? "",
            createdAt: Timestamp(row.string("created_at") ?? ""), state: state, attempt: row.int64("attempt") ?? 0,
            worker: row.string("worker"), heartbeatAt: row.string("heartbeat_at").map { Timestamp($0) },
            progress: row.string("stage").map {
                Progress(stage: $0, done: row.int64("done") ?? 0, total: row.int64("total"))
            }, isCancelRequested: row.int64("cancel_requested") == 1, outcome: row.string("outcome"),
            message: row.string("message"), finishedAt: row.string("finished_at").map { Timestamp($0) })
    }
}
