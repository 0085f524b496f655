import Foundation

/// The one place where state is kept: an embedded SQLite file by default.
///
/// Any number of readers, one writer. Reads and writes block their thread: call them from a job or a dedicated thread,
/// never from an event loop.
package final class Store: Sendable {
    package enum Mode: Sendable { case readWrite, readOnly }

    private let engine: SQLiteEngine
    /// Where the store is, as the user wrote it.
    package let url: String

    private init(engine: SQLiteEngine, url: String) {
        self.engine = engine
        self.url = url
    }

    /// Opens, and with `.readWrite` creates and migrates, the store at `url` (`sqlite:PATH`).
    ///
    /// - Throws: ``StoreError/Kind/unreachable`` for a wrong address, `.busy` when another process writes, `.damaged`,
    ///   `.unsafeSetting` when a commit would not be on disk when it returns.
    package static func open(_ url: String, mode: Mode = .readWrite) throws(StoreError) -> Store {
        guard url.hasPrefix("sqlite:"), url.count > 7 else {
            throw StoreError(
                .unreachable, "Không hiểu địa chỉ kho \"\(url)\": hãy ghi sqlite:TÊN_TỆP (mặc định sqlite:ansinh.sqlite).")
        }
        let engine = try SQLiteEngine(path: String(url.dropFirst(7)), mode: mode)
        let store = Store(engine: engine, url: url)
        switch mode {
        case .readWrite: try store.migrate()
        case .readOnly: try store.checkVersion()
        }
        return store
    }

    /// Runs `body` on a snapshot: it sees one committed state, whatever is written meanwhile.
    package func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try engine.read(body) }

    /// Runs `body` in a transaction that begins immediately; commits when it returns (the data is then on disk), rolls back
    /// when it throws.
    package func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try engine.write(body) }

    /// Lets go of the files. The store cannot be used afterwards.
    package func close() throws(StoreError) { try engine.close() }

    private func migrate() throws(StoreError) {
        do {
            try write { connection in
                try connection.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL)")
                let done = Set(try connection.rows("SELECT name FROM migration").compactMap { $0.string("name") })
                try Store.refuseNewer(than: done)
                for migration in Migration.all where !done.contains(migration.name) {
                    for table in migration.tables { try connection.execute(table.sqliteDefinition) }
                    for statement in migration.statements { try connection.execute(statement) }
                    try connection.execute(
                        "INSERT INTO migration (name, applied_at) VALUES (?, ?)",
                        [.text(migration.name), .text(Timestamp.now().description)])
                }
            }
        } catch let error as StoreError { throw error } catch { throw StoreError(.statement, "\(error)") }
    }

    private func checkVersion() throws(StoreError) {
        do {
            try read { connection in
                let done = Set(try connection.rows("SELECT name FROM migration").compactMap { $0.string("name") })
                try Store.refuseNewer(than: done)
            }
        } catch let error as StoreError { throw error } catch { throw StoreError(.damaged, "\(error)") }
    }

    private static func refuseNewer(than done: Set<String>) throws(StoreError) {
        let unknown = done.subtracting(Migration.all.map(\.name))
        guard unknown.isEmpty else {
            throw StoreError(
                .damaged,
                "Kho này do phiên bản mới hơn tạo ra (\(unknown.sorted().joined(separator: ", "))). Hãy dùng bản ansinh mới.")
        }
    }
}

/// A moment in UTC, as stored: `2021-09-24T11:09:57Z`.
package struct Timestamp: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    package static func now() -> Timestamp { Timestamp(Date().formatted(.iso8601)) }
}
