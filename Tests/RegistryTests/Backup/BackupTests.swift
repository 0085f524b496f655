import Foundation
import TestSupport
import Testing

@testable import Registry

@Suite("Backup, restore, hand-over")
struct BackupTests {
    @Test("a backup put back is the same store: every row, and the audit log with its head")
    func roundTrip() throws {
        try withTemporaryStore { store, place in
            try fill(store)
            let file = place.folder.appendingPathComponent("backup.sqlite").path
            let manifest = try Backup().make(of: store, at: file)
            #expect(manifest.rows > 10)
            #expect(manifest.auditHead == (try store.read { try AuditChain.head($0) }))
            try withTemporaryStore { other, _ throws in
                #expect(try Backup().restore(file, into: other, actor: "test") == manifest)
                let log = try other.read { try AuditChain.verify($0, anchors: [manifest.auditHead]) }
                #expect(log.isIntact && log.entries == manifest.auditHead.entries + 1)
                let all = try other.read { try SubmissionRegister($0).all() }
                #expect(all.map(\.sha256) == (try store.read { try SubmissionRegister($0).all() }.map(\.sha256)))
                // Numbering goes on behind what was restored.
                let next = try other.write { try SubmissionRegister($0).open(arrival(sha256: "new")) }
                #expect(next > (all.map(\.id).max() ?? 0))
            }
        }
    }

    @Test("a backup is a store of its own, on whichever engine it was made")
    func worksAsStore() throws {
        try withTemporaryStore { store, place in
            try fill(store)
            let file = place.folder.appendingPathComponent("backup.sqlite").path
            _ = try Backup().make(of: store, at: file)
            let copy = try Store.open("sqlite:\(file)")
            defer { try? copy.close() }
            #expect(try copy.read { try SubmissionRegister($0).current(.payments, period: august).count } == 2)
            _ = try copy.write { try SubmissionRegister($0).withdraw(1, actor: "test") }
        }
    }

    @Test("a backup of an older version is verified as it is, and put back in today's shape")
    func olderVersion() throws {
        try withTemporaryStore { store, place in
            try fill(store)
            let file = place.folder.appendingPathComponent("old.sqlite").path
            let made = try Backup().make(of: store, at: file)
            let taken = ["superseded_at", "purged_at"]
            let old = try Store.open("sqlite:\(file)")
            try old.write { connection in
                try connection.execute("DROP INDEX submission_content")
                for column in taken { try connection.execute("ALTER TABLE submission DROP COLUMN \(column)") }
                try connection.execute("DELETE FROM migration WHERE name = 'retention'")
                for table in ["backup_manifest", "backup_note"] { try connection.execute("DROP TABLE \(table)") }
                try connection.execute("CREATE UNIQUE INDEX submission_content ON submission (sha256, kind, scope, period)")
                let entries = try Backup.tables.sorted { $0.name < $1.name }.map { table in
                    let then = Table(table.name, key: table.primaryKey, table.columns.filter { !taken.contains($0.name) })
                    var done: Int64 = 0
                    return BackupManifest.Entry(
                        then, try TableCopy(table: then).run(from: connection, into: nil, progress: .silent, done: &done))
                }
                try BackupManifest(madeAt: made.madeAt, scope: made.scope, auditHead: made.auditHead, entries: entries)
                    .write(to: connection)
            }
            try old.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: file))

            #expect(try Backup().verify(file).entries.first { $0.table == "submission" }?.columns.contains("purged_at") == false)
            try withTemporaryStore { other, _ throws in
                _ = try Backup().restore(file, into: other, actor: "test")
                let (was, now) = try (
                    store.read { try SubmissionRegister($0).all() }, other.read { try SubmissionRegister($0).all() }
                )
                #expect(now.map(\.id) == was.map(\.id) && now.map(\.sha256) == was.map(\.sha256))
                // What the step added to the rows of its day: what had ceased to count has a day on which it did.
                let unmarked = try other.read {
                    try $0.rows(
                        "SELECT id FROM submission WHERE superseded_at IS NULL AND id NOT IN (SELECT submission_id FROM current_submission)"
                    )
                }
                #expect(unmarked.isEmpty && now.contains { $0.state == .withdrawn })
            }
            // The file itself stays as it was, with nothing beside it.
            #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: place.folder.path).filter { $0.contains("upgraded") }.isEmpty)

