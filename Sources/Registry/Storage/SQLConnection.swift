/// The small face of SQL that the whole program speaks. SQL is written once, in the subset that SQLite and PostgreSQL
/// share, with `?` for parameters; what differs lives in the engines.
package protocol SQLConnection: AnyObject {
    /// Runs one statement that returns no rows. - Returns: how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int

    /// All rows of a query whose answer is small.
    func rows(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> [SQLRow]

    /// Every row of a query of any size, one at a time, in constant memory. The row is valid inside `body` only.
    func scan(_ sql: String, _ values: [SQLValue], _ body: (any SQLScanRow) throws -> Void) throws

    /// A prepared insert for millions of rows, inside the current transaction.
    func bulkInsert(into table: String, columns: [String]) throws(StoreError) -> any BulkInsert

    /// Waits until no other transaction may change shared state, and holds it so until the end of this one. What is read
    /// afterwards is what the writer before has committed. Does nothing where the transaction is the only writer already.
    func becomeOnlyWriter() throws(StoreError)

    /// What stands behind a `SELECT` that claims rows of a queue, so that two claimers never wait for each other.
    var claimSuffix: String { get }

    /// After rows were loaded under given numbers: the table's own numbering goes on behind the highest.
    func renumber(_ table: String) throws(StoreError)
}

extension SQLConnection {
    @discardableResult
    package func execute(_ sql: String) throws(StoreError) -> Int { try execute(sql, []) }
    package func rows(_ sql: String) throws(StoreError) -> [SQLRow] { try rows(sql, []) }
    package func scan(_ sql: String, _ body: (any SQLScanRow) throws -> Void) throws { try scan(sql, [], body) }
    package func row(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> SQLRow? { try rows(sql, values).first }
}

/// A value on its way into or out of the store.
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
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
    package func string(_ name: String) -> String? { if case .text(let value) = self[name] { value } else { nil } }
    package func blob(_ name: String) -> [UInt8]? { if case .blob(let value) = self[name] { value } else { nil } }
}

/// One row of a scan, read by position without making a copy of the row. Positions count from 0.
package protocol SQLScanRow {
    /// The value, whatever its type; copies.
    func value(_ position: Int) -> SQLValue
    func isNull(_ position: Int) -> Bool
    /// Zero when null.
    func int64(_ position: Int) -> Int64
    func string(_ position: Int) -> String
    /// The text as UTF-8, empty when null; valid inside the closure only.
    func withText<R>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R
    /// The bytes, empty when null; valid inside the closure only.
    func withBlob<R>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R
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
    /// Inserts a row of ready values; for tables off the hot path.
    package func insert(row values: [SQLValue]) throws(StoreError) {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for value in values {
            switch value {
            case .text(let text): bytes += text.utf8
            case .blob(let blob): bytes += blob
            case .null, .integer: break
            }
            ends.append(bytes.count)
        }
        let result: Result<Void, StoreError> = bytes.withUnsafeBufferPointer { all in
            var start = 0
            for (position, value) in values.enumerated() {
                let own = UnsafeBufferPointer(rebasing: all[start..<ends[position]])
                switch value {
                case .null: break
                case .integer(let number): bind(position, number)
                case .text: bind(position, text: own)
                case .blob: bind(position, blob: own)
                }
                start = ends[position]
            }
            do throws(StoreError) { return .success(try insert()) } catch { return .failure(error) }
        }
        try result.get()
    }
}
