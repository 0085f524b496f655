import Foundation
import Registry
import Testing

@testable import Ingest

@Suite("Text that was decoded wrongly once")
struct WronglyDecodedTests {
    static let kinds: [(kind: String, encoding: TextEncoding)] = [
        ("utf8_bytes_read_as_1252", .utf8), ("tcvn3_bytes_read_as_1252", .tcvn3), ("vni_bytes_read_as_1252", .vni),
        ("viscii_bytes_read_as_1252", .viscii), ("cp1258_bytes_read_as_1252", .windows1258),
    ]

    @Test("every phrase of the table comes back", arguments: kinds)
    func phrases(_ kind: String, _ encoding: TextEncoding) throws {
        let rows = try EncodingTable("mojibake").rows.filter { $0["kind"] == kind }
        #expect(rows.count >= 33)
        for row in rows {
            let (meant, seen) = (try #require(row["text_nfc"]), EncodingTable.bytes(try #require(row["as_seen_utf8_hex"])))
            let read = seen.withUnsafeBufferPointer { bytes in
                let arena = ByteArena()
                var changes = TextChanges()
                return WronglyDecoded(as: encoding).restore(bytes, into: arena, &changes).map {
                    String(decoding: $0, as: UTF8.self)
                }
            }
            // TCVN3 has no capitals with tones, and single ones within a phrase cannot be known again.
            #expect(encoding == .tcvn3 ? read?.lowercased() == meant.lowercased() : read == meant, "\(meant)")
        }
    }

    @Test("a whole file of it is read as it was meant, header and all", arguments: kinds.map(\.encoding))
    func wholeFile(_ encoding: TextEncoding) throws {
        let feed = try importFeed(Array(mistaken(table(), encoding).utf8))
        #expect(feed.report.outcome == .accept && feed.report.encoding == "utf-8")
        #expect(feed.rows.count == Self.people.count && feed.report.rejected.isEmpty, "\(feed.report.rejectedByReason)")
        #expect(feed.rows.indices.map { feed.value("ho_va_ten", row: $0) } == Self.people.map { $0 as String? })
        #expect(feed.report.notes["encoding_double"] == Int64(Self.people.count))
    }

    @Test("single columns of it in a file that is right otherwise", arguments: kinds.map(\.encoding))
    func singleColumn(_ encoding: TextEncoding) throws {
        let lines = Self.people.map { name in
            PaymentRow(["ho_va_ten": mistaken(name, encoding), "quan_he": "Chủ hộ"]).line()
        }
        let feed = try importFeed(([PaymentRow.header()] + lines).joined(separator: "\n"))
        #expect(feed.rows.indices.map { feed.value("ho_va_ten", row: $0) } == Self.people.map { $0 as String? })
        #expect(feed.rows.allSatisfy { row in row.values.contains { $0.key == "quan_he" && $0.value == .text("Chủ hộ") } })
    }

    @Test("a cell that was typed in later, and is right, stays")
    func typedLater() throws {
        var names = Self.people.map { mistaken($0, .tcvn3) }
        names[3] = "Đặng Thị Hường"
        let feed = try importFeed(
            ([PaymentRow.header()] + names.map { PaymentRow(["ho_va_ten": $0]).line() }).joined(separator: "\n"))
        #expect(feed.value("ho_va_ten", row: 3) == "Đặng Thị Hường")
        #expect(feed.value("ho_va_ten", row: 4) == Self.people[4])
        #expect(feed.report.notes["encoding_double"] == Int64(Self.people.count - 1))
    }

    @Test("XML of it", arguments: kinds.map(\.encoding))
    func xml(_ encoding: TextEncoding) throws {
        let rows = Self.people.map { name in
            let cells = PaymentRow(["ho_va_ten": mistaken(name, encoding)]).cells
            return "<DoiTuong>"
                + SubmissionKind.payments.fields.map { "<\($0.key)>\(xmlEscaped(cells[$0.key] ?? ""))</\($0.key)>" }.joined()
                + "</DoiTuong>"
        }
        let feed = try importFeed("<DanhSachDoiTuong>\(rows.joined(separator: "\n"))</DanhSachDoiTuong>")
        #expect(feed.rows.indices.map { feed.value("ho_va_ten", row: $0) } == Self.people.map { $0 as String? })
    }

    @Test("a no-break space between digits is no letter, whatever it would be in VISCII")
    func fewWords() throws {
        let rows = [PaymentRow(["so_tien": "540\u{A0}000"]).line(), PaymentRow().line()]
        let feed = try importFeed(([PaymentRow.header()] + rows).joined(separator: "\n"))
        #expect(feed.value("so_tien") == "540000" && feed.report.notes["encoding_double"] == nil)
    }

    @Test("names that are spelt otherwise are left alone")
    func minorityNames() throws {
        let names = ["Y Bliêr Niê", "H'Ñiêu Byă", "Siu H'Ƀlê", "Kpă Klơng", "Rơ Ô Krik", "Thạch Sa Rây", "Lầu Mí Páo"]
        let feed = try importFeed(
            ([PaymentRow.header()] + names.map { PaymentRow(["ho_va_ten": $0]).line() }).joined(separator: "\n"))
        #expect(feed.rows.indices.map { feed.value("ho_va_ten", row: $0) } == names.map { $0 as String? })
        #expect(feed.report.notes["encoding_double"] == nil)
    }

    static let people = [
        "Nguyễn Văn Đức", "Trần Thị Hường", "Lê Quốc Tuấn", "Phạm Hữu Nghĩa", "Hoàng Thị Phượng", "Vũ Đình Thịnh",
        "Bùi Thị Mỹ Lệ",
        "Đỗ Ngọc Ánh", "Ngô Thị Quỳnh", "Dương Văn Kiên",
    ]

    private func table() -> String {
        ([PaymentRow.header()] + Self.people.map { PaymentRow(["ho_va_ten": $0]).line() }).joined(separator: "\n")
    }

    /// Writes in `encoding`, reads it as windows-1252.
    private func mistaken(_ text: String, _ encoding: TextEncoding) -> String {
        let bytes: [UInt8]
        switch encoding {
        case .utf8: bytes = Array(text.utf8)
        default:
            let column = [
                TextEncoding.tcvn3: "tcvn3_pair_hex", .vni: "vni_bytes_hex", .viscii: "viscii_hex", .windows1258: "cp1258_hex",
            ]
            guard let table = try? EncodingTable("vietnamese"), let name = column[encoding] else { return "" }
            bytes = encoded(text, table.encoder(name))
        }
        return String(
            String.UnicodeScalarView(
                bytes.map { byte in
                    let scalar = LegacyTables.windows1252[Int(byte)]
                    return Unicode.Scalar(scalar == 0xFFFD ? UInt16(byte) : scalar) ?? "?"
                }))
    }

    private func xmlEscaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    }
}
