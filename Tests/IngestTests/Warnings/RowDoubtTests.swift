import Registry
import Testing

@testable import Ingest

@Suite("What is odd about a row that can be read")
struct RowDoubtTests {
    private func warnings(_ changes: [String: String], unitList: UnitList? = nil) throws -> [String: WarningCount] {
        var options = ImportOptions(today: testDay)
        options.unitList = unitList
        let row = PaymentRow(["ma_doi_tuong": "another"].merging(changes) { $1 })
        let outcome = try importFeed(Array(row.file(good: 0).utf8), options: options)
        #expect(outcome.report.rows.accepted == 1, "a doubt refuses nothing")
        return Dictionary(uniqueKeysWithValues: outcome.report.warnings.map { ($0.word, $0) })
    }

    @Test("a row as it should be raises none")
    func none() throws { #expect(try warnings([:]).isEmpty) }

    @Test(
        "each doubt is told with its line",
        arguments: [
            (["gioi_tinh": "Nữ"], ImportWarning.identityDisagrees),
            (["ngay_sinh": "12/05/1951"], .identityDisagrees),
            (["ma_xa": "99998"], .communeUnknown),
            (["ma_xa": "00001"], .communeElsewhere),
            (["ma_huyen": "999"], .districtUnknown),
            (["chinh_sach": "Trợ cấp khác"], .policyUnknown),
            (["so_tien": "54000"], .amountUnusual),
            (["so_tien": "54000000"], .amountUnusual),
        ])
    func doubts(_ changes: [String: String], _ warning: ImportWarning) throws {
        let found = try warnings(changes)
        #expect(found.keys.sorted() == [warning.rawValue])
        #expect(found[warning.rawValue]?.lines == [[2]])
    }

    @Test("no number, no sex or no date of birth contradicts nothing")
    func nothingToCompare() throws {
        #expect(try warnings(["so_cccd": ""]).isEmpty)
        #expect(try warnings(["so_cccd": "123456789"]).isEmpty)
    }

    @Test("a year of birth alone is compared as well")
    func yearOnly() throws {
        #expect(try warnings(["ngay_sinh": "1950"]).isEmpty)
        #expect(try warnings(["ngay_sinh": "1949"]).keys.sorted() == ["identity_disagrees"])
    }

    @Test("codes of another list than the period's are told as such")
    func otherList() throws {
        // Phúc Xá of Hà Nội, which ended in June 2025.
        let place = ["ma_tinh": "01", "ma_huyen": "001", "ma_xa": "00001", "ky_chi_tra": "2025-08", "so_tien": "900000"]
        let rows = (0..<40).map { PaymentRow(place.merging(["ma_doi_tuong": "d\($0)"]) { $1 }).line() }
        let text = ([PaymentRow.header()] + rows).joined(separator: "\n") + "\n"
        let found = try importFeed(text).report.warnings.map(\.word)
        #expect(found.contains("unit_list_doubtful"))
        var options = ImportOptions(today: testDay)
        options.unitList = .units2021
        #expect(try importFeed(Array(text.utf8), options: options).report.warnings.isEmpty)
    }

    @Test("the cases named are the first of the file, however many there are")
    func firstCases() {
        var warning = WarningCount(.communeUnknown)
        for line in (2...500).reversed() { warning.add([1, Int64(line)]) }
        #expect(warning.count == 499)
        #expect(warning.lines == (2...21).map { [1, Int64($0)] })
    }
}
