import TestSupport
import Testing

@testable import Ingest

@Suite("A sheet as the text of a table")
struct SheetTextTests {
    private func line(_ cells: [WorkbookFile.Cell], styles: [String] = ["0"], isDate1904: Bool = false) throws -> String {
        var file = WorkbookFile([
            WorkbookFile.Sheet("S", [WorkbookFile.Row(1, cells.enumerated().map { ($0 + 1, $1) })])
        ])
        file.styles = styles
        file.isDate1904 = isDate1904
        return try sheetLines(file)[0]
    }

    @Test("texts of every kind")
    func texts() throws {
        let cells: [WorkbookFile.Cell] = [
            .shared("024050001234"), .inline("Đức"), .rich(["Nguyễn ", "Văn"], phonetic: "ngu-yen"), .formula("A&B"),
            .boolean(true),
            .boolean(false), .error("#VALUE!"), .blank, .shared("_x0041__x005F_x0041_"), .isoDate("2021-08-05T00:00:00"),
        ]
        #expect(try line(cells) == "024050001234,Đức,Nguyễn Văn,A&B,TRUE,FALSE,#VALUE!,,A_x0041_,05/08/2021")
    }

    @Test("commas, quotes and line breaks stay in their cell, and a row is one line")
    func quoting() throws {
        let cells: [WorkbookFile.Cell] = [
            .shared("a,b"), .inline("\"x\""), .shared("Mã\nhộ"), .shared("r\r\nn"), .inline(" c "), .shared("_x000D_\nd"),
        ]
        #expect(try line(cells) == "\"a,b\",\"\"\"x\"\"\",\"Mã hộ\",\"r n\", c ,\" d\"")
    }

    @Test(
        "numbers keep the digits that were stored",
        arguments: [
            ("24050001234", "24050001234"), ("24050001234.0", "24050001234"), ("2.4050001234E10", "24050001234"),
            ("2.4050001234E+10", "24050001234"), ("540000.00000000012", "540000"), ("539999.99999999988", "540000"),
            ("9007199254740991", "9007199254740991"), ("1.2345678901234568E+17", "1.2345678901234568E+17"),
            ("123456789012345678", "123456789012345678"), ("0.30000000000000004", "0.3"), ("1.5", "1.5"), ("-12", "-12"),
            ("007", "007"), ("1E-3", "1E-3"), ("0", "0"), ("nan", "nan"), ("0x1F", "0x1F"), ("1E+5", "100000"),
        ])
    func numbers(_ stored: String, _ written: String) throws {
        #expect(try line([.number(stored, style: 0)]) == written)
    }

    @Test("a format of nothing but zeros says how many digits there are")
    func padded() throws {
        let styles = ["0", "000000000000", "00\"x\""]
        #expect(try line([.number("24050001234", style: 1)], styles: styles) == "024050001234")
        #expect(try line([.number("1.5", style: 1)], styles: styles) == "1.5")
        #expect(try line([.number("5", style: 2)], styles: styles) == "5")
    }

    @Test(
        "dates by their style",
        arguments: [
            ("14", "44413", "05/08/2021"), ("22", "44413.604166666664", "05/08/2021 14:30:00"), ("30", "1", "01/01/1900"),
            ("14", "59", "28/02/1900"), ("14", "60", "29/02/1900"), ("14", "61", "01/03/1900"), ("14", "2958465", "2958465"),
            ("14", "55153", "31/12/2050"),
            ("14", "44412.999999999", "05/08/2021"), ("21", "0.5", "12:00:00"), ("46", "0.25", "06:00:00"), ("14", "0", "0"),
            ("14", "-3", "-3"), ("14", "2958466", "2958466"), ("57", "18395", "12/05/1950"),
            ("dd/mm/yyyy;@", "18395", "12/05/1950"),
            ("[$-42A]dd mmmm yyyy", "18395", "12/05/1950"), ("\"ngày\" d\\.m\\.yy", "18395", "12/05/1950"),
            ("mm/yyyy", "44409", "01/08/2021"), ("#,##0 \"d\"", "44413", "44413"), ("0.00E+00", "44413", "44413"),
            ("#,##0 VND", "44413", "44413"), ("[Red]0;[Blue]-0", "44413", "44413"), ("mm:ss.0", "0.5", "12:00:00"),
            ("General", "44413", "44413"), ("_-* #,##0\\ [$₫-42A]_-", "44413", "44413"), ("@", "44413", "44413"),
            ("49", "44413", "44413"),
        ])
    func dates(_ format: String, _ stored: String, _ written: String) throws {
        #expect(try line([.number(stored, style: 1)], styles: ["0", format]) == written)
    }