            try execute(file, "UPDATE submission SET rows_accepted = rows_accepted + 1 WHERE id = 1")
            #expect(throws: StoreError.self) { try Backup().verify(file) }
            try execute(file, "INSERT INTO migration VALUES ('of-tomorrow', '2030-01-01T00:00:00Z')")
            let newer = #expect(throws: StoreError.self) { try Backup().verify(file) }
            #expect(newer?.message.contains("of-tomorrow") == true)
        }
    }

    @Test("a changed, cut or exchanged backup is refused, and the store that should have taken it stays empty")
    func damaged() throws {
        try withTemporaryStore { store, place in
            try fill(store)
            let sound = place.folder.appendingPathComponent("sound.sqlite").path
            _ = try Backup().make(of: store, at: sound)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: sound))
            let file = place.folder.appendingPathComponent("bad.sqlite").path
            // A value changed by hand: sound for SQLite, not for the manifest.
            try bytes.write(to: URL(fileURLWithPath: file))
            let tampered = try Store.open("sqlite:\(file)")
            try tampered.write { try $0.execute("UPDATE submission SET rows_accepted = rows_accepted + 1 WHERE id = 1") }
            try tampered.close()
            #expect(throws: StoreError.self) { try Backup().verify(file) }
            try withTemporaryStore { other, _ throws in
                #expect(throws: StoreError.self) { try Backup().restore(file, into: other, actor: "test") }
                #expect(try other.read { try SubmissionRegister($0).all().isEmpty })
            }
            let manifest = try Backup().verify(sound)
            var refused = 0
            for mutation in 0..<60 {
                var random = SeededNumbers(seed: UInt64(mutation))
                var damaged = bytes
                if mutation % 4 == 0 {
                    damaged = damaged.prefix(Int.random(in: 0..<damaged.count, using: &random))
                } else {
                    for _ in 0..<256 { damaged[Int.random(in: 0..<damaged.count, using: &random)] ^= 0x55 }
                }
                try damaged.write(to: URL(fileURLWithPath: file))
                // Bytes that no row uses may change; what is read back is then still all that was stored.
                do {
                    let read = try Backup().verify(file)
                    #expect(read == manifest, "mutation \(mutation)")
                } catch is StoreError { refused += 1 }
            }
            #expect(refused > 40, "\(refused) of 60")
        }
    }

    @Test("nothing is overwritten: neither a file that is there nor a store that holds something")
    func notOverwritten() throws {
        try withTemporaryStore { store, place in
            try fill(store)
            let file = place.folder.appendingPathComponent("backup.sqlite").path
            _ = try Backup().make(of: store, at: file)
            let again = #expect(throws: StoreError.self) { try Backup().make(of: store, at: file) }
            #expect(again?.kind == .notEmpty && again?.exitCode == 73)
            let before = try store.read { try AuditChain.head($0) }
            let into = #expect(throws: StoreError.self) { try Backup().restore(file, into: store, actor: "test") }
            #expect(into?.kind == .notEmpty)
            #expect(try store.read { try AuditChain.head($0) } == before)
        }
    }

    @Test("a hand-over holds the province's own rows and nobody else's, and is on record on both sides")
    func handOver() throws {
        try withTemporaryStore { store, place in
            try fill(store)
            let file = place.folder.appendingPathComponent("24.sqlite").path
            let manifest = try Backup().handOver(24, of: store, at: file, actor: "quantri")
            #expect(manifest.scope == SubmissionScope(province: 24))
            let own = try Store.open("sqlite:\(file)")
            defer { try? own.close() }
            let all = try own.read { try SubmissionRegister($0).all() }
            #expect(Set(all.map(\.scope.province)) == [24])
            let names = try own.read { connection in
                try all.flatMap { try connection.records(.payments, of: $0.id) }.compactMap { $0["full_name"]?.words }
            }
            #expect(names == ["Giáp Thị Mẫu 24"])
            let raw = try Data(contentsOf: URL(fileURLWithPath: file))
            #expect(raw.range(of: Data("Mẫu 01".utf8)) == nil, "not even in a free page")
            for log in [store, own] {
                let event = try log.read { try $0.row("SELECT scope FROM audit_event WHERE action = 'store.handover'") }
                #expect(event?.string("scope") == "24")
                #expect(try log.read { try AuditChain.verify($0) }.isIntact)
            }
            // It goes on as a store: the province takes in its next file there.
            let id = try own.write { connection in
                let register = SubmissionRegister(connection)
                let id = try register.open(arrival(sha256: "later"))
                try register.accept(id, rows: RowCounts(seen: 0), amountTotal: nil, report: "{}", actor: "tinh")
                return id
            }
            #expect(try own.read { try SubmissionRegister($0).submission(id)?.isCurrent } == true)
        }
    }

    /// As another program would: without bringing the store up to date.
    private func execute(_ file: String, _ statement: String) throws {
        let engine = try SQLiteEngine(path: file, mode: .readWrite)
        _ = try engine.write { try $0.execute(statement) }
        try engine.close()
    }

    /// Two provinces with a payment and a refused row each, a run, findings inside and across, a withdrawn submission.
    private func fill(_ store: Store) throws {
        try store.write { connection in
            let register = SubmissionRegister(connection)
            for (province, code) in [(1, "01"), (24, "24")] {
                let id = try register.open(arrival(province: province, sha256: code))
                try connection.addRecords(.payments, to: id, [["full_name": .text("Giáp Thị Mẫu \(code)")]])
                let refused = try connection.bulkInsert(
                    into: "rejected_row", columns: ["submission_id", "record", "line", "class", "raw"])
                try refused.insert(row: [
                    .integer(id), .integer(2), .integer(3), .text("bad_date"), .blob(Array("Mẫu \(code);\u{0}".utf8)),
                ])
                try refused.finish()
                try register.accept(
                    id, rows: RowCounts(seen: 2, accepted: 1, rejected: 1), amountTotal: Dong(1), report: "{}", actor: "test")
            }
            let withdrawn = try register.open(arrival(.members, sha256: "w"))
            try register.accept(withdrawn, rows: RowCounts(), amountTotal: nil, report: "{}", actor: "test")
            _ = try register.withdraw(withdrawn, actor: "test")
            let runs = RunRegister(connection)
            let run = try runs.open(period: august, province: nil, rules: "1", inputs: "x")
            try runs.add(
                [24, 1].map { province in
                    Finding(
                        .duplicateInside, severity: .high, province: province, otherProvince: province == 1 ? 24 : nil,
                        policyCode: nil, amount: Dong(5),
                        left: RecordReference(kind: .payments, submission: province == 1 ? 1 : 2, record: 1), right: nil,
                        millibits: 7, evidence: [], vietnamese: "Mẫu \(province == 1 ? "01" : "24")", english: "")
                }, run: run)
            try runs.finish(run, summary: "{\"secret\":1}", actor: "test")
            try JobQueue(connection).add(
                JobRequest(token: "t", kind: .importing, payload: "{\"file\":\"Mẫu 01\"}", province: 1, actor: "canbo"))
        }
    }
}
