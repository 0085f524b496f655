import Foundation
import Logging
import Registry
import Synchronization

/// Reads received files, one after the other, on a thread of its own.
final class ImportJobs: Sendable {
    /// Reads a file into the store; may take minutes.
    typealias Importer = @Sendable (_ job: ImportJob, _ path: String, _ progress: ProgressReport) throws -> ImportOutcome

    struct Progress: Sendable {
        var stage: String
        var done: Int64
        var total: Int64?
    }

    private struct State {
        var jobs: [String: ImportJob] = [:]
        var progress: [String: Progress] = [:]
    }

    private let spool: Spool
    private let importer: Importer
    private let logger: Logger
    private let work = BlockingWork("ansinh.import", width: 1)
    private let state = Mutex(State())

    /// Goes on with what an earlier run of the service received and did not finish.
    init(spool: Spool, logger: Logger, importer: @escaping Importer) {
        self.spool = spool
        self.importer = importer
        self.logger = logger
        spool.removeLeftovers()
        let known = spool.records().sorted { $0.receivedAt < $1.receivedAt }
        state.withLock { state in known.forEach { state.jobs[$0.id] = $0 } }
        for job in known where spool.hasData(job.id) && job.state != .done && job.state != .refused { start(job.id) }
    }

    /// Takes over a received file. When this returns, the job is on disk.
    func add(_ job: ImportJob) throws {
        try spool.save(job)
        state.withLock { $0.jobs[job.id] = job }
        start(job.id)
    }

    /// A job; `nil` also when it is not of `province`, so that foreign and unknown ones look alike.
    func job(_ id: String, province: Int?) -> (job: ImportJob, progress: Progress?)? {
        state.withLock { state in
            guard let job = state.jobs[id], province == nil || job.province == province else { return nil }
            return (job, state.progress[id])
        }
    }

    /// Those not finished, and those refused, newest first.
    func recent(province: Int?, limit: Int) -> [ImportJob] {
        let jobs = state.withLock { Array($0.jobs.values) }
        return Array(
            jobs.filter { (province == nil || $0.province == province) && $0.state != .done }
                .sorted { ($1.receivedAt, $1.id) < ($0.receivedAt, $0.id) }.prefix(limit))
    }

    /// Waits until nothing is left to do.
    func drain() { work.drain() }

    private func start(_ id: String) { work.start { [self] in run(id) } }

    private func run(_ id: String) {
        guard var job = state.withLock({ $0.jobs[id] }) else { return }
        job.state = .running
        note(job)
        let progress = ProgressReport { [self] stage, done, total in
            state.withLock { $0.progress[id] = Progress(stage: stage, done: done, total: total) }
        }
        do {
            let outcome = try importer(job, spool.dataURL(id).path, progress)
            job.outcome = outcome
            job.state = outcome.fileReason == nil ? .done : .refused
        } catch {
            job.state = .failed
            job.message = (error as? ImportRefusal)?.message ?? (error as? StoreError)?.message
            logger.error("import", metadata: ["job": "\(id)", "type": "\(type(of: error))"])
            // The store could not, which passes: the file stays, and is tried again at the next start.
            return finish(job, mayTryAgain: error is StoreError)
        }
        finish(job, mayTryAgain: false)
    }

    /// An accepted file is kept as it came; a refused one its sender has.
    private func finish(_ job: ImportJob, mayTryAgain: Bool) {
        do {
            try spool.save(job)
            if job.state == .done {
                try spool.keep(job.id, as: job.sha256)
            } else if !mayTryAgain {
                spool.removeData(job.id)
            }
        } catch {
            logger.error("import record", metadata: ["job": "\(job.id)"])
        }
        state.withLock { state in
            state.jobs[job.id] = job
            state.progress[job.id] = nil
        }
    }

    private func note(_ job: ImportJob) { state.withLock { $0.jobs[job.id] = job } }
}

/// Why a file was not read, in a sentence for the one who sent it.
struct ImportRefusal: Error {
    let message: String
}
