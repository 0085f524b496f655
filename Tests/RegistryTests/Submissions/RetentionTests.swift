import Foundation
import Registry
import TestSupport
import Testing

@Suite("Retention: rows go when their time is over, the register stays")
struct RetentionTests {
    private static let number: Int64 = 24_138_000_917

    @Test(
        "a replaced list loses its rows and all that hangs on them; hash, counts, sender and decisions stay, and each purge is an event"
    )
    func purge() throws {
        try withTemporaryStore { store, place in
            let (old, current) = try Self.fill(store)
            let outcome = try Retention(store: store, uploads: nil, portion: 3).purge(before: later, actor: "test", now: later)
            #expect(outcome.purged.map(\.id) == [old] && outcome.held.isEmpty && outcome.findings == 1)
            #expect(outcome.rows == 10 + 1 + 10)
            let submission = try #require(outcome.purged.first)
            #expect(submission.state == .purged && submission.purgedAt == later && submission.sha256 == "a1")
            #expect(submission.rows.accepted == 10 && submission.rows.rejected == 1 && submission.sender == "test")
            try store.read { connection in
                for table in ["record_page", "rejected_row", "payment_class"] {
                    let left = try connection.rows("SELECT DISTINCT submission_id FROM \(table)").compactMap {
                        $0.int64("submission_id")
                    }
                    #expect(!left.contains(old), "\(table)")
                }
                #expect(try connection.recordCount() == 10)
                #expect(try SubmissionRegister(connection).current(.payments, period: august).map(\.id) == [current])
                let finding = try #require(try RunRegister(connection).finding(1))
                #expect(finding.verdict == "confirmed" && finding.decidedBy == "test" && finding.finding.amount == Dong(5))
                #expect(finding.note == nil && finding.finding.evidence.isEmpty)
                #expect(!finding.finding.sentenceVietnamese.contains("câu"))
                let events = try connection.rows(
                    "SELECT subject, scope, detail FROM audit_event WHERE action = 'submission.purge'")
                #expect(events.map { $0.string("subject") } == ["submission/\(old)"])
                #expect(events.first?.string("scope") == "24" && events.first?.string("detail") == "10+1")
                #expect(try AuditChain.verify(connection).isIntact)
            }
            let again = try Retention(store: store, uploads: nil).purge(before: later, actor: "test")
            #expect(again.purged.isEmpty && again.rows == 0 && again.findings == 0)
        }
    }

    @Test("the rows of a list of many pages go a portion after another, all of them")
    func portions() throws {
        try withTemporaryStore { store, _ in
            let (old, _) = try Self.fill(store, rows: 4_000)
            let outcome = try Retention(store: store, uploads: nil, portion: 1_000).purge(
                before: later, actor: "test", now: later)
            #expect(outcome.rows == 4_000 + 1 + 4_000)
            #expect(try store.read { try $0.records(.payments, of: old).isEmpty })
            #expect(try store.read { try $0.recordCount() } == 4_000)
        }
    }

    @Test("what counts, what is younger, and what is not there is left alone; a plan changes nothing")
    func notDue() throws {
        try withTemporaryStore { store, _ in
            let (old, _) = try Self.fill(store)
            let retention = Retention(store: store, uploads: nil)
            #expect(try retention.plan(before: Timestamp("2021-09-30T23:59:59Z")).due.isEmpty)
            #expect(try retention.plan(before: later).due.map(\.id) == [old])
            #expect(try store.read { try $0.recordCount() } == 20)
        }
    }

    @Test(
        "what a release or the newest run of the month was computed from is kept, unless forced; a withdrawn release holds nothing"
    )
    func held() throws {
        try withTemporaryStore { store, _ in
            let (old, _) = try Self.fill(store)
            let retention = Retention(store: store, uploads: nil)
            try store.write { connection in
                try connection.execute(
                    """
                    INSERT INTO release (id, number, period, unit_list, state, run_id, sha256, created_at, created_by)
                    VALUES ('r', 1, 202108, '2021', 'published', 1, 'x', '2021-09-15T00:00:00Z', 'test')
                    """)
            }
            #expect(try retention.plan(before: later).held.map(\.id) == [old])
            #expect(try retention.purge(before: later, actor: "test").purged.isEmpty)
            #expect(try retention.plan(before: later, isForced: true).due.map(\.id) == [old])
            try store.write { try $0.execute("UPDATE release SET state = 'withdrawn'") }
            #expect(try retention.plan(before: later).due.map(\.id) == [old])
            // Without a newer run of the month, the one that read it is the one that is shown.
            try store.write { connection in
                for table in ["finding", "payment_class"] { try connection.execute("DELETE FROM \(table) WHERE run_id = 2") }
                try connection.execute("DELETE FROM run WHERE id = 2")
            }
            #expect(try retention.plan(before: later).held.map(\.id) == [old])
        }
    }

