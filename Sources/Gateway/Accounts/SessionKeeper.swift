import Foundation
import Hummingbird
import Logging
import Registry

/// Signs people in and out, and knows them again by their cookie.
struct SessionKeeper: Sendable {
    static let cookie = "ansinh_session"

    let store: Store
    let work: BlockingWork
    let length: Duration
    let isBehindTLS: Bool
    /// Hashing has a thread of its own: it takes memory and time, and must not hold up pages.
    private let hashing = BlockingWork("ansinh.password", width: 1)
    private let throttle = SignInThrottle()
    private let refusals: RefusalLog

    init(store: Store, work: BlockingWork, length: Duration, isBehindTLS: Bool, logger: Logger) {
        self.store = store
        self.work = work
        self.length = length
        self.isBehindTLS = isBehindTLS
        refusals = RefusalLog(store: store, logger: logger)
    }

    enum SignIn: Sendable {
        case opened(SessionToken)
        case refused
        /// Too many wrong tries; seconds to wait.
        case throttled(Int)
    }

    /// Wrong name and wrong password look alike and take alike.
    func signIn(name: String, password: String) async throws -> SignIn {
        let wait = throttle.secondsToWait(name)
        guard wait == 0 else { return .throttled(wait) }
        let found = try await work.run { [store] in try store.read { try AccountRegister($0).find(name) } }
        let hash = found?.password ?? .nobody
        let isRight = try await hashing.run { hash.matches(password) }
        guard let account = found?.account, isRight else {
            throttle.failed(name)
            refusals.refused(found?.account)
            return .refused
        }
        throttle.succeeded(name)
        let end = Timestamp(Date(timeIntervalSinceNow: TimeInterval(length.components.seconds)).formatted(.iso8601))
        return .opened(try await work.run { [store] in try store.write { try SessionRegister($0).open(account, until: end) } })
    }

    func session(of request: Request) async throws -> Session? {
        guard let token = token(of: request) else { return nil }
        return try await work.run { [store] in try store.read { try SessionRegister($0).find(token) } }
    }

    func signOut(_ request: Request) async throws {
        guard let token = token(of: request) else { return }
        try await work.run { [store] in try store.write { try SessionRegister($0).close(token) } }
    }

    func header(_ token: SessionToken?) -> String {
        let value = token.map { "\($0.text); Max-Age=\(length.components.seconds)" } ?? "; Max-Age=0"
        return "\(SessionKeeper.cookie)=\(value); Path=/; HttpOnly; SameSite=Lax\(isBehindTLS ? "; Secure" : "")"
    }

    private func token(of request: Request) -> SessionToken? {
        guard let text = request.cookies[SessionKeeper.cookie]?.value, text.utf8.count == 64 else { return nil }
        return SessionToken(text: text)
    }
}
