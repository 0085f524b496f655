import Foundation
import Registry
import TestSupport
import Testing

/// Persons are planted in the input (``PlantedFile``); the program is then run in every way, and all that it says is searched for them.
///
/// Where a person's data is the purpose, stdout may hold it: `check --rows` and `findings show`; where free text of a colleague is,
/// `release show` and `release withdraw`; so may the files that `clean` and `backup` write. Nowhere else, and never on stderr. What the
/// sender calls a file, its name and its payer, may be shown, whatever they put there.
@Suite("No personal data in what the program says")
struct PrivacyTests {
    @Test("checking, cleaning and storing good and broken files")
    func input() throws {
        try withFolder { folder throws in
            let watch = Watch(folder)
            for file in PlantedFile.good + PlantedFile.misplaced + PlantedFile.broken {
                try file.write(to: folder)
                try watch.run(["check", file.name])
                try watch.run(["check", file.name, "--json", "--lang", "en", "--kind", "payments"])
                try watch.run(["check", "--rows", file.name], mayShow: true)
                try watch.run(["clean", file.name, "--out", "sach.csv"])
                try watch.run(["ingest", "--period", "2021-08", file.name])
                try watch.run(["ingest", "--json", "--period", "2021-08", "--province", "24", "--kind", "payments", file.name])
            }
            let shown = try watch.run(["check", "--rows", "--json", PlantedFile.good[0].name], mayShow: true)
            #expect(!Canary.found(in: shown.output).isEmpty, "the search must be able to find something")
            try watch.run(["submissions"])
            try watch.run(["submissions", "--json"])
            for id in 1...12 { try watch.run(["submissions", "show", "\(id)"] + (id.isMultiple(of: 2) ? ["--json"] : [])) }
            try watch.searchLog()
            try watch.searchFiles(except: Set((PlantedFile.good + PlantedFile.misplaced + PlantedFile.broken).map(\.name)))
        }
    }

