/// Reads a table in the order of its key, row by row, into a digest and, if asked, into a table of the same columns elsewhere.
///
/// The digest covers values, not how an engine keeps them: equal rows give equal digests on SQLite and on PostgreSQL.
struct TableCopy {
    let table: Table
    /// Which rows, as a condition with its values; all without one.
    var filter: Filter?

    struct Filter: Sendable {
        let condition: String
        let values: [SQLValue]
    }

    struct Digest: Sendable, Equatable {
        var rows: Int64
        /// SHA-256, in hexadecimal.
        var sha256: String
    }

    /// - Complexity: one pass; one row in memory, and what the engine gathers for a bulk insert.
    func run(
        from source: any SQLConnection, into target: (any SQLConnection)?, progress: ProgressReport, done: inout Int64
    ) throws -> Digest {
        let names = table.columns.map(\.name)
        let insert = try target?.bulkInsert(into: table.name, columns: names)
        var digest = RowDigest()
        let condition = filter.map { " WHERE \($0.condition)" } ?? ""
        var count = done
        try source.scan(
            "SELECT \(names.joined(separator: ", ")) FROM \(table.name)\(condition) ORDER BY \(table.primaryKey.joined(separator: ", "))",
            filter?.values ?? []
        ) { row in
            let values = names.indices.map(row.value)
            digest.add(values)
            try insert?.insert(row: values)
            count += 1
            if count & 0x3FFF == 0 { progress(table.name, count) }
        }
        done = count
        try insert?.finish()
        if table.isNumbered { try target?.renumber(table.name) }
        return digest.finish()
    }
}

/// SHA-256 over rows: each value with its type and length, so that no two different rows give the same bytes.
struct RowDigest {
    private let hash = ContentHash()
    private var pending: [UInt8] = []
    private var rows: Int64 = 0

    mutating func add(_ values: [SQLValue]) {
        rows += 1
        for value in values {
            switch value {
            case .null: pending.append(0)
            case .integer(let number): add(1, withUnsafeBytes(of: number.bigEndian) { Array($0) })
            case .text(let text): add(2, Array(text.utf8))
            case .blob(let bytes): add(3, bytes)
            }
        }
        if pending.count > 1 << 16 { flush() }
    }

    mutating func finish() -> TableCopy.Digest {
        flush()
        return TableCopy.Digest(rows: rows, sha256: hash.finish())
    }

    private mutating func add(_ type: UInt8, _ bytes: [UInt8]) {
        pending.append(type)
        withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { pending += $0 }
        pending += bytes
    }

    private mutating func flush() {
        pending.withUnsafeBytes { hash.update($0) }
        pending.removeAll(keepingCapacity: true)
    }
}
