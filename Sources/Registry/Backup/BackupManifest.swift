/// What a backup file says it holds; kept inside the file, so that it cannot go astray.
package struct BackupManifest: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let table: String
        package let rows: Int64
        /// Over the rows in the order of their key (``RowDigest``).
        package let sha256: String
    }

    package let madeAt: Timestamp
    /// `VN` for a whole store, a province's code for a hand-over.
    package let scope: SubmissionScope
    /// The audit log of the store that it was made of.
    package let auditHead: AuditHead
    package let entries: [Entry]

    package var rows: Int64 { entries.reduce(0) { $0 + $1.rows } }

    private static let tables = [
        Table(
            "backup_manifest", key: ["table_name"],
            [.init("table_name", .text), .init("rows", .integer, required: true), .init("sha256", .text, required: true)]),
        Table("backup_note", key: ["name"], [.init("name", .text), .init("value", .text, required: true)]),
    ]

    func write(to connection: any SQLConnection) throws(StoreError) {
        for table in BackupManifest.tables { try connection.execute(table.sqliteDefinition) }
        for entry in entries {
            try connection.execute(
                "INSERT INTO backup_manifest (table_name, rows, sha256) VALUES (?, ?, ?)",
                [.text(entry.table), .integer(entry.rows), .text(entry.sha256)])
        }
        for (name, value) in [
            ("made_at", madeAt.description), ("scope", scope.description), ("audit_head", auditHead.description),
        ] {
            try connection.execute("INSERT INTO backup_note (name, value) VALUES (?, ?)", [.text(name), .text(value)])
        }
    }

    /// - Throws: ``StoreError/Kind/damaged`` when the file is a store but no backup.
    static func read(from connection: any SQLConnection) throws(StoreError) -> BackupManifest {
        do throws(StoreError) {
            let rows = try connection.rows("SELECT * FROM backup_manifest ORDER BY table_name")
            let notes = try connection.rows("SELECT name, value FROM backup_note").reduce(into: [String: String]()) {
                notes, row in
                notes[row.string("name") ?? ""] = row.string("value")
            }
            return BackupManifest(
                madeAt: Timestamp(notes["made_at"] ?? ""), scope: SubmissionScope(notes["scope"] ?? ""),
                auditHead: AuditHead(notes["audit_head"] ?? "") ?? AuditHead(entries: 0, hash: ""),
                entries: rows.map { row in
                    Entry(
                        table: row.string("table_name") ?? "", rows: row.int64("rows") ?? 0, sha256: row.string("sha256") ?? "")
                })
        } catch {
            throw StoreError(.damaged, "Tệp này không phải bản sao lưu của ansinh (không có mục lục bên trong).")
        }
    }
}
