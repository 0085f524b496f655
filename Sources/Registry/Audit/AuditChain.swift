/// Something that was changed, seen or decided, and by whom.
package struct AuditEvent: Sendable {
    package let actor: String
    /// A word such as `submission.accept`, `account.add`, `session.open`.
    package let action: String
    /// What it was about: a kind and a number, never a person's name or number.
    package let subject: String
    package let detail: String

    package init(actor: String, action: String, subject: String, detail: String = "") {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
    }
}

/// The audit log: every entry carries the hash of the one before, so that a changed, removed or reordered entry shows.
package enum AuditChain {
    /// Appends `event`, inside the transaction of the change that it records.
    package static func append(_ event: AuditEvent, at time: Timestamp = .now(), to connection: any SQLConnection)
        throws(StoreError)
    {
        let last = try connection.row("SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1")
        let number = (last?.int64("id") ?? 0) + 1
        let previous = last?.string("hash") ?? ""
        let hash = digest(number: number, previous: previous, time: time.description, event: event)
        try connection.execute(
            "INSERT INTO audit_event (id, at, actor, action, subject, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(number), .text(time.description), .text(event.actor), .text(event.action), .text(event.subject),
                .text(event.detail), .text(previous), .text(hash),
            ])
    }

    /// Walks the whole chain. - Returns: how many entries hold, and the number of the first that does not.
    package static func verify(_ connection: any SQLConnection) throws -> (entries: Int, firstBroken: Int64?) {
        var previous = ""
        var expected: Int64 = 1
        var broken: Int64?
        try connection.scan("SELECT id, at, actor, action, subject, detail, previous, hash FROM audit_event ORDER BY id") { row in
            guard broken == nil else { return }
            let event = AuditEvent(actor: row.string(2), action: row.string(3), subject: row.string(4), detail: row.string(5))
            let hash = digest(number: row.int64(0), previous: previous, time: row.string(1), event: event)
            guard row.int64(0) == expected, row.string(6) == previous, row.string(7) == hash else { return broken = expected }
            previous = hash
            expected += 1
        }
        return (Int(expected - 1), broken)
    }

    private static func digest(number: Int64, previous: String, time: String, event: AuditEvent) -> String {
        // Length-prefixed, so that no two different entries give the same bytes.
        let parts = [String(number), previous, time, event.actor, event.action, event.subject, event.detail]
        return ContentHash.of(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8)
    }
}
