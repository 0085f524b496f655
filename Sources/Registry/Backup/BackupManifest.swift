/// What a backup file says it holds; kept inside the file, so that it cannot go astray.
package struct BackupManifest: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let table: String
        /// Those of the day it was made: later versions may have added to them.
        let columns: [String]
        let primaryKey: [String]
        package let rows: Int64
        /// Over these columns of the rows, in the order of their key (``RowDigest``).
        package let sha256: String

        init(_ table: Table, _ digest: TableCopy.Digest) {
            self.table = table.name
            columns = table.columns.map(\.name)
            primaryKey = table.primaryKey
            rows = digest.rows
            sha256 = digest.sha256
        }

        /// - Throws: ``StoreError/Kind/damaged`` when a name is none: names go into SQL.
        fileprivate init(_ row: SQLRow) throws(StoreError) {
            table = row.string("table_name") ?? ""
            columns = (row.string("columns") ?? "").split(separator: " ").map(String.init)
            primaryKey = (row.string("primary_key") ?? "").split(separator: " ").map(String.init)
            rows = row.int64("rows") ?? 0
            sha256 = row.string("sha256") ?? ""
            let isName = { (name: String) in
                !name.isEmpty && name.utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
            }
            guard isName(table), !columns.isEmpty, !primaryKey.isEmpty, (columns + primaryKey).allSatisfy(isName) else {
                throw StoreError(.damaged, "Mục lục của bản sao lưu bị hỏng. Hãy dùng bản sao lưu khác.")
            }
        }

        /// What a digest reads: types play no part in it.
        func asTable() -> Table { Table(table, key: primaryKey, columns.map { .init($0, .text) }) }
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
            [
                .init("table_name", .text), .init("columns", .text, required: true), .init("primary_key", .text, required: true),
                .init("rows", .integer, required: true), .init("sha256", .text, required: true),
            ]),
        Table("backup_note", key: ["name"], [.init("name", .text), .init("value", .text, required: true)]),
    ]

    func write(to connection: any SQLConnection) throws(StoreError) {
        for table in BackupManifest.tables { try connection.execute(table.sqliteDefinition) }
        for entry in entries {
            try connection.execute(
                "INSERT INTO backup_manifest (table_name, columns, primary_key, rows, sha256) VALUES (?, ?, ?, ?, ?)",
                [
                    .text(entry.table), .text(entry.columns.joined(separator: " ")),
                    .text(entry.primaryKey.joined(separator: " ")), .integer(entry.rows), .text(entry.sha256),
                ])
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
            var entries: [Entry] = []
            for row in rows { entries.append(try Entry(row)) }
            return BackupManifest(
                madeAt: Timestamp(notes["made_at"] ?? ""), scope: SubmissionScope(notes["scope"] ?? ""),
                auditHead: AuditHead(notes["audit_head"] ?? "") ?? AuditHead(entries: 0, hash: ""),
                entries: entries)
        } catch {
            throw StoreError(.damaged, "Tệp này không phải bản sao lưu của ansinh (không có mục lục bên trong).")
        }
    }
}
