import Foundation
import Logging
import Registry

/// Received files and their jobs.
///
/// The spool is the inbox: what is in it was acknowledged. From there files are taken into the queue, which may be later when the
/// store is busy or away; a file whose job is over leaves the spool.
final class ImportJobs: Sendable {
    private let store: Store
    private let spool: Spool
    let worker: JobWorker

    init(store: Store, spool: Spool, logger: Logger) {
        let handlers: [Job.Kind: JobWorker.Handler] = [
            .importing: ImportWork(store: store, spool: spool).run, .reconciling: ReconcileWork(store: store).run,
        ]
        self.store = store
        self.spool = spool
        worker = JobWorker(store: store, handlers: handlers, logger: logger) {
            try ImportJobs.takeIn(from: spool, into: store)
        }
    }

    /// Takes over a received file. When this returns, it is on disk with all that is known of it.
    func add(_ file: ReceivedFile) throws {
        try spool.save(file)
        worker.wake()
    }

    /// A job; `nil` also when it is not of `province`, so that foreign and unknown ones look alike. Blocks.
    func job(_ token: String, province: Int?) throws -> (job: ImportJob, progress: Job.Progress?)? {
        let row = try store.read { try JobQueue($0).find(token: token) }
        guard var job = row.map(ImportJob.init) ?? spool.record(token).map(ImportJob.init),
            province == nil || job.file.province == province
        else { return nil }
        if let number = job.number {
            job.parts = try store.read { try JobQueue($0).parts(of: number) }.map { try ArchivePart(json: $0) }
        }
        return (job, job.number.flatMap(worker.progress) ?? job.progress)
    }

    /// Those not done, newest first. Blocks.
    func recent(province: Int?, limit: Int) throws -> [ImportJob] {
        let rows = try store.read { try JobQueue($0).list(province: province, isOpenOnly: true, limit: limit) }
        let known = Set(rows.map(\.token))
        let inbox = spool.records().filter { !known.contains($0.id) && (province == nil || $0.province == province) }
        let unknown = try store.read { connection in
            try inbox.filter { try JobQueue(connection).find(token: $0.id) == nil }
        }
        let jobs = unknown.map { ImportJob($0) } + rows.compactMap { ImportJob($0) }
        return Array(
            jobs.sorted { $1.file.precedes($0.file) }.prefix(limit))
    }

    /// Cancels a job that waits or runs. - Returns: whether there was something to cancel. Blocks.
    func cancel(_ token: String, province: Int?, actor: String) throws -> Bool {
        guard let (job, _) = try job(token, province: province), let number = job.number else { return false }
        if worker.cancel(number, actor: actor) { return true }
        return try store.write { try JobQueue($0).cancel(number, actor: actor) }
    }

    /// Lets a job that failed or was cancelled wait again, when its file is still there. Blocks.
    func retry(_ token: String, province: Int?, actor: String) throws -> Bool {
        guard let (job, _) = try job(token, province: province), let number = job.number, spool.hasData(token) else {
            return false
        }
        let isAgain = try store.write { try JobQueue($0).retry(number, actor: actor) }
        if isAgain { worker.wake() }
        return isAgain
    }

    /// Puts what is in the inbox into the queue, oldest first, and clears away what is over.
    private static func takeIn(from spool: Spool, into store: Store) throws {
        let files = spool.records().sorted { $0.precedes($1) }
        guard !files.isEmpty else { return }
        for file in files {
            let job = try store.read { try JobQueue($0).find(token: file.id) }
            switch job?.state {
            case nil: try store.load { _ = try JobQueue($0).add(try JobRequest(file)) }
            // The files of an archive have been kept each for itself.
            case .done where job.flatMap(ImportJob.init)?.outcome?.archive != nil: spool.remove(file.id)
            case .done: try spool.keep(file)
            case .refused: spool.remove(file.id)
            case .waiting, .running, .failed, .cancelled: break
            }
        }
    }
}
