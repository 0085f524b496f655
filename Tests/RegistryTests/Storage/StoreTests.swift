import Foundation
import TestSupport
import Testing

@testable import Registry

@Suite("The store")
struct StoreTests {
    @Test("commits are on disk when they return: the engine says itself that it syncs")
    func durable() throws {
        try withTemporaryStore { store, _ in
            let settings = try store.settings()
            let areSafe = settings.values.allSatisfy(\.isSafe)
            #expect(areSafe)
            let names = settings.values.map(\.name)
            #expect(names.contains(StoreUnderTest.isPostgres ? "fsync" : "synchronous"))
            #expect(names.contains(StoreUnderTest.isPostgres ? "synchronous_commit" : "journal_mode"))
        }
    }

    @Test("a setting with which a power cut loses commits refuses to serve, and says which")
    func unsafeSetting() {
        let settings = StoreSettings(
            engine: "X 1", values: [.init(name: "fsync", value: "off", safe: ["on"])], warnings: [])
        let error = #expect(throws: StoreError.self) { try settings.requireSafe() }
        #expect(error?.kind == .unsafeSetting)
        #expect(error?.exitCode == 69)
        #expect(error?.message.contains("fsync = off") == true)
    }

    @Test("PostgreSQL without synchronous commits is refused", .enabled(if: StoreUnderTest.isPostgres))
    func asynchronousCommits() throws {
        let place = try StoreUnderTest()
        defer { place.remove() }
        try place.administer(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$")
        let error = #expect(throws: StoreError.self) { try place.open() }
        #expect(error?.kind == .unsafeSetting)
    }

    @Test("a second writing process is told to try again, a reader is not disturbed", .enabled(if: StoreUnderTest.isSQLite))
    func oneWriter() throws {
        try withTemporaryStore { store, place in
            let error = #expect(throws: StoreError.self) { try place.open() }
            #expect(error?.kind == .busy)
            #expect(error?.exitCode == 75)
            let reader = try place.open(.readOnly)
            let rows = try reader.read { try $0.row("SELECT COUNT(*) AS n FROM submission") }
            #expect(rows?.int("n") == 0)
            try reader.close()
        }
    }

    @Test("a lost server is found at the next transaction and connected to anew", .enabled(if: StoreUnderTest.isPostgres))
    func reconnects() throws {
        try withTemporaryStore { store, place in
            let kill =
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            try place.administer(kill)
            try store.write { try $0.execute("INSERT INTO migration (name, applied_at) VALUES ('x', '1')") }
            let error = #expect(throws: StoreError.self) {
                try store.write { connection in
                    try connection.execute("DELETE FROM migration WHERE name = 'x'")
                    try place.administer(kill)
                    try connection.execute("DELETE FROM migration")
                }
            }
            #expect(error?.kind == .interrupted)
            #expect(error?.exitCode == 75)
            let kept = try store.read { try $0.row("SELECT name FROM migration WHERE name = 'x'") }
            #expect(kept != nil)
        }
    }

    @Test("writers follow one another: what was read is still so at the commit", arguments: [4])
    func noLostUpdates(threads: Int) throws {
        try withTemporaryStore { store, _ in
            try store.write { try $0.execute("INSERT INTO migration (name, applied_at) VALUES ('counter', '0')") }
            DispatchQueue.concurrentPerform(iterations: threads) { _ in
                for _ in 0..<25 {
                    _ = try? store.write { connection in
                        let row = try connection.row("SELECT applied_at FROM migration WHERE name = 'counter'")
                        let next = (row?.string("applied_at").flatMap { Int($0) } ?? 0) + 1
                        try connection.execute("UPDATE migration SET applied_at = ? WHERE name = 'counter'", [.text("\(next)")])
                    }
                }
            }
            let last = try store.read {
                try $0.row("SELECT applied_at FROM migration WHERE name = 'counter'")?.string("applied_at")
            }
            #expect(last == "\(threads * 25)")
        }
    }

