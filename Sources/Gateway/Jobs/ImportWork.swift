import Foundation
import Ingest
import Registry

/// Reads what was received into the store: one export, or an archive of several.
struct ImportWork: Sendable {
    let store: Store
    let spool: Spool

    @Sendable func run(_ job: Job, _ seal: JobWorker.Seal, _ progress: ProgressReport) throws -> JobWorker.Ending? {
        guard let file = ImportJob(job)?.file else { throw JobRefusal(message: "Không đọc được nội dung của việc này.") }
        let path = spool.dataURL(file.id).path
        guard FileManager.default.fileExists(atPath: path) else {
            throw JobRefusal(message: "Tệp đã nhận không còn trong thư mục nhận tệp. Hãy gửi lại.")
        }
        do {
            let manifest = try file.manifest.map { try Manifest(bytes: Array($0.bytes), name: $0.name) }
            let inputs = FeedInput.all(at: path, named: file.fileName)
            guard let first = inputs.first, !first.isPacked else {
                return try ArchiveWork(store: store, spool: spool, file: file, path: path, sent: manifest).run(
                    job, seal, progress)
            }
            return try read(first, ReceivedReading(store: store, file: file, manifest: manifest), seal, progress)
        } catch let error as ImportError {
            throw JobRefusal(message: error.pageSentence)
        }
    }

    private func read(
        _ input: FeedInput, _ reading: ReceivedReading, _ seal: JobWorker.Seal, _ progress: ProgressReport
    ) throws -> JobWorker.Ending? {
        func ending(_ outcome: ImportOutcome) throws -> JobWorker.Ending {
            var outcome = outcome
            outcome.missing = reading.missing([input.name])
            return try JobWorker.Ending(outcome, isRefused: outcome.fileReason != nil)
        }
        // Where nothing was stored, nothing was sealed.
        var isSealed = false
        let outcome = try reading.run(first: input, second: input, progress: { _ in progress }) { connection, result in
            try seal(connection, try ending(ImportOutcome(result)))
            isSealed = true
        }
        return isSealed ? nil : try ending(outcome)
    }
}

extension JobWorker.Ending {
    init(_ outcome: ImportOutcome, isRefused: Bool) throws {
        self.init(
            state: isRefused ? .refused : .done, outcome: String(decoding: try JSONEncoder().encode(outcome), as: UTF8.self))
    }
}
