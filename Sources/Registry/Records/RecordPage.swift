import Glibc

/// Up to some thousand records of one submission, column by column: how accepted rows lie in the store. One instance serves page after
/// page.
///
/// Version (one byte, 1), columns (one byte), records (two bytes); for each column its type (one byte: 0 integer, 1 text), the length of
/// its name and the name; for each column where it ends in the page (four bytes); the columns, as ``PackedIntegers`` and ``PackedTexts``
/// say. Numbers have their lowest byte first. A page names its columns, so that those of a kind may change: what a page does not have is
/// null in all its records.
///
/// Why pages and not a row of the store for each record: Decisions/0014.
final class RecordPage {
    enum Format {
        static let version: UInt8 = 1
        static let integer: UInt8 = 0
        static let text: UInt8 = 1
        /// Bytes before the names.
        static let head = 4
    }

    private(set) var count = 0
    private let wanted: [String]
    private let columns: [Column]
    /// What stands before the ends of the columns, of the page before: nearly always the same as in this one.
    private var heading: [UInt8] = []
    /// For each column of the page its place among the wanted ones, and its type.
    private var directory: [(wanted: Int?, isText: Bool)] = []
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 16

    final class Column {
        fileprivate(set) var isText = false
        fileprivate(set) var integers = PackedIntegers()
        let texts = PackedTexts()
    }

    /// - Parameter columns: The names of those that are read, in the order in which ``subscript(_:)`` counts them.
    init(_ columns: [String]) {
        let names = columns.filter { !$0.isEmpty }
        precondition(Set(names).count == names.count, "each column is read once")
        wanted = columns
        self.columns = columns.map { _ in Column() }
        buffer = .allocate(capacity: capacity)
    }

    deinit { buffer.deallocate() }

    subscript(position: Int) -> Column { columns[position] }

    /// - Throws: ``PageDamage``, whatever the bytes are.
    /// - Complexity: of the columns that are read.
    func read(_ page: UnsafeBufferPointer<UInt8>) throws(PageDamage) {
        let bytes = keep(page)
        var cursor = try PageCursor(bytes)
        guard try cursor.take(UInt8.self) == Format.version else { throw PageDamage() }
        let width = Int(try cursor.take(UInt8.self))
        count = Int(try cursor.take(UInt16.self))
        guard count > 0 else { throw PageDamage() }
        if !isHeadingKnown(bytes, width) { try readHeading(&cursor, bytes, width) }
        for column in columns {
            column.integers = PackedIntegers()
            column.texts.clear()
        }
        var ends = try PageCursor(UnsafeBufferPointer(rebasing: bytes[heading.count...]))
        var start = heading.count + width * 4
        for (wanted, isText) in directory {
            let end = Int(try ends.take(UInt32.self))
            guard start <= end, end <= bytes.count else { throw PageDamage() }
            if let wanted {
                var section = try PageCursor(UnsafeBufferPointer(rebasing: bytes[start..<end]))
                columns[wanted].isText = isText
                if isText {
                    try columns[wanted].texts.read(&section, count: count)
                } else {
                    columns[wanted].integers = try PackedIntegers(&section, count: count)
                }
                guard section.next == section.end else { throw PageDamage() }
            }
            start = end
        }
        guard start == bytes.count else { throw PageDamage() }
    }

    /// A copy with eight zeros behind it.
    private func keep(_ page: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        if page.count + 8 > capacity {
            buffer.deallocate()
            capacity = (page.count + 8) * 2
            buffer = .allocate(capacity: capacity)
        }
        if let start = page.baseAddress { memcpy(buffer, start, page.count) }
        memset(buffer + page.count, 0, 8)
        return UnsafeBufferPointer(start: buffer, count: page.count)
    }

    private func isHeadingKnown(_ bytes: UnsafeBufferPointer<UInt8>, _ width: Int) -> Bool {
        guard directory.count == width, heading.count > Format.head, bytes.count >= heading.count else { return false }
        return memcmp(bytes.baseAddress! + Format.head, Array(heading[Format.head...]), heading.count - Format.head) == 0
    }

    private func readHeading(
        _ cursor: inout PageCursor, _ bytes: UnsafeBufferPointer<UInt8>, _ width: Int
    ) throws(PageDamage) {
        directory.removeAll(keepingCapacity: true)
        heading.removeAll(keepingCapacity: true)
        var found: [(wanted: Int?, isText: Bool)] = []
        for _ in 0..<width {
            let type = try cursor.take(UInt8.self)
            guard type <= Format.text else { throw PageDamage() }
            let length = Int(try cursor.take(UInt8.self))
            let name = String(decoding: UnsafeBufferPointer(start: try cursor.take(length), count: length), as: UTF8.self)
            let place = wanted.firstIndex(of: name)
            // Twice the same name is no page of ours.
            guard place == nil || !found.contains(where: { $0.wanted == place }) else { throw PageDamage() }
            found.append((place, type == Format.text))
        }
        directory = found
        heading = Array(bytes[..<(cursor.next - bytes.baseAddress!)])
    }
}
