import Registry
import TestSupport
import Testing

@testable import Ingest

@Suite("Compressed exports")
struct GzipTests {
    private let list = PaymentRow(["ngay_sinh": "31/02/1950"]).file(good: 50)

    @Test("a compressed table or document is read as if it were not", arguments: [1, 7, 100_000])
    func same(piece: Int) throws {
        let outcome = try importFeed(gzipped(Array(list.utf8)), largestPiece: piece)
        #expect(outcome.report.format == "csv")
        #expect(outcome.report.rows == RowCounts(seen: 51, accepted: 50, rejected: 1, skipped: 0))
        #expect(outcome.report.rejected.map(\.line) == [52])
        let document = try importFeed(gzipped(Array(XMLDocument.dataset.utf8)), largestPiece: piece)
        #expect(document.report.format == "xml")
        #expect(document.report.rows.accepted == 2)
    }

    @Test("several members are one text, and zeros behind them are nothing")
    func members() throws {
        let halves = [Array(list.utf8.prefix(500)), Array(list.utf8.dropFirst(500))]
        let bytes = halves.flatMap(gzipped)
        #expect(try importFeed(bytes).report.rows.accepted == 50)
        #expect(try importFeed(bytes + [0, 0, 0]).report.rows.accepted == 50)
        #expect(try importFeed(bytes + [7]).report.fileReason == "archive_damaged")
    }

    @Test("cut off or damaged anywhere behind its header")
    func damaged() throws {
        let bytes = gzipped(Array(list.utf8))
        for count in stride(from: 3, to: bytes.count - 1, by: 7) {
            #expect(try importFeed(Array(bytes.prefix(count))).report.fileReason == "archive_truncated")
        }
        var wrong = bytes
        wrong[bytes.count - 6] ^= 1
        #expect(try importFeed(wrong).report.fileReason == "archive_damaged")
        let document = gzipped(Array(XMLDocument.dataset.utf8))
        #expect(try importFeed(Array(document.dropLast(9))).report.fileReason == "archive_truncated")
    }

    @Test("an honest list that shrinks to a hundredth is taken, a bomb is not")
    func ratio() throws {
        let rows = String(repeating: PaymentRow().line() + "\n", count: 120_000)
        let honest = gzipped(Array((PaymentRow.header() + "\n" + rows).utf8))
        #expect(honest.count < 200_000)
        let bomb = gzipped(Array((PaymentRow.header() + "\n").utf8) + [UInt8](repeating: 0x61, count: 40 << 20))
        #expect(try importFeed(bomb).report.fileReason == "archive_size_limit")
        var limits = InflateLimits.export
        #expect(limits.allow(1 << 20, make: 250 << 20))
        #expect(!limits.allow(1 << 20, make: 400 << 20))
        limits.bytes = 1000
        #expect(!limits.allow(999, make: 1001))
    }

    @Test("nothing packed inside is unpacked again")
    func nested() throws {
        #expect(try importFeed(gzipped(gzipped(Array(list.utf8)))).report.fileReason == "wrong_format")
        #expect(try importFeed(gzipped(SheetRows.file().bytes)).report.fileReason == "wrong_format")
        #expect(try importFeed(gzipped([])).report.fileReason == "empty_file")
    }
}
