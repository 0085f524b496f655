import Foundation
import GRDB
import GRDBSQLite

/// One connection, lent for the time of a transaction.
final class SQLiteConnection: SQLConnection {
    private let database: Database

    init(_ database: Database) { self.database = database }

    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int {
        do {
            try database.cachedStatement(sql: sql).execute(arguments: arguments(values))
            return database.changesCount
        } catch { throw SQLiteEngine.translate(error) }
    }

    /// Writing transactions begin with BEGIN IMMEDIATE.
    func becomeOnlyWriter() {}

    let claimSuffix = ""

    /// SQLite takes the highest number + 1 by itself.
    func renumber(_ table: String) {}

    func rows(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> [SQLRow] {
        do {
            let statement = try database.cachedStatement(sql: sql)
            let names = statement.columnNames
            var out: [SQLRow] = []
            let cursor = try Row.fetchCursor(statement, arguments: arguments(values))
            while let row = try cursor.next() {
                out.append(SQLRow(names: names, values: (0..<names.count).map { value(row, $0) }))
            }
            return out
        } catch { throw SQLiteEngine.translate(error) }
    }

    func scan(_ sql: String, _ values: [SQLValue], _ body: (any SQLScanRow) throws -> Void) throws {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() { bind(value, to: statement, at: Int32(index + 1)) }
        let row = SQLiteScanRow(statement: statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try body(row)
            case SQLITE_DONE: return
            default: throw lastError()
            }
        }
    }

    func bulkInsert(into table: String, columns: [String]) throws(StoreError) -> any BulkInsert {
        let insert = "INSERT OR FAIL INTO \(table) (\(columns.joined(separator: ","))) VALUES "
        let row = "(" + Array(repeating: "?", count: columns.count).joined(separator: ",") + ")"
        return SQLiteBulkInsert(
            columns: columns.count,
            prepare: { [unowned self] rows throws(StoreError) in
                try prepare(insert + Array(repeating: row, count: rows).joined(separator: ","))
            }, lastError: { [unowned self] in lastError() })
    }

    private func prepare(_ sql: String) throws(StoreError) -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database.sqliteConnection, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw lastError()
        }
        return statement
    }

    private func lastError() -> StoreError {
        let connection = database.sqliteConnection
        return SQLiteEngine.translate(
            DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_errcode(connection)),
                message: sqlite3_errmsg(connection).map { String(cString: $0) }))
    }

    private func arguments(_ values: [SQLValue]) -> StatementArguments {
        StatementArguments(
            values.map { value -> DatabaseValue in
                switch value {
                case .null: .null
                case .integer(let number): number.databaseValue
                case .text(let text): text.databaseValue
                case .blob(let bytes): Data(bytes).databaseValue
                }
            })
    }

    private func value(_ row: Row, _ index: Int) -> SQLValue {
        let value: DatabaseValue = row[index]
        return switch value.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .integer(Int64(number))
        case .string(let text): .text(text)
        case .blob(let data): .blob(Array(data))
        }
    }

    private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) {
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let number): sqlite3_bind_int64(statement, index, number)
        case .text(let text): sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), sqliteTransient)
        case .blob(let bytes): sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), sqliteTransient)
        }
    }
}

private struct SQLiteScanRow: SQLScanRow {
    let statement: OpaquePointer

    func value(_ position: Int) -> SQLValue {
        switch sqlite3_column_type(statement, Int32(position)) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER: .integer(int64(position))
        case SQLITE_BLOB: .blob(withBlob(position, Array.init))
        default: .text(string(position))
        }
    }

    func isNull(_ position: Int) -> Bool { sqlite3_column_type(statement, Int32(position)) == SQLITE_NULL }
    func int64(_ position: Int) -> Int64 { sqlite3_column_int64(statement, Int32(position)) }
    func string(_ position: Int) -> String { withText(position) { String(decoding: $0, as: UTF8.self) } }

    func withText<R>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        let start = sqlite3_column_text(statement, Int32(position))
        let count = Int(sqlite3_column_bytes(statement, Int32(position)))
        return try body(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    func withBlob<R>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        let start = sqlite3_column_blob(statement, Int32(position))
        let count = Int(sqlite3_column_bytes(statement, Int32(position)))
        return try body(
            UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count))
    }
}