    @Test("the same bytes sent after a purge are known and stored anew; withdrawing them brings nothing purged back")
    func again() throws {
        try withTemporaryStore { store, _ in
            let (old, current) = try Self.fill(store)
            _ = try Retention(store: store, uploads: nil).purge(before: later, actor: "test", now: later)
            let anew = try Self.accept(store, sha256: "a1", at: "2022-02-01T00:00:00Z")
            #expect(anew > current)
            try store.write { connection in
                let register = SubmissionRegister(connection)
                let submission = try #require(try register.submission(anew))
                #expect(try register.purgedTwins(of: submission).map(\.id) == [old])
                #expect(try register.find(sha256: "a1", kind: .payments, scope: submission.scope, period: august)?.id == anew)
                #expect(try register.withdraw(old, actor: "test") == false)
                #expect(try register.withdraw(anew, actor: "test"))
                #expect(try register.current(.payments, period: august).map(\.id) == [current])
                #expect(try register.withdraw(current, actor: "test"))
                #expect(try register.current(.payments, period: august).isEmpty, "the one before is purged")
            }
        }
    }

    @Test("the time runs from when a submission ceased to count, and starts anew when it counted again")
    func ceasing() throws {
        try withTemporaryStore { store, _ in
            let first = try Self.accept(store, sha256: "a1", at: "2021-09-01T00:00:00Z")
            let second = try Self.accept(store, sha256: "b2", at: "2021-10-01T00:00:00Z")
            func ceased(_ id: Int64) throws -> String? {
                try store.read { try SubmissionRegister($0).submission(id)?.supersededAt?.description }
            }
            #expect(try ceased(first) == "2021-10-01T00:00:00Z")
            #expect(try ceased(second) == nil)
            try store.write {
                _ = try SubmissionRegister($0).withdraw(second, actor: "test", at: Timestamp("2021-11-01T00:00:00Z"))
            }
            #expect(try ceased(first) == nil)
            #expect(try ceased(second) == "2021-11-01T00:00:00Z")
            try store.write { try SubmissionRegister($0).restore(second, actor: "test", at: Timestamp("2021-12-01T00:00:00Z")) }
            #expect(try ceased(first) == "2021-12-01T00:00:00Z")
            #expect(try ceased(second) == nil)
        }
    }

