import Registry
import Testing

@testable import Ingest

@Suite("Where in a document a record stands")
struct XMLOffsetTests {
    /// Every row and every refused record of the document must begin with this tag where it says it does.
    private func expectTags(_ bytes: [UInt8], _ tag: String, count: Int, piece: Int = .max) throws {
        let sink = OffsetSink()
        _ = try FeedImport(
            source: ByteSource(bytes, largestPiece: piece), options: ImportOptions(today: testDay), progress: .silent
        ).run(sink)
        #expect(sink.offsets.count == count)
        for offset in sink.offsets {
            let start = Int(try #require(offset))
            #expect(String(decoding: bytes[start...].prefix(tag.utf8.count), as: UTF8.self) == tag)
        }
        #expect(Set(sink.offsets).count == count)
    }

    private func document(_ count: Int, newline: String = "\n") -> String {
        let record = XMLDocument.record("DoiTuong").split(separator: "\n").joined(separator: newline)
        let spoilt = XMLDocument.record("DoiTuong", leaving: "HoVaTen")
        return "<?xml version=\"1.0\"?>\(newline)<DanhSachDoiTuong>\(newline)"
            + (0..<count).map { "  " + ($0 == 1 ? spoilt : record) + newline + "<!-- <DoiTuong> -->" }.joined()
            + "</DanhSachDoiTuong>"
    }

    @Test("at its tag, whatever the pieces are", arguments: [1, 2, 7, 100, .max])
    func pieces(_ piece: Int) throws { try expectTags(Array(document(60).utf8), "<DoiTuong>", count: 60, piece: piece) }

    @Test("with carriage returns", arguments: [1, 3, .max])
    func carriageReturns(_ piece: Int) throws {
        try expectTags(Array(document(60, newline: "\r\n").utf8), "<DoiTuong>", count: 60, piece: piece)
    }

    @Test("behind a byte-order mark, and where the tag has attributes")
    func mark() throws {
        try expectTags([0xEF, 0xBB, 0xBF] + Array(document(5).utf8), "<DoiTuong>", count: 5)
        try expectTags(Array(XMLDocument.attributes.utf8), "<DoiTuong MaHo", count: 1)
    }

    @Test("in a legacy encoding, byte for byte")
    func legacy() throws {
        let text = document(60).split(separator: "\n").dropFirst().joined(separator: "\n")
        let declared = "<?xml version=\"1.0\" encoding=\"windows-1258\"?>\n" + text
        let bytes = encoded(declared, try EncodingTable("vietnamese").encoder("cp1258_hex"))
        try expectTags(bytes, "<DoiTuong>", count: 60, piece: 50)
    }

    @Test("nowhere in UTF-16")
    func wide() throws {
        let sink = OffsetSink()
        let bytes = [0xFF, 0xFE] + utf16LittleEndian(XMLDocument.elements(prolog: ""))
        _ = try FeedImport(source: ByteSource(bytes), options: ImportOptions(today: testDay), progress: .silent).run(sink)
        #expect(sink.offsets == [nil])
    }
}

private final class OffsetSink: FeedSink {
    var offsets: [Int64?] = []

    func begin(_ kind: SubmissionKind, _ mark: FixListMark?) {}
    func accept(_ row: TypedRow) { offsets.append(row.offset) }
    func reject(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) { offsets.append(record.offset) }
}
