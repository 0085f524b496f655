package import Registry

/// Reads releases and moves them on, on a connection that its caller holds. Every step is an audit event.
package struct ReleaseRegister {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    // MARK: Reading

    /// Newest first.
    package func list() throws -> [ReleaseRecord] {
        try connection.rows("SELECT * FROM release ORDER BY period DESC, number DESC").compactMap(ReleaseRecord.init(row:))
    }

    /// - Throws: ``ReleaseError/Kind/unknownRelease``.
    package func release(_ id: String) throws -> ReleaseRecord {
        guard let row = try connection.row("SELECT * FROM release WHERE id = ?", [.text(id)]),
            let record = ReleaseRecord(row: row)
        else { throw ReleaseError(.unknownRelease, subject: id) }
        return record
    }

    /// The published release of the newest period, and of that the highest number. Withdrawn ones do not count.
    package func latestPublished() throws -> ReleaseRecord? {
        try connection.row("SELECT * FROM release WHERE state = 'published' ORDER BY period DESC, number DESC LIMIT 1")
            .flatMap(ReleaseRecord.init(row:))
    }

    /// The newest release of a period in whatever state.
    package func newest(of period: Period) throws -> ReleaseRecord? {
        try connection.row(
            "SELECT * FROM release WHERE period = ? ORDER BY number DESC LIMIT 1", [.integer(Int64(period.packed))]
        )
        .flatMap(ReleaseRecord.init(row:))
    }

    /// All files of a release with their bytes, in the order of their paths.
    package func files(_ id: String) throws -> [ReleaseFile] {
        _ = try release(id)
        return try connection.rows("SELECT * FROM release_file WHERE release_id = ? ORDER BY path", [.text(id)]).map(
            ReleaseFile.init(row:))
    }

    /// - Throws: ``ReleaseError/Kind/unknownRelease``, ``ReleaseError/Kind/unknownFile``.
    package func file(release id: String, path: String) throws -> ReleaseFile {
        _ = try release(id)
        let row = try connection.row("SELECT * FROM release_file WHERE release_id = ? AND path = ?", [.text(id), .text(path)])
        guard let row else { throw ReleaseError(.unknownFile, subject: path) }
        return ReleaseFile(row: row)
    }

    /// The heads of the audit log at the moments when releases were published: the log must still lead to each of them.
    package func anchors() throws -> [AuditHead] { try list().compactMap(\.auditHead) }

    // MARK: Moving on

    func add(_ document: ReleaseDocument, files: [ReleaseFile], run: Int64, actor: String, at time: Timestamp = .now()) throws
        -> ReleaseRecord
    {
        let sha256 = ContentHash.of(ReleaseFile.checksums(of: files).utf8)
        let id = "\(document.period).\(document.number)-\(sha256.prefix(8))"
        try connection.execute(
            """
            INSERT INTO release (id, number, period, unit_list, state, run_id, sha256, created_at, created_by)
            VALUES (?, ?, ?, ?, 'draft', ?, ?, ?, ?)
            """,
            [
                .text(id), .int(document.number), .integer(Int64(document.period.packed)), .text(document.unitList.rawValue),
                .integer(run), .text(sha256), .text(time.description), .text(actor),
            ])
        for file in files {
            try connection.execute(
                "INSERT INTO release_file (release_id, path, media_type, sha256, content) VALUES (?, ?, ?, ?, ?)",
                [.text(id), .text(file.path), .text(file.mediaType), .text(file.sha256), .blob(file.content)])
        }
        try record("release.create", id, actor: actor, detail: sha256, at: time)
        return try release(id)
    }

    /// By another person than the one who made it (four eyes).
    ///
    /// - Throws: ``ReleaseError/Kind/samePerson``; ``ReleaseError/Kind/wrongState`` unless it is a draft.
    @discardableResult
    package func approve(_ id: String, actor: String, at time: Timestamp = .now()) throws -> ReleaseRecord {
        let release = try release(id, in: [.draft])
        guard release.createdBy != actor else { throw ReleaseError(.samePerson, subject: id) }
        try connection.execute("UPDATE release SET state = 'approved', approved_by = ? WHERE id = ?", [.text(actor), .text(id)])
        try record("release.approve", id, actor: actor, at: time)
        return try self.release(id)
    }

    /// - Throws: ``ReleaseError/Kind/wrongState`` unless it is approved.
    @discardableResult
    package func publish(_ id: String, actor: String, at time: Timestamp = .now()) throws -> ReleaseRecord {
        _ = try release(id, in: [.approved])
        try connection.execute(
            "UPDATE release SET state = 'published', published_at = ? WHERE id = ?", [.text(time.description), .text(id)])
        try record("release.publish", id, actor: actor, at: time)
        let head = try AuditChain.head(connection)
        try connection.execute(
            "UPDATE release SET audit_entries = ?, audit_head = ? WHERE id = ?",
            [.integer(head.entries), .text(head.hash), .text(id)])
        return try release(id)
    }

    /// Takes a release back; it stays in the register with the reason, and its files can still be compared.
    ///
    /// - Throws: ``ReleaseError/Kind/reasonMissing``; ``ReleaseError/Kind/wrongState`` when it is withdrawn already.
    @discardableResult
    package func withdraw(_ id: String, reason: String, actor: String, at time: Timestamp = .now()) throws -> ReleaseRecord {
        _ = try release(id, in: [.draft, .approved, .published])
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ReleaseError(.reasonMissing, subject: id) }
        try connection.execute("UPDATE release SET state = 'withdrawn', reason = ? WHERE id = ?", [.text(reason), .text(id)])
        // Free text stays out of the log, which nothing can be taken from again; its hash proves which words were given.
        try record("release.withdraw", id, actor: actor, detail: ContentHash.of(reason.utf8), at: time)
        return try release(id)
    }

    private func release(_ id: String, in states: [ReleaseState]) throws -> ReleaseRecord {
        let release = try release(id)
        guard states.contains(release.state) else { throw ReleaseError(.wrongState, subject: id, state: release.state) }
        return release
    }

    private func record(_ action: String, _ id: String, actor: String, detail: String = "", at time: Timestamp) throws {
        try AuditChain.append(
            AuditEvent(actor: actor, action: action, subject: "release/\(id)", detail: detail), at: time, to: connection)
    }
}

extension ReleaseRecord {
    fileprivate init?(row: SQLRow) {
        guard let id = row.string("id"), let period = row.int64("period").flatMap(Period.init(packed:)),
            let unitList = row.string("unit_list").flatMap(UnitList.init),
            let state = row.string("state").flatMap(ReleaseState.init)
        else { return nil }
        self.init(
            id: id, number: row.int("number") ?? 0, period: period, unitList: unitList, state: state,
            runID: row.int64("run_id") ?? 0,
            sha256: row.string("sha256") ?? "", createdAt: Timestamp(row.string("created_at") ?? ""),
            createdBy: row.string("created_by") ?? "", approvedBy: row.string("approved_by"),
            publishedAt: row.string("published_at").map { Timestamp($0) }, reason: row.string("reason"),
            auditHead: row.int64("audit_entries").map { AuditHead(entries: $0, hash: row.string("audit_head") ?? "") })
    }
}

extension ReleaseFile {
    fileprivate init(row: SQLRow) {
        self.init(path: row.string("path") ?? "", mediaType: row.string("media_type") ?? "", content: row.blob("content") ?? [])
    }
}
