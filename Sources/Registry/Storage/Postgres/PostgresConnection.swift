/// One connection, lent for the time of a transaction.
final class PostgresConnection: SQLConnection {
    private let link: PostgresLink

    init(_ link: PostgresLink) { self.link = link }

    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int { try link.run(sql, values).changed }

    func rows(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> [SQLRow] {
        let result = try link.run(sql, values)
        let names = result.columnNames
        return (0..<Int32(result.rowCount)).map { row in
            SQLRow(names: names, values: (0..<Int32(names.count)).map { result.value(row, $0) })
        }
    }

    /// Through a cursor, a batch at a time, so that `body` may run statements of its own meanwhile.
    func scan(_ sql: String, _ values: [SQLValue], _ body: (any SQLScanRow) throws -> Void) throws {
        let cursor = link.cursorName()
        try link.run("DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql)", values)
        let row = PostgresScanRow()
        var (size, largest) = (PostgresConnection.firstBatch, 1)
        while true {
            let batch = try link.run("FETCH \(size) FROM \(cursor)")
            let count = Int32(batch.rowCount)
            for index in 0..<count {
                row.stand(on: index, of: batch)
                try body(row)
            }
            if count < size { break }
            largest = max(largest, batch.largestRow)
            size = min(size * 2, max(PostgresConnection.batchBytes / largest, 1), PostgresConnection.largestBatch)
        }
        try link.run("CLOSE \(cursor)")
    }

    /// Rows of the first round trip; each next one has at most twice as many, and no more than a megabyte if none is larger than
    /// the largest so far.
    private static let firstBatch = 16
    private static let largestBatch = 4_000
    private static let batchBytes = 1 << 20

    func bulkInsert(into table: String, columns: [String]) throws(StoreError) -> any BulkInsert {
        PostgresBulkInsert(link, table: table, columns: columns)
    }

    func becomeOnlyWriter() throws(StoreError) { try link.run("SELECT pg_advisory_xact_lock(\(PostgresConnection.writerLock))") }

    /// "ansinh" in ASCII; of the database, so that it does not collide with other programs in other databases.
    private static let writerLock = 0x616E_7369_6E68

    let claimSuffix = "FOR UPDATE SKIP LOCKED"

    func renumber(_ table: String) throws(StoreError) {
        try link.run(
            "SELECT setval(pg_get_serial_sequence('\(table)', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM \(table)), false)")
    }
}

/// The row that a scan stands on.
private final class PostgresScanRow: SQLScanRow {
    private var result = PostgresResult(nil)
    private var row: Int32 = 0
    private var types: [PostgresType?] = []

    func stand(on row: Int32, of result: PostgresResult) {
        if result !== self.result {
            self.result = result
            types = (0..<Int32(result.columnNames.count)).map { result.type($0) }
        }
        self.row = row
    }

    func isNull(_ position: Int) -> Bool { result.isNull(row, Int32(position)) }

    func int64(_ position: Int) -> Int64 {
        let bytes = result.bytes(row, Int32(position))
        // Nearly every number is a BIGINT.
        if types[position] == .int8, bytes.count == 8 {
            return Int64(bigEndian: UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(as: Int64.self))
        }
        return types[position]?.integer(bytes) ?? 0
    }

    func string(_ position: Int) -> String {
        switch value(position) {
        case .null, .blob: ""
        case .integer(let number): String(number)
        case .text(let text): text
        }
    }

    func value(_ position: Int) -> SQLValue { result.value(row, Int32(position)) }

    func withText<R>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try body(result.bytes(row, Int32(position)))
    }

    func withBlob<R>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try body(result.bytes(row, Int32(position)))
    }
}
