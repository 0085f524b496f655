package import Registry

/// Someone who may sign in.
package struct Account: Sendable, Identifiable {
    package let id: Int64
    package let name: String
    package let role: Role
    /// `nil` for those who see the whole country.
    package let province: Int?
    package let createdAt: Timestamp
}

/// Reads and writes accounts on a connection that its caller holds.
package struct AccountRegister {
    /// For callers that have an `Account` of their own.
    package typealias Entry = Account

    package static let shortestPassword = 10

    let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Adds an account. Hash the password first (``hash(_:)``): that is slow and must not happen inside a transaction.
    package func add(name: String, role: Role, province: Int?, password: PasswordHash, actor: String) throws -> Account {
        guard AccountRegister.isName(name) else { throw AccountError.badName }
        guard province != nil || !role.needsProvince else { throw AccountError.provinceNeeded }
        if let province, ![Gazetteer.of2024, .of2025].contains(where: { $0.province(province) != nil }) {
            throw AccountError.unknownProvince
        }
        guard try find(name) == nil else { throw AccountError.nameTaken }
        try connection.execute(
            "INSERT INTO account (name, role, province, password_hash, created_at) VALUES (?, ?, ?, ?, ?)",
            [.text(name), .text(role.rawValue), .optional(province), .text(password.text), .text(Timestamp.now().description)])
        guard let account = try find(name)?.account else { throw StoreError(.statement, "INSERT INTO account stored nothing") }
        try AuditChain.append(
            AuditEvent(
                actor: actor, action: "account.add", subject: "account/\(account.id)",
                scope: SubmissionScope(province: province ?? 0), detail: role.rawValue),
            to: connection)
        return account
    }

    package func all() throws(StoreError) -> [Account] {
        try connection.rows("SELECT * FROM account ORDER BY name").compactMap(Account.init(row:))
    }

    package func find(_ name: String) throws(StoreError) -> (account: Account, password: PasswordHash)? {
        guard let row = try connection.row("SELECT * FROM account WHERE name = ?", [.text(name)]), let account = Account(row: row)
        else { return nil }
        return (account, PasswordHash(stored: row.string("password_hash") ?? ""))
    }

    /// Checks the length and hashes.
    package static func hash(_ password: String) throws(PasswordError) -> PasswordHash {
        guard password.count >= shortestPassword else { throw PasswordError.tooShort(minimum: shortestPassword) }
        guard password.utf8.count <= 1_024 else { throw PasswordError.tooLong }
        return try PasswordHash(hashing: password)
    }

    /// Small letters, digits, dot, hyphen and underscore; 2 to 40 of them.
    private static func isName(_ name: String) -> Bool {
        (2...40).contains(name.utf8.count)
            && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0) }
    }
}

package enum AccountError: PlainError, Equatable {
    case badName, provinceNeeded, unknownProvince, nameTaken

    package var description: String {
        switch self {
        case .badName: "Tên tài khoản gồm 2 đến 40 chữ thường không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới."
        case .provinceNeeded: "Cán bộ tỉnh (officer) cần --province, ví dụ --province 24."
        case .unknownProvince: "Không có tỉnh nào mang mã này."
        case .nameTaken: "Tên tài khoản này đã có."
        }
    }
}

extension Account {
    init?(row: SQLRow) {
        guard let id = row.int64("id"), let name = row.string("name"), let role = row.string("role").flatMap(Role.init) else {
            return nil
        }
        self.init(
            id: id, name: name, role: role, province: row.int("province"), createdAt: Timestamp(row.string("created_at") ?? ""))
    }
}
