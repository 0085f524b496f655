/// Backups of a store, and putting them back.
///
/// A backup is itself a store, in one SQLite file, whatever engine it was made of: it can be opened, read and served as it is, and put
/// back into either engine. It is made of one snapshot while others go on writing, and is there whole or not at all.
package struct Backup {
    private let progress: ProgressReport

    package init(progress: ProgressReport = .silent) { self.progress = progress }

    // MARK: Making

    /// Copies the whole store into a new file, then reads the file again and compares it with what was copied.
    ///
    /// Left out: sessions, as whoever restores a backup signs in anew.
    /// - Throws: ``StoreError``: `.full`, `.inputOutput`; `.damaged` when the file does not hold what was copied. No file is left then.
    package func make(of store: Store, at path: String, now: Timestamp = .now()) throws -> BackupManifest {
        try make(of: store, at: path, now: now, scope: .national, filters: [:])
    }

    /// Copies what belongs to one province into a new file that works as a store of its own (``HandOver``). The deed is on record in
    /// both: the store must be open for writing.
    package func handOver(_ province: Int, of store: Store, at path: String, actor: String, now: Timestamp = .now()) throws
        -> BackupManifest
    {
        let scope = SubmissionScope(province: province)
        let event = AuditEvent(actor: actor, action: "store.handover", subject: "province/\(scope)", scope: scope)
        try store.write { try AuditChain.append(event, at: now, to: $0) }
        return try make(of: store, at: path, now: now, scope: scope, filters: HandOver(province: province).filters, event: event)
    }

    private func make(
        of store: Store, at path: String, now: Timestamp, scope: SubmissionScope, filters: [String: TableCopy.Filter],
        event: AuditEvent? = nil
    ) throws -> BackupManifest {
        let partial = try NewFile(path)
        defer { partial.discard() }
        let manifest = try write(store, to: partial.temporary, now, scope, filters, event)
        try SQLiteFile.settle(partial.temporary)
        guard try verify(partial.temporary) == manifest else { throw Backup.unlike }
        try partial.keep()
        return manifest
    }

    private func write(
        _ store: Store, to path: String, _ now: Timestamp, _ scope: SubmissionScope, _ filters: [String: TableCopy.Filter],
        _ event: AuditEvent?
    ) throws -> BackupManifest {
        let file = try Store.open(.sqlite(path: path))
        defer { try? file.close() }
        return try store.read { source in
            try file.write { target in
                var done: Int64 = 0
                var entries: [BackupManifest.Entry] = []
                for table in Backup.tables {
                    let copy = TableCopy(table: table, filter: filters[table.name])
                    let digest = try copy.run(from: source, into: target, progress: progress, done: &done)
                    entries.append(.init(table, digest))
                }
                if let event {
                    try HandOver.tidy(target)
                    try AuditChain.append(event, at: now, to: target)
                    // What was put right afterwards is part of what the file holds.
                    entries = try digests(target)
                }
                let manifest = BackupManifest(
                    madeAt: now, scope: scope, auditHead: try AuditChain.head(source),
                    entries: entries.sorted { $0.table < $1.table })
                try manifest.write(to: target)
                return manifest
            }
        }
    }

    // MARK: Verifying

    /// Reads a backup from end to end: the file is sound, each table holds what the manifest says, the audit log holds.
    ///
    /// - Throws: ``StoreError/Kind/damaged`` naming the first thing that is not so.
    package func verify(_ path: String) throws -> BackupManifest {
        try withVerified(path) { manifest, _, _ in manifest }
    }

    /// Verifies a backup and gives it to `body` in today's schema, with what each table then holds. One made by an older version is
    /// verified as it is and then brought up to date in a copy beside it, which goes when `body` returns.
    private func withVerified<T>(
        _ path: String, _ body: (BackupManifest, any SQLConnection, [BackupManifest.Entry]) throws -> T
    ) throws -> T {
        try SQLiteFile.requireSound(path)
        let manifest = try reading(path, .readOnlyOfAnyAge) { connection in
            let manifest = try BackupManifest.read(from: connection)
            try require(manifest.entries, of: connection)
            return manifest
        }
        guard try !reading(path, .readOnlyOfAnyAge, { try Store.isCurrent($0) }) else {
            return try reading(path, .readOnly) { connection in
                try requireAuditLog(of: connection, manifest)
                return try body(manifest, connection, manifest.entries)
            }
        }
        let copy = NewFile(beside: path)
        defer { copy.discard() }
        try copy.fill(from: path)
        try Store.open(.sqlite(path: copy.temporary)).close()
        return try reading(copy.temporary, .readOnly) { connection in
            try requireAuditLog(of: connection, manifest)
            return try body(manifest, connection, try digests(connection))
        }
    }

    private func reading<T>(_ path: String, _ mode: Store.Mode, _ body: (any SQLConnection) throws -> T) throws -> T {
        let file = try Store.open(.sqlite(path: path), mode: mode)
        defer { try? file.close() }
        return try file.read(body)
    }

    private func require(_ entries: [BackupManifest.Entry], of connection: any SQLConnection) throws {
        for entry in entries where try digest(of: entry.asTable(), connection) != entry {
            throw StoreError(.damaged, "Bảng \(entry.table) không giống lúc sao lưu. Hãy dùng bản sao lưu khác.")
        }
    }

    private func requireAuditLog(of connection: any SQLConnection, _ manifest: BackupManifest) throws {
        let audit = try AuditChain.verify(connection, anchors: manifest.scope == .national ? [manifest.auditHead] : [])
        guard audit.isIntact else {
            throw StoreError(.damaged, "Chuỗi nhật ký trong bản sao lưu bị đứt. Hãy dùng bản sao lưu khác.")
        }
    }

    /// Every table as it stands, in the order of their names.
    private func digests(_ connection: any SQLConnection) throws -> [BackupManifest.Entry] {
        try Backup.tables.sorted { $0.name < $1.name }.map { try digest(of: $0, connection) }
    }

    private func digest(of table: Table, _ connection: any SQLConnection) throws -> BackupManifest.Entry {
        var done: Int64 = 0
        return .init(table, try TableCopy(table: table).run(from: connection, into: nil, progress: progress, done: &done))
    }

    // MARK: Putting back

    /// Puts a backup into an empty store, in one transaction, and compares every table afterwards.
    ///
    /// - Throws: ``StoreError/Kind/damaged`` for a backup that does not hold what it should, `.notEmpty` for a store that holds something:
    ///   it is left as it was.
    package func restore(_ path: String, into store: Store, actor: String, now: Timestamp = .now()) throws -> BackupManifest {
        try withVerified(path) { manifest, source, entries in
            try store.write { target in
                for table in Backup.tables where try target.row("SELECT 1 AS one FROM \(table.name) LIMIT 1") != nil {
                    throw StoreError(
                        .notEmpty,
                        "Kho \(store.url) không trống (bảng \(table.name)). Chỉ phục hồi được vào kho mới: hãy chọn tên khác.")
                }
                var done: Int64 = 0
                for table in Backup.tables {
                    _ = try TableCopy(table: table).run(from: source, into: target, progress: progress, done: &done)
                }
                try require(entries, of: target)
                try requireAuditLog(of: target, manifest)
                try AuditChain.append(
                    AuditEvent(
                        actor: actor, action: "store.restore", subject: "backup/\(manifest.madeAt)", scope: manifest.scope,
                        detail: manifest.auditHead.description), at: now, to: target)
            }
            return manifest
        }
    }

    /// Every table in an order in which each stands behind those it refers to.
    static let tables = Migration.currentTables.filter { $0.name != "session" }

    private static let unlike = StoreError(
        .damaged, "Bản sao lưu vừa ghi đọc lại không giống kho: không giữ lại. Hãy thử đĩa khác.")
}
