import Foundation
import Registry
import TestSupport
import Testing

@testable import Ingest

@Suite("Fix-lists")
struct FixListTests {
    /// Ten rows, three of them wrong in two ways, one in XML's or Excel's favourite way of losing digits.
    private static func list(_ encoding: (String) -> [UInt8] = { Array($0.utf8) }, ghiChu: Bool = true) -> [UInt8] {
        var lines = [PaymentRow.header(";") + (ghiChu ? ";Ghi chú" : "")]
        for row in 1...10 {
            var changes = [
                "ma_ho": "24000001\(10 + row)", "ho_va_ten": "Nguyễn Thị Đào \(["Một", "Hai", "Ba"][row % 3])",
                "so_tien": "\(row)00000",
            ]
            if row == 3 || row == 7 { changes["ngay_sinh"] = "31/02/1950" }
            if row == 5 { changes["so_tien"] = "5E+05" }
            lines.append(PaymentRow(changes).line(";") + (ghiChu ? ";\(row == 7 ? "=1+1" : "ghi")" : ""))
        }
        return encoding(lines.joined(separator: "\r\n") + "\r\n")
    }

    @Test("has only the rows to fix, the most frequent fault first, with reason and wrong cell")
    func content() throws {
        try withTemporaryStore { store, place in
            let id = try ingest(Self.list(), into: store, place)
            let list = try fixList(id, store)
            #expect(list.groups.map(\.rows) == [2, 1] && list.groups.map(\.reason) == ["date_invalid", "amount_precision_lost"])
            #expect(list.rows.map(\.line) == [4, 8, 6])
            #expect(list.columns.last == "Ghi chú", "an unknown column is kept")
            let birth = try #require(list.columns.firstIndex(of: "Ngày sinh"))
            #expect(list.rows[0].wrongColumn == birth && list.rows[0].cells[birth] == "31/02/1950")
            let text = String(decoding: list.csv, as: UTF8.self)
            #expect(text.contains("'=1+1") && !text.contains(";=1+1"), "no spreadsheet runs a cell of ours")
            #expect(text.contains("2400000117") && !text.contains("2400000118"))
        }
    }

    @Test("legacy bytes, and text that was decoded wrongly, are given back as they read")
    func encodings() throws {
        try withTemporaryStore { store, place throws in
            let tcvn3 = try EncodingTable("vietnamese").encoder("tcvn3_bytes_hex")
            let id = try ingest(Self.list { encoded($0, tcvn3) }, into: store, place)
            #expect(try fixList(id, store).rows[0].cells.contains("Nguyễn Thị Đào Một"))
        }
    }

    @Test("the corrected list alone joins its submission: nothing lost, nothing twice")
    func joins() throws {
        try withTemporaryStore { store, place in
            let id = try ingest(Self.list(), into: store, place)
            let before = try rows(id, store)
            #expect(before.count == 7)
            let corrected = corrected(try fixList(id, store)) { $0.replacing("31/02/1950", with: "28/02/1950") }
            let result = try intake(corrected, store, place)
            let joined = try #require(result.submission)
            #expect(joined.id != id && joined.isCurrent)
            #expect(joined.rows == RowCounts(seen: 10, accepted: 9, rejected: 1, skipped: 0))
            #expect(joined.amountTotal == Dong(5_000_000))
            let after = try rows(joined.id, store)
            #expect(Array(after.prefix(7)) == before, "what was right before is the same")
            // The line is the one of the original file.
            #expect(Set(after.map(\.line)) == Set(2...11).subtracting([6]))
            #expect(Set(after.map(\.record)).count == 9)
            // What is still wrong can be taken again, with the original line.
            let left = try fixList(joined.id, store)
            #expect(left.rows.map(\.line) == [6])
            #expect(try left.columns == fixList(id, store).columns)
            let whole = try intake(self.corrected(left) { $0.replacing("5E+05", with: "500000") }, store, place).submission
            #expect(whole?.rows == RowCounts(seen: 10, accepted: 10, rejected: 0, skipped: 0))
            #expect(whole?.amountTotal == Dong(5_500_000))
        }
    }

    @Test("rows that were left out of the list stay to be fixed")
    func leftOut() throws {
        try withTemporaryStore { store, place in
            let id = try ingest(Self.list(), into: store, place)
            let lines = String(decoding: try fixList(id, store).csv, as: UTF8.self).replacing("31/02/1950", with: "28/02/1950")
                .split(separator: "\r\n").filter { !$0.hasPrefix("6;") }
            // Columns in another order, and one that nobody knows taken out.
            let joined = try #require(try intake(Array(lines.joined(separator: "\r\n").utf8), store, place).submission)
            #expect(joined.rows == RowCounts(seen: 10, accepted: 9, rejected: 1, skipped: 0))
            #expect(try fixList(joined.id, store).rows.first?.cells.contains("5E+05") == true)
        }
    }

    @Test("a row added by hand is one more, and stands for none that was left out")
    func added() throws {
        try withTemporaryStore { store, place in
            let id = try ingest(Self.list(), into: store, place)
            let list = try fixList(id, store)
            // Where row 6 of the file was to be corrected, another stands without a line, on line 6 of the list.
            var lines = String(decoding: list.csv, as: UTF8.self).split(separator: "\r\n").map(String.init)
            lines.removeAll { $0.hasPrefix("6;") || $0.hasPrefix("8;") || $0.hasPrefix("4;") }
            lines.insert(contentsOf: Array(repeating: "", count: 6 - lines.count - 1), at: 0)
            lines.append(";;;" + PaymentRow(["ma_ho": "2400000999"]).line(";") + ";")
            let joined = try #require(try intake(Array(lines.joined(separator: "\r\n").utf8), store, place).submission)
            #expect(joined.rows == RowCounts(seen: 11, accepted: 8, rejected: 3, skipped: 0))
            #expect(try fixList(joined.id, store).rows.map(\.line) == list.rows.map(\.line))
        }
    }