    @Test("the system that counts from 1904")
    func date1904() throws {
        #expect(try line([.number("42951", style: 0)], styles: ["14"], isDate1904: true) == "05/08/2021")
        #expect(try line([.number("0", style: 0)], styles: ["14"], isDate1904: true) == "01/01/1904")
    }

    @Test("the number of a line is the number of its row, and cells stand in their columns")
    func gaps() throws {
        let rows = [
            WorkbookFile.Row(3, [(2, .shared("b")), (5, .inline("e"))]), WorkbookFile.Row(4, []),
            WorkbookFile.Row(6, [(1, .blank)]),
            WorkbookFile.Row(7, [(3, .number("3", style: 0)), (1, .shared("a"))]),
        ]
        let file = WorkbookFile([WorkbookFile.Sheet("S", rows)])
        #expect(try sheetLines(file) == ["", "", ",b,,,e", "", "", "", "a,,3"])
        #expect(try sheetLines(file, width: .exactly(4)) == ["", "", ",b,,", "", "", "", "a,,3,"])
        #expect(try sheetLines(file, width: .atLeast(4)) == ["", "", ",b,,,e", "", "", "", "a,,3,"])
    }

    @Test("rows and cells that do not say where they stand follow each other")
    func placeless() throws {
        let rows = (1...2).map {
            WorkbookFile.Row($0, [(1, .inline("a\($0)")), (2, .blank), (3, .inline("c"))], hasPlaces: false)
        }
        #expect(try sheetLines(WorkbookFile([WorkbookFile.Sheet("S", rows)])) == ["a1,,c", "a2,,c"])
    }

    @Test("what is written is read back, cell by cell", arguments: 0..<20)
    func readBack(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let letters = ["a", "\"", ",", " ", "đ", "\t", ";", "'", "\"\"", "=", "|", "𝄞"]
        let table = (0..<30).map { _ in
            (0..<6).map { _ in
                (0..<Int.random(in: 1...6, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
            }
        }
        let lines = try sheetLines(WorkbookFile(texts: table) { seed % 2 == 0 ? .shared($0) : .inline($0) })
        let read = try CSVReaderTests.read(Array(lines.joined(separator: "\n").utf8), expectedFields: 6)
        #expect(read.map(\.cells) == table)
        #expect(read.allSatisfy { !$0.isBroken })
        #expect(read.map(\.line) == (1...30).map(Int64.init))
    }

    @Test("strings beyond what is kept in memory are found again, in any order")
    func manyStrings() throws {
        let arena = StringArena()
        var random = SeededGenerator(seed: 7)
        var starts: [Int] = []
        func text(_ index: Int) -> [UInt8] { Array(repeating: UInt8(truncatingIfNeeded: index), count: index * 7919 % 9000) }
        for index in 0..<5_000 { starts.append(try arena.append(text(index), for: "x")) }
        #expect(arena.count > WorkbookLimits.stringBytesInMemory)
        for _ in 0..<20_000 {
            let index = Int.random(in: 0..<5_000, using: &random)
            var start = starts[index]
            let length = arena.length(at: &start)
            guard Array(arena.bytes(at: start + 4, count: length)) == text(index) else { throw Unequal(index: index) }
        }
        // One string after another, without being told where each starts.
        var start = 0
        for index in 0..<5_000 {
            let length = arena.length(at: &start)
            guard start == starts[index] else { throw Unequal(index: index) }
            start += 4 + length
        }
    }

    private struct Unequal: Error { let index: Int }

    @Test("shared strings by number, forwards, backwards and twice")
    func sharedOrder() throws {
        let texts = (0..<100).map { "số \($0)" }
        var file = WorkbookFile(texts: texts.map { [$0] })
        let order = Array((0..<100).reversed()) + [5, 5, 6, 50, 17, 16, 15]
        file.replaced["xl/worksheets/sheet1.xml"] =
            "<worksheet><sheetData>" + order.map { "<row><c t=\"s\"><v>\($0)</v></c></row>" }.joined()
            + "</sheetData></worksheet>"
        #expect(try sheetLines(file) == order.map { texts[$0] })
    }
}
