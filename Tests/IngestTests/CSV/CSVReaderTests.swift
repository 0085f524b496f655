import Testing

@testable import Ingest

@Suite("The lossless CSV reader")
struct CSVReaderTests {
    struct Record: Equatable {
        var cells: [String]
        var line: Int64
        var isBroken = false
    }

    static func read(
        _ bytes: [UInt8], delimiter: UInt8 = 0x2C, expectedFields: Int? = nil, largestPiece: Int = .max
    ) throws -> [Record] {
        let newline = bytes.withUnsafeBufferPointer { CSVDialect.newline(of: $0) }
        let dialect = CSVDialect(delimiter: delimiter, newline: newline)
        return try read(bytes, dialect, expectedFields: expectedFields, largestPiece: largestPiece)
    }

    static func read(
        _ bytes: [UInt8], _ dialect: CSVDialect, expectedFields: Int? = nil, largestPiece: Int = .max
    ) throws -> [Record] {
        let source = TextSource(ByteSource(bytes, largestPiece: largestPiece), encoding: .utf8, markLength: 0)
        let reader = CSVReader(source, dialect: dialect)
        reader.expectedFields = expectedFields
        let arena = ByteArena()
        var records: [Record] = []
        while try reader.next() {
            arena.reset(for: reader.length)
            let cells = (0..<reader.fieldCount).map { String(decoding: reader.text($0, into: arena), as: UTF8.self) }
            records.append(Record(cells: cells, line: reader.line, isBroken: reader.fault != nil))
        }
        return records
    }

    static func cells(_ text: String, expectedFields: Int? = nil) throws -> [[String]] {
        try read(Array(text.utf8), expectedFields: expectedFields).map(\.cells)
    }

    @Test("quotes, doubled quotes and line breaks inside fields")
    func quotes() throws {
        #expect(try CSVReaderTests.cells("a,\"b,c\",\"d \"\"e\"\"\"\n") == [["a", "b,c", "d \"e\""]])
        let records = try CSVReaderTests.read(Array("a,\"b\nc\",d\ne,f,g".utf8))
        #expect(records.map(\.cells) == [["a", "b\nc", "d"], ["e", "f", "g"]])
        #expect(records.map(\.line) == [1, 3])
    }

    @Test("all line ends, empty fields and a last line without an end")
    func lineEnds() throws {
        #expect(try CSVReaderTests.cells("a,b\r\nc,\r\n,d") == [["a", "b"], ["c", ""], ["", "d"]])
        #expect(try CSVReaderTests.cells("a,b\rc,d\r") == [["a", "b"], ["c", "d"]])
        #expect(try CSVReaderTests.cells("\"a\"\r\n\"b\"") == [["a"], ["b"]])
        #expect(try CSVReaderTests.cells("") == [])
        #expect(try CSVReaderTests.cells("a,") == [["a", ""]])
    }

    @Test("stray quotes are text")
    func strayQuotes() throws {
        #expect(try CSVReaderTests.cells("a 24\" b,c\n") == [["a 24\" b", "c"]])
        #expect(try CSVReaderTests.cells("\"Nguyễn \"Tèo\" Văn\",x\n", expectedFields: 2) == [["Nguyễn \"Tèo\" Văn", "x"]])
        #expect(try CSVReaderTests.cells("\"a\" ,x\n") == [["a", "x"]])
    }

    @Test("a quote that is never closed costs its own line and no other")
    func unclosedQuote() throws {
        let text = "1,\"An,x\n2,Bình,y\n3,\"Cúc\",z\n4,Dũng,t\n"
        let records = try CSVReaderTests.read(Array(text.utf8), expectedFields: 3)
        #expect(records.count == 4)
        #expect(records.map(\.isBroken) == [true, false, false, false])
        #expect(records[2].cells == ["3", "Cúc", "z"])
        #expect(records.map(\.line) == [1, 2, 3, 4])
    }

    @Test("an unclosed quote in the last line is broken too")
    func unclosedAtEnd() throws {
        let records = try CSVReaderTests.read(Array("1,2\n\"3,4".utf8), expectedFields: 2)
        #expect(records.map(\.isBroken) == [false, true])
    }

    @Test("a record longer than any may be is passed over and the next one is read")
    func overlong() throws {
        let text = "a,b\n" + String(repeating: "x", count: 5_000_000) + ",y\nc,d\n"
        let records = try CSVReaderTests.read(Array(text.utf8), expectedFields: 2)
        #expect(records.map(\.isBroken) == [false, true, false])
        #expect(records.last?.cells == ["c", "d"])
    }

    @Test("a blank before a quoted field is no part of it, and before other quotes it is")
    func blankBeforeQuote() throws {
        #expect(try CSVReaderTests.cells("a, \"b, c\", d\n") == [["a", "b, c", " d"]])
        #expect(try CSVReaderTests.cells("a, \"b\" c,d\n") == [["a", " \"b\" c", "d"]])
    }

