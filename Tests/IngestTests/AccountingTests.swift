import Registry
import Testing

@testable import Ingest

@Suite("Accounting and robustness")
struct AccountingTests {
    /// A list with some of everything in it.
    static let list = Array(
        (PaymentRow(["ngay_sinh": "31/02/1950"]).file(good: 6) + "Tổng cộng,,,,,,,,,,,,,3780000,,\n"
            + PaymentRow(["quan_he": "\"Con\nnuôi\""]).line() + "\n").utf8)

    @Test("bytes of any kind never crash the reader, and every record is accounted for", arguments: UInt64(0)..<10)
    func mutations(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let xml = Array(XMLDocument.dataset.utf8)
        for round in 0..<100 {
            var bytes = round.isMultiple(of: 4) ? xml : AccountingTests.list
            for _ in 0..<Int.random(in: 1...8, using: &random) { AccountingTests.mutate(&bytes, &random) }
            let outcome = try importFeed(bytes)
            let rows = outcome.report.rows
            #expect(rows.accepted + rows.rejected + rows.skipped == rows.seen)
            if outcome.report.outcome == .accept {
                #expect(rows.accepted == Int64(outcome.rows.count))
                #expect(rows.rejected == Int64(outcome.raws.count))
                #expect(outcome.report.rejectedByReason.values.reduce(0, +) == rows.rejected)
            }
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let position = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: position)
        case 2: bytes.insert([0x22, 0x2C, 0x0A, 0x0D, 0x3C, 0x26, 0x00, 0xFF].randomElement(using: &random) ?? 0, at: position)
        case 3: bytes.removeSubrange(position...)
        default: bytes.insert(contentsOf: bytes[position..<min(bytes.count, position + 40)], at: position)
        }
    }

    @Test("no refused row's values stand in the report")
    func noPersonalData() throws {
        let report = try importFeed(PaymentRow(["ho_va_ten": "Nguy?n Kín Đáo", "so_cccd": "024050009999"]).file()).report
        let told = "\(report)"
        #expect(!told.contains("Kín"))
        #expect(!told.contains("024050009999"))
    }
}
