import Glibc

/// Rows gathered in COPY's binary form and sent in pieces: several inserts may be open on one connection, and other statements run
/// between.
final class PostgresBulkInsert: BulkInsert {
    private enum Cell {
        case null
        case integer(Int64)
        case bytes(UnsafeBufferPointer<UInt8>)
    }

    private let link: PostgresLink
    private let copy: String
    private var cells: [Cell]
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = PostgresBulkInsert.piece + (64 << 10)
    private var count = 0

    /// Bytes after which the rows are sent: large enough that going from one insert to another does not show, small enough that the
    /// server has always something to read.
    private static let piece = 1 << 17

    init(_ link: PostgresLink, table: String, columns: [String]) {
        self.link = link
        copy = "COPY \(table) (\(columns.joined(separator: ","))) FROM STDIN BINARY"
        cells = Array(repeating: .null, count: columns.count)
        buffer = .allocate(capacity: capacity)
    }

    deinit { buffer.deallocate() }

    func bind(_ position: Int, _ value: Int64) { cells[position] = .integer(value) }
    func bind(_ position: Int, text: UnsafeBufferPointer<UInt8>) { cells[position] = .bytes(text) }
    func bind(_ position: Int, blob: UnsafeBufferPointer<UInt8>) { cells[position] = .bytes(blob) }

    func insert() throws(StoreError) {
        reserve(2 + cells.count * 12)
        put(UInt16(cells.count))
        for position in cells.indices {
            switch cells[position] {
            case .null: put(UInt32.max)
            case .integer(let value):
                put(UInt32(8))
                put(UInt64(bitPattern: value))
            case .bytes(let bytes):
                put(UInt32(bytes.count))
                reserve(bytes.count + (cells.count - position) * 12)
                if let start = bytes.baseAddress { memcpy(buffer + count, start, bytes.count) }
                count += bytes.count
            }
            cells[position] = .null
        }
        if count >= PostgresBulkInsert.piece { try send() }
    }

    func finish() throws(StoreError) {
        try send()
        try link.endCopy()
    }

    private func send() throws(StoreError) {
        guard count > 0 else { return }
        try link.copy(copy, UnsafeBufferPointer(start: buffer, count: count))
        count = 0
    }

    private func put<N: FixedWidthInteger>(_ number: N) {
        UnsafeMutableRawPointer(buffer + count).storeBytes(of: number.bigEndian, as: N.self)
        count += MemoryLayout<N>.size
    }

    private func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        memcpy(larger, buffer, count)
        buffer.deallocate()
        buffer = larger
    }
}
