package import Foundation

/// The one place where state is kept: an embedded SQLite file by default, a PostgreSQL server for a shared service.
///
/// Any number of readers, one writer at a time. Reads and writes block their thread: call them from a job or a dedicated thread,
/// never from an event loop.
package final class Store: Sendable {
    package enum Mode: Sendable {
        case readWrite, readOnly
        /// Also a store that an older version has made, as it is: its tables may lack columns.
        case readOnlyOfAnyAge
    }

    private let engine: any StoreEngine
    package let address: StoreAddress

    private init(engine: any StoreEngine, address: StoreAddress) {
        self.engine = engine
        self.address = address
    }

    /// Where the store is, as it may be printed: without a password.
    package var url: String { address.description }

    /// Opens, and with `.readWrite` creates and migrates, the store at `url` (`sqlite:PATH` or `postgres://…`).
    ///
    /// - Throws: ``StoreError/Kind/unreachable`` for a wrong address, `.busy` when another process writes, `.damaged`,
    ///   `.unsafeSetting` when a commit would not be on disk when it returns.
    package static func open(_ url: String, mode: Mode = .readWrite) throws(StoreError) -> Store {
        try open(StoreAddress(url), mode: mode)
    }

    package static func open(_ address: StoreAddress, mode: Mode = .readWrite) throws(StoreError) -> Store {
        let engine: any StoreEngine =
            switch address {
            case .sqlite(let path): try SQLiteEngine(path: path, mode: mode)
            case .postgres(let uri): try PostgresEngine(uri: uri, mode: mode)
            }
        let store = Store(engine: engine, address: address)
        if mode == .readWrite { try engine.settings().requireSafe() }
        switch mode {
        case .readWrite: try store.migrate()
        case .readOnly, .readOnlyOfAnyAge: try store.checkVersion(mode)
        }
        return store
    }

    /// Runs `body` on a snapshot: it sees one committed state, whatever is written meanwhile.
    package func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try engine.read(body) }

    /// Runs `body` in a transaction, as the only writer of the store among all processes; commits when it returns (the data is
    /// then on disk), rolls back when it throws. What it read it may build on: nobody changes it before the commit.
    @discardableResult
    package func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try engine.write(body) }

    /// Like ``write(_:)``, for long loads and for the queue of jobs: other writers go on meanwhile, where the engine can.
    ///
    /// Until it calls ``SQLConnection/becomeOnlyWriter()``, `body` may add rows under numbers of its own and change rows that it
    /// has claimed, nothing else.
    @discardableResult
    package func load<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try engine.load(body) }

    /// Whether other processes can write to the store while this one has it open.
    package var letsOthersWrite: Bool { engine.letsOthersWrite }

    /// What durability rests on, as the engine reports it now.
    package func settings() throws(StoreError) -> StoreSettings { try engine.settings() }

    /// Leaves nothing of what was deleted in the files of the store, as far as the engine can at once: SQLite has overwritten it and now
    /// empties its log; PostgreSQL clears pages later, by itself.
    package func settle() throws(StoreError) { try engine.settle() }

    /// Lets go of files and connections. The store cannot be used afterwards.
    package func close() throws(StoreError) { try engine.close() }

    private func migrate() throws(StoreError) {
        do {
            var isShorter = false
            try write { connection in
                try connection.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL)")
                let done = try Store.applied(connection)
                for migration in Migration.all where !done.contains(migration.name) {
                    for statement in migration.tables.flatMap(engine.definition) { try connection.execute(statement) }
                    for (table, column) in migration.additions {
                        try connection.execute(engine.addition(of: column, to: table))
                    }
                    for statement in migration.statements { try connection.execute(statement) }
                    try migration.move?(connection)
                    for table in migration.removals { try connection.execute("DROP TABLE \(table)") }
                    isShorter = isShorter || !migration.removals.isEmpty
                    try connection.execute(
                        "INSERT INTO migration (name, applied_at) VALUES (?, ?)",
                        [.text(migration.name), .text(Timestamp.now().description)])
                }
            }
            if isShorter { try settle() }
        } catch let error as StoreError { throw error } catch { throw StoreError(.statement, ErrorWords.text(error)) }
    }

    private func checkVersion(_ mode: Mode) throws(StoreError) {
        do {
            guard try read({ try Store.isCurrent($0) }) || mode == .readOnlyOfAnyAge else {
                throw StoreError(
                    .unreachable,
                    "Kho này do phiên bản cũ hơn tạo ra. Hãy chạy một lệnh ghi (ví dụ ansinh serve) bằng bản này một lần để nâng cấp."
                )
            }
        } catch let error as StoreError {
            guard error.kind == .statement else { throw error }
            throw StoreError(.damaged, "Nơi này chưa có kho của ansinh. Hãy chạy ansinh ingest hoặc ansinh demo trước.")
        } catch { throw StoreError(.damaged, ErrorWords.text(error)) }
    }

    /// - Throws: ``StoreError/Kind/damaged`` for a store that a newer version has made.
    static func isCurrent(_ connection: any SQLConnection) throws(StoreError) -> Bool {
        try applied(connection).count == Migration.all.count
    }

    private static func applied(_ connection: any SQLConnection) throws(StoreError) -> Set<String> {
        let done = Set(try connection.rows("SELECT name FROM migration").compactMap { $0.string("name") })
        let unknown = done.subtracting(Migration.all.map(\.name))
        guard unknown.isEmpty else {
            throw StoreError(
                .damaged,
                "Kho này do phiên bản mới hơn tạo ra (\(unknown.sorted().joined(separator: ", "))). Hãy dùng bản ansinh mới.")
        }
        return done
    }
}

/// A moment in UTC, as stored: `2021-09-24T11:09:57Z`.
package struct Timestamp: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    package init(_ date: Date) { self.init(date.formatted(.iso8601)) }

    package static func now() -> Timestamp { Timestamp(Date()) }
}
