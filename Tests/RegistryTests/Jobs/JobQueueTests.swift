import Foundation
import Registry
import Synchronization
import TestSupport
import Testing

@Suite("The queue of jobs")
struct JobQueueTests {
    @Test("a job asked for twice with one token is one job")
    func idempotent() throws {
        try withTemporaryStore { store, _ in
            let first = try store.load { try JobQueue($0).add(request("a")) }
            let again = try store.load { try JobQueue($0).add(request("a", province: 99)) }
            #expect(first.id == again.id && again.province == 24)
            #expect(try store.read { try JobQueue($0).list().count } == 1)
        }
    }

    @Test("claimed once, finished once, in the order of its lane; other lanes do not wait")
    func order() throws {
        try withTemporaryStore { store, _ in
            try store.load { connection in
                for token in ["a", "b"] { try JobQueue(connection).add(request(token)) }
                try JobQueue(connection).add(request("c", province: 1))
            }
            let first = try #require(try claim(store))
            #expect(first.job.token == "a" && first.job.attempt == 1)
            let second = try #require(try claim(store))
            #expect(second.job.token == "c", "b stands behind a in its lane")
            #expect(try claim(store) == nil)
            try store.load { try JobQueue($0).finish(first.lease, as: .done, outcome: "{}", message: nil) }
            #expect(throws: WorkCancelled.self) {
                try store.load { try JobQueue($0).finish(first.lease, as: .done, outcome: "{}", message: nil) }
            }
            #expect(try claim(store)?.job.token == "b")
        }
    }

    @Test("a silent worker loses its job; its end of it cannot be written any more, the next one's can")
    func lostLease() throws {
        try withTemporaryStore { store, _ in
            try store.load { _ = try JobQueue($0).add(request("a")) }
            let dead = try #require(try claim(store, at: 0))
            #expect(try store.load { try JobQueue($0).reclaim(silentSince: moment(-1), now: moment(10)) } == 0)
            #expect(try store.load { try JobQueue($0).reclaim(silentSince: moment(5), now: moment(10)) } == 1)
            let next = try #require(try claim(store, at: 11))
            #expect(next.job.attempt == 2)
            #expect(try !store.load { try JobQueue($0).beat(dead.lease, progress: nil) })
            #expect(throws: WorkCancelled.self) {
                try store.load { connection in
                    try connection.execute("INSERT INTO migration (name, applied_at) VALUES ('effect', '1')")
                    try JobQueue(connection).finish(dead.lease, as: .done, outcome: "{}", message: nil)
                }
            }
            let effect = try store.read { try $0.row("SELECT 1 AS one FROM migration WHERE name = 'effect'") }
            #expect(effect == nil, "the effect goes with the lease")
            try store.load { try JobQueue($0).finish(next.lease, as: .done, outcome: "{}", message: nil) }
            #expect(try store.read { try JobQueue($0).job(next.job.id)?.state } == .done)
        }
    }

    @Test("a job over which workers keep dying is given up; a person may have it tried again")
    func poison() throws {
        try withTemporaryStore { store, _ in
            let id = try store.load { try JobQueue($0).add(request("a")) }.id
            for round in 1...Int(JobQueue.mostDeaths) {
                #expect(try claim(store, at: round * 100) != nil)
                try store.load { _ = try JobQueue($0).reclaim(silentSince: moment(round * 100 + 50)) }
            }
            #expect(try state(store, id) == .failed)
            #expect(try claim(store) == nil)
            #expect(try store.write { try JobQueue($0).retry(id, actor: "bo") })
            #expect(try claim(store)?.job.attempt == JobQueue.mostDeaths + 1)
        }
    }

    @Test("a passing fault puts the job back for later, and gives up in the end with the reason")
    func putBack() throws {
        try withTemporaryStore { store, _ in
            let id = try store.load { try JobQueue($0).add(request("a")) }.id
            for round in 1...Int(JobQueue.mostTries) {
                let lease = try #require(try claim(store, at: round * 100)).lease
                try store.load { try JobQueue($0).putBack(lease, message: "Đĩa đầy.", notBefore: moment(round * 100 + 50)) }
                #expect(try claim(store, at: round * 100 + 49) == nil)
            }
            let job = try #require(try store.read { try JobQueue($0).job(id) })
            #expect(job.state == .failed && job.message == "Đĩa đầy.")
        }
    }

    @Test(
        "cancelling stops what waits at once and what runs at its next sign of life; it cannot be done any more, and is on record"
    )
    func cancel() throws {
        try withTemporaryStore { store, _ in
            let ids = try store.load { connection in
                try ["a", "b"].map { try JobQueue(connection).add(request($0, province: $0 == "a" ? 1 : 2)).id }
            }
            let running = try #require(try claim(store))
            for id in ids { #expect(try store.write { try JobQueue($0).cancel(id, actor: "canbo") }) }
            #expect(try state(store, ids[1]) == .cancelled)
            #expect(try !store.load { try JobQueue($0).beat(running.lease, progress: .init(stage: "x", done: 1, total: 2)) })
            #expect(throws: WorkCancelled.self) {
                try store.load { try JobQueue($0).finish(running.lease, as: .done, outcome: nil, message: nil) }
            }
            try store.load { try JobQueue($0).finish(running.lease, as: .cancelled, outcome: nil, message: nil) }
            #expect(try state(store, ids[0]) == .cancelled)
            let events = try store.read { try $0.rows("SELECT scope FROM audit_event WHERE action = 'job.cancel' ORDER BY id") }
            #expect(events.map { $0.string("scope") } == ["01", "02"])
            #expect(try !store.write { try JobQueue($0).cancel(ids[0], actor: "canbo") })
        }
    }

    @Test("workers that die, stall and race at random finish every job once, each lane in order", arguments: 1...4)
    func simulation(seed: UInt64) throws {
        try withTemporaryStore { store, _ in
            var random = SeededNumbers(seed: seed)
            let lanes = 3
            try store.load { connection in
                for job in 0..<24 { try JobQueue(connection).add(request("\(job)", province: 1 + job % lanes)) }
            }
            var held: [(lease: JobLease, token: String)] = []
            var finished: [String] = []
            for second in 0..<4_000 where finished.count < 24 {
                switch Int.random(in: 0..<8, using: &random) {
                case 0...2: if let (job, lease) = try claim(store, at: second) { held.append((lease, job.token)) }
                case 3...4:
                    // A worker comes to its end, whether it still holds the job or not.
                    guard let index = held.indices.randomElement(using: &random) else { continue }
                    let (lease, token) = held.remove(at: index)
                    do {
                        try store.load {
                            try JobQueue($0).finish(lease, as: .done, outcome: nil, message: nil, at: moment(second))
                        }
                        finished.append(token)
                    } catch is WorkCancelled {}
                case 5:
                    guard let (lease, _) = held.randomElement(using: &random) else { continue }
                    _ = try store.load { try JobQueue($0).beat(lease, progress: nil, at: moment(second)) }
                case 6: try store.load { _ = try JobQueue($0).reclaim(silentSince: moment(second - 40), now: moment(second)) }
                default:
                    // A worker dies; somebody has the job tried again when it was given up.
                    if !held.isEmpty { held.remove(at: Int.random(in: 0..<held.count, using: &random)) }
                    let failed = try store.read { try JobQueue($0).list().filter { $0.state == .failed } }
                    for job in failed { _ = try store.write { try JobQueue($0).retry(job.id, actor: "bo") } }
                }
            }
            #expect(finished.count == 24 && Set(finished).count == 24, "seed \(seed): \(finished)")
            let counts = try store.read { try JobQueue($0).counts() }
            #expect(counts == [.done: 24], "seed \(seed)")
        }
    }

    @Test("four threads claim forty jobs, none of them twice")
    func concurrentClaims() throws {
        try withTemporaryStore { store, _ in
            try store.load { connection in
                for job in 1...40 { try JobQueue(connection).add(request("\(job)", province: job)) }
            }
            let claimed = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 4) { worker in
                while let (job, lease) = try? store.load({ try JobQueue($0).claim(worker: "w\(worker)") }) {
                    try? store.load { try JobQueue($0).finish(lease, as: .done, outcome: nil, message: nil) }
                    claimed.withLock { $0.append(job.token) }
                }
            }
            let tokens = claimed.withLock(\.self)
            #expect(tokens.count == 40 && Set(tokens).count == 40)
        }
    }

    // MARK: Support

    private func request(_ token: String, province: Int = 24) -> JobRequest {
        JobRequest(token: token, kind: .importing, payload: "{}", province: province, actor: "canbo")
    }

    private func moment(_ seconds: Int) -> Timestamp { Timestamp(Date(timeIntervalSince1970: 1_630_000_000 + Double(seconds))) }

    private func claim(_ store: Store, at seconds: Int = 100_000) throws -> (job: Job, lease: JobLease)? {
        try store.load { try JobQueue($0).claim(worker: "w", at: moment(seconds)) }
    }

    private func state(_ store: Store, _ id: Int64) throws -> Job.State? { try store.read { try JobQueue($0).job(id)?.state } }
}
