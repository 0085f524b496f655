import Foundation
import Registry
import Testing

@testable import Reporting

@Suite("The reconciliation report")
struct ReconciliationReportTests {
    private func figures(_ country: SmallCountry, province: Int? = nil) throws -> ReconciliationFigures {
        try country.store.read { try ReconciliationFigures($0, run: country.run, province: province) }
    }

    private func numbers(_ rows: [ReportTable.Row], _ column: Int) -> [Int64] {
        rows.map { if case .number(let value) = $0.cells[column] { value } else { 0 } }
    }

    @Test("each total is the sum of its column, of the country and of a province", arguments: [nil, 24])
    func sums(province: Int?) throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let tables = ReconciliationTables(figures: try figures(country, province: province), language: .vietnamese)
        for table in [tables.classes] + (province == nil ? [tables.provinces] : []) {
            let parts = table.rows.filter { !$0.isTotal }
            let total = try #require(table.rows.last)
            #expect(total.isTotal)
            for (column, value) in total.cells.enumerated() {
                if case .number(let sum) = value {
                    #expect(numbers(parts, column).reduce(0, +) == sum, "\(table.title) \(column)")
                }
            }
        }
    }

    @Test("proves the classes against the rows of the lists, and says so when they do not agree")
    func proof() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        #expect(PaymentSide.allCases.allSatisfy { side in (try? figures(country).isProved(side)) == true })
        try country.store.write {
            try $0.execute("UPDATE class_total SET amount = amount + 1 WHERE province = 24 AND side = 'paid'")
        }
        let page = try ReconciliationReport(store: country.store).html(run: country.run, province: nil, language: .vietnamese)
        #expect(page.contains("KHÔNG KHỚP"))
        #expect(try figures(country).isProved(.approved))
    }

    @Test("has the head, the numbered tables and the signatures of an official report, and nothing from elsewhere")
    func page() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let page = try ReconciliationReport(store: country.store).html(run: country.run, province: nil, language: .vietnamese)
        for part in [
            "Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "Bộ Lao động - Thương binh và Xã hội",
            "1. Khoản chi theo lớp",
            "2. Phát hiện", "3. Theo tỉnh", "4. Tình hình nộp", "Thủ trưởng đơn vị", "chưa báo cáo",
        ] { #expect(page.contains(part), "\(part)") }
        #expect(!page.contains("http"))
        #expect(!page.contains("Người 1"))
    }

    @Test("of a province shows that province alone")
    func oneProvince() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let page = try ReconciliationReport(store: country.store).html(run: country.run, province: 24, language: .vietnamese)
        #expect(page.contains("Ủy ban nhân dân tỉnh Bắc Giang"))
        #expect(!page.contains("Nghệ An"))
        let own = SmallCountry.benefits().filter { $0.province == 24 }
        #expect(page.contains(Dong.grouped(own.reduce(0) { $0 + $1.amount })))
    }

    @Test("the CSV holds the same tables")
    func csv() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let text = String(
            decoding: try ReconciliationReport(store: country.store).csv(run: country.run, province: nil, language: .vietnamese),
            as: UTF8.self)
        let total = SmallCountry.benefits().reduce(0) { $0 + $1.amount }
        #expect(text.contains(";Tổng cộng;\(SmallCountry.benefits().count);\(total);"))
        #expect(text.hasPrefix("\u{FEFF}1. "))
    }

    @Test("in English groups numbers the English way")
    func english() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let page = try ReconciliationReport(store: country.store).html(run: country.run, province: nil, language: .english)
        #expect(page.contains("Payments by class"))
        #expect(page.contains(ReportLanguage.english.grouped(SmallCountry.benefits().reduce(0) { $0 + $1.amount })))
    }
}
