import Registry
import TestSupport
import Testing

@testable import Ingest

@Suite("Workbooks as feeds")
struct WorkbookFeedTests {
    @Test("a list is read from its sheet")
    func plain() throws {
        let outcome = try importFeed(SheetRows.file().bytes)
        #expect(outcome.report.outcome == .accept)
        #expect(outcome.report.format == "xlsx")
        #expect(outcome.report.delimiter == nil)
        #expect(outcome.report.headerLine == 1)
        #expect(outcome.value("ho_va_ten") == "Nguyễn Văn Đức")
        #expect(outcome.value("so_cccd") == "024050001234")
        #expect(outcome.report.notes.isEmpty)
    }

    @Test("numbers and dates of the spreadsheet's own, and an identity number that was typed as a number")
    func typed() throws {
        let file = SheetRows.file(
            [
                "ngay_sinh": .number("18395", style: 1), "ngay_chi": .number("44413.5", style: 2),
                "so_tien": .number("540000.00000000012", style: 0), "so_cccd": .number("2.4050001234E10", style: 0),
                "ky_chi_tra": .number("44409", style: 3), "ma_tinh": .number("24", style: 0),
            ], styles: ["0", "14", "dd/mm/yyyy hh:mm", "mm/yyyy"])
        let outcome = try importFeed(file.bytes)
        #expect(outcome.report.rejected.isEmpty)
        #expect(outcome.value("ngay_sinh") == "1950-05-12")
        #expect(outcome.value("ngay_chi") == "2021-08-05")
        #expect(outcome.value("so_tien") == "540000")
        #expect(outcome.value("so_cccd") == "024050001234")
        #expect(outcome.value("ky_chi_tra") == "2021-08")
        #expect(outcome.report.notes["id_zero_padded"] == 1)
    }

    @Test("lines of the report are rows of the sheet")
    func lines() throws {
        let outcome = try importFeed(SheetRows.file(first: 5, ["ngay_sinh": .shared("31/02/1950")]).bytes)
        #expect(outcome.report.headerLine == 5)
        #expect(outcome.report.rejected.map(\.line) == [6])
        #expect(outcome.onlyReason == "date_invalid")
    }

    @Test("an error value is no amount")
    func error() throws {
        #expect(try importFeed(SheetRows.file(["so_tien": .error("#VALUE!")]).bytes).onlyReason == "amount_invalid")
    }

    @Test("title sheets and hidden sheets are passed over; a second list is told")
    func sheets() throws {
        let title = WorkbookFile.Sheet("Bìa", [WorkbookFile.Row(1, [(1, .shared("UBND TỈNH BẮC GIANG"))])])
        let hidden = WorkbookFile.Sheet("Cũ", SheetRows.list(["so_tien": .shared("1")]), state: "hidden")
        let veryHidden = WorkbookFile.Sheet("Rất cũ", SheetRows.list(["so_tien": .shared("2")]), state: "veryHidden")
        let list = WorkbookFile.Sheet("DS", SheetRows.list(first: 3))
        let one = try importFeed(WorkbookFile([hidden, title, veryHidden, list]).bytes)
        #expect(one.value("so_tien") == "540000")
        #expect(one.report.headerLine == 3)
        #expect(one.report.notes["sheets_unread"] == nil)
        let two = try importFeed(WorkbookFile([list, title, WorkbookFile.Sheet("DS 2", SheetRows.list())]).bytes)
        #expect(two.report.rows.accepted == 1)
        #expect(two.report.notes["sheets_unread"] == 1)
    }

    @Test("a header that was merged from two rows")
    func mergedHeader() throws {
        var upper = SheetRows.header.enumerated().map { ($0 + 1, WorkbookFile.Cell.shared($1)) }
        upper[13] = (14, .shared("Số"))
        upper[14] = (15, .shared("Chi trả"))
        upper.removeLast()
        let lower: [(Int, WorkbookFile.Cell)] = [
            (14, .shared("tiền")), (15, .shared("Ngày chi")), (16, .shared("Trạng thái chi trả")),
        ]
        let rows = [WorkbookFile.Row(2, upper), WorkbookFile.Row(3, lower)] + SheetRows.list(first: 3).dropFirst()
        let outcome = try importFeed(WorkbookFile([WorkbookFile.Sheet("S", rows)]).bytes)
        #expect(outcome.report.notes["header_two_rows"] == 1)
        #expect(outcome.value("so_tien") == "540000")
        #expect(outcome.value("trang_thai") == "Đã chi")
    }

