import Foundation
import Registry
import Testing

@testable import Ingest

@Suite("Reading on one thread, storing on another")
struct OverlapTests {
    /// Good rows, refused rows and a column that is kept aside, enough for many batches.
    private static let list: [UInt8] = {
        let header = PaymentRow.header() + ",Ghi chú"
        let lines = (0..<5000).map { number in
            let changes = number % 7 == 3 ? ["ngay_sinh": "31/02/1950"] : ["ma_doi_tuong": "d\(number)"]
            return PaymentRow(changes).line() + "," + String(repeating: "x", count: number % 300)
        }
        return Array(([header] + lines).joined(separator: "\n").utf8)
    }()

    private func read(_ sink: any FeedSink, _ progress: ProgressReport = .silent) throws -> ImportReport {
        try FeedImport(source: ByteSource(OverlapTests.list), options: ImportOptions(today: testDay), progress: progress).run(
            sink)
    }

    @Test("the sink sees the same rows in the same order")
    func same() throws {
        let (direct, overlapped) = (RecordingSink(), RecordingSink())
        let report = try read(direct)
        let other = try OverlappedReading(overlapped).run { try self.read($0) }
        #expect(other.rows == report.rows)
        #expect(other.warnings == report.warnings)
        #expect(overlapped.rows.map { "\($0)" } == direct.rows.map { "\($0)" })
        #expect(overlapped.asides == direct.asides)
        #expect(direct.asides.contains { $0.hasSuffix("xxx") })
        #expect(overlapped.raws == direct.raws)
        #expect(overlapped.cells == direct.cells)
    }

    private struct DiskFull: Error {}

    /// Fails after so many rows, or at the beginning.
    private final class FailingSink: FeedSink {
        var left: Int

        init(_ left: Int) { self.left = left }

        func begin(_ kind: SubmissionKind, _ mark: FixListMark?) throws { if left == 0 { throw DiskFull() } }
        func accept(_ row: TypedRow) throws {
            left -= 1
            if left == 0 { throw DiskFull() }
        }
        func reject(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) {}
    }

    @Test("a failure of storing ends the reading and is the one that is told", arguments: [0, 1, 500, 512, 513, 3000])
    func storingFails(_ rows: Int) {
        #expect(throws: DiskFull.self) { try OverlappedReading(FailingSink(rows)).run { try self.read($0) } }
    }

    @Test("a failure of reading comes out, after the rows before it were stored")
    func readingFails() {
        let sink = RecordingSink()
        let cancelled = ProgressReport(isCancelled: { true }) { _, _, _ in }
        #expect(throws: WorkCancelled.self) {
            try OverlappedReading(sink).run { sink in
                _ = try self.read(sink)
                try cancelled.checkCancellation()
                return ImportReport(outcome: .accept)
            }
        }
        #expect(throws: (any Error).self) { try OverlappedReading(RecordingSink()).run { _ in throw DiskFull() } }
    }

    @Test("a row of any size goes over")
    func largeRow() throws {
        let long = String(repeating: "a", count: 60_000)
        let line = PaymentRow(["quan_he": long, "trang_thai": long]).line()
        let text = Array("\(PaymentRow.header()),n,m,o,p\n\(line),\(long),\(long),\(long),\(long)\n\(line),,,,\n".utf8)
        let sink = RecordingSink()
        let report = try OverlappedReading(sink).run {
            try FeedImport(source: ByteSource(text), options: ImportOptions(today: testDay), progress: .silent).run($0)
        }
        #expect(report.rows.accepted == 2)
        #expect(sink.asides[0].utf8.count == 4 * 60_002 + 3)
    }
}
