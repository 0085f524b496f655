import Registry

@testable import Ingest

/// One reading of a feed: the report, and all that went to the sink.
struct Reading {
    struct Row: Equatable {
        let isAccepted: Bool
        let line: Int64
        let offset: Int64?
        /// Of the values or of the refused record, so that readings can be compared without keeping them.
        let hash: UInt64
        let reason: String
        /// Bytes of a refused record.
        let length: Int
    }

    let report: ImportReport
    let rows: [Row]

    /// - Parameters:
    ///   - kind: Finding out which kind a file is takes longer than all the rest.
    ///   - piece: The source hands out no more than this at a time.
    init(_ bytes: [UInt8], kind: SubmissionKind? = nil, piece: Int = .max) throws {
        let sink = Recorder()
        let options = ImportOptions(kind: kind, today: PartialDate(year: 2021, month: 9, day: 24))
        let source = ByteSource(bytes, largestPiece: piece)
        report = try FeedImport(source: source, options: options, progress: .silent).run(sink)
        rows = sink.rows
    }

    /// What holds of every report, whatever was read.
    func checkCounts() {
        let counts = report.rows
        claim(counts.accepted + counts.rejected + counts.skipped == counts.seen, "the counts of rows add up: \(counts)")
        guard report.outcome == .accept else {
            claim(report.fileReason != nil, "a refused file has a reason")
            // These two say how many rows there were.
            let isCounted = ["too_many_rejected", "totals_mismatch"].contains(report.fileReason)
            claim(isCounted || (counts.seen == 0 && report.rejected.isEmpty), "a refused file has no rows: \(counts)")
            return
        }
        claim(report.fileReason == nil, "an accepted file has no reason to be refused")
        claim(counts.accepted == rows.count { $0.isAccepted }, "every accepted row went to the sink")
        claim(counts.rejected == rows.count { !$0.isAccepted }, "every refused row went to the sink")
        claim(report.rejectedByReason.values.reduce(0, +) == counts.rejected, "the reasons add up to the refused rows")
        claim(report.rejected.count == counts.rejected, "every refused row is listed")
        claim(report.rowsRepaired <= counts.accepted, "no more rows repaired than accepted")
        claim(zip(rows, rows.dropFirst()).allSatisfy { $0.line <= $1.line } || report.amends != nil, "rows come in their order")
    }

    /// Where the pieces of a file end must make no difference.
    func checkSame(as other: Reading) {
        claim(report.outcome == other.report.outcome, "same outcome: \(report.outcome), \(other.report.outcome)")
        claim(
            report.fileReason == other.report.fileReason,
            "same file reason: \(report.fileReason ?? "-"), \(other.report.fileReason ?? "-")")
        claim(report.kind == other.report.kind && report.encoding == other.report.encoding, "same kind and encoding")
        claim(report.rows.seen == other.report.rows.seen, "same number of rows: \(report.rows), \(other.report.rows)")
        claim(report.rejected == other.report.rejected, "same refused rows")
        claim(report.notes == other.report.notes, "same notes: \(report.notes), \(other.report.notes)")
        claim(report.columns == other.report.columns && report.columnKeys == other.report.columnKeys, "same columns")
        claim(report.amountTotal == other.report.amountTotal && report.period == other.report.period, "same totals")
        claim(rows == other.rows, "same rows")
    }
}

/// Keeps a hash of every row.
private final class Recorder: FeedSink {
    var rows: [Reading.Row] = []

    func begin(_ kind: SubmissionKind, _ mark: FixListMark?) {}

    func accept(_ row: TypedRow) {
        var hash = Hash()
        for value in row.values {
            switch value {
            case .empty: hash.add(1)
            case .integer(let number), .oldIdentity(let number): hash.add(UInt64(bitPattern: number))
            case .text(let bytes):
                claim(UTF8Scalars.isValid(bytes), "a stored text is UTF-8")
                hash.add(bytes)
            }
        }
        rows.append(Reading.Row(isAccepted: true, line: row.line, offset: row.offset, hash: hash.value, reason: "", length: 0))
    }

    func reject(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) {
        var hash = Hash()
        hash.add(record.raw)
        for cell in record.cells() { hash.add(UInt64(cell.utf8.count)) }
        rows.append(
            Reading.Row(
                isAccepted: false, line: rejection.line, offset: record.offset, hash: hash.value, reason: rejection.reason,
                length: record.raw.count))
    }
}

/// FNV-1a.
struct Hash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ number: UInt64) { value = (value ^ number) &* 0x100_0000_01B3 }

    mutating func add(_ bytes: Bytes) {
        add(UInt64(bytes.count))
        for byte in bytes { add(UInt64(byte)) }
    }

    /// A number below `bound` that hangs on the bytes alone, so that an input says everything about its run.
    static func choice(_ bytes: [UInt8], below bound: Int) -> Int {
        var hash = Hash()
        bytes.withUnsafeBufferPointer { hash.add($0) }
        return Int(truncatingIfNeeded: hash.value >> 33) % bound
    }
}
