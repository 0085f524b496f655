import Foundation
import Logging
import Registry
import Synchronization

/// Takes jobs from the queue and works them off, one after the other. Several may share one PostgreSQL.
///
/// While it works it shows signs of life, so that a job of a worker that died is taken up by another, and hears there whether the job
/// is still wanted.
final class JobWorker: Sendable {
    /// Does the work. The end of the job goes into the transaction of its effect through `seal`; what is returned instead is written
    /// afterwards, for work that had no effect.
    typealias Handler = @Sendable (_ job: Job, _ seal: Seal, _ progress: ProgressReport) throws -> Ending?

    /// Writes into the transaction of an effect that it belongs to the job.
    struct Seal: Sendable {
        let lease: JobLease

        /// The end of the job.
        func callAsFunction(_ connection: any SQLConnection, _ ending: Ending) throws {
            try JobQueue(connection).finish(lease, as: ending.state, outcome: ending.outcome, message: ending.message)
        }

        /// What became of one part of it, counted from 0.
        func add(part position: Int, outcome: String, _ connection: any SQLConnection) throws {
            try JobQueue(connection).add(lease, part: position, outcome: outcome)
        }
    }

    struct Ending: Sendable {
        var state: Job.State
        var outcome: String?
        var message: String?
    }

    /// Between two signs of life.
    static let pulse: TimeInterval = 2
    /// A worker that was silent for so long has lost its job.
    static let longestSilence: TimeInterval = 10
    /// Between two looks at an empty queue.
    private static let pause: TimeInterval = 1

    private struct State {
        var isStopping = false
        var current: JobLease?
        var progress: Job.Progress?
        var isUnwanted = false
        /// Who asked on this machine to cancel the current job.
        var cancelledBy: String?
    }

    let name: String
    private let store: Store
    private let handlers: [Job.Kind: Handler]
    private let logger: Logger
    private let prepare: @Sendable () throws -> Void
    private let state = Mutex(State())
    private let bell = NSCondition()

    /// - Parameter prepare: Called before each look at the queue: takes in what was handed over elsewhere.
    init(
        store: Store, handlers: [Job.Kind: Handler], logger: Logger, prepare: @escaping @Sendable () throws -> Void = {}
    ) {
        name = "\(ProcessInfo.processInfo.hostName)/\(ProcessInfo.processInfo.processIdentifier)"
        self.store = store
        self.handlers = handlers
        self.logger = logger
        self.prepare = prepare
    }

    /// Works until ``stop()``; blocks its thread.
    ///
    /// Where no other process can write, whatever is marked as running was left by a process that died.
    func run() {
        var first = true
        while !state.withLock(\.isStopping) {
            do {
                try look(isAlone: first && !store.letsOthersWrite)
                first = false
                while !state.withLock(\.isStopping), try workOne() { try prepare() }
            } catch {
                logger.error("queue", metadata: ["type": "\(JobWorker.word(error))"])
            }
            rest()
        }
    }

    /// Works until nothing is waiting.
    func runUntilEmpty() throws {
        try look(isAlone: !store.letsOthersWrite)
        while !state.withLock(\.isStopping), try workOne() { try prepare() }
    }

