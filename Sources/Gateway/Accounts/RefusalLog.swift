import Logging
import Registry
import Synchronization

/// Puts refused sign-ins into the audit log, and keeps a flood of them from flooding it.
///
/// For an account, the throttle lets through a hundred or so tries a day; each is an event. Names that no account has are without
/// number, so they share one event a minute, which says how many there were. What was typed is never written: people type passwords
/// into the field for the name. Nobody waits for the event, so a busy store neither holds up the answer nor tells which names exist.
final class RefusalLog: Sendable {
    private struct Unknown {
        var tries = 0
        var isDue: ContinuousClock.Instant
    }

    private static let pause = Duration.seconds(60)
    /// Events that wait for a busy store; beyond this they are left out, and the log of the service says so.
    private static let mostWaiting = 1_000

    private let store: Store
    private let logger: Logger
    private let work = BlockingWork("ansinh.refusals", width: 1)
    private let unknown = Mutex(Unknown(isDue: .now))
    private let waiting = Mutex(0)

    init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// - Parameter account: Whose password was not given; `nil` for a name that no account has.
    func refused(_ account: Account?, now: ContinuousClock.Instant = .now) {
        guard let account else {
            guard let tries = tries(now) else { return }
            return write(subject: "account/unknown", .national, detail: "\(tries)")
        }
        write(subject: "account/\(account.id)", SubmissionScope(province: account.province ?? 0), detail: "")
    }

    /// How many tries the next event stands for; `nil` when it is not time for one.
    func tries(_ now: ContinuousClock.Instant) -> Int? {
        unknown.withLock { unknown in
            unknown.tries += 1
            guard unknown.isDue <= now else { return nil }
            defer { unknown = Unknown(isDue: now.advanced(by: RefusalLog.pause)) }
            return unknown.tries
        }
    }

    private func write(subject: String, _ scope: SubmissionScope, detail: String) {
        let mayWait = waiting.withLock { count in
            guard count < RefusalLog.mostWaiting else { return false }
            count += 1
            return true
        }
        guard mayWait else { return logger.warning("refused sign-ins not in the audit log") }
        work.start { [self] in
            defer { waiting.withLock { $0 -= 1 } }
            do {
                let event = AuditEvent(
                    actor: "anonymous", action: "session.refuse", subject: subject, scope: scope, detail: detail)
                try store.write { try AuditChain.append(event, to: $0) }
            } catch {
                logger.warning("refused sign-in not in the audit log", metadata: ["type": "\(type(of: error))"])
            }
        }
    }
}
