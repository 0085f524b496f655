import Ingest
import Registry

/// Reads every file of an archive as a submission of its own, as the command line does: one that is refused does not stop the next, and
/// leaves nothing. What became of a file is written with the file, so that a job that is taken up again goes on behind it.
struct ArchiveWork {
    private let store: Store
    private let spool: Spool
    private let path: String
    private let reading: ReceivedReading
    /// Of the archive's own manifest, which is no export.
    private let manifestName: String?

    /// - Parameter sent: The manifest that was sent beside the archive; it goes before one inside.
    /// - Throws: ``ImportError`` for a manifest that cannot be read.
    init(store: Store, spool: Spool, file: ReceivedFile, path: String, sent: Manifest?) throws {
        let inputs = FeedInput.all(at: path, named: file.fileName)
        var inner: (name: String, manifest: Manifest)?
        for input in inputs where inner == nil {
            inner = try Manifest(input, among: inputs).map { (input.name, $0) }
        }
        self.store = store
        self.spool = spool
        self.path = path
        manifestName = inner?.name
        reading = ReceivedReading(store: store, file: file, manifest: sent ?? inner?.manifest)
    }

    func run(_ job: Job, _ seal: JobWorker.Seal, _ progress: ProgressReport) throws -> JobWorker.Ending {
        // What an archive may unpack to is counted for each of these apart.
        let (looks, exports, copies) = (inputs(), inputs(), inputs())
        guard !exports.isEmpty else {
            throw JobRefusal(message: "Tệp nén chỉ có bảng kê, không có tệp dữ liệu. Hãy xem lại tệp.")
        }
        let course = ArchiveProgress(exports.map(\.packedSize), passes: reading.passes, whole: progress)
        var parts = try store.read { try JobQueue($0).parts(of: job.id) }.map { try ArchivePart(json: $0) }
        for position in parts.count..<max(parts.count, exports.count) {
            try progress.checkCancellation()
            let part = try read(position, looks[position], exports[position], seal, course)
            parts.append(part)
        }
        for (part, copy) in zip(parts, copies) where !part.isRefused {
            if let sha256 = part.sha256 { try spool.keep(copy, as: sha256) }
        }
        return try ending(parts, exports)
    }

    private func inputs() -> [FeedInput] {
        FeedInput.all(at: path, named: reading.file.fileName).filter { $0.name != manifestName }
    }

    private func read(
        _ position: Int, _ look: FeedInput, _ export: FeedInput, _ seal: JobWorker.Seal, _ course: ArchiveProgress
    ) throws -> ArchivePart {
        let name = String(export.name.dropFirst(reading.file.fileName.count + 1))
        var stored: ArchivePart?
        func record(_ part: ArchivePart) throws -> ArchivePart {
            try store.load { try seal.add(part: position, outcome: try part.json, $0) }
            return part
        }
        do {
            let outcome = try reading.run(first: look, second: export, progress: { course.of(position, pass: $0) }) {
                connection, result in
                let part = ArchivePart(name, ImportOutcome(result), sha256: result.sha256)
                try seal.add(part: position, outcome: try part.json, connection)
                stored = part
            }
            return try stored ?? record(ArchivePart(name, outcome))
        } catch let error as ImportError where !error.isOurs {
            return try record(ArchivePart(name, refusedFor: error))
        } catch let refusal as JobRefusal {
            return try record(ArchivePart(name, refusedBecause: refusal.message))
        }
    }

    private func ending(_ parts: [ArchivePart], _ exports: [FeedInput]) throws -> JobWorker.Ending {
        let refused = parts.count(where: \.isRefused)
        var outcome = ImportOutcome()
        outcome.archive = ArchiveOutcome(files: parts.count, refused: refused)
        let missing = reading.missing(exports.map(\.name))
        outcome.missing = missing
        return try JobWorker.Ending(outcome, isRefused: refused > 0 || !missing.isEmpty)
    }
}

/// How far an archive is, over all its files: bytes as they are unpacked, each file as often as it is read.
private struct ArchiveProgress: Sendable {
    private let sizes: [Int64]
    private let passes: Int
    private let whole: ProgressReport

    init(_ sizes: [Int64], passes: Int, whole: ProgressReport) {
        // What is empty counts a little, so that there is never nothing to do; what claims too much does not drown the others.
        self.sizes = sizes.map { min(max($0, 1), 1 << 40) }
        self.passes = passes
        self.whole = whole
    }

    func of(_ position: Int, pass: Int) -> ProgressReport {
        let before = sizes[..<position].reduce(0, +)
        let (size, total, count) = (sizes[position], sizes.reduce(0, +), sizes.count)
        return ProgressReport(isCancelled: { [whole] in (try? whole.checkCancellation()) == nil }) {
            [whole, passes] _, done, all in
            let share = all.map { $0 > 0 ? min(Double(done) / Double($0), 1) : 0 } ?? 0
            let here = Int64(Double(size) * (Double(pass) + share) / Double(passes))
            whole("Tệp \(position + 1)/\(count)", before + here, of: total)
        }
    }
}