    @Test("a remark beside the table costs no row")
    func beside() throws {
        let row = WorkbookFile.Row(3, SheetRows.cells().enumerated().map { ($0 + 1, .shared($1)) } + [(30, .shared("xem lại"))])
        let outcome = try importFeed(WorkbookFile([WorkbookFile.Sheet("S", SheetRows.list() + [row])]).bytes)
        #expect(outcome.report.rows.accepted == 2)
        #expect(outcome.report.notes["columns_unknown"] == 1)
    }

    @Test("footers of a printed list are passed over")
    func footer() throws {
        let rows = SheetRows.list() + [WorkbookFile.Row(4, [(1, .shared("Tổng cộng")), (14, .number("540000", style: 0))])]
        #expect(try importFeed(WorkbookFile([WorkbookFile.Sheet("S", rows)]).bytes).report.rows.skipped == 1)
    }

    @Test("the writings of other programs: prefixes, absolute targets, deflated parts, no styles")
    func otherPrograms() throws {
        var file = SheetRows.file()
        file.prefix = "x:"
        file.hasAbsoluteTargets = true
        file.isDeflated = true
        #expect(try importFeed(file.bytes).value("ho_va_ten") == "Nguyễn Văn Đức")
        var bare = WorkbookFile(texts: [SheetRows.header, SheetRows.cells()], as: WorkbookFile.Cell.inline)
        bare.leftOut = ["xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels"]
        #expect(try importFeed(bare.bytes).value("ho_va_ten") == "Nguyễn Văn Đức")
    }

    @Test("dates of a sheet decide which number is the month")
    func monthOrder() throws {
        let dates = ["05/13/1950", "05/14/1950", "05/15/1950"]
        var rows = SheetRows.list(["ngay_sinh": .number("18395", style: 1)])
        for (index, date) in dates.enumerated() {
            let cells = SheetRows.cells(["ngay_sinh": date])
            rows.append(WorkbookFile.Row(3 + index, cells.enumerated().map { ($0 + 1, .shared($1)) }))
        }
        var file = WorkbookFile([WorkbookFile.Sheet("S", rows)])
        file.styles = ["0", "14"]
        let outcome = try importFeed(file.bytes)
        #expect(outcome.value("ngay_sinh") == "1950-05-12")
        #expect(outcome.report.rejectedByReason["date_invalid"] == 3)
    }

    @Test("a table written as CSV and as a workbook gives the same rows", arguments: 0..<12)
    func sameRows(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let table = (0..<40).map { _ in WorkbookFeedTests.spoiled(&random) }
        let csv = ([SheetRows.header] + table).map { $0.map(WorkbookFeedTests.quoted).joined(separator: ",") }
        let fromText = try importFeed(csv.joined(separator: "\n") + "\n")
        var file = WorkbookFile(texts: [SheetRows.header] + table) { seed % 2 == 0 ? .shared($0) : .inline($0) }
        file.isDeflated = seed % 3 == 0
        let fromSheet = try importFeed(file.bytes)
        #expect(WorkbookFeedTests.told(fromText) == WorkbookFeedTests.told(fromSheet))
        #expect(fromText.report.rejected == fromSheet.report.rejected)
        #expect(fromText.report.rows == fromSheet.report.rows)
        #expect(fromText.report.notes == fromSheet.report.notes)
        #expect(fromText.raws == fromSheet.raws)
    }

    private static func spoiled(_ random: inout SeededGenerator) -> [String] {
        let changes: [[String: String]] = [
            [:], ["so_cccd": "24050001234"], ["ngay_sinh": "31/02/1950"], ["ho_va_ten": "Lê, \"Tư\""], ["so_tien": "1.500.000"],
            ["ma_xa": "7288"], ["so_tien": "-5"], ["chinh_sach": "a; b | c"], ["so_cccd": "2.4E+10"], ["ho_va_ten": ""],
        ]
        return SheetRows.cells(changes.randomElement(using: &random) ?? [:])
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func told(_ outcome: FeedOutcome) -> [String] {
        outcome.rows.map { row in
            "\(row.line) \(row.notes) " + row.values.map { "\($0.key)=\(String(describing: $0.value))" }.joined(separator: " ")
        }
    }
}
