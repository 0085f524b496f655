import Registry
import Testing

@testable import Ingest

@Suite("Reasons for which a row is refused")
struct RowReasonTests {
    @Test(
        "a spoilt cell refuses its row with its own reason",
        arguments: [
            ("ma_ho", "", "missing_required"), ("ho_va_ten", "", "missing_required"),
            ("ma_tinh", "99", "code_unknown"), ("ma_tinh", "HN", "code_unknown"), ("gioi_tinh", "x", "category_unknown"),
            ("loai_ho", "giàu", "category_unknown"), ("ngay_sinh", "31/02/1950", "date_invalid"),
            ("ngay_sinh", "12/25/1950", "date_invalid"), ("ngay_sinh", "05/08/2031", "date_invalid"),
            ("ngay_sinh", "không rõ", "date_invalid"), ("ngay_sinh", "05/08/05", "date_ambiguous"),
            ("ky_chi_tra", "tháng Tám", "period_invalid"), ("ky_chi_tra", "2021-13", "period_invalid"),
            ("so_tien", "-540000", "amount_invalid"), ("so_tien", "0", "amount_invalid"),
            ("so_tien", "1.50.000", "amount_invalid"),
            ("so_tien", "năm trăm", "amount_invalid"), ("so_tien", "540000.5", "amount_invalid"),
            ("so_tien", "5E+05", "amount_precision_lost"), ("ma_ho", "2.4E+09", "id_precision_lost"),
            ("ho_va_ten", "Nguy?n Văn Đức", "text_lossy"), ("ho_va_ten", "Nguy\u{FFFD}n Văn Đức", "text_lossy"),
            ("ho_va_ten", "Nguyễn\u{1}Văn Đức", "control_char"), ("ho_va_ten", "=HYPERLINK(1)", "formula_text"),
            ("ma_doi_tuong", "@SUM(1)", "formula_text"), ("ma_ho", "#N/A", "text_lossy"), ("ho_va_ten", "#NAME?", "text_lossy"),
            ("quan_he", "#DIV/0!", "text_lossy"),
        ])
    func spoiltCell(_ key: String, _ value: String, _ reason: String) throws {
        let outcome = try importFeed(PaymentRow([key: value]).file())
        #expect(outcome.onlyReason == reason)
        #expect(outcome.report.rejected.first?.field == key)
        #expect(outcome.report.rejected.first?.line == 4)
        #expect(outcome.report.rows == RowCounts(seen: 3, accepted: 2, rejected: 1, skipped: 0))
    }

    @Test("too few fields, too many, and too many that are empty")
    func ragged() throws {
        let good = PaymentRow()
        #expect(try importFeed(good.file() + "2400000123,24,215").onlyReason == "ragged_short")
        #expect(try importFeed(good.file() + good.line() + ",thừa").onlyReason == "ragged_long")
        let padded = try importFeed(good.file() + good.line() + ",,")
        #expect(padded.report.rows.rejected == 0)
        #expect(padded.report.notes["ragged_long_empty"] == 1)
    }

    @Test("a quote never closed, and a field too long")
    func structure() throws {
        let broken = PaymentRow(["ho_va_ten": "\"Nguyễn Văn Đức"]).file() + PaymentRow().line() + "\n"
        let outcome = try importFeed(broken)
        #expect(outcome.onlyReason == "quote_unclosed")
        #expect(outcome.report.rows.accepted == 3)
        let long = PaymentRow(["quan_he": String(repeating: "x", count: 70_000)])
        #expect(try importFeed(long.file()).onlyReason == "field_too_long")
    }

    @Test("bytes that the encoding cannot decode, with the raw record kept")
    func undecodable() throws {
        var bytes = Array(PaymentRow().file(good: 20).utf8)
        let damaged = Array(PaymentRow(["ho_va_ten": "Nguy"]).line().utf8)
        let position = damaged.firstRange(of: Array("Nguy".utf8))?.upperBound ?? 0
        bytes += damaged[..<position] + [0xE1, 0xFF] + damaged[position...]
        let outcome = try importFeed(bytes)
        #expect(outcome.onlyReason == "encoding_invalid")
        #expect(outcome.raws.first?.contains(0xFF) == true)
    }

    @Test("a required identity number that cannot be used refuses the row")
    func requiredIdentity() throws {
        let header = SubmissionKind.population.fields.map(\.header).joined(separator: ",")
        func row(_ number: String) -> String { "\(number),,Nguyễn Văn Đức,12/05/1950,Nam,24,215,07288,HK1,,\n" }
        let outcome = try importFeed(header + "\n" + row("024050001234") + row("1234") + row("2.4E+10"), kind: .population)
        #expect(outcome.report.rejected.map(\.reason) == ["id_invalid", "id_precision_lost"])
        #expect(outcome.report.rows.accepted == 1)
    }

    @Test("an XML record with a field twice")
    func duplicateField() throws {
        let outcome = try importFeed(XMLDocument.elements(extra: "<MaHo>2400000124</MaHo>"))
        #expect(outcome.onlyReason == "duplicate_field")
    }
}
