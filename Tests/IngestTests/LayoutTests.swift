import Registry
import Testing

@testable import Ingest

@Suite("Layouts of a list")
struct LayoutTests {
    @Test("every delimiter, header case, tone and order", arguments: [",", ";", "\t", "|"])
    func delimiters(_ delimiter: String) throws {
        let keys = SubmissionKind.payments.fields.map(\.key).reversed()
        let header = keys.map { key in
            let field = SubmissionKind.payments.fields.first { $0.key == key }
            return key == "so_tien" ? field?.header.uppercased() ?? "" : field?.synonyms.first ?? ""
        }
        let row = PaymentRow()
        let lines = [header.joined(separator: delimiter), keys.map { row.cells[$0] ?? "" }.joined(separator: delimiter)]
        let outcome = try importFeed(lines.joined(separator: "\r\n"))
        #expect(outcome.report.delimiter == delimiter)
        #expect(outcome.value("ma_ho") == "2400000123")
        #expect(outcome.value("so_tien") == "540000")
    }

    @Test("titles above, totals, sections, signatures, page marks and repeated headers are passed over and counted")
    func printedList() throws {
        let row = PaymentRow().line()
        let commas = String(repeating: ",", count: 15)
        let lines = [
            "UBND TỈNH BẮC GIANG" + commas, "DANH SÁCH CHI TRẢ, THÁNG 8/2021", "", PaymentRow.header(),
            (1...16).map { "(\($0))" }.joined(separator: ","), "I. Xã Đồng Tiến" + commas, row, row, "", PaymentRow.header(), row,
            "Tổng cộng,,,,,,,,,,,,,1620000,,", "Trang 1/1" + commas, ",,,,Người lập biểu,,,,,,,,,,Giám đốc,",
        ]
        let report = try importFeed(lines.joined(separator: "\n")).report
        #expect(report.headerLine == 4)
        #expect(report.rows == RowCounts(seen: 9, accepted: 3, rejected: 0, skipped: 6))
        #expect(Set(report.notes.keys).isSuperset(of: ["preamble_skipped", "footer_skipped"]))
    }

    @Test("a header of two rows")
    func twoRows() throws {
        let fields = SubmissionKind.payments.fields.map(\.header)
        let upper = fields.map { $0.hasPrefix("Số tiền") ? "Số" : $0.hasPrefix("Ngày chi") ? "" : $0 }
        let lower = fields.map { $0.hasPrefix("Số tiền") ? "tiền" : $0.hasPrefix("Ngày chi") ? $0 : "" }
        let text = [upper.joined(separator: ","), lower.joined(separator: ","), PaymentRow().line()].joined(separator: "\n")
        let outcome = try importFeed(text)
        #expect(outcome.report.notes["header_two_rows"] == 1)
        #expect(outcome.value("so_tien") == "540000")
    }

    @Test("unknown columns are kept aside by name, and a sep= line is obeyed")
    func asides() throws {
        let text = "sep=;\n" + PaymentRow.header(";") + ";Ghi chú\n" + PaymentRow().line(";") + ";x\n"
        let report = try importFeed(text).report
        #expect(report.unknownColumns == ["Ghi chú"])
        #expect(report.notes["columns_unknown"] == 1)
        #expect(report.notes["dialect_directive"] == 1)
        #expect(report.notes["preamble_skipped"] == nil)
    }

    @Test("a heading that looks like data is named by its place, not repeated")
    func headings() throws {
        let count = SubmissionKind.payments.fields.count
        for slipped in ["Giáp Thị Mẫu 024138000017", "sinh 12/03/1938", String(repeating: "chữ ", count: 30)] {
            let report = try importFeed(PaymentRow.header(";") + ";\(slipped)\n" + PaymentRow().line(";") + ";x\n").report
            #expect(report.unknownColumns == ["(cột \(count + 1))"])
        }
    }

    @Test("a header and nothing else, and old end-of-file marks")
    func ends() throws {
        #expect(try importFeed(PaymentRow.header() + "\n").report.notes["no_data_rows"] == 1)
        let report = try importFeed(PaymentRow().file() + "\u{1A}\0\0").report
        #expect(report.rows.seen == 3)
        #expect(report.notes["trailing_nul"] == 1)
    }

    @Test("every kind is known by its header", arguments: SubmissionKind.allCases)
    func kinds(_ kind: SubmissionKind) throws {
        let report = try importFeed(kind.fields.map(\.header).joined(separator: ";") + "\n").report
        #expect(report.kind == kind)
    }

    @Test("two encodings in one file are told apart line by line")
    func mixedEncodings() throws {
        let encoder = try EncodingTable("vietnamese").encoder("viscii_hex")
        let legacy = encoded(PaymentRow(["ho_va_ten": "Trần Thị Phượng", "trang_thai": "Đã chi"]).line(), encoder)
        let outcome = try importFeed(Array(PaymentRow().file(good: 10).utf8) + legacy)
        #expect(outcome.report.rows.accepted == 12)
        #expect(outcome.value("ho_va_ten", row: 11) == "Trần Thị Phượng")
        #expect(outcome.report.notes["encoding_mixed"] == 1)
    }

    @Test(
        "a list in a legacy encoding gives the same rows as in UTF-8",
        arguments: ["tcvn3_pair_hex", "vni_bytes_hex", "viscii_hex", "cp1258_hex"])
    func legacyList(_ column: String) throws {
        let names = ["Nguyễn Thị Phượng", "Trần Quốc Tuấn", "Đặng Hữu Nghĩa", "Lê Thị Mỹ Hạnh", "Phạm Đức Thịnh"]
        let text = ([PaymentRow.header()] + names.map { PaymentRow(["ho_va_ten": $0]).line() }).joined(separator: "\n")
        let outcome = try importFeed(encoded(text, try EncodingTable("vietnamese").encoder(column)))
        #expect(outcome.rows.indices.map { outcome.value("ho_va_ten", row: $0) } == names)
        #expect(outcome.report.notes["encoding_legacy"] == 1)
    }
}
