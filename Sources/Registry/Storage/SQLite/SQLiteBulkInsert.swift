import GRDBSQLite

/// Gathers rows and inserts many by one statement.
///
/// Twenty rows a statement take 0.6 of the CPU time of one (a million payments of 23 columns: 1.5 s against 2.5 s): what a statement costs
/// to begin and to end is most of a small row. OR FAIL, because otherwise SQLite keeps a journal for every statement of more than one row, which
/// costs as much again; a failure ends the transaction anyway. Bytes are bound without a copy by SQLite (a nil destructor is SQLITE_STATIC).
final class SQLiteBulkInsert: BulkInsert {
    private enum Cell {
        case null
        case integer(Int64)
        /// Places in `bytes`.
        case text(start: Int, count: Int)
        case blob(start: Int, count: Int)
    }

    private static let rows = 20
    /// Bytes after which rows are inserted however few they are.
    private static let enoughBytes = 1 << 18

    private let columns: Int
    private let prepare: (_ rows: Int) throws(StoreError) -> OpaquePointer
    private let lastError: () -> StoreError
    /// The statement for ``rows`` rows and that for a single one; most small files need only the latter.
    private var many: OpaquePointer?
    private var single: OpaquePointer?

    private let cells: UnsafeMutablePointer<Cell>
    private var rowCount = 0
    private var bytes: UnsafeMutablePointer<UInt8>
    private var byteCapacity = 1 << 14
    private var byteCount = 0

    init(
        columns: Int, prepare: @escaping (_ rows: Int) throws(StoreError) -> OpaquePointer, lastError: @escaping () -> StoreError
    ) {
        self.columns = columns
        self.prepare = prepare
        self.lastError = lastError
        cells = .allocate(capacity: columns * SQLiteBulkInsert.rows)
        cells.initialize(repeating: .null, count: columns * SQLiteBulkInsert.rows)
        bytes = .allocate(capacity: byteCapacity)
    }

    deinit {
        end()
        cells.deallocate()
        bytes.deallocate()
    }

    func bind(_ position: Int, _ value: Int64) { cells[rowCount * columns + position] = .integer(value) }

    func bind(_ position: Int, text: UnsafeBufferPointer<UInt8>) {
        cells[rowCount * columns + position] = .text(start: keep(text), count: text.count)
    }

    func bind(_ position: Int, blob: UnsafeBufferPointer<UInt8>) {
        cells[rowCount * columns + position] = .blob(start: keep(blob), count: blob.count)
    }

    /// - Returns: where the copy starts.
    private func keep(_ source: UnsafeBufferPointer<UInt8>) -> Int {
        if byteCount + source.count > byteCapacity { grow(by: source.count) }
        if let start = source.baseAddress { (bytes + byteCount).update(from: start, count: source.count) }
        defer { byteCount += source.count }
        return byteCount
    }

    private func grow(by count: Int) {
        byteCapacity = max(byteCapacity * 2, byteCount + count)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCapacity)
        larger.update(from: bytes, count: byteCount)
        bytes.deallocate()
        bytes = larger
    }

    func insert() throws(StoreError) {
        rowCount += 1
        if rowCount == SQLiteBulkInsert.rows || byteCount >= SQLiteBulkInsert.enoughBytes { try flush() }
    }

    func finish() throws(StoreError) {
        try flush()
        end()
    }

    private func flush() throws(StoreError) {
        if rowCount == SQLiteBulkInsert.rows {
            try run(prepared(&many, rows: rowCount), 0..<rowCount)
        } else {
            for row in 0..<rowCount { try run(prepared(&single, rows: 1), row..<row + 1) }
        }
        cells.update(repeating: .null, count: columns * rowCount)
        rowCount = 0
        byteCount = 0
    }

    private func prepared(_ statement: inout OpaquePointer?, rows: Int) throws(StoreError) -> OpaquePointer {
        if let statement { return statement }
        let new = try prepare(rows)
        statement = new
        return new
    }

    private func run(_ statement: OpaquePointer, _ rows: Range<Int>) throws(StoreError) {
        for index in 0..<rows.count * columns {
            bind(cells[rows.lowerBound * columns + index], to: statement, at: Int32(index + 1))
        }
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else { throw lastError() }
    }

    @inline(__always) private func bind(_ cell: Cell, to statement: OpaquePointer, at index: Int32) {
        switch cell {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let value): sqlite3_bind_int64(statement, index, value)
        case .text(let start, let count):
            let text = UnsafeRawPointer(bytes + start).assumingMemoryBound(to: CChar.self)
            sqlite3_bind_text(statement, index, text, Int32(count), nil)
        case .blob(let start, let count): sqlite3_bind_blob(statement, index, bytes + start, Int32(count), nil)
        }
    }

    private func end() {
        sqlite3_finalize(many)
        sqlite3_finalize(single)
        (many, single) = (nil, nil)
    }
}

/// Tells SQLite to copy the bytes before the call returns.
let sqliteTransient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
