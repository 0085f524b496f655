import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// SQLite through GRDB: a pool with one writer and snapshot readers, in WAL mode with full syncing.
///
/// Two traps are met here. GRDB's pool sets `synchronous = NORMAL` on its writer, which loses acknowledged commits when power
/// fails, so FULL is set afterwards and read back (``settings()``). Debian's SQLite 3.40.1 can lose data when two connections write or
/// checkpoint at the same instant, so one process at a time may write: it holds a lock beside the file.
final class SQLiteEngine: StoreEngine {
    private let pool: DatabasePool
    private let lock: WriterLock?
    /// Set when the disk has failed under a write: the system may then have dropped pages that SQLite takes to be in the log, so
    /// nothing more is written through this connection. The next process recovers from what is on the disk.
    private let failure = Mutex<StoreError?>(nil)

    init(path: String, mode: Store.Mode) throws(StoreError) {
        if mode != .readWrite, !FileManager.default.fileExists(atPath: path) {
            throw StoreError(.unreachable, "Chưa có kho \(path). Hãy chạy ansinh ingest hoặc ansinh demo trước.")
        }
        lock = mode == .readWrite ? try WriterLock(path: path + "-lock") : nil
        var configuration = Configuration()
        configuration.readonly = mode != .readWrite
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { database in
            if mode == .readWrite {
                try database.execute(sql: "PRAGMA page_size = 16384")
                // What is deleted is overwritten, so that a purged name is not left in a free page.
                try database.execute(sql: "PRAGMA secure_delete = ON")
            }
            // Loads and scans go through the pages in order; a larger cache only made the process larger.
            try database.execute(sql: "PRAGMA cache_size = -8192")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            if mode == .readWrite {
                try SQLiteEngine.makeDurable(pool)
                try SQLiteEngine.syncLog(of: path)
            }
        } catch { throw SQLiteEngine.refined(error as? StoreError ?? SQLiteEngine.translate(error), lock) }
    }

    private static func makeDurable(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { database in
            // Again, as the pool passes over a disk that fails here and goes on without a log; this tells the failure, or mends it.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
    }

    /// Brings to disk what a process that was killed between writing and syncing has left in the log. Its commits count from now
    /// on and may be acknowledged ("known already") without a commit of ours that would sync them.
    private static func syncLog(of path: String) throws(StoreError) {
        for name in [path + "-wal", URL(fileURLWithPath: path).deletingLastPathComponent().path] {
            let descriptor = open(name, O_RDONLY | O_CLOEXEC)
            if descriptor < 0, errno == ENOENT { continue }
            defer { if descriptor >= 0 { Glibc.close(descriptor) } }
            guard descriptor >= 0, fsync(descriptor) == 0 else { throw StoreError.disk(errno, name) }
        }
    }

    func definition(of table: Table) -> [String] { [table.sqliteDefinition] }

    func addition(of column: Table.Column, to table: String) -> String {
        "ALTER TABLE \(table) ADD COLUMN \(column.name) \(column.type.rawValue.uppercased())"
    }

    func settings() throws(StoreError) -> StoreSettings {
        do {
            // On the writer: what a reader's connection has set says nothing about commits.
            return try pool.writeWithoutTransaction { database in
                func value(_ pragma: String) throws -> String {
                    try String.fetchOne(database, sql: "PRAGMA \(pragma)") ?? ""
                }
                let version = try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? ""
                return StoreSettings(
                    engine: "SQLite \(version)",
                    values: [
                        .init(name: "synchronous", value: try value("synchronous"), safe: ["2", "3"]),
                        .init(name: "journal_mode", value: try value("journal_mode"), safe: ["wal"]),
                        .init(name: "foreign_keys", value: try value("foreign_keys"), safe: ["1"]),
                    ], warnings: SQLiteEngine.warnings(version: version))
            }
        } catch { throw SQLiteEngine.translate(error) }
    }

    /// SQLite 3.7.0 to 3.51.2 can lose committed data when two connections of a file in WAL mode write or checkpoint at the same
    /// instant (fixed in 3.51.3, carried back to 3.44.6 and 3.50.7).
    static func warnings(version: String) -> [String] {
        let parts = version.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 3 else { return [] }
        let isMended =
            switch (parts[0], parts[1], parts[2]) {
            case (3, 44, 6...), (3, 50, 7...), (3, 51, 3...), (3, 52..., _), (4..., _, _): true
            default: false
            }
        return isMended
            ? []
            : [
                "SQLite \(version) có lỗi WAL-reset: chỉ một tiến trình được ghi kho. ansinh giữ khóa để bảo đảm điều đó; đừng ghi kho bằng công cụ khác."
            ]
    }

    func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        do {
            return try pool.read { database in
                let connection = SQLiteConnection(database)
                return try body(connection)
            }
        } catch let error as DatabaseError { throw SQLiteEngine.translate(error) }
    }

    func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        if let failure = failure.withLock({ $0 }) { throw failure }
        do {
            return try pool.write { database in
                let connection = SQLiteConnection(database)
                return try body(connection)
            }
        } catch let error as DatabaseError { throw failed(SQLiteEngine.translate(error)) } catch let error as StoreError {
            throw failed(error)
        }
    }

    private func failed(_ error: StoreError) -> StoreError {
        let error = SQLiteEngine.refined(error, lock)
        if error.kind == .inputOutput { failure.withLock { $0 = error } }
        return error
    }

    /// SQLite calls it an I/O error, or a file that cannot be opened, when there is no room for its index of the log or the quota is
    /// used up. The lock file knows better.
    private static func refined(_ error: StoreError, _ lock: WriterLock?) -> StoreError {
        guard error.kind == .inputOutput || error.kind == .unreachable, lock?.hasRoom == false else { return error }
        return .diskFull
    }

    let letsOthersWrite = false

    /// There is one writer anyway.
    func load<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try write(body) }

    /// Without waiting for readers: their end lets the next checkpoint finish.
    func settle() throws(StoreError) {
        do { _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) } } catch {
            let error = SQLiteEngine.translate(error)
            guard error.kind == .busy else { throw error }
        }
    }

    func close() throws(StoreError) {
        do { try pool.close() } catch { throw SQLiteEngine.translate(error) }
        lock?.release()
    }

    static func translate(_ error: any Error) -> StoreError {
        guard let error = error as? DatabaseError else { return StoreError(.unreachable, ErrorWords.text(error)) }
        // The message of SQLite names tables and columns, never values; GRDB's own text would add the arguments.
        let text = error.message ?? "SQLite \(error.resultCode.rawValue)"
        switch error.resultCode.primaryResultCode {
        case .SQLITE_FULL: return .diskFull
        case .SQLITE_IOERR: return .diskFailed(text)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return StoreError(.busy, "Kho đang bận, hãy thử lại.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            // A page that cannot be read is told as damage, too.
            return StoreError(.damaged, "Tệp này không phải kho của ansinh, đã hỏng, hoặc đĩa không đọc được (\(text)).")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            return StoreError(.unreachable, "Không mở được kho (\(text)). Hãy xem quyền và đường dẫn.")
        case .SQLITE_CONSTRAINT: return StoreError(.constraint, text)
        default: return StoreError(.statement, text)
        }
    }
}