    @Test("what is not a store is refused, and left as it was")
    func notAStore() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("ansinh-\(UUID().uuidString).sqlite")
        defer { for end in ["", "-lock", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + end) } }
        let bytes = Data("%PDF-1.4 this is not a database, whatever its name says".utf8) + Data(count: 4096)
        try bytes.write(to: file)
        let error = #expect(throws: StoreError.self) { try Store.open("sqlite:\(file.path)") }
        #expect(error?.kind == .damaged)
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test(
        "an address that leads nowhere names the remedy",
        arguments: ["mysql://host/db", "sqlite:", "sqlite:/nowhere/at/all/store.sqlite", "postgres:///x?host=/nowhere"])
    func addresses(url: String) throws {
        let error = #expect(throws: StoreError.self) { try Store.open(url) }
        #expect(error?.kind == .unreachable)
        #expect(error?.exitCode == 69)
    }

    @Test("a store of a newer version is not touched")
    func newer() throws {
        try withTemporaryStore { store, _ in
            try store.write { try $0.execute("INSERT INTO migration (name, applied_at) VALUES ('from-the-future', '2030')") }
            try store.close()
            let error = #expect(throws: StoreError.self) { try Store.open(store.url) }
            #expect(error?.kind == .damaged)
        }
    }

    @Test("a scan gives every row in order, small ones and large ones")
    func unevenRows() throws {
        try withTemporaryStore { store, _ in
            let sizes = Array(repeating: 3, count: 700) + Array(repeating: 60_000, count: 60) + Array(repeating: 0, count: 5_000)
            try store.write { connection in
                for statement in Table.sample.definitions(for: store) { try connection.execute(statement) }
                let bulk = try connection.bulkInsert(into: "sample", columns: ["key", "c"])
                for (key, size) in sizes.enumerated() {
                    try bulk.insert(row: [.int(key), .blob(Array(repeating: UInt8(key & 0xFF), count: size))])
                }
                try bulk.finish()
            }
            var seen: [Int] = []
            try store.read { connection in
                try connection.scan("SELECT key, c FROM sample ORDER BY key") { row in
                    let key = row.int64(0)
                    let isRight = row.withBlob(1) { $0.allSatisfy { $0 == UInt8(key & 0xFF) } }
                    #expect(isRight && key == Int64(seen.count))
                    seen.append(row.withBlob(1) { $0.count })
                }
            }
            #expect(seen == sizes)
        }
    }

    @Test("text, numbers and bytes come back as they went in, empty and null apart")
    func values() throws {
        try withTemporaryStore { store, _ in
            try store.write { connection in
                for statement in Table.sample.definitions(for: store) { try connection.execute(statement) }
                let values: [[SQLValue]] = [
                    [.integer(1), .text("Đặng Thị Hường"), .integer(.min), .blob([0, 255, 10])],
                    [.integer(2), .text(""), .null, .blob([])], [.integer(3), .null, .integer(7), .null],
                ]
                let bulk = try connection.bulkInsert(into: "sample", columns: ["key", "a", "b", "c"])
                for row in values.dropFirst() { try bulk.insert(row: row) }
                try bulk.finish()
                try connection.execute("INSERT INTO sample (key, a, b, c) VALUES (?, ?, ?, ?)", values[0])
                var seen: [[SQLValue]] = []
                try connection.scan("SELECT key, a, b, c FROM sample ORDER BY key") { row in
                    seen.append((0..<4).map(row.value))
                }
                #expect(seen == values)
                let rows = try connection.rows("SELECT key, a, b, c FROM sample ORDER BY key")
                #expect(rows.map(\.values) == values)
                let sum = try connection.row("SELECT SUM(b) AS s, COUNT(*) AS n FROM sample WHERE key > 1")
                #expect(sum?.int64("s") == 7 && sum?.int64("n") == 2)
            }
        }
    }

    @Test("more rows than one piece holds come back in order and whole, also beside a second insert")
    func manyRows() throws {
        try withTemporaryStore { store, _ in
            try store.write { connection in
                for statement in Table.sample.definitions(for: store) { try connection.execute(statement) }
                let even = try connection.bulkInsert(into: "sample", columns: ["key", "a"])
                let odd = try connection.bulkInsert(into: "sample", columns: ["key", "b"])
                for key in 0..<60_000 {
                    let insert = key % 2 == 0 ? even : odd
                    try insert.insert(row: [
                        .int(key), key % 2 == 0 ? .text(String(repeating: "ữ", count: key % 40)) : .int(-key),
                    ])
                }
                try even.finish()
                try odd.finish()
            }
            try store.read { connection in
                var next: Int64 = 0
                try connection.scan("SELECT key, a, b FROM sample ORDER BY key") { row in
                    #expect(row.int64(0) == next)
                    if next % 2 == 0 { #expect(row.string(1).count == next % 40) } else { #expect(row.int64(2) == -next) }
                    // Another statement while the scan is under way.
                    if next % 20_000 == 0 {
                        let count = try connection.row("SELECT COUNT(*) AS n FROM sample")
                        #expect(count?.int("n") == 60_000)
                    }
                    next += 1
                }
                #expect(next == 60_000)
            }
        }
    }

    @Test("errors of the engine carry no values of the data")
    func quietErrors() throws {
        try withTemporaryStore { store, _ in
            let error = #expect(throws: StoreError.self) {
                try store.write { connection in
                    try connection.execute("INSERT INTO account (id, name) VALUES (?, ?)", [.integer(1), .text("Vừ A Páo")])
                }
            }
            #expect(error?.message.contains("Páo") == false)
        }
    }
}

extension Table {
    fileprivate static let sample = Table(
        "sample", key: ["key"], [.init("key", .integer), .init("a", .text), .init("b", .integer), .init("c", .blob)])

    func definitions(for store: Store) -> [String] {
        if case .sqlite = store.address { [sqliteDefinition] } else { postgresDefinition }
    }
}
