import Registry

extension AccountRegister {
    /// Gives an account a new password and ends its sessions. - Returns: `false` when there is no such account.
    package func setPassword(_ password: PasswordHash, of name: String, actor: String) throws -> Bool {
        guard let account = try find(name)?.account else { return false }
        try connection.execute("UPDATE account SET password_hash = ? WHERE id = ?", [.text(password.text), .integer(account.id)])
        try connection.execute("DELETE FROM session WHERE account_id = ?", [.integer(account.id)])
        try AuditChain.append(
            AuditEvent(
                actor: actor, action: "account.password", subject: "account/\(account.id)",
                scope: SubmissionScope(province: account.province ?? 0)), to: connection)
        return true
    }
}
