import Foundation
import Registry

/// Reads and checks on one thread while the rows that were found are stored on another, that of the caller: a connection stays with the
/// thread that opened its transaction.
///
/// Rows go over in batches (``RowBatch``), which go back empty to be filled again. The sink sees what it would have seen without this, in the same
/// order; `begin` is answered before the first row is read.
struct OverlappedReading {
    /// Batches under way: one being filled, one being stored, two between.
    private static let batches = 4

    private let sink: any FeedSink

    init(_ sink: any FeedSink) { self.sink = sink }

    /// - Parameter reading: Runs on a thread of its own; what it gives its sink comes to this one's.
    /// - Throws: what storing throws, or else what reading throws.
    func run(_ reading: @escaping (any FeedSink) throws -> ImportReport) throws -> ImportReport {
        let lane = Lane(full: Handover(limit: OverlappedReading.batches), empty: Handover(limit: OverlappedReading.batches))
        let work = Work(reading, lane)
        let thread = Thread {
            work.run()
            lane.full.close()
        }
        thread.stackSize = 8 << 20
        thread.start()
        do { try store(lane) } catch {
            // The reader finds nobody to give to, and stops.
            lane.full.close()
            lane.empty.close()
            while lane.full.take() != nil {}
            work.wait()
            throw error
        }
        work.wait()
        return try work.outcome()
    }

    private func store(_ lane: Lane) throws {
        var row: TypedRow?
        while let message = lane.full.take() {
            switch message {
            case .begin(let kind, let mark):
                row = TypedRow(kind: kind)
                try sink.begin(kind, mark)
                for _ in 0..<OverlappedReading.batches { _ = lane.empty.give(RowBatch(fieldCount: kind.fields.count)) }
            case .batch(let batch):
                if let row { try batch.drain(into: sink, by: row) }
                batch.removeAll()
                _ = lane.empty.give(batch)
            }
        }
    }
}

/// What goes over to the thread that stores.
private enum Message {
    case begin(SubmissionKind, FixListMark?)
    case batch(RowBatch)
}

/// The two ways between the threads: filled batches there, empty ones back.
private struct Lane: Sendable {
    let full: Handover<Message>
    let empty: Handover<RowBatch>
}

/// The storing side has given up; its own error is the one that counts.
private struct Abandoned: Error {}

/// The reading, its outcome, and the waiting for it.
private final class Work: @unchecked Sendable {
    private let reading: (any FeedSink) throws -> ImportReport
    private let lane: Lane
    private let done = DispatchSemaphore(value: 0)
    /// Written before `done` is signalled, read after it was waited for.
    private var result: Result<ImportReport, any Error> = .failure(Abandoned())

    init(_ reading: @escaping (any FeedSink) throws -> ImportReport, _ lane: Lane) {
        self.reading = reading
        self.lane = lane
    }

    func run() {
        let sink = LaneSink(lane)
        result = Result {
            let report = try reading(sink)
            try sink.flush()
            return report
        }
        done.signal()
    }

    func wait() { done.wait() }

    func outcome() throws -> ImportReport { try result.get() }
}

/// Fills batches and sends them over.
private final class LaneSink: FeedSink {
    private let lane: Lane
    private var batch: RowBatch?

    init(_ lane: Lane) { self.lane = lane }

    func begin(_ kind: SubmissionKind, _ mark: FixListMark?) throws {
        guard lane.full.give(.begin(kind, mark)) else { throw Abandoned() }
        batch = try next()
    }

    func accept(_ row: TypedRow) throws {
        if batch?.add(row) ?? false { return }
        try flush()
        batch = try next()
        _ = batch?.add(row)
    }

    func reject(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) throws {
        if batch?.add(rejection, record) ?? false { return }
        try flush()
        batch = try next()
        _ = batch?.add(rejection, record)
    }

    func flush() throws {
        guard let full = batch else { return }
        batch = nil
        if !lane.full.give(.batch(full)) { throw Abandoned() }
    }

    private func next() throws -> RowBatch {
        guard let batch = lane.empty.take() else { throw Abandoned() }
        return batch
    }
}
