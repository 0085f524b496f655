/// PostgreSQL through libpq, for a shared service with several gateways and workers.
///
/// Reads run on a snapshot (REPEATABLE READ, read only). Writers of shared state hold one advisory lock to the end of their
/// transaction, so that code written for "one writer at a time" is right here too; loads take it only when they are ready to
/// commit. A lost server is found at BEGIN, before anything happened, and connected to anew.
final class PostgresEngine: StoreEngine {
    private let pool: PostgresPool

    init(uri: String, mode: Store.Mode) throws(StoreError) {
        pool = PostgresPool(uri: uri, isReadOnly: mode != .readWrite)
        try pool.connectFirst()
    }

    func definition(of table: Table) -> [String] { table.postgresDefinition }

    func addition(of column: Table.Column, to table: String) -> String {
        "ALTER TABLE \(table) ADD COLUMN \(column.name) \(Table.postgresType(column.type))"
    }

    func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try load { connection in
            try connection.becomeOnlyWriter()
            return try body(connection)
        }
    }

    /// READ COMMITTED: after the lock was waited for, each statement sees what the writer before has committed.
    func load<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try transaction("BEGIN ISOLATION LEVEL READ COMMITTED", body)
    }

    let letsOthersWrite = true

    /// Autovacuum does it.
    func settle() {}

    func close() throws(StoreError) { pool.close() }

    func settings() throws(StoreError) -> StoreSettings {
        do {
            return try read { connection in
                func value(_ name: String) throws -> String { try connection.row("SHOW \(name)")?.string(name) ?? "" }
                return StoreSettings(
                    engine: "PostgreSQL \(try value("server_version").prefix { $0 != " " })",
                    values: [
                        .init(name: "fsync", value: try value("fsync"), safe: ["on"]),
                        .init(name: "full_page_writes", value: try value("full_page_writes"), safe: ["on"]),
                        .init(
                            name: "synchronous_commit", value: try value("synchronous_commit"),
                            safe: ["on", "local", "remote_write", "remote_apply"]),
                    ], warnings: [])
            }
        } catch let error as StoreError { throw error } catch { throw StoreError(.statement, "SHOW") }
    }

    private func transaction<T>(_ begin: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        let link = try pool.take(beginningWith: begin)
        do {
            let result = try body(PostgresConnection(link))
            try commit(link)
            pool.giveBack(link)
            return result
        } catch {
            // Whatever was done is undone by the server, also when it can no longer be told so.
            try? link.endCopy()
            _ = try? link.run("ROLLBACK")
            pool.giveBack(link)
            throw error
        }
    }

    private func commit(_ link: PostgresLink) throws(StoreError) {
        do throws(StoreError) {
            guard try link.run("COMMIT").command == "COMMIT" else {
                throw StoreError(.statement, "PostgreSQL rolled back where a commit was asked for.")
            }
        } catch {
            guard link.isBroken else { throw error }
            throw StoreError(
                .interrupted,
                "Mất kết nối với PostgreSQL đúng lúc xác nhận: chưa biết dữ liệu đã vào kho hay chưa. Hãy chạy lại; cùng một tệp không bị tính hai lần."
            )
        }
    }
}