    @Test(
        "a line whose quotes do not add up is divided as the header is",
        arguments: [
            // A quote too many, before plain and before quoted cells.
            ("1,\"An,x,\"b, c\"", ["1", "\"An", "x", "b, c"], true), ("1,\"\"An, B\",x,y", ["1", "\"An, B", "x", "y"], false),
            // Quotes inside that were not doubled.
            ("1,\"a \"b\"\",x,\"c, d\"", ["1", "a \"b\"", "x", "c, d"], false),
            // A closing quote that is missing.
            ("1,\"An, B,x,y", ["1", "An, B", "x", "y"], true),
            // A delimiter lost behind a quoted cell, and before one.
            ("1,\"a, b\"x,y", ["1", "a, bx", "y"], true), ("1\"a, b\",x,y", ["1a, b", "x", "y"], true),
            // Nothing is wrong with these: inches, and a field too few.
            ("1,10\",12\",x", ["1", "10\"", "12\"", "x"], false), ("\"a\",\"b\",\"c\"", ["a", "b", "c"], false),
        ])
    func brokenLine(_ line: String, _ cells: [String], _ isBroken: Bool) throws {
        let records = try CSVReaderTests.read(Array("r,s,t,u\n\(line)\nv,w,x,y\n".utf8), expectedFields: 4)
        try #require(records.count == 3)
        #expect(records[1].cells == cells)
        #expect(records[1].isBroken == isBroken)
        #expect(records[2].cells == ["v", "w", "x", "y"])
    }

    @Test("apostrophes for quotes and backslashes before them are found out")
    func variants() throws {
        let usual = CSVDialect(delimiter: 0x2C)
        let apostrophes = Array("a,b\n1,'x, y'\n2,'z, ''t'\n".utf8)
        let found = try usual.bestVariant(of: apostrophes)
        #expect(found.quote == 0x27)
        #expect(try CSVReaderTests.read(apostrophes, found).map(\.cells).last == ["2", "z, 't"])

        let backslashes = Array("a,b\n1,\"x \\\"y\\\", z\"\n2,\"t\\\\\"\n".utf8)
        let escaped = try usual.bestVariant(of: backslashes)
        #expect(escaped.hasBackslashEscapes)
        let cells = try CSVReaderTests.read(backslashes, escaped).map(\.cells)
        #expect(cells == [["a", "b"], ["1", "x \"y\", z"], ["2", "t\\\\"]])

        let codes = Array("a,b\n1,'0240000001\n2,'0240000002\n".utf8)
        #expect(try usual.bestVariant(of: codes) == usual)
    }

    @Test("random tables come back as they were written", arguments: UInt64(1)...20)
    func roundTrip(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let table = RandomTable(&random)
        let records = try CSVReaderTests.read(table.written(&random), delimiter: table.delimiter, expectedFields: table.columns)
        #expect(records.map(\.cells) == table.rows, "seed \(seed)")
        #expect(!records.contains { $0.isBroken })
    }

    @Test("where the pieces of a file end makes no difference", arguments: [1, 2, 3, 5, 7, 16, 17, 31, 4096])
    func seams(_ piece: Int) throws {
        var random = SeededGenerator(seed: 99)
        let table = RandomTable(&random)
        let bytes = table.written(&random)
        let whole = try CSVReaderTests.read(bytes, delimiter: table.delimiter, expectedFields: table.columns)
        let pieces = try CSVReaderTests.read(
            bytes, delimiter: table.delimiter, expectedFields: table.columns, largestPiece: piece)
        #expect(pieces == whole)
    }
}

/// A table of awkward cells and a writer that shares nothing with the reader.
struct RandomTable {
    let delimiter: UInt8
    let columns: Int
    let rows: [[String]]

    private static let pieces = [
        "a", "Đặng", "\"", "\"\"", ",", ";", "\t", "|", " ", "Hồng", "1.500.000", "\n", "\r\n", "ễ", "x y", "'", "0012",
    ]

    init(_ random: inout SeededGenerator) {
        delimiter = [0x2C, 0x3B, 0x09, 0x7C].randomElement(using: &random) ?? 0x2C
        let columns = Int.random(in: 3...9, using: &random)
        self.columns = columns
        rows = (0..<Int.random(in: 1...60, using: &random)).map { row in
            (0..<columns).map { column in
                // The first cell is never empty: a record of empty cells looks like a blank line.
                let count = column == 0 ? 1 : Int.random(in: 0...4, using: &random)
                let cell = (0..<count).map { _ in RandomTable.pieces.randomElement(using: &random) ?? "" }.joined()
                return column == 0 ? "r\(row)" : cell
            }
        }
    }

    func written(_ random: inout SeededGenerator) -> [UInt8] {
        let end = Bool.random(using: &random) ? "\r\n" : "\n"
        let mark = String(Unicode.Scalar(delimiter))
        let special: Set<Unicode.Scalar> = ["\"", "\n", "\r", Unicode.Scalar(delimiter)]
        let lines = rows.map { row in
            row.map { cell in
                let needsQuotes = cell.unicodeScalars.contains { special.contains($0) } || Bool.random(using: &random)
                guard needsQuotes else { return cell }
                var out = "\""
                for scalar in cell.unicodeScalars {
                    if scalar == "\"" { out.unicodeScalars.append("\"") }
                    out.unicodeScalars.append(scalar)
                }
                return out + "\""
            }.joined(separator: mark)
        }
        return Array((lines.joined(separator: end) + (Bool.random(using: &random) ? end : "")).utf8)
    }
}
