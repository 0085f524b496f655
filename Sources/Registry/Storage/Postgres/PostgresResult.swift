import CLibPQ

/// The answer to one statement, in binary form. Frees itself.
final class PostgresResult {
    private let pointer: OpaquePointer?

    init(_ pointer: OpaquePointer?) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { pointer == nil ? PGRES_FATAL_ERROR : PQresultStatus(pointer) }
    var rowCount: Int { Int(PQntuples(pointer)) }
    var columnNames: [String] { (0..<PQnfields(pointer)).map { String(cString: PQfname(pointer, $0)) } }

    /// Bytes of the values of the row that has most.
    var largestRow: Int {
        (0..<PQntuples(pointer)).map { row in
            (0..<PQnfields(pointer)).reduce(0) { $0 + Int(PQgetlength(pointer, row, $1)) }
        }.max() ?? 0
    }

    /// The first word of the command tag: `COMMIT`, `ROLLBACK`, `INSERT` ….
    var command: String {
        PQcmdStatus(pointer).map { String(cString: $0).split(separator: " ").first.map(String.init) ?? "" } ?? ""
    }

    /// How many rows the statement changed.
    var changed: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    var sqlState: String? { detail("C") }
    /// Names of the schema, never values of the data.
    var constraint: String? { detail("n") }
    var table: String? { detail("t") }
    var column: String? { detail("c") }

    func isNull(_ row: Int32, _ column: Int32) -> Bool { PQgetisnull(pointer, row, column) == 1 }

    /// The value as it came, valid as long as this result.
    func bytes(_ row: Int32, _ column: Int32) -> UnsafeBufferPointer<UInt8> {
        let count = Int(PQgetlength(pointer, row, column))
        guard count > 0, let start = PQgetvalue(pointer, row, column) else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
    }

    func type(_ column: Int32) -> PostgresType? { PostgresType(rawValue: PQftype(pointer, column)) }

    func value(_ row: Int32, _ column: Int32) -> SQLValue {
        guard !isNull(row, column) else { return .null }
        let bytes = bytes(row, column)
        switch type(column) {
        case .bytea: return .blob(Array(bytes))
        case .int2, .int4, .int8, .bool, .numeric: return .integer(type(column)?.integer(bytes) ?? 0)
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// By the letters of `PG_DIAG_…` in `postgres_ext.h`, which Swift does not import.
    private func detail(_ field: Character) -> String? {
        PQresultErrorField(pointer, Int32(field.asciiValue ?? 0)).map { String(cString: $0) }
    }
}

/// The types of the server that our statements can come upon, by their numbers in `pg_type`.
enum PostgresType: UInt32 {
    case bool = 16, bytea = 17, int8 = 20, int2 = 21, int4 = 23, text = 25, numeric = 1700

    /// A whole number from its binary form; `nil` for other types and for what does not fit.
    func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        switch self {
        case .bool: Int64(bytes.first ?? 0)
        case .int2: Int64(Int16(truncatingIfNeeded: PostgresType.bigEndian(bytes)))
        case .int4: Int64(Int32(truncatingIfNeeded: PostgresType.bigEndian(bytes)))
        case .int8: PostgresType.bigEndian(bytes)
        case .numeric: PostgresType.numeric(bytes)
        case .bytea, .text: nil
        }
    }

    private static func bigEndian(_ bytes: some Sequence<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }

    /// A sum of BIGINT comes as NUMERIC: digits of base 10,000, of which the first stands for 10,000 to the power of `weight`.
    /// (PostgreSQL 15, `src/backend/utils/adt/numeric.c`, `numeric_send`.)
    private static func numeric(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard bytes.count >= 8 else { return nil }
        func word(_ index: Int) -> Int64 { Int64(bytes[index * 2]) << 8 | Int64(bytes[index * 2 + 1]) }
        let (digits, weight, sign) = (Int(word(0)), Int(Int16(truncatingIfNeeded: word(1))), word(2))
        guard sign == 0 || sign == 0x4000, bytes.count >= 8 + digits * 2, weight < 5 else { return nil }
        var value: Int64 = 0
        for place in 0..<max(weight + 1, 0) {
            let digit = place < digits ? word(4 + place) : 0
            let (tens, over) = value.multipliedReportingOverflow(by: 10_000)
            let (next, overAgain) = sign == 0 ? tens.addingReportingOverflow(digit) : tens.subtractingReportingOverflow(digit)
            guard !over, !overAgain else { return nil }
            value = next
        }
        return value
    }
}
