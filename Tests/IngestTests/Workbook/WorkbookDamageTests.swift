import Registry
import TestSupport
import Testing

@testable import Ingest

@Suite("Workbooks that are refused")
struct WorkbookDamageTests {
    private func reason(_ bytes: [UInt8]) throws -> String? {
        let report = try importFeed(bytes).report
        #expect(report.outcome == .rejectFile)
        return report.fileReason
    }

    @Test("cut off anywhere", arguments: [40, 500, 2000, 3000])
    func truncated(_ count: Int) throws {
        #expect(try reason(Array(SheetRows.file().bytes.prefix(count))) == "archive_truncated")
    }

    @Test("a wrong checksum, which is found at the end of the sheet")
    func checksum() throws {
        var entries = SheetRows.file().entries
        entries[5] = PackedFiles.Entry("xl/worksheets/sheet1.xml", content(of: SheetRows.file(), 5), checksum: 1)
        #expect(try reason(PackedFiles(entries).bytes) == "archive_damaged")
    }

    private func content(of file: WorkbookFile, _ index: Int) -> [UInt8] {
        // An archive of stored entries holds the bytes of each as they are; the first entry of one such archive is ours.
        let packed = PackedFiles([file.entries[index]]).bytes
        let start = 30 + Int(packed[26]) + Int(packed[27]) << 8
        let size = Int(packed[22]) | Int(packed[23]) << 8 | Int(packed[24]) << 16
        return Array(packed[start..<start + size])
    }

    @Test("an encrypted part, an unreadable one, one that is missing, and an old workbook")
    func parts() throws {
        var entries = SheetRows.file().entries
        entries[5] = PackedFiles.Entry("xl/worksheets/sheet1.xml", [1, 2, 3], isEncrypted: true)
        #expect(try reason(PackedFiles(entries).bytes) == "archive_encrypted")
        entries[5] = PackedFiles.Entry("xl/worksheets/sheet1.xml", Array("<worksheet><sheetData><row".utf8))
        #expect(try reason(PackedFiles(entries).bytes) == "workbook_damaged")
        entries.remove(at: 5)
        #expect(try reason(PackedFiles(entries).bytes) == "workbook_damaged")
        #expect(try reason([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 600)) == "wrong_format")
    }

    @Test(
        "sheets that contradict themselves",
        arguments: [
            "<row r=\"2\"/><row r=\"1\"/>", "<row r=\"0\"/>", "<row r=\"1048577\"/>", "<row r=\"1\"><c r=\"XFE1\"/></row>",
            "<row r=\"1\"><c r=\"1\"/></row>", "<row><c t=\"s\"><v>7</v></c></row>",
            "<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row>",
        ])
    func contradictions(_ rows: String) throws {
        var file = WorkbookFile([WorkbookFile.Sheet("S", [])])
        file.replaced["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData>\(rows)</sheetData></worksheet>"
        #expect(try reason(file.bytes) == "workbook_damaged")
    }

    @Test("a DOCTYPE in any part, before anything is expanded")
    func doctype() throws {
        for part in ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"] {
            var file = SheetRows.file()
            file.replaced[part] = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"bbbb\">]><a>&b;</a>"
            #expect(try reason(file.bytes) == "xml_doctype_forbidden", "\(part)")
        }
    }

    @Test("documents that are ZIP files but no workbooks")
    func documents() throws {
        let word = PackedFiles([
            .init("[Content_Types].xml", Array("<Types/>".utf8)), .init("word/document.xml", Array("<document/>".utf8)),
        ])
        #expect(try reason(word.bytes) == "wrong_format")
        let openDocument = PackedFiles([.init("mimetype", Array("application/vnd.oasis".utf8)), .init("content.xml", [])])
        #expect(try reason(openDocument.bytes) == "wrong_format")
        #expect(try reason(Array("PK\u{3}\u{4}rest of something".utf8)) == "wrong_format")
    }

    @Test("shared strings that inflate beyond all measure")
    func stringsBomb() throws {
        let strings = String(repeating: "<si><t>" + String(repeating: "a", count: 500) + "</t></si>", count: 60_000)
        var file = SheetRows.file()
        file.isDeflated = true
        file.replaced["xl/sharedStrings.xml"] = "<sst>\(strings)</sst>"
        #expect(try reason(file.bytes) == "archive_size_limit")
    }

    @Test("a shared string longer than any spreadsheet allows")
    func longString() throws {
        var file = SheetRows.file()
        file.replaced["xl/sharedStrings.xml"] = "<sst><si><t>\(String(repeating: "a", count: 200_000))</t></si></sst>"
        #expect(try reason(file.bytes) == "workbook_size_limit")
    }

    @Test("one long string named by every cell")
    func repeatedString() throws {
        var rows = [WorkbookFile.Row(1, SheetRows.header.enumerated().map { ($0 + 1, .shared($1)) })]
        rows.append(WorkbookFile.Row(2, [(1, .shared(String(repeating: "a", count: 60_000)))]))
        var file = WorkbookFile([WorkbookFile.Sheet("S", rows)])
        let header = (0..<16).map { "<c t=\"s\"><v>\($0)</v></c>" }.joined()
        let row = "<row>\(String(repeating: "<c t=\"s\"><v>16</v></c>", count: 16))</row>"
        file.replaced["xl/worksheets/sheet1.xml"] =
            "<worksheet><sheetData><row>\(header)</row>\(String(repeating: row, count: 200))</sheetData></worksheet>"
        #expect(try reason(file.bytes) == "workbook_size_limit")
    }

    @Test("a sheet of which only the first row and the last column are filled is no burden")
    func lastColumn() throws {
        var rows = SheetRows.list()
        for number in 3...500 { rows.append(WorkbookFile.Row(number, [(16_384, .number("1", style: 0))])) }
        let outcome = try importFeed(WorkbookFile([WorkbookFile.Sheet("S", rows)]).bytes)
        #expect(outcome.report.rows.accepted == 1)
        #expect(outcome.report.rows.rejected == 0)
    }

    @Test("damage anywhere ends in a report, never in a trap", arguments: 0..<300)
    func fuzzed(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes = SheetRows.file(["ngay_sinh": .number("18395", style: 1)], styles: ["0", "14"]).bytes
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[Int.random(in: 4..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        _ = try importFeed(bytes)
    }
}
