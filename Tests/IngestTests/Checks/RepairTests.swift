import Registry
import Testing

@testable import Ingest

@Suite("Repairs and their notes")
struct RepairTests {
    @Test(
        "what can be proven is repaired, and the repair is noted",
        arguments: [
            ("so_cccd", "24050001234", "024050001234", "id_zero_padded"),
            ("so_cccd", "=\"024050001234\"", "024050001234", "id_unwrapped"),
            ("so_cccd", "'024050001234", "024050001234", "id_unwrapped"),
            ("so_cccd", "024 050 001 234", "024050001234", "id_unwrapped"),
            ("so_cccd", "024050001234.0", "024050001234", "id_unwrapped"), ("so_cccd", "012345678", "012345678", "id_cmnd9"),
            ("ma_xa", "7288", "07288", "code_padded"), ("ma_ho", "240000123", "0240000123", "code_padded"),
            ("ngay_sinh", "1950", "1950", "date_year_only"), ("ngay_sinh", "00/00/1950", "1950", "date_year_only"),
            ("ngay_sinh", "18395", "1950-05-12", "date_serial"), ("ky_chi_tra", "T8/2021", "2021-08", "period_text"),
            ("ky_chi_tra", "Aug-21", "2021-08", "period_text"), ("ky_chi_tra", "202108", "2021-08", "period_text"),
            ("ky_chi_tra", "tháng 8 năm 2021", "2021-08", "period_text"), ("so_tien", "1.500.000", "1500000", "amount_grouped"),
            ("so_tien", "540000 đ", "540000", "amount_grouped"), ("so_tien", "540.000 VNĐ", "540000", "amount_grouped"),
            ("ho_va_ten", "Nguyễn  Văn\u{A0}Đức", "Nguyễn Văn Đức", "whitespace_cleaned"),
            ("ho_va_ten", "Nguyễn Văn Ðức", "Nguyễn Văn Đức", "lookalike_folded"),
            ("ho_va_ten", "Nguye\u{302}\u{303}n Văn Đức", "Nguyễn Văn Đức", "nfd_normalized"),
            ("ho_va_ten", "Nguyê\u{303}n Văn Đức", "Nguyễn Văn Đức", "nfd_normalized"),
        ])
    func repaired(_ key: String, _ written: String, _ stored: String, _ note: String) throws {
        let cell =
            written.contains("\"")
            ? "\"" + written.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : written
        let outcome = try importFeed(PaymentRow([key: cell]).file(good: 0))
        #expect(outcome.value(key).map { Array($0.unicodeScalars) } == Array(stored.unicodeScalars))
        #expect(outcome.rows.first?.notes.contains(note) == true)
    }

    @Test(
        "an alias of a commune code is stored as the code of the list, where the list is known",
        arguments: [(UnitList.units2025, "06978", "06970"), (.units2025, "23737", "23938"), (.units2024, "23737", "23737")])
    func aliasOfCommune(list: UnitList, printed: String, stored: String) throws {
        let row = PaymentRow(["ma_tinh": "22", "ma_huyen": "", "ma_xa": printed])
        for options in [
            ImportOptions(unitList: list, today: testDay),
            ImportOptions(period: Period(list == .units2025 ? "2025-08" : "2025-02"), today: testDay),
        ] {
            let outcome = try importFeed(Array(row.file(good: 0).utf8), options: options)
            #expect(outcome.value("ma_xa") == stored)
        }
    }

    @Test(
        "an identity number that cannot be used costs the number, not the row",
        arguments: ["3.6E+11", "3,60688E+11", "24051001234", "24150001234", "12345", "không có", "000000000000"])
    func droppedIdentity(_ written: String) throws {
        let cell = written.contains(",") ? "\"\(written)\"" : written
        let outcome = try importFeed(PaymentRow(["so_cccd": cell]).file(good: 0))
        #expect(outcome.rows.count == 1)
        #expect(outcome.value("so_cccd") == nil)
        #expect(outcome.rows.first?.notes == ["id_dropped"])
    }

    @Test("a missing number is noted and the day of 01/01 is kept as written")
    func missing() throws {
        let outcome = try importFeed(PaymentRow(["so_cccd": "", "ngay_sinh": "01/01/1950"]).file(good: 0))
        #expect(outcome.rows.first?.notes == ["id_missing"])
        #expect(outcome.value("ngay_sinh") == "1950-01-01")
    }

    @Test("amounts in thousands are multiplied, with whole đồng left")
    func thousands() throws {
        let header = PaymentRow.header().split(separator: ",").map { $0 == "Số tiền" ? "Số tiền (nghìn đồng)" : String($0) }
        let rows = [PaymentRow(["so_tien": "540"]), PaymentRow(["so_tien": "1.500"])].map { $0.line() }
        let outcome = try importFeed(([header.joined(separator: ",")] + rows).joined(separator: "\n"))
        #expect(outcome.value("so_tien") == "540000")
        #expect(outcome.value("so_tien", row: 1) == "1500000")
        #expect(outcome.report.amountTotal == Dong(2_040_000))
    }

    @Test("a policy's code is taken from before its name")
    func policyCode() throws {
        let outcome = try importFeed(PaymentRow(["chinh_sach": "ND20.K6.S - Người khuyết tật nặng"]).file(good: 0))
        #expect(outcome.value("chinh_sach") == "ND20.K6.S")
    }

    @Test("a file that writes months first is read so only when it proves it")
    func monthFirst() throws {
        let days = (13...20).map { PaymentRow(["ngay_sinh": "5/\($0)/1950", "ngay_chi": "8/\($0)/2021"]).line() }
        let proven = try importFeed(([PaymentRow.header()] + days).joined(separator: "\n"))
        #expect(proven.value("ngay_sinh") == "1950-05-13")
        #expect(proven.report.notes["date_order_mdy"] == 1)
        let mixed = try importFeed(
            ([PaymentRow.header()] + days + [PaymentRow(["ngay_sinh": "25/5/1950"]).line()]).joined(separator: "\n"))
        #expect(mixed.report.rejectedByReason["date_invalid"] == 8)
    }
}
