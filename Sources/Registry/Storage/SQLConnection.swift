/// The small face of SQL that the whole program speaks. SQL is written once, in the subset that SQLite and PostgreSQL
/// share, with `?` for parameters; what differs lives in the engines.
package protocol SQLConnection: AnyObject {
    /// Runs one statement that returns no rows.
    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreError)

    /// All rows of a query whose answer is small.
    func rows(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> [SQLRow]

    /// Every row of a query of any size, one at a time, in constant memory. The row is valid inside `body` only.
    func scan(_ sql: String, _ values: [SQLValue], _ body: (any SQLScanRow) throws -> Void) throws

    /// A prepared insert for millions of rows, inside the current transaction.
    func bulkInsert(into table: String, columns: [String]) throws(StoreError) -> any BulkInsert
}

extension SQLConnection {
    package func execute(_ sql: String) throws(StoreError) { try execute(sql, []) }
    package func rows(_ sql: String) throws(StoreError) -> [SQLRow] { try rows(sql, []) }
    package func scan(_ sql: String, _ body: (any SQLScanRow) throws -> Void) throws { try scan(sql, [], body) }
    package func row(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> SQLRow? { try rows(sql, values).first }
}

/// A value on its way into or out of the store.
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    package static func optional(_ value: Int64?) -> SQLValue { value.map(SQLValue.integer) ?? .null }
    package static func optional(_ value: Int?) -> SQLValue { value.map { .integer(Int64($0)) } ?? .null }
    package static func optional(_ value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }
    package static func int(_ value: Int) -> SQLValue { .integer(Int64(value)) }
}

/// One row of a small answer. Columns are taken by name.
package struct SQLRow: Sendable {
    let names: [String]
    let values: [SQLValue]

    package subscript(_ name: String) -> SQLValue {
        guard let index = names.firstIndex(of: name) else { return .null }
        return values[index]
    }

    package func int64(_ name: String) -> Int64? { if case .integer(let value) = self[name] { value } else { nil } }
    package func int(_ name: String) -> Int? { int64(name).map(Int.init) }
    package func double(_ name: String) -> Double? {
        switch self[name] {
        case .real(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }
    package func string(_ name: String) -> String? { if case .text(let value) = self[name] { value } else { nil } }
    package func blob(_ name: String) -> [UInt8]? { if case .blob(let value) = self[name] { value } else { nil } }
}

/// One row of a scan, read by position without making a copy of the row. Positions count from 0.
package protocol SQLScanRow {
    func isNull(_ position: Int) -> Bool
    /// Zero when null.
    func int64(_ position: Int) -> Int64
    func string(_ position: Int) -> String
    /// The text as UTF-8, empty when null; valid inside the closure only.
    func withText<R>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R
}

/// A prepared insert. Bind every column from position 0, then ``insert()``; unbound columns are null. Bytes need only
/// live until ``insert()`` returns.
package protocol BulkInsert: AnyObject {
    func bind(_ position: Int, _ value: Int64)
    func bind(_ position: Int, text: UnsafeBufferPointer<UInt8>)
    func bind(_ position: Int, blob: UnsafeBufferPointer<UInt8>)
    func insert() throws(StoreError)
    /// Ends the statement. Call once, after the last row; rows are lost or kept with the surrounding transaction.
    func finish() throws(StoreError)
}

extension BulkInsert {
    /// Binds a Swift string; for columns off the hot path. The bytes are kept by the engine until the row is inserted.
    package func insert(row values: [SQLValue]) throws(StoreError) {
        func go(_ index: Int) throws(StoreError) {
            guard index < values.count else { return try insert() }
            switch values[index] {
            case .null: try go(index + 1)
            case .integer(let value):
                bind(index, value)
                try go(index + 1)
            case .real(let value):
                bind(index, Int64(value))
                try go(index + 1)
            case .text(let text):
                try withBytes(of: Array(text.utf8)) { bytes throws(StoreError) in
                    bind(index, text: bytes)
                    try go(index + 1)
                }
            case .blob(let bytes):
                try withBytes(of: bytes) { bytes throws(StoreError) in
                    bind(index, blob: bytes)
                    try go(index + 1)
                }
            }
        }
        try go(0)
    }

    private func withBytes(
        of bytes: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) throws(StoreError) -> Void
    ) throws(StoreError) {
        let result: Result<Void, StoreError> = bytes.withUnsafeBufferPointer { pointer in
            do throws(StoreError) { return .success(try body(pointer)) } catch { return .failure(error) }
        }
        try result.get()
    }
}
