import Registry
import Testing

@testable import Ingest

@Suite("Records inside records")
struct NestedXMLTests {
    private static let payment = "<ChiTra><KyChiTra>2021-08</KyChiTra><SoTien>540000</SoTien></ChiTra>"

    private static func member(_ name: String?, _ inside: String = payment) -> String {
        "<ThanhVien><MaThanhVien>1</MaThanhVien>" + (name.map { "<HoVaTen>\($0)</HoVaTen>" } ?? "")
            + "<NgaySinh>12/05/1950</NgaySinh><GioiTinh>Nam</GioiTinh><MaDoiTuong>D1</MaDoiTuong>\(inside)</ThanhVien>"
    }

    private static func household(_ inside: String, extra: String = "") -> String {
        "<Ho>\(inside)<MaHo>2400000123</MaHo><HoTenChuHo>Lê Văn Chủ</HoTenChuHo><MaTinh>24</MaTinh><MaXa>07288</MaXa>"
            + "<LoaiHo>Hộ nghèo</LoaiHo>\(extra)</Ho>"
    }

    private static func document(_ households: String...) -> String {
        "<DanhSachHo>\n" + households.joined(separator: "\n") + "</DanhSachHo>"
    }

    @Test("a payment is told of its person and its household, wherever in the household that stands")
    func payments() throws {
        let outcome = try importFeed(Self.document(Self.household(Self.member("Trần Thị Hường") + Self.member("Lê Quốc Tuấn"))))
        #expect(outcome.report.kind == .payments)
        #expect(outcome.report.rows.accepted == 2)
        #expect(outcome.value("ho_va_ten", row: 1) == "Lê Quốc Tuấn")
        #expect(outcome.value("ma_ho", row: 1) == "2400000123")
        #expect(outcome.report.unknownColumns == ["MaThanhVien", "HoTenChuHo"])
    }

    @Test("nobody gets the name of the household")
    func names() throws {
        let outcome = try importFeed(
            Self.document(Self.household(Self.member(nil), extra: "<HoVaTen>Lê Văn Chủ</HoVaTen><SoCCCD>024050001234</SoCCCD>")))
        #expect(outcome.onlyReason == "missing_required")
        #expect(outcome.report.rejected.first?.field == "ho_va_ten")
        // In the column of the head of the household, which is no field of a payment.
        #expect(outcome.cells.first?.contains("Lê Văn Chủ") == true)
        #expect(!String(decoding: outcome.raws[0], as: UTF8.self).contains("<HoVaTen>"))
    }

    @Test("a payment to a household without members is made to the person whom the household names")
    func directPayment() throws {
        let household = Self.household(
            Self.payment,
            extra: "<HoVaTen>Lê Văn Chủ</HoVaTen><NgaySinh>1950</NgaySinh><GioiTinh>Nam</GioiTinh><MaDoiTuong>D1</MaDoiTuong>")
        #expect(try importFeed(Self.document(household)).value("ho_va_ten") == "Lê Văn Chủ")
    }

    @Test("the kind chooses the level", arguments: [SubmissionKind.households, .members, .payments])
    func kinds(_ kind: SubmissionKind) throws {
        let household = Self.household(Self.member("Trần Thị Hường") + Self.member("Lê Quốc Tuấn", Self.payment + Self.payment))
        let outcome = try importFeed(Self.document(household), kind: kind)
        #expect(outcome.report.kind == kind)
        #expect(outcome.report.rows.accepted == [.households: 1, .members: 2, .payments: 3][kind])
        #expect((outcome.report.notes["records_unread"] != nil) == (kind != .payments))
    }

    @Test("who is paid nothing is counted, and a household without members is refused where members are listed")
    func empty() throws {
        let unpaid = Self.document(Self.household(Self.member("Trần Thị Hường") + Self.member("Lê Quốc Tuấn", "")))
        let report = try importFeed(unpaid).report
        #expect((report.rows.seen, report.rows.accepted, report.rows.skipped) == (2, 1, 1))
        #expect(report.notes["records_empty"] == 1)
        let alone = Self.document(Self.household(Self.member("Trần Thị Hường", "")), Self.household(""))
        let members = try importFeed(alone)
        #expect(members.report.kind == .members)
        #expect(members.onlyReason == "missing_required")
        #expect(members.report.rejected.first?.line == 3)
    }

    @Test("words that name a record are fields of a flat list")
    func flat() throws {
        let outcome = try importFeed(
            XMLDocument.elements(extra: "<ChiTra/><Ho>Nguyễn</Ho><ThanhVien>3</ThanhVien><GhiChu><b>y</b></GhiChu>"))
        #expect(outcome.report.rows.accepted == 1)
        #expect(outcome.report.unknownColumns == ["ChiTra", "Ho", "ThanhVien", "GhiChu"])
    }

    @Test("a household of no size is refused")
    func tooLarge() throws {
        let many = String(repeating: "<ThanhVien><HoVaTen>A</HoVaTen></ThanhVien>", count: 40_000)
        #expect(try importFeed(Self.document(Self.household(many))).report.fileReason == "xml_size_limit")
        let names = (0..<2_000).map { "<t\($0)/>" }.joined()
        #expect(try importFeed(Self.document(Self.household(names))).report.fileReason == "xml_size_limit")
        let attributes = (0..<2_000).map { "a\($0)=\"\"" }.joined(separator: " ")
        #expect(try importFeed("<DanhSachHo><Ho \(attributes)/></DanhSachHo>").report.fileReason == "xml_size_limit")
    }
}