    @Test("reconciling, deciding, reporting, publishing, backing up, purging")
    func work() throws {
        try withFolder { folder throws in
            let watch = Watch(folder)
            for file in PlantedFile.good + PlantedFile.misplaced {
                try file.write(to: folder)
                try watch.run(["ingest", "--period", "2021-08", file.name])
            }
            for json in [[], ["--json"]] {
                #expect(try watch.run(["reconcile", "--period", "2021-08"] + json).status == 0)
                try watch.run(["reconcile", "--period", "2021-08", "--province", "24"] + json)
                try watch.run(["findings", "list"] + json)
                try watch.run(["findings", "list", "--lang", "en", "--province", "24"] + json)
                try watch.run(["findings", "show", "1"] + json, mayShow: true)
                try watch.run(["findings", "show", "1", "--reveal"] + json, mayShow: true)
                let note = "gặp \(Canary.person.name) \(Canary.person.number)"
                #expect(
                    try watch.run(["findings", "decide", "1", "--verdict", "confirmed", "--note", note] + json).status == 0)
                try watch.run(["findings", "list"] + json)
                for kind in ["reconciliation", "movement", "funds"] {
                    try watch.run(["report", kind, "--period", "2021-08", "--out", "bao-cao-\(kind).html"] + json)
                }
                try watch.run(["release", "create", "--period", "2021-08", "--actor", "lan"] + json)
                try watch.run(["release", "list"] + json)
                if let id = try watch.release() {
                    for step in [
                        ["show", id], ["approve", id, "--actor", "minh"], ["publish", id], ["export", id, "--out", "cong-bo"],
                        ["withdraw", id, "--reason", note],
                    ] {
                        try watch.run(["release"] + step + json, mayShow: step[0] == "withdraw")
                    }
                } else {
                    Issue.record("no release was made")
                }
                for verb in [["jobs"], ["audit", "verify"], ["audit", "head"], ["submissions", "purge", "--older-than", "0"]] {
                    try watch.run(verb + json)
                }
                try watch.run(["backup", "ban-sao\(json.count).sqlite"] + json)
                try watch.run(["restore", "ban-sao\(json.count).sqlite", "--store", "sqlite:moi\(json.count).sqlite"] + json)
            }
            try watch.searchLog()
            try watch.searchFiles(
                except: Set((PlantedFile.good + PlantedFile.misplaced).map(\.name)),
                orPrefixes: ["ban-sao", "moi", "store.sqlite"])
        }
    }

    @Test("errors: a constraint of the schema, a value of the wrong type, a busy store, a store that is none, a full disk")
    func errors() throws {
        try withFolder { folder throws in
            let watch = Watch(folder)
            for file in PlantedFile.good { try file.write(to: folder) }
            let payments = PlantedFile.good[5].name
            try watch.run(["ingest", PlantedFile.good[0].name, "--period", "2021-08"])
            // The words of the engine about this would repeat the name.
            _ = try watch.withStore { try $0.execute("CREATE UNIQUE INDEX one_name ON rejected_row (class, raw)") }
            for json in [[], ["--json"]] {
                let refused = PlantedFile.payments.split(separator: "\n").last ?? ""
                try folder.write("\(PlantedFile.payments)\n\(refused)\n", to: "hai-lan.csv")
                let arguments = ["ingest", "--period", "2021-08", "--max-rejected", "100", "hai-lan.csv"]
                #expect(try watch.run(arguments + json).status == 69)
            }
            try watch.searchErrors()
            try folder.write("không phải kho: \(Canary.person.name)", to: "la.sqlite")
            try watch.run(["submissions", "--store", "sqlite:la.sqlite"])
            try watch.run(["ingest", "--store", "sqlite:la.sqlite", payments])
            try watch.run(["ingest", "--store", "sqlite:/proc/khong/co.sqlite", payments])
            try watch.run(["clean", payments, "--out", "/proc/khong-ghi-duoc.csv"])
            try watch.run(["check", folder.path])
            if StoreUnderTest.isSQLite {
                try watch.withOpenStore { () throws in
                    #expect(try watch.run(["ingest", payments]).status == 75)
                    #expect(try watch.run(["submissions", "purge", "--older-than", "0"]).status == 75)
                    #expect(try watch.run(["findings", "show", "1", "--reveal"]).status == 75)
                    #expect(try watch.run(["submissions", "purge", "--older-than", "0", "--dry-run"]).status == 0)
                }
            }
            try watch.onFullDisk { store throws in
                try folder.write(
                    String(repeating: String(decoding: PlantedFile.good[5].bytes, as: UTF8.self), count: 400), to: "to.csv")
                #expect(
                    try watch.run(["ingest", "--store", store, "--period", "2021-08", "--max-rejected", "100", "to.csv"]).status
                        == 73)
            }
            try watch.searchLog()
        }
    }

    @Test("the purge: what would go is shown, then it is gone from the store, and the same file is stored anew")
    func purge() throws {
        try withFolder { folder throws in
            let watch = Watch(folder)
            try folder.write(PlantedFile.payments, to: "dau.csv")
            try folder.write(goodList, to: "sau.csv")
            for name in ["dau.csv", "sau.csv"] {
                #expect(try watch.run(["ingest", "--period", "2021-08", name]).status == 0)
            }
            let plan = try watch.run(["submissions", "purge", "--older-than", "0", "--dry-run", "--json"]).json()
            #expect((plan["submissions"] as? [[String: Any]])?.compactMap { $0["id"] as? Int } == [1])
            #expect(plan["dry_run"] as? Bool == true)
            let young = try watch.run(["submissions", "purge", "--older-than", "1", "--json"]).json()
            #expect((young["submissions"] as? [Any])?.isEmpty == true)
            let done = try watch.run(["submissions", "purge", "--older-than", "0", "--json"])
            #expect(done.status == 0, "\(done.talk)")
            let gone = try #require((try done.json()["submissions"] as? [[String: Any]])?.first)
            #expect(gone["state"] as? String == "purged" && gone["purged_at"] is String)
            let shown = try watch.run(["submissions", "show", "1"])
            #expect(shown.output.contains("đã xóa dòng theo thời hạn lưu"))
            #expect(try watch.run(["submissions", "withdraw", "1"]).status == 66)
            if StoreUnderTest.isSQLite {
                #expect(Canary.found(in: try Data(contentsOf: folder.appendingPathComponent("store.sqlite"))).isEmpty)
            }
            let again = try watch.run(["ingest", "--period", "2021-08", "dau.csv"])
            #expect(again.status == 0)
            #expect(try watch.run(["submissions", "show", "3"]).output.contains("đã gửi trước đây"))
            #expect(try watch.run(["audit", "verify"]).status == 0)
            #expect(try watch.run(["submissions", "purge", "--older-than", "-1"]).status == 64)
        }
    }

    @Test("findings show --reveal prints whole numbers and says so in the audit log; without it they are masked")
    func reveal() throws {
        try withFolder { folder throws in
            let watch = Watch(folder)
            for file in PlantedFile.good {
                try file.write(to: folder)
                try watch.run(["ingest", "--period", "2021-08", file.name])
            }
            try watch.run(["reconcile", "--period", "2021-08"])
            let ids = try watch.withStore { connection in
                try connection.rows("SELECT id FROM finding WHERE left_kind IN ('payments', 'members', 'beneficiaries')")
                    .compactMap { $0.int64("id") }
            }
            let id = try #require(ids.first)
            let masked = try watch.run(["findings", "show", "\(id)"], mayShow: true).output
            #expect(!masked.contains(Canary.person.number) && !masked.contains(Canary.other.number))
            let whole = try watch.run(["findings", "show", "\(id)", "--reveal"], mayShow: true).output
            #expect(whole.contains(Canary.person.number) || whole.contains(Canary.other.number))
            let events = try watch.withStore { connection in
                try connection.rows("SELECT subject, scope FROM audit_event WHERE action = 'identity.reveal'")
            }
            #expect(events.map { $0.string("subject") } == ["finding/\(id)"])
            #expect(events.first?.string("scope") == "24")
            #expect(try watch.run(["findings", "show", "999999", "--reveal"]).status == 66)
        }
    }
}

