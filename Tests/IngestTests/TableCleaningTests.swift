import Foundation
import Testing

@testable import Ingest

@Suite("Any table as clean CSV")
struct TableCleaningTests {
    /// - Returns: the lines of the clean table.
    static func clean(_ bytes: [UInt8]) throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("ansinh-\(UUID().uuidString).csv")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var out: [UInt8] = []
        let summary = try TableCleaning(path: file.path).run { out.append(contentsOf: $0) }
        #expect(summary.fileReason == nil)
        return String(decoding: out, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    static func clean(_ lines: [String]) throws -> [String] { try clean(lines.joined(separator: "\n") + "\n") }

    static func clean(_ text: String) throws -> [String] { try clean(Array(text.utf8)) }

    private static let rows = ["1,An,Huế,5", "2,Bình,Huế,6", "3,Cúc,Huế,7"]
    private static let body = rows.joined(separator: "\n") + "\n"

    @Test(
        "a header with a delimiter too many or too few, or a quote too many, is no title",
        arguments: ["STT,,Tên,Nơi,Số", "STT,TênNơi,Số", "STT,\"Tên,Nơi,Số"])
    func brokenHeader(_ header: String) throws {
        let lines = try TableCleaningTests.clean(header + "\n" + TableCleaningTests.body)
        #expect(lines.count == 4)
        #expect(lines[1...] == TableCleaningTests.rows[...])
    }

    @Test(
        "titles are left out, however many delimiters stand behind them",
        arguments: ["DANH SÁCH", "DANH SÁCH,,,", "UBND XÃ,,,Mẫu 1", "DANH SÁCH,,,\n,,,", "DANH SÁCH\n\n"])
    func titles(_ title: String) throws {
        let lines = try TableCleaningTests.clean(title + "\nSTT,Tên,Nơi,Số\n" + TableCleaningTests.body)
        #expect(lines == ["STT,Tên,Nơi,Số"] + TableCleaningTests.rows)
    }

    @Test("a blank behind each comma is not of the cell; behind some it is")
    func blanks() throws {
        let lines = try TableCleaningTests.clean("a, b, c\n1, \"x, y\", z\n2, , t\n")
        #expect(lines == ["a,b,c", "1,\"x, y\",z", "2,,t"])
        #expect(try TableCleaningTests.clean("a, b,c\n1, x,y\n") == ["a, b,c", "1, x,y"])
    }

    @Test("blanks part the fields where texts with blanks stand in quotes")
    func delimitedByBlanks() throws {
        let lines = try TableCleaningTests.clean("STT \"Họ tên\" Số\n1 \"Lý A Sửu\" 5\n2 \"Vũ Thị Na\" 6\n")
        #expect(lines == ["STT,Họ tên,Số", "1,Lý A Sửu,5", "2,Vũ Thị Na,6"])
        #expect(try TableCleaningTests.clean("Lý A Sửu\nVũ Thị Na\nLê Văn Tý\n") == ["Lý A Sửu", "Vũ Thị Na", "Lê Văn Tý"])
    }

    @Test(
        "a record that cannot be held whole is no clean record: the line is named",
        arguments: [String(repeating: "a,", count: 70_000), String(repeating: "a", count: 1_100_000)])
    func overlong(_ record: String) throws {
        let error = #expect(throws: ImportError.self) {
            try TableCleaningTests.clean(["STT,Tên,Nơi,Số"] + TableCleaningTests.rows + [record, "9,Tý,Huế,1"])
        }
        #expect(error?.kind == .recordTooLong && error?.line == 5 && error?.exitCode == 65)
    }

    @Test("a line in another encoding is decoded by itself")
    func mixed() throws {
        let tcvn3: [UInt8] = Array("2,NguyÔn V¨n §øc,H\u{B5} Néi\n".unicodeScalars.map { UInt8($0.value) })
        let text = "STT,Tên,Nơi\n1,Nguyễn Văn Đức,Hà Nội\n"
        #expect(try TableCleaningTests.clean(Array(text.utf8) + tcvn3).last == "2,Nguyễn Văn Đức,Hà Nội")
    }
}
