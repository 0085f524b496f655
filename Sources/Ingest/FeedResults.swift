import Registry

/// Where the rows of a feed go.
protocol FeedSink: AnyObject {
    /// The kind is known and rows will follow.
    /// - Parameter mark: The feed is a fix-list sent back; the line of its rows is the one they say they had.
    func begin(_ kind: SubmissionKind, _ mark: FixListMark?) throws
    func accept(_ row: TypedRow) throws
    func reject(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) throws
}

/// A record that was refused; lent for the call.
struct RejectedRecord {
    /// As it stands in the file.
    let raw: Bytes
    /// As ``TypedRow/offset``.
    let offset: Int64?
    /// As read, by column; only for who asks.
    let cells: () -> [String]
}

/// Counts what became of every record, and hands it on.
final class FeedResults {
    private let sink: any FeedSink
    private let progress: ProgressReport
    private let totalBytes: Int64?
    private var bytesRead: Int64 = 0
    private var reportedAt: Int64 = 0
    private var rowNotes = NoteTally()
    private(set) var rows = RowCounts()
    private(set) var rejections: [ImportReport.Rejection] = []
    private(set) var rejectedByReason: [RowReason: Int64] = [:]
    private(set) var fileNotes: Set<ImportNote> = []
    private(set) var tally: FeedTally?
    private let options: ImportOptions
    private let fileName: String
    private var doubts: RowDoubts?
    private var comparison: RowComparison?
    private var lookers: (doubts: Unmanaged<RowDoubts>, comparison: Unmanaged<RowComparison>)?
    /// Warnings that whoever reads the file has found by himself.
    var ownWarnings: [WarningCount] = []
    private var stop: StopRule

    /// The first refused rows are listed; beyond this number they are only counted.
    static let listedRejections = 100_000

    /// - Parameter file: Its name, for messages.
    init(_ sink: any FeedSink, _ options: ImportOptions, file: String, progress: ProgressReport, totalBytes: Int64?) {
        self.sink = sink
        self.options = options
        fileName = file
        stop = StopRule(options)
        self.progress = progress
        self.totalBytes = totalBytes
    }

    func begin(_ kind: SubmissionKind, _ mark: FixListMark? = nil) throws {
        tally = FeedTally(kind)
        let doubts = RowDoubts(kind, options)
        let comparison = RowComparison(kind, options.profile, name: fileName)
        (self.doubts, self.comparison) = (doubts, comparison)
        lookers = (Unmanaged.passUnretained(doubts), Unmanaged.passUnretained(comparison))
        // What is sent back was refused before; much of it may be again.
        if mark != nil { stop = .never }
        try sink.begin(kind, mark)
    }

    func accept(_ row: TypedRow) throws {
        rows.seen += 1
        rows.accepted += 1
        row.record = rows.seen
        rowNotes.add(row.notes)
        tally?.add(row)
        // Borrowed: counting references here was a tenth of a check.
        lookers?.doubts._withUnsafeGuaranteedRef { $0.look(row) }
        lookers?.comparison._withUnsafeGuaranteedRef { $0.add(row) }
        try sink.accept(row)
    }

    func reject(_ reason: RowReason, field: String?, line: Int64, _ record: RejectedRecord) throws {
        rows.seen += 1
        rows.rejected += 1
        rejectedByReason[reason, default: 0] += 1
        let rejection = ImportReport.Rejection(line: line, record: rows.seen, reason: reason.rawValue, field: field)
        if rejections.count < FeedResults.listedRejections { rejections.append(rejection) }
        try sink.reject(rejection, record)
        if stop.isSettled(rows, read: bytesRead, of: totalBytes) { throw ImportError(.refused(.tooManyRejected), file: fileName) }
    }

    /// Whether so many rows were refused that the file is to be.
    var hasTooManyRejected: Bool { stop.refuses(rows) }

    /// A line or a record that is no data.
    func skip(_ note: ImportNote = .footerSkipped) {
        rows.seen += 1
        rows.skipped += 1
        fileNotes.insert(note)
    }

    func note(_ note: ImportNote) { fileNotes.insert(note) }

    @inline(__always) func advance(_ bytesRead: Int64) throws(WorkCancelled) {
        self.bytesRead = bytesRead
        if bytesRead - reportedAt > 1 << 20 { try report(bytesRead) }
    }

    private func report(_ bytesRead: Int64) throws(WorkCancelled) {
        reportedAt = bytesRead
        try progress.checkCancellation()
        progress("Đọc tệp (byte)", bytesRead, of: totalBytes)
    }

    /// What is odd about the file, in the order of the vocabulary.
    /// - Parameter period: The month that the rows speak of, if any.
    func warnings(_ period: Period?) -> [WarningCount] {
        let found = (doubts?.warnings(period) ?? []) + (comparison?.warnings() ?? []) + ownWarnings
        let order = Dictionary(uniqueKeysWithValues: ImportWarning.allCases.enumerated().map { ($1.rawValue, $0) })
        return found.filter { $0.count > 0 }.sorted { order[$0.word] ?? 0 < order[$1.word] ?? 0 }
    }

    /// How often each note was given, and how many accepted rows were repaired.
    func notes() -> (counts: [String: Int64], repaired: Int64) {
        var counts: [String: Int64] = [:]
        var repaired: Int64 = 0
        for (notes, count) in rowNotes.counts() {
            for note in notes.words { counts[note, default: 0] += count }
            if !notes.isDisjoint(with: .repairs) { repaired += count }
        }
        for note in fileNotes { counts[note.rawValue, default: 0] += 1 }
        return (counts, repaired)
    }
}
