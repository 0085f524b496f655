import Foundation
import Registry
import Testing

@Suite("The store")
struct StoreTests {
    @Test("commits are on disk when they return: the writer syncs in full")
    func durable() throws {
        try withTemporaryStore { store, _ in
            try store.write { connection in
                let synchronous = try connection.row("PRAGMA synchronous")
                let journal = try connection.row("PRAGMA journal_mode")
                let page = try connection.row("PRAGMA page_size")
                #expect(synchronous?.int("synchronous") == 2)
                #expect(journal?.string("journal_mode") == "wal")
                #expect(page?.int("page_size") == 16_384)
            }
        }
    }

    @Test("a second writer is told to try again, a reader is not disturbed")
    func oneWriter() throws {
        try withTemporaryStore { store, _ in
            let error = #expect(throws: StoreError.self) { try Store.open(store.url) }
            #expect(error?.kind == .busy)
            #expect(error?.exitCode == 75)
            let reader = try Store.open(store.url, mode: .readOnly)
            let rows = try reader.read { try $0.row("SELECT COUNT(*) AS n FROM submission") }
            #expect(rows?.int("n") == 0)
            try reader.close()
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
        arguments: ["mysql://host/db", "sqlite:", "sqlite:/nowhere/at/all/store.sqlite"])
    func addresses(url: String) throws {
        let error = #expect(throws: StoreError.self) { try Store.open(url) }
        #expect(error?.kind == .unreachable)
        #expect(error?.exitCode == 69)
    }

    @Test("a store of a newer version is not touched")
    func newer() throws {
        try withTemporaryStore { store, folder in
            try store.write { try $0.execute("INSERT INTO migration (name, applied_at) VALUES ('from-the-future', '2030')") }
            try store.close()
            let error = #expect(throws: StoreError.self) { try Store.open(store.url) }
            #expect(error?.kind == .damaged)
        }
    }

    @Test("text, numbers and bytes come back as they went in, empty and null apart")
    func values() throws {
        try withTemporaryStore { store, _ in
            try store.write { connection in
                try connection.execute("CREATE TABLE sample (a TEXT, b INTEGER, c BLOB) STRICT")
                let bulk = try connection.bulkInsert(into: "sample", columns: ["a", "b", "c"])
                try bulk.insert(row: [.text("Đặng Thị Hường"), .integer(.min), .blob([0, 255, 10])])
                try bulk.insert(row: [.text(""), .null, .blob([])])
                try bulk.insert(row: [.null, .integer(7), .null])
                try bulk.finish()
                var seen: [String] = []
                try connection.scan("SELECT a, b FROM sample ORDER BY rowid") { row in
                    seen.append("\(row.isNull(0) ? "∅" : row.string(0))|\(row.isNull(1) ? "∅" : String(row.int64(1)))")
                }
                #expect(seen == ["Đặng Thị Hường|-9223372036854775808", "|∅", "∅|7"])
                let first = try connection.row("SELECT c FROM sample LIMIT 1")
                #expect(first?.blob("c") == [0, 255, 10])
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