    /// Lets go of the current job, undone, and ends ``run()``.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.isUnwanted = true
        }
        wake()
    }

    /// Something was added to the queue.
    func wake() { bell.withLock { bell.broadcast() } }

    /// How far the job is, when it is being worked on here.
    func progress(of job: Int64) -> Job.Progress? { state.withLock { $0.current?.job == job ? $0.progress : nil } }

    /// Cancels the job when it is being worked on here. - Returns: whether it is.
    func cancel(_ job: Int64, actor: String) -> Bool {
        state.withLock { state in
            guard state.current?.job == job else { return false }
            state.cancelledBy = actor
            state.isUnwanted = true
            return true
        }
    }

    private func rest() {
        bell.withLock {
            guard !state.withLock(\.isStopping) else { return }
            _ = bell.wait(until: Date(timeIntervalSinceNow: JobWorker.pause))
        }
    }

    private func look(isAlone: Bool) throws {
        try prepare()
        let limit = Timestamp(Date(timeIntervalSinceNow: isAlone ? 0 : -JobWorker.longestSilence))
        let isNeeded = try store.read { try $0.row("SELECT 1 AS one FROM job WHERE state = 'running' LIMIT 1") != nil }
        guard isNeeded else { return }
        let taken = try store.load { try JobQueue($0).reclaim(silentSince: limit) }
        if taken > 0 { logger.warning("jobs taken up again", metadata: ["count": "\(taken)"]) }
    }

    // MARK: One job

    private func workOne() throws -> Bool {
        guard try store.read({ try JobQueue($0).hasWaiting() }),
            let (job, lease) = try store.load({ try JobQueue($0).claim(worker: name) })
        else { return false }
        state.withLock { state in
            state = State(isStopping: state.isStopping, current: lease, isUnwanted: state.isStopping)
        }
        defer { state.withLock { $0.current = nil } }
        let pulse = store.letsOthersWrite ? Pulse(every: JobWorker.pulse) { [self] in beat(lease) } : nil
        defer { pulse?.stop() }
        work(job, lease)
        return true
    }

    private func beat(_ lease: JobLease) {
        let progress = state.withLock(\.progress)
        // A beat that does not get through says nothing; if none does, the job will be taken from us, and finish() will know.
        guard let isWanted = try? store.load({ try JobQueue($0).beat(lease, progress: progress) }) else { return }
        if !isWanted { state.withLock { $0.isUnwanted = true } }
    }

    private func work(_ job: Job, _ lease: JobLease) {
        let progress = ProgressReport(
            isCancelled: { [self] in state.withLock(\.isUnwanted) },
            { [self] stage, done, total in
                state.withLock { $0.progress = Job.Progress(stage: stage, done: done, total: total) }
            })
        do {
            guard let handler = handlers[job.kind] else {
                return try end(lease, Ending(state: .failed, message: "Bản này không biết làm việc \(job.kind.rawValue)."))
            }
            let rest = try handler(job, Seal(lease: lease), progress)
            if let rest { try end(lease, rest) }
        } catch {
            do { try recover(job, lease, from: error) } catch {
                // It is still marked as running, and will be taken up again when it has been silent long enough.
                logger.error("job left", metadata: ["job": "\(job.id)", "type": "\(JobWorker.word(error))"])
            }
        }
    }

    private func end(_ lease: JobLease, _ ending: Ending) throws {
        try store.load { try JobQueue($0).finish(lease, as: ending.state, outcome: ending.outcome, message: ending.message) }
    }

    private func recover(_ job: Job, _ lease: JobLease, from error: any Error) throws {
        switch error {
        case is WorkCancelled: try letGo(job, lease)
        case let refusal as JobRefusal: try end(lease, Ending(state: .failed, message: refusal.message))
        case let error as StoreError where error.isPassing:
            logger.warning("job put back", metadata: ["job": "\(job.id)", "type": "\(error.kind)"])
            let later = Timestamp(Date(timeIntervalSinceNow: TimeInterval(min(5 << min(job.attempt, 6), 300))))
            try store.load { try JobQueue($0).putBack(lease, message: error.message, notBefore: later) }
        default:
            logger.error("job failed", metadata: ["job": "\(job.id)", "type": "\(JobWorker.word(error))"])
            try end(lease, Ending(state: .failed, message: (error as? StoreError)?.message))
        }
    }

    /// Stopped: for another worker. Cancelled: over. Lost: somebody else's already.
    private func letGo(_ job: Job, _ lease: JobLease) throws {
        let (isStopping, actor) = state.withLock { ($0.isStopping, $0.cancelledBy) }
        try store.load { connection in
            let queue = JobQueue(connection)
            if let actor { _ = try queue.cancel(job.id, actor: actor) }
            if try queue.job(job.id)?.isCancelRequested == true {
                try queue.finish(lease, as: .cancelled, outcome: nil, message: nil)
            } else if isStopping {
                try queue.release(lease)
            }
        }
    }

    /// Errors may hold data of a file: the log gets their kind only.
    private static func word(_ error: any Error) -> String { (error as? StoreError).map { "\($0.kind)" } ?? "\(type(of: error))" }
}

/// Why a job was not done, in a sentence for the one who asked for it. Trying again gives the same answer.
struct JobRefusal: Error {
    let message: String
}

extension StoreError {
    /// Whether the same may go well a little later.
    fileprivate var isPassing: Bool {
        switch kind {
        case .busy, .interrupted, .full, .inputOutput, .unreachable: true
        case .damaged, .unsafeSetting, .notEmpty, .constraint, .statement: false
        }
    }
}

/// Does something again and again on a thread of its own.
private final class Pulse: Sendable {
    private let isStopped = Mutex(false)
    private let condition = NSCondition()

    init(every interval: TimeInterval, _ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread { [self] in
            while true {
                let goesOn = condition.withLock { () -> Bool in
                    if !isStopped.withLock(\.self) { _ = condition.wait(until: Date(timeIntervalSinceNow: interval)) }
                    return !isStopped.withLock(\.self)
                }
                guard goesOn else { return }
                body()
            }
        }
    }

    func stop() {
        condition.withLock {
            isStopped.withLock { $0 = true }
            condition.broadcast()
        }
    }
}
