import Registry
import Testing

@testable import Ingest

@Suite("XML feeds")
struct XMLFeedTests {
    @Test("the three shapes are read", arguments: [XMLDocument.elements(), XMLDocument.attributes, XMLDocument.dataset])
    func shapes(_ document: String) throws {
        let outcome = try importFeed(document)
        #expect(outcome.report.outcome == .accept)
        #expect(outcome.report.kind == .payments)
        #expect(outcome.value("ho_va_ten") == "Nguyễn Văn Đức")
        #expect(outcome.value("so_tien") == "540000")
        #expect(outcome.report.rows.accepted == (document == XMLDocument.dataset ? 2 : 1))
    }

    @Test("CDATA, comments, references and unknown children")
    func content() throws {
        let extra =
            "<!-- x --><GhiChu><b>y</b></GhiChu><ChinhSach><![CDATA[A & B]]></ChinhSach><QuanHeVoiChuHo>Con &amp; ch&#225;u</QuanHeVoiChuHo>"
        let outcome = try importFeed(XMLDocument.elements(extra: extra))
        #expect(outcome.value("chinh_sach") == "A & B")
        #expect(outcome.value("quan_he") == "Con & cháu")
        #expect(outcome.report.unknownColumns == ["GhiChu"])
    }

    @Test("a record without a required field is refused, at its line")
    func missingField() throws {
        let outcome = try importFeed(XMLDocument.elements(leaving: "HoVaTen"))
        #expect(outcome.onlyReason == "missing_required")
        #expect(outcome.report.rejected.first?.line == 3)
    }

    @Test("UTF-16 and a legacy encoding that the document declares")
    func encodings() throws {
        let wide = XMLDocument.elements(prolog: "<?xml version=\"1.0\" encoding=\"UTF-16\"?>")
        let bytes = [0xFF, 0xFE] + utf16LittleEndian(wide)
        #expect(try importFeed(bytes).value("ho_va_ten") == "Nguyễn Văn Đức")
        let declared = XMLDocument.elements(prolog: "<?xml version=\"1.0\" encoding=\"windows-1258\"?>")
        let legacy = encoded(declared, try EncodingTable("vietnamese").encoder("cp1258_hex"))
        #expect(try importFeed(legacy).value("ho_va_ten") == "Nguyễn Văn Đức")
    }

    @Test(
        "documents that are refused whole",
        arguments: [
            ("<!DOCTYPE DanhSachDoiTuong [<!ENTITY a \"b\">]>" + XMLDocument.attributes, FileReason.xmlDoctypeForbidden),
            ("<?xml version=\"1.0\"?><!-- x --><!DOCTYPE a>" + XMLDocument.attributes, .xmlDoctypeForbidden),
            (String(XMLDocument.dataset.dropLast(40)), .xmlTruncated), ("<a><b/></a>", .xmlWrongRoot),
            ("<DanhSachDoiTuong><DoiTuong><MaHo>1</MaXa></DoiTuong></DanhSachDoiTuong>", .xmlNotWellFormed),
            ("<DanhSachDoiTuong>&boom;</DanhSachDoiTuong>", .xmlNotWellFormed),
            (
                "<DanhSachDoiTuong>" + String(repeating: "<DoiTuong>", count: 70) + String(repeating: "</DoiTuong>", count: 70)
                    + "</DanhSachDoiTuong>", .xmlDepthLimit
            ),
            (
                "<DanhSachDoiTuong><DoiTuong MaHo=\"" + String(repeating: "1", count: 70_000) + "\"/></DanhSachDoiTuong>",
                .xmlSizeLimit
            ),
            ("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + XMLDocument.attributes, .encodingMismatch),
        ])
    func refused(_ document: String, _ reason: FileReason) throws {
        let report = try importFeed(document).report
        #expect(report.outcome == .rejectFile)
        #expect(report.fileReason == reason.rawValue)
        #expect(report.rows.accepted == 0)
    }

    @Test("where the pieces end makes no difference", arguments: [1, 3, 64, 1000])
    func seams(_ piece: Int) throws {
        let outcome = try importFeed(Array(XMLDocument.dataset.utf8), largestPiece: piece)
        #expect(outcome.report.rows.accepted == 2)
    }
}
