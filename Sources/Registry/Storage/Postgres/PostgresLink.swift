import CLibPQ
import Foundation

/// One connection to the server: what libpq does, with typed errors. Used by one thread at a time; the pool sees to it.
final class PostgresLink {
    let connection: OpaquePointer
    private var statements: [String: String] = [:]
    private var cursors = 0
    /// The COPY that takes rows: it goes on until something else is asked of the server, so that the server reads while rows are made.
    private var openCopy: (sql: String, bytes: Int)?

    /// - Throws: ``StoreError/Kind/interrupted`` when the server may be there soon (starting, shutting down, refusing for now),
    ///   `.unreachable` when waiting does not help.
    init(uri: String, isReadOnly: Bool) throws(StoreError) {
        let settings: [(String, String)] = [
            ("fallback_application_name", "ansinh"), ("connect_timeout", "10"), ("keepalives_idle", "30"),
            ("tcp_user_timeout", "30000"), ("dbname", uri), ("client_encoding", "UTF8"),
        ]
        // From here on the deinitialiser closes it, also when this initialiser throws.
        connection = try PostgresLink.connect(settings)
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        // Scans read to their end, so the planner may not prefer a quick first row; nobody waits for a lock without end.
        for setting in ["cursor_tuple_fraction = 1", "TIME ZONE 'UTC'", "lock_timeout = '60s'"] { try run("SET \(setting)") }
        if isReadOnly { try run("SET default_transaction_read_only = on") }
    }

    deinit { PQfinish(connection) }

    var isBroken: Bool { PQstatus(connection) != CONNECTION_OK }

    /// A name for a cursor of this transaction.
    func cursorName() -> String {
        cursors += 1
        return "scan_\(cursors)"
    }

    /// Runs one statement without parameters.
    @discardableResult
    func run(_ sql: String) throws(StoreError) -> PostgresResult {
        try endCopy()
        return try checked(PQexecParams(connection, sql, 0, nil, nil, nil, nil, 1))
    }

    /// Runs one statement; values travel apart from it, in binary.
    @discardableResult
    func run(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> PostgresResult {
        guard !values.isEmpty else { return try run(sql) }
        try endCopy()
        let parameters = PostgresParameters(values)
        let numbered = statement(sql)
        return try checked(
            parameters.withPointers { types, pointers, lengths, formats in
                PQexecParams(connection, numbered, Int32(values.count), types, pointers, lengths, formats, 1)
            })
    }

    /// Sends rows in COPY's binary form, without header and trailer, to `COPY … FROM STDIN BINARY`, which begins unless it is the open one.
    /// - Throws: also what was wrong with rows that were sent before; ``endCopy()`` tells what is wrong with these.
    func copy(_ sql: String, _ rows: UnsafeBufferPointer<UInt8>) throws(StoreError) {
        if let open = openCopy, open.sql != sql || open.bytes > PostgresLink.longestCopy { try endCopy() }
        if openCopy == nil {
            let begun = PostgresResult(PQexec(connection, sql))
            guard begun.status == PGRES_COPY_IN else { throw fault(begun) }
            openCopy = (sql, 0)
            try PostgresLink.copyHeader.withUnsafeBufferPointer(send)
        }
        openCopy?.bytes += rows.count
        try send(rows)
    }

    /// Bytes after which a COPY is ended, so that a server that has refused them is not sent a whole country.
    private static let longestCopy = 64 << 20
    /// Signature, flags, no header extension. (PostgreSQL 15 manual, COPY, binary format.)
    private static let copyHeader: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]
    private static let copyTrailer: [UInt8] = [0xFF, 0xFF]

    private func send(_ bytes: UnsafeBufferPointer<UInt8>) throws(StoreError) {
        let isSent = bytes.withMemoryRebound(to: CChar.self) { PQputCopyData(connection, $0.baseAddress, Int32($0.count)) } == 1
        guard isSent else {
            openCopy = nil
            throw PostgresFault.lost
        }
    }

    /// Ends the open COPY, if there is one. - Throws: what is wrong with its rows.
    func endCopy() throws(StoreError) {
        guard openCopy != nil else { return }
        try PostgresLink.copyTrailer.withUnsafeBufferPointer(send)
        openCopy = nil
        let isEnded = PQputCopyEnd(connection, nil) == 1
        var last: StoreError?
        while let next = PQgetResult(connection) {
            let result = PostgresResult(next)
            if result.status != PGRES_COMMAND_OK { last = fault(result) }
        }
        if let last { throw last }
        guard isEnded else { throw PostgresFault.lost }
    }

    private func checked(_ pointer: OpaquePointer?) throws(StoreError) -> PostgresResult {
        let result = PostgresResult(pointer)
        guard result.status == PGRES_COMMAND_OK || result.status == PGRES_TUPLES_OK else { throw fault(result) }
        return result
    }

    private func fault(_ result: PostgresResult) -> StoreError {
        isBroken && result.sqlState == nil ? PostgresFault.lost : PostgresFault.error(result)
    }

    /// `?` as the server numbers them; each text is worked out once a connection.
    func statement(_ sql: String) -> String {
        if let known = statements[sql] { return known }
        let numbered = PostgresLink.numbered(sql)
        statements[sql] = numbered
        return numbered
    }

    /// Replaces each `?` outside of quotes with `$1`, `$2` ….
    static func numbered(_ sql: String) -> String {
        var out: [UInt8] = []
        var count = 0
        var quote: UInt8?
        for byte in sql.utf8 {
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "?") {
                count += 1
                out += "$\(count)".utf8
                continue
            }
            out.append(byte)
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func connect(_ settings: [(String, String)]) throws(StoreError) -> OpaquePointer {
        let keys = settings.map { strdup($0.0) }
        let values = settings.map { strdup($0.1) }
        defer { (keys + values).forEach { free($0) } }
        let keyPointers = keys.map { UnsafePointer($0) } + [nil]
        let valuePointers = values.map { UnsafePointer($0) } + [nil]
        // libpq answers without a connection only when memory has run out.
        guard let connection = PQconnectdbParams(keyPointers, valuePointers, 1) else { preconditionFailure("out of memory") }
        guard PQstatus(connection) == CONNECTION_OK else {
            let text = String(cString: PQerrorMessage(connection))
            PQfinish(connection)
            throw PostgresFault.connecting(text)
        }
        return connection
    }
}