/// Runs the program and searches all that it says.
private struct Watch {
    let folder: URL

    init(_ folder: URL) { self.folder = folder }

    /// - Parameter mayShow: Whether a person's data is the purpose of what stands on stdout.
    @discardableResult
    func run(_ arguments: [String], mayShow: Bool = false) throws -> Program.Result {
        let result = try Program.run(arguments, in: folder)
        let line = arguments.joined(separator: " ")
        search(Data(result.talk.utf8), "stderr of \(line)")
        if !mayShow { search(Data(result.output.utf8), "stdout of \(line)") }
        #expect(result.status < 100, "\(line): \(result.talk)")
        return result
    }

    func release() throws -> String? {
        let list = try Program.run(["release", "list", "--json"], in: folder).output
        let releases = try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [[String: Any]]
        return releases?.first { $0["state"] as? String == "draft" }?["id"] as? String
    }

    /// The audit log and the jobs, every text of them.
    func searchLog() throws {
        try withStore { connection in
            for table in ["audit_event", "job"] {
                try connection.scan("SELECT * FROM \(table)") { row in
                    for column in 0..<(table == "job" ? 20 : 9) {
                        guard case .text(let text) = row.value(column) else { continue }
                        let isPayload = table == "job"
                        let found = Canary.found(in: text, fileNamesAllowed: isPayload)
                        #expect(found.isEmpty, "\(table), column \(column)")
                    }
                }
            }
        }
    }

    /// What the program left lying about.
    func searchFiles(except inputs: Set<String>, orPrefixes prefixes: [String] = ["store.sqlite"]) throws {
        let known = inputs.union(["sach.csv", Program.storeFile])
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for path in paths where !known.contains(path) && !prefixes.contains(where: path.hasPrefix) {
            guard let data = try? Data(contentsOf: folder.appendingPathComponent(path)) else { continue }
            search(data, "the file \(path)")
        }
    }

    /// What the engine itself says of values that it does not take.
    func searchErrors() throws {
        let store = try open(.readWrite)
        defer { try? store.close() }
        let (name, number) = (Canary.person.name, Canary.person.number)
        let attempts: [(any SQLConnection) throws -> Void] = [
            {
                try $0.execute(
                    "INSERT INTO account (name, role, password_hash, created_at) VALUES (?, ?, 'x', 'x')",
                    [.text(name), .text(name)])
                try $0.execute(
                    "INSERT INTO account (name, role, password_hash, created_at) VALUES (?, 'x', 'x', 'x')", [.text(name)])
            },
            {
                // Twice, for the key: a loaded table has no foreign key on PostgreSQL.
                for _ in 0..<2 {
                    try $0.execute(
                        "INSERT INTO record_page (submission_id, record, rows, content) VALUES (?, 1, 1, ?)",
                        [.integer(Int64(number) ?? 0), .blob(Array(name.utf8))])
                }
            },
            {
                try $0.execute(
                    "INSERT INTO record_page (submission_id, record, rows, content) VALUES (1, 1, ?, x'00')", [.text(name)])
            },
            { _ = try $0.rows("SELECT '\(name)' FROM khong_co WHERE x = '\(number)'") },
            { connection in
                let bulk = try connection.bulkInsert(
                    into: "rejected_row", columns: ["submission_id", "record", "line", "class", "raw"])
                for _ in 0..<2 {
                    try bulk.insert(row: [
                        .integer(Int64(number) ?? 0), .integer(7), .integer(7), .text(name), .blob(Array(name.utf8)),
                    ])
                }
                try bulk.finish()
            },
        ]
        for (index, attempt) in attempts.enumerated() {
            do {
                try store.write { try attempt($0) }
                Issue.record("attempt \(index) went through")
            } catch {
                search(Data("\(error) \(ErrorWords.text(error))".utf8), "the error of attempt \(index)")
            }
        }
    }

    func withStore<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        let store = try open(.readWrite)
        defer { try? store.close() }
        return try store.write(body)
    }

    /// While another process, here this one, holds the store.
    func withOpenStore(_ body: () throws -> Void) throws {
        let store = try open(.readWrite)
        defer { try? store.close() }
        try body()
    }

    private func open(_ mode: Store.Mode) throws -> Store {
        try Store.open(try String(contentsOf: folder.appendingPathComponent(Program.storeFile), encoding: .utf8), mode: mode)
    }

    /// With a store on a disk of two MiB; where nothing can be mounted, not at all.
    func onFullDisk(_ body: (String) throws -> Void) throws {
        guard geteuid() == 0 else { return }
        let disk = folder.appendingPathComponent("disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        guard try shell("/bin/mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.path]) == 0 else {
            return print("skipped: this sandbox refuses mount")
        }
        defer { _ = try? shell("/bin/umount", [disk.path]) }
        try body("sqlite:\(disk.path)/store.sqlite")
    }

    private func shell(_ path: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func search(_ bytes: Data, _ place: String) {
        let found = Canary.found(in: bytes)
        #expect(found.isEmpty, "\(place)")
    }
}
