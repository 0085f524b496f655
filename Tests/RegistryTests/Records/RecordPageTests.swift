import Foundation
import TestSupport
import Testing

@testable import Registry

@Suite("Pages of records") struct RecordPageTests {
    typealias Row = [String: SQLValue]

    // MARK: What is written is read

    @Test("any rows come back as they were, by scan and by number, whatever their kind", arguments: SubmissionKind.allCases)
    func roundTrip(kind: SubmissionKind) throws {
        try withTemporaryStore { store, _ in
            var numbers = SeededNumbers(seed: kind.rawValue.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
            for count in [1, 2, 7, 300, RecordWriter.most, RecordWriter.most + 1, 2_500] {
                let rows = Self.rows(kind, count, &numbers)
                let id = try store.write { connection in
                    let id = try SubmissionRegister(connection).open(
                        arrival(kind, sha256: "\(kind) \(count)"))
                    try connection.addRecords(kind, to: id, rows)
                    return id
                }
                try store.read { connection in
                    let back = try connection.records(kind, of: id)
                    try #require(back.count == rows.count)
                    for (row, found) in zip(rows, back) {
                        for (column, value) in found { #expect(value == row[column] ?? .null, "\(column)") }
                    }
                    #expect(try connection.lastRecord(of: id) == rows.last?["record"]?.number)
                    let columns = Array(RecordLayout(kind).columns.dropFirst())
                    for row in [rows[0], rows[count / 2], rows[count - 1]] {
                        let record = row["record"]?.number ?? 0
                        let found = try #require(try connection.record(record, of: id, columns))
                        for column in columns { #expect(found[column] == row[column] ?? .null) }
                        // Numbers have gaps, where rows were refused.
                        if try connection.record(record + 1, of: id, ["line"]) != nil {
                            #expect(rows.contains { $0["record"]?.number == record + 1 })
                        }
                    }
                    #expect(try connection.record(0, of: id, ["line"]) == nil)
                }
            }
        }
    }

    /// Rows whose columns are each of some sort: all missing, all the same, rising, few words, codes, anything.
    private static func rows(_ kind: SubmissionKind, _ count: Int, _ numbers: inout SeededNumbers) -> [Row] {
        let layout = RecordLayout(kind)
        var rows = Array(repeating: Row(), count: count)
        for (column, type) in zip(layout.columns, layout.types).dropFirst() {
            let isAlways = ["record", "line"].contains(column)
            let sort = isAlways ? 7 : Int.random(in: 0..<9, using: &numbers)
            let gaps = isAlways ? 0 : [0, 0, 0.1, 0.9].randomElement(using: &numbers)!
            var number = Int64.random(in: 0...1_000_000, using: &numbers)
            for row in 0..<count where Double.random(in: 0..<1, using: &numbers) >= gaps {
                number += Int64.random(in: 1...3, using: &numbers)
                switch type {
                case .integer: rows[row][column] = integer(sort, number, row, &numbers)
                case .text: rows[row][column] = text(sort, number, &numbers).map(SQLValue.text)
                case .blob: break
                }
            }
        }
        return rows
    }

    private static func integer(_ sort: Int, _ number: Int64, _ row: Int, _ numbers: inout SeededNumbers) -> SQLValue? {
        switch sort {
        case 0: nil
        case 1: .integer(42)
        case 2: .integer([Int64.min, .max, 0, -1].randomElement(using: &numbers)!)
        case 3: .integer(.random(in: .min ... .max, using: &numbers))
        case 4: .integer(Int64(row) * 148 + .random(in: -300...300, using: &numbers))
        case 5: .integer(Int64.max - Int64(row))
        case 6: .integer(24_050_000_000 + .random(in: 0...99_999_999, using: &numbers))
        default: .integer(number)
        }
    }

    private static func text(_ sort: Int, _ number: Int64, _ numbers: inout SeededNumbers) -> String? {
        switch sort {
        case 0: nil
        case 1: "Đã chi"
        case 2: ["", "Nam", "Nữ", "Hộ nghèo", "Hộ cận nghèo"].randomElement(using: &numbers)!
        case 3: String(format: "24%08d", Int(number) % 100_000_000)
        case 4: String(format: "BT-24/%06d", Int(abs(number)) % 1_000_000)
        case 5: String((0..<Int.random(in: 0...9, using: &numbers)).map { _ in "0123456789".randomElement(using: &numbers)! })
        case 6: String(repeating: "ế", count: Int.random(in: 0...3_000, using: &numbers))
        case 7: String(format: "%018d", Int(number))
        default: "Nguyễn Thị " + ["Ún", "Páo", "Mỷ", "Đức", "\u{0}", "𠮷"].randomElement(using: &numbers)! + " \(number)"
        }
    }

    // MARK: Its bytes

    /// As ``RecordPage`` says, put down by hand: stores that are there must be read for ever.
    @Test("a page put down by hand is read")
    func byHand() throws {
        func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + text.utf8 }
        func eight(_ number: Int64) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
        let columns: [(head: [UInt8], section: [UInt8])] = [
            ([0] + text("record"), [0x10] + eight(5) + eight(1)),
            ([0] + text("amount"), [0x22] + eight(-3) + [0b010] + [0x03, 0x00, 0xFF, 0xFF, 0xE8, 0x03]),
            ([1] + text("code"), [2, 2, 0, 0x42, 0x54, 3, 1] + eight(7) + [0, 1, 93]),
            ([1] + text("word"), [1, 2, 0, 0x01] + eight(3) + [1, 0] + Array("NữNam".utf8) + [1] + eight(0) + [1, 0, 1]),
            ([1] + text("name"), [0, 1, 0, 0x4C, 0x01] + eight(0) + [0, 1, 2] + Array("abc".utf8)),
            ([1] + text("none"), [0x80]),
        ]
        var page: [UInt8] = [1, UInt8(columns.count), 3, 0] + columns.flatMap(\.head)
        var end = page.count + columns.count * 4
        for column in columns {
            end += column.section.count
            page += withUnsafeBytes(of: UInt32(end).littleEndian) { Array($0) }
        }
        page += columns.flatMap(\.section)

        let reader = RecordPage(["code", "amount", "record", "name", "word", "none", "absent"])
        try page.withUnsafeBufferPointer { try reader.read($0) }
        #expect(reader.count == 3)
        func texts(_ position: Int) -> [String?] {
            (0..<3).map { row in
                reader[position].texts.isNull(row)
                    ? nil : reader[position].texts.withText(row) { String(decoding: $0, as: UTF8.self) }
            }
        }
        #expect((0..<3).map { reader[2].integers[$0] } == [5, 6, 7])
        #expect((0..<3).map { reader[1].integers.isNull($0) ? nil : reader[1].integers[$0] } == [0, nil, 997])
        #expect(texts(0) == ["BT007", "BT008", "BT100"])
        #expect(texts(4) == ["Nam", "Nữ", "Nam"])
        #expect(texts(3) == ["L", "La", "Lbc"])
        #expect(texts(5) == [nil, nil, nil])
        #expect((0..<3).allSatisfy { reader[6].integers.isNull($0) && reader[6].texts.isNull($0) })
    }

    @Test("a page that is cut, or has a bit turned, is refused or read, and never more than that")
    func damaged() throws {
        let kind = SubmissionKind.payments
        let columns = Array(RecordLayout(kind).columns.dropFirst())
        var numbers = SeededNumbers(seed: 3)
        let page = try withTemporaryStore { store, _ in
            try store.write { connection in
                let id = try SubmissionRegister(connection).open(arrival())
                try connection.addRecords(kind, to: id, Self.rows(kind, 60, &numbers))
                return try #require(try connection.row("SELECT content FROM record_page")?.blob("content"))
            }
        }
        let reader = RecordPage(columns)
        func isRead(_ bytes: [UInt8]) -> Bool {
            do { try bytes.withUnsafeBufferPointer { try reader.read($0) } } catch { return false }
            for position in columns.indices {
                for row in 0..<reader.count {
                    _ = reader[position].integers[row]
                    reader[position].texts.withText(row) { _ = $0.reduce(0) { $0 &+ Int($1) } }
                }
            }
            return true
        }
        #expect(isRead(page))
        for count in 0..<page.count { #expect(!isRead(Array(page[..<count]))) }
        var refused = 0
        for _ in 0..<20_000 {
            var spoilt = page
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                // The head of a page is the smaller part and the more dangerous one.
                let place =
                    Bool.random(using: &numbers)
                    ? Int.random(in: 0..<500, using: &numbers) : .random(in: page.indices, using: &numbers)
                spoilt[place] =
                    Bool.random(using: &numbers)
                    ? UInt8.random(in: 0...255, using: &numbers) : spoilt[place] ^ (1 << UInt8.random(in: 0..<8, using: &numbers))
            }
            if !isRead(spoilt) { refused += 1 }
            // What came before must not show through.
            #expect(isRead(page))
        }
        #expect(refused > 1_000)
    }

    @Test("a damaged page of a store is told, with the submission and without what it holds")
    func damagedStore() throws {
        try withTemporaryStore { store, _ in
            let id = try store.write { connection in
                let id = try SubmissionRegister(connection).open(arrival())
                try insertPayment(connection, submission: id, record: 1)
                try connection.execute("UPDATE record_page SET content = ?", [.blob([1, 9] + Array("Lò Thị Ến".utf8))])
                return id
            }
            let error = #expect(throws: StoreError.self) {
                try store.read { try $0.scanRecords(of: id, ["full_name"]) { _ in } }
            }
            #expect(error?.kind == .damaged)
            #expect(error?.message.contains("lần nộp \(id)") == true && error?.message.contains("Ến") == false)
        }
    }

    // MARK: Stores of before

    @Test("a store whose rows lay in rows is brought up to date, with all its rows")
    func migration() throws {
        try withTemporaryStore { store, place in
            var numbers = SeededNumbers(seed: 11)
            var expected: [Int64: [Row]] = [:]
            try store.write { connection in
                try connection.execute("DROP TABLE record_page")
                try connection.execute("DELETE FROM migration WHERE name = 'record-pages'")
                for kind in SubmissionKind.allCases {
                    let rows = RowTable(kind)
                    let table = Table(
                        rows.name, key: rows.table.primaryKey, rows.table.columns + [RowTable.offset, RowTable.aside])
                    for statement in table.definitions(for: store) { try connection.execute(statement) }
                    for count in [3, 1_500] {
                        let id = try SubmissionRegister(connection).open(
                            arrival(kind, sha256: "\(kind) \(count)"))
                        let all = Self.rows(kind, count, &numbers).map { row in
                            // Of the time before; a line was always there, and PostgreSQL takes no NUL in a text.
                            row.mapValues { $0 == .text("\u{0}") ? .null : $0 }.merging(["line": .int(9)]) { $1 }
                        }.map { $0.mapValues { value in value.words?.contains("\u{0}") == true ? .null : value } }
                        let columns = RecordLayout(kind).columns
                        let insert = try connection.bulkInsert(into: rows.name, columns: columns)
                        for row in all {
                            try insert.insert(row: columns.map { $0 == "submission_id" ? .integer(id) : row[$0] ?? .null })
                        }
                        try insert.finish()
                        expected[id] = all
                    }
                }
            }
            try store.close()
            let again = try Store.open(place.url)
            defer { try? again.close() }
            try again.read { connection in
                for submission in try connection.rows("SELECT id, kind FROM submission") {
                    let (id, kind) = (submission.int64("id") ?? 0, SubmissionKind(rawValue: submission.string("kind") ?? "")!)
                    let found = try connection.records(kind, of: id)
                    let rows = try #require(expected[id])
                    try #require(found.count == rows.count)
                    for (row, found) in zip(rows, found) {
                        for (column, value) in found { #expect(value == row[column] ?? .null, "\(column)") }
                    }
                }
            }
            #expect(throws: StoreError.self) { try again.read { _ = try $0.rows("SELECT * FROM payment") } }
        }
    }
}
