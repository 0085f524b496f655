import CSodium
import Foundation
import Registry

/// Someone who is signed in.
struct Session: Sendable {
    let account: Account
    /// What every form of this session carries.
    let formToken: String

    /// Compared in constant time.
    func owns(formToken other: String) -> Bool {
        let (a, b) = (Array(formToken.utf8), Array(other.utf8))
        return a.count == b.count && sodium_memcmp(a, b, a.count) == 0
    }
}

/// 256 random bits that a browser shows to prove who it is. Only its hash is stored.
struct SessionToken: Sendable {
    let text: String

    init(text: String) { self.text = text }

    static func random() -> SessionToken {
        var bytes = [UInt8](repeating: 0, count: 32)
        randombytes_buf(&bytes, bytes.count)
        return SessionToken(text: ContentHash.hexadecimal(bytes))
    }

    var hash: String { ContentHash.of(text.utf8) }
}

/// Reads and writes sessions on a connection that its caller holds.
struct SessionRegister {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Opens a session and forgets those that have ended.
    func open(_ account: Account, until end: Timestamp, now: Timestamp = .now()) throws(StoreError) -> SessionToken {
        let token = SessionToken.random()
        try connection.execute("DELETE FROM session WHERE expires_at <= ?", [.text(now.description)])
        try connection.execute(
            "INSERT INTO session (token_hash, account_id, form_token, expires_at) VALUES (?, ?, ?, ?)",
            [.text(token.hash), .integer(account.id), .text(SessionToken.random().text), .text(end.description)])
        try record("session.open", account)
        return token
    }

    func find(_ token: SessionToken, now: Timestamp = .now()) throws(StoreError) -> Session? {
        let row = try connection.row(
            """
            SELECT account.*, session.form_token FROM session JOIN account ON account.id = session.account_id
            WHERE session.token_hash = ? AND session.expires_at > ?
            """, [.text(token.hash), .text(now.description)])
        guard let row, let account = Account(row: row), let formToken = row.string("form_token") else { return nil }
        return Session(account: account, formToken: formToken)
    }

    /// Ended means ended: the token is worth nothing afterwards.
    func close(_ token: SessionToken) throws(StoreError) {
        guard let account = try find(token)?.account else { return }
        try connection.execute("DELETE FROM session WHERE token_hash = ?", [.text(token.hash)])
        try record("session.close", account)
    }

    private func record(_ action: String, _ account: Account) throws(StoreError) {
        try AuditChain.append(
            AuditEvent(
                actor: account.name, action: action, subject: "account/\(account.id)",
                scope: SubmissionScope(province: account.province ?? 0)), to: connection)
    }
}