    @Test("sent twice it is one; taken back, the submission before it counts again")
    func repeated() throws {
        try withTemporaryStore { store, place in
            let id = try ingest(Self.list(), into: store, place)
            let file = corrected(try fixList(id, store)) { $0.replacing("31/02/1950", with: "1950") }
            let first = try intake(file, store, place)
            let second = try intake(file, store, place)
            #expect(first.isNew && !second.isNew && first.submission?.id == second.submission?.id)
            _ = try store.write { try SubmissionRegister($0).withdraw(first.submission?.id ?? 0, actor: "test") }
            #expect(try store.read { try SubmissionRegister($0).submission(id) }?.isCurrent == true)
        }
    }

    @Test("a list of a submission that was replaced, or of another store or province, is refused and changes nothing")
    func refused() throws {
        try withTemporaryStore { store, place in
            let id = try ingest(Self.list(), into: store, place)
            let file = corrected(try fixList(id, store)) { $0.replacing("31/02/1950", with: "1950") }
            let foreign = Array(String(decoding: file, as: UTF8.self).replacing("ansinh-fix:\(id):", with: "ansinh-fix:77:").utf8)
            #expect(try failure { try intake(foreign, store, place) } == .fixListForeign)
            let moved = Array(
                String(decoding: file, as: UTF8.self).replacing(";24;", with: ";01;").replacing("024050001234", with: "").utf8)
            #expect(try failure { try intake(moved, store, place) } == .fixListForeign)
            _ = try ingest(Self.list(ghiChu: false), into: store, place)
            #expect(try failure { try intake(file, store, place) } == .fixListStale)
            #expect(try store.read { try SubmissionRegister($0).all() }.count == 2)
        }
    }

    @Test("the workbook opens, keeps every code as text, colours and comments the wrong cell")
    func workbook() throws {
        try withTemporaryStore { store, place in
            let id = try ingest(Self.list(), into: store, place)
            let list = try fixList(id, store)
            let bytes = try FixListWorkbook(list).bytes()
            #expect(bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]))
            let file = place.folder.appendingPathComponent("can-sua.xlsx")
            try Data(bytes).write(to: file)
            let sheet = try unzipped(file, "xl/worksheets/sheet1.xml")
            // No number cell at all: every value is a shared string.
            #expect(!sheet.contains("<v>2400000117</v>") && sheet.contains("t=\"s\""))
            // Sent back as it is, it is read as the same list: nothing is right that was not.
            let again = try Intake(store: store).ingest(
                FeedInput(path: file.path), fileName: "can-sua.xlsx", options: ImportOptions(today: testDay), sender: "test",
                progress: .silent)
            #expect(again.submission?.rows == RowCounts(seen: 10, accepted: 7, rejected: 3, skipped: 0))
            let second = try fixList(try #require(again.submission).id, store)
            #expect(second.rows.map(\.line) == list.rows.map(\.line) && second.groups == list.groups)
            #expect(second.rows.map(\.cells) == list.rows.map(\.cells) && second.columns == list.columns)
            let strings = try unzipped(file, "xl/sharedStrings.xml")
            #expect(strings.contains("2400000117") && strings.contains("024050001234"))
            #expect(try unzipped(file, "xl/comments1.xml").contains(ImportVocabulary.message(reason: "date_invalid")))
        }
    }

    @Test("a cell that a spreadsheet would run comes back as text")
    func formulas() {
        #expect(FixList.cell("=1+1") == "'=1+1")
        #expect(FixList.cell("@x;y") == "\"'@x;y\"")
        #expect(FixList.cell("a\"b") == "\"a\"\"b\"")
        #expect(FixList.cell("Nguyễn") == "Nguyễn")
    }

    // MARK: Helpers

    private struct StoredRow: Equatable {
        let record: Int64
        let line: Int64
        let household: String
    }

    private func rows(_ id: Int64, _ store: Store) throws -> [StoredRow] {
        try store.read {
            var rows: [StoredRow] = []
            try $0.scanRecords(of: id, ["record", "line", "household_code"]) { row in
                rows.append(StoredRow(record: row.int64(0), line: row.int64(1), household: row.string(2)))
            }
            return rows
        }
    }

    private func fixList(_ id: Int64, _ store: Store) throws -> FixList {
        try store.read { connection in
            let register = SubmissionRegister(connection)
            return FixList(try #require(try register.submission(id)), rejected: try register.rejectedRows(id))
        }
    }

    private func corrected(_ list: FixList, _ change: (String) -> String) -> [UInt8] {
        Array(change(String(decoding: list.csv, as: UTF8.self)).utf8)
    }

    private func ingest(_ bytes: [UInt8], into store: Store, _ place: StoreUnderTest) throws -> Int64 {
        try #require(try intake(bytes, store, place).submission).id
    }

    private func intake(_ bytes: [UInt8], _ store: Store, _ place: StoreUnderTest) throws -> IntakeResult {
        let file = place.folder.appendingPathComponent("\(UUID().uuidString).csv")
        try Data(bytes).write(to: file)
        return try Intake(store: store).ingest(
            FeedInput(path: file.path), fileName: "danh-sach.csv", options: ImportOptions(today: testDay), sender: "test",
            progress: .silent)
    }

    private func failure(_ body: () throws -> IntakeResult) throws -> ImportError.Kind? {
        do {
            _ = try body()
            return nil
        } catch let error as ImportError { return error.kind }
    }

    private func unzipped(_ file: URL, _ part: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c", "import sys,zipfile;sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))", file.path, part,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