    @Test("a purge that broke off is finished by the next one")
    func brokenOff() throws {
        try withTemporaryStore { store, _ in
            let (old, _) = try Self.fill(store)
            let stopped = ProgressReport(isCancelled: { true }) { _, _, _ in }
            #expect(throws: WorkCancelled.self) {
                try Retention(store: store, uploads: nil, progress: stopped).purge(before: later, actor: "test", now: later)
            }
            #expect(try store.read { try SubmissionRegister($0).submission(old)?.state } == .purged)
            #expect(try store.read { try $0.recordCount() } == 20)
            let rest = try Retention(store: store, uploads: nil).purge(before: later, actor: "test")
            #expect(rest.purged.isEmpty && rest.rows == 21 && rest.findings == 1)
            let events = try store.read { try $0.rows("SELECT id FROM audit_event WHERE action = 'submission.purge'") }
            #expect(events.count == 1)
        }
    }

    @Test("the uploaded bytes go too, unless another submission is made of the same; old uploads that failed go as well")
    func files() throws {
        try withTemporaryStore { store, place in
            _ = try Self.fill(store)
            let uploads = UploadFolder(place.folder.appendingPathComponent("spool"))
            try FileManager.default.createDirectory(
                at: uploads.folder.appendingPathComponent("kept"), withIntermediateDirectories: true)
            let token = String(repeating: "ab", count: 16)
            for url in [uploads.keptURL("a1"), uploads.keptURL("b2"), uploads.dataURL(token), uploads.recordURL(token)] {
                try Data("x".utf8).write(to: url)
            }
            try store.write { connection in
                let job = try JobQueue(connection).add(
                    JobRequest(token: token, kind: .importing, payload: "{}", province: 24, actor: "test"))
                _ = try JobQueue(connection).cancel(job.id, actor: "test", at: Timestamp("2021-09-01T00:00:00Z"))
            }
            let outcome = try Retention(store: store, uploads: uploads).purge(before: later, actor: "test", now: later)
            #expect(outcome.files == 2)
            let left = FileManager.default.enumerator(atPath: uploads.folder.path)?.compactMap { $0 as? String } ?? []
            #expect(left.sorted() == ["kept", "kept/b2"])
        }
    }

    @Test("the bytes of a purged name are no longer in the SQLite file or its log", .enabled(if: StoreUnderTest.isSQLite))
    func bytes() throws {
        try withTemporaryStore { store, place in
            _ = try Self.fill(store, rows: 4_000)
            try store.settle()
            #expect(try Self.occurrences(in: place) >= 4, "the search finds what is there")
            _ = try Retention(store: store, uploads: nil).purge(before: later, actor: "test", now: later)
            #expect(try Self.occurrences(in: place) == 0)
        }
    }

    @Test("a store with purged submissions is backed up, restored and handed over like any other")
    func backup() throws {
        try withTemporaryStore { store, place in
            let (old, _) = try Self.fill(store)
            _ = try Retention(store: store, uploads: nil).purge(before: later, actor: "test", now: later)
            let file = place.folder.appendingPathComponent("backup.sqlite").path
            let manifest = try Backup().make(of: store, at: file)
            #expect(!(try Data(contentsOf: URL(fileURLWithPath: file)).contains(Self.purgedName)))
            try withTemporaryStore { other, _ throws in
                #expect(try Backup().restore(file, into: other, actor: "test") == manifest)
                #expect(try other.read { try SubmissionRegister($0).submission(old)?.state } == .purged)
            }
            let part = place.folder.appendingPathComponent("24.sqlite").path
            _ = try Backup().handOver(24, of: store, at: part, actor: "test")
            let own = try Store.open("sqlite:\(part)", mode: .readOnly)
            defer { try? own.close() }
            #expect(try own.read { try SubmissionRegister($0).submission(old)?.purgedAt } == later)
        }
    }

    // MARK: A store with something to purge

    /// Two lists of one scope, the second replacing the first, a run over each, and a decided finding about the first.
    private static func fill(_ store: Store, rows: Int64 = 10) throws -> (old: Int64, current: Int64) {
        let old = try accept(store, sha256: "a1", at: "2021-09-01T00:00:00Z", rows: rows, name: purgedText)
        try run(store, old, "2021-09-02T00:00:00Z", rows, note: "đã gặp \(purgedText)")
        let current = try accept(store, sha256: "b2", at: "2021-10-01T00:00:00Z", rows: rows)
        try run(store, current, "2021-10-02T00:00:00Z", rows, note: "")
        return (old, current)
    }

    private static let purgedText = "Khúc Thị Vĩnh Biệt"
    private static var purgedName: Data { Data(purgedText.utf8) }

    private static func accept(_ store: Store, sha256: String, at time: String, rows: Int64 = 0, name: String = "Thân Văn Còn")
        throws
        -> Int64
    {
        try store.write { connection in
            let register = SubmissionRegister(connection)
            let id = try register.open(arrival(sha256: sha256), at: Timestamp(time))
            try connection.addRecords(
                .payments, to: id,
                (0..<Int(rows)).map { _ in ["full_name": .text(name), "citizen_id": .integer(number)] })
            if rows > 0 {
                try connection.execute(
                    "INSERT INTO rejected_row (submission_id, record, line, class, raw) VALUES (?, ?, ?, 'bad_date', ?)",
                    [.integer(id), .integer(rows + 1), .integer(rows + 2), .blob(Array("2400000001;\(name)".utf8))])
            }
            let rejected: Int64 = rows > 0 ? 1 : 0
            try register.accept(
                id, rows: RowCounts(seen: rows + rejected, accepted: rows, rejected: rejected), amountTotal: nil, report: "{}",
                actor: "test", at: Timestamp(time))
            return id
        }
    }

    private static func run(_ store: Store, _ submission: Int64, _ time: String, _ rows: Int64, note: String) throws {
        try store.write { connection in
            let register = RunRegister(connection)
            let run = try register.open(period: august, province: nil, rules: "r", inputs: "i", at: Timestamp(time))
            for record in 1...max(1, rows) {
                try connection.execute(
                    "INSERT INTO payment_class (run_id, submission_id, record, side, class, amount) VALUES (?, ?, ?, 'approved', 'matched', 5)",
                    [.integer(run), .integer(submission), .integer(record)])
            }
            let finding = Finding(
                .payment, severity: .low, province: 24, amount: Dong(5),
                left: RecordReference(kind: .payments, submission: submission, record: 1),
                evidence: [Evidence(field: "class", level: "over", millibits: 0)], vietnamese: "câu", english: "sentence")
            try register.add([finding], run: run)
            let id = try connection.row("SELECT MAX(id) AS id FROM finding")?.int64("id") ?? 0
            try register.decide(id, verdict: "confirmed", note: note, actor: "test")
        }
    }

    private static func occurrences(in place: StoreUnderTest) throws -> Int {
        let names = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
        return try names.reduce(0) { sum, file in
            let data = try Data(contentsOf: place.folder.appendingPathComponent(file))
            var count = 0
            var start = data.startIndex
            while let found = data.range(of: purgedName, in: start..<data.endIndex) {
                count += 1
                start = found.upperBound
            }
            return sum + count
        }
    }
}

private let later = Timestamp("2022-01-01T00:00:00Z")

extension Data {
    fileprivate func contains(_ other: Data) -> Bool { range(of: other) != nil }
}
