import Foundation
import Registry
import Testing

@testable import Ingest

@Suite("Mapping profiles")
struct ProfileTests {
    static let yaml = """
        name: Phần mềm X
        kind: payments
        unit_list: "2021"
        columns:
          "Số sổ hộ": ma_ho
          Tên người nhận: ho_va_ten
          Quan hệ với chủ hộ: "-"
        values:
          gioi_tinh: {"1": Nam, "2": Nữ}
          chinh_sach:
            "NKT nặng": ND20.K6.S
        defaults:
          ma_tinh: "24"
        """

    static let list = """
        STT,Số sổ hộ,Mã xã,Tên người nhận,Ngày sinh,Giới tính,Loại hộ,Quan hệ với chủ hộ,Mã đối tượng,Chính sách,Kỳ chi trả,Số tiền,Ghi chú
        1,2400000123,07288,Nguyễn Văn Đức,1950,1,Hộ nghèo,Chủ hộ,a,nkt NẶNG,2021-08,540000,đã xác minh
        2,2400000124,07288,Trần Thị Bình,1960,2,Hộ nghèo,Con,b,ND20.K6.S,2021-08,540000,

        """

    private func read(_ yaml: String, _ list: String = ProfileTests.list) throws -> FeedOutcome {
        var options = ImportOptions(today: testDay)
        options.profile = try MappingProfile(yaml: yaml, file: "x.yaml")
        return try importFeed(Array(list.utf8), options: options)
    }

    @Test("without it the list lacks columns; with it every cell is where it belongs")
    func reads() throws {
        let without = try importFeed(ProfileTests.list).report
        #expect(without.fileReason == "header_missing_required")
        #expect(without.fileReasonFields == ["ma_ho", "ma_tinh", "ho_va_ten"])
        let outcome = try read(ProfileTests.yaml)
        #expect(outcome.report.rows.accepted == 2)
        #expect(outcome.value("ma_ho") == "2400000123")
        #expect(outcome.value("ho_va_ten", row: 1) == "Trần Thị Bình")
        #expect(outcome.value("ma_tinh") == "24")
        #expect(outcome.value("gioi_tinh", row: 1) == "nu")
        #expect(outcome.value("chinh_sach") == "ND20.K6.S")
        #expect(outcome.value("quan_he") == nil)
        #expect(outcome.report.unknownColumns == ["STT", "Quan hệ với chủ hộ", "Ghi chú"])
        #expect(outcome.report.warnings.isEmpty)
    }

    @Test("the order of dates is as the profile says, whatever the file seems to prove")
    func dateOrder() throws {
        let rows = ["03/04/1950", "05/06/1951"].map { PaymentRow(["ngay_sinh": $0, "so_cccd": ""]).line() }
        let list = ([PaymentRow.header()] + rows).joined(separator: "\n") + "\n"
        #expect(try read("date_order: mdy", list).value("ngay_sinh") == "1950-03-04")
        #expect(try read("date_order: dmy", list).value("ngay_sinh") == "1950-04-03")
    }

    @Test("written out and read again it is the same, whatever stands in it")
    func roundTrip() throws {
        var profile = try MappingProfile(yaml: ProfileTests.yaml, file: "x.yaml")
        profile.columns.append(.init("a \"b\" \\ : # \u{7}\u{FEFF}\u{2028}đ", .aside))
        profile.defaults["ma_xa"] = "07288"
        profile.dateOrder = .monthFirst
        #expect(try MappingProfile(yaml: profile.yaml, file: "again.yaml") == profile)
    }

    @Test(
        "what means nothing is told with its line",
        arguments: [
            ("", 1), ("just words", 1), ("name: [", 2), ("colums: {}", 1), ("kind: people", 1), ("name: a\nunit_list: 2020", 2),
            ("columns:\n  A: ma_ho\n  B: no_such_field", 3), ("kind: insurance\ncolumns:\n  A: ma_ho", 3),
            ("values:\n  gioi_tinh: Nam", 2), ("defaults:\n  ma_tinh:\n    - 24", 3),
        ])
    func invalid(_ yaml: String, _ line: Int64) {
        let error = #expect(throws: ImportError.self) { try MappingProfile(yaml: yaml, file: "x.yaml") }
        #expect(error?.kind == .profileInvalid)
        #expect(error?.line == line, "\(error?.message ?? "")")
    }

    @Test(
        "a preview says what each column is taken for, with examples and wrong rows, and saves as a profile that reads the same")
    func preview() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("list-\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bad = "3,2400000125,07288,Lê Văn C,31/02/1960,1,Hộ nghèo,,c,ND20.K6.S,2021-08,540000,\n"
        try Data((ProfileTests.list + bad).utf8).write(to: URL(fileURLWithPath: path))
        var options = ImportOptions(today: testDay)
        options.profile = try MappingProfile(yaml: ProfileTests.yaml, file: "x.yaml")
        let preview = try FilePreview(path: path, options: options)
        #expect(preview.columns.map { $0.field?.key ?? "-" }.prefix(5) == ["-", "ma_ho", "ma_xa", "ho_va_ten", "ngay_sinh"])
        #expect(preview.columns[3].examples == ["Nguyễn Văn Đức", "Trần Thị Bình"])
        #expect(preview.columns[12].examples == ["đã xác minh"])
        #expect(preview.columns[4].wrong == 1)
        let refused = try FilePreview(path: path, options: ImportOptions(today: testDay))
        #expect(refused.missing.map(\.key) == ["ma_ho", "ma_tinh", "ho_va_ten"])
        #expect(refused.columns.count == 13)
        var saved = preview.profile(named: "x")
        (saved.values, saved.defaults) = (options.profile?.values ?? [:], options.profile?.defaults ?? [:])
        #expect(try read(saved.yaml).rows.map { "\($0)" } == read(ProfileTests.yaml).rows.map { "\($0)" })
    }

    @Test("cells of columns without a key are kept beside the row, in whatever encoding they came")
    func aside() throws {
        let columns = AsideColumns([(0, "STT"), (2, "Ghi chú"), (3, "(cột 4)")])
        let cells = ["12", "x", "đã\u{1E}xác \u{1F}minh", ""]
        let text = cells.map { Array($0.utf8) }
        let written = columns?.cells(recordLength: 40) { index in text[index].withUnsafeBufferPointer { $0 } }
        let read = AsideCells.read(String(decoding: try #require(written), as: UTF8.self))
        #expect(read.map(\.heading) == ["STT", "Ghi chú"])
        #expect(read.map(\.cell) == ["12", "đã xác  minh"])
        #expect(AsideColumns([]) == nil)
    }
}
