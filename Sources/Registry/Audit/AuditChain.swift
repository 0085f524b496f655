/// Something that was changed, seen or decided, and by whom.
package struct AuditEvent: Sendable {
    package let actor: String
    /// A word such as `submission.accept`, `account.add`, `session.open`.
    package let action: String
    /// What it was about: a kind and a number, never a person's name or number.
    package let subject: String
    /// Whose data it was about.
    package let scope: SubmissionScope
    package let detail: String

    package init(actor: String, action: String, subject: String, scope: SubmissionScope = .national, detail: String = "") {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.scope = scope
        self.detail = detail
    }
}

/// The audit log: every entry carries the hash of the one before, so that a changed, removed or reordered entry shows. What the
/// chain alone cannot show, a cut tail or a whole rewrite, shows against a head that was noted elsewhere (``AuditHead``).
package enum AuditChain {
    /// Appends `event`, inside the transaction of the change that it records.
    package static func append(_ event: AuditEvent, at time: Timestamp = .now(), to connection: any SQLConnection)
        throws(StoreError)
    {
        // Two transactions must not follow the same entry.
        try connection.becomeOnlyWriter()
        let last = try head(connection)
        let entry = Entry(
            number: last.entries + 1, at: time.description, actor: event.actor, action: event.action, subject: event.subject,
            scope: event.scope.description, detail: event.detail, previous: last.hash)
        try connection.execute(
            """
            INSERT INTO audit_event (id, at, actor, action, subject, scope, detail, previous, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(entry.number), .text(entry.at), .text(entry.actor), .text(entry.action), .text(entry.subject),
                .optional(entry.scope), .text(entry.detail), .text(entry.previous), .text(entry.hash),
            ])
    }

    /// The newest entry's number and hash.
    package static func head(_ connection: any SQLConnection) throws(StoreError) -> AuditHead {
        let last = try connection.row("SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1")
        return AuditHead(entries: last?.int64("id") ?? 0, hash: last?.string("hash") ?? "")
    }

    /// Walks the whole chain, and holds it against heads that were noted before.
    ///
    /// - Complexity: one pass over the log, one SHA-256 an entry.
    package static func verify(_ connection: any SQLConnection, anchors: [AuditHead] = []) throws -> AuditVerification {
        var previous = ""
        var result = AuditVerification()
        var unmet = Dictionary(grouping: anchors.filter { $0.entries > 0 }, by: \.entries)
        try connection.scan(
            "SELECT id, at, actor, action, subject, scope, detail, previous, hash FROM audit_event ORDER BY id"
        ) { row in
            guard result.firstBroken == nil else { return }
            let entry = Entry(
                number: row.int64(0), at: row.string(1), actor: row.string(2), action: row.string(3), subject: row.string(4),
                scope: row.isNull(5) ? nil : row.string(5), detail: row.string(6), previous: row.string(7))
            let expected = result.entries + 1
            guard entry.number == expected, entry.previous == previous, entry.hash == row.string(8) else {
                return result.firstBroken = expected
            }
            if let noted = unmet[expected], noted.allSatisfy({ $0.hash == entry.hash }) { unmet[expected] = nil }
            previous = entry.hash
            result.entries = expected
        }
        result.head = AuditHead(entries: result.entries, hash: previous)
        result.unmetAnchors = unmet.values.flatMap(\.self).sorted { $0.entries < $1.entries }
        return result
    }

    /// One line of the log, and the bytes that its hash covers.
    private struct Entry {
        let number: Int64
        let at: String
        let actor: String
        let action: String
        let subject: String
        /// `nil` in entries from before scopes were kept: their hash does not cover one.
        let scope: String?
        let detail: String
        let previous: String

        /// Length-prefixed, so that no two different entries give the same bytes.
        var hash: String {
            let parts = [String(number), previous, at, actor, action, subject, detail] + (scope.map { [$0] } ?? [])
            return ContentHash.of(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8)
        }
    }
}

/// The log up to an entry, in one line: to be noted where nobody who writes the log can write.
package struct AuditHead: Sendable, Hashable, Codable {
    /// How many entries there are; 0 for none.
    package let entries: Int64
    /// Of the newest entry, in hexadecimal; empty for none.
    package let hash: String

    package init(entries: Int64, hash: String) {
        self.entries = entries
        self.hash = hash
    }

    /// `123:9f86d0…`, as printed and as `ansinh audit verify --anchor` takes it.
    package init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let entries = Int64(parts[0]), parts[1].utf8.count == 64 else { return nil }
        self.init(entries: entries, hash: String(parts[1]))
    }
}

extension AuditHead: CustomStringConvertible {
    package var description: String { "\(entries):\(hash)" }
}

/// What a walk over the audit log came to.
package struct AuditVerification: Sendable, Equatable {
    /// Entries that hold, from the first on.
    package fileprivate(set) var entries: Int64 = 0
    /// The number of the first entry that does not.
    package fileprivate(set) var firstBroken: Int64?
    /// Noted heads that the log does not lead to: its end was cut off, or it was written anew.
    package fileprivate(set) var unmetAnchors: [AuditHead] = []
    package fileprivate(set) var head = AuditHead(entries: 0, hash: "")

    package var isIntact: Bool { firstBroken == nil && unmetAnchors.isEmpty }
}
