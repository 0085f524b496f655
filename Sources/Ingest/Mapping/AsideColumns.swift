import Registry

/// Writes the cells of the columns that have no known key, so that they are kept beside the row.
final class AsideColumns {
    private let columns: [(column: Int, heading: [UInt8])]
    private let headingBytes: Int
    private let arena = ByteArena()

    /// - Parameter columns: Their places and headings; `nil` comes back where there are none.
    init?(_ columns: [(column: Int, heading: String)]) {
        guard !columns.isEmpty else { return nil }
        self.columns = columns.map { ($0.column, Array($0.heading.utf8)) }
        headingBytes = self.columns.reduce(0) { $0 + $1.heading.count + 2 }
    }

    /// - Parameters:
    ///   - length: Bytes of the record.
    ///   - cell: The text of a column, in UTF-8.
    /// - Returns: as ``AsideCells`` reads it, lent until the next call; nothing where all are empty.
    func cells(recordLength length: Int, _ cell: (Int) -> Bytes) -> Bytes {
        arena.reset(for: length + headingBytes)
        for (column, heading) in columns {
            let text = cell(column).trimmed
            if text.count == 0 { continue }
            if arena.count > 0 { arena.append(AsideCells.record) }
            heading.withUnsafeBufferPointer { arena.append($0) }
            arena.append(AsideCells.unit)
            var scalars = UTF8Scalars(text)
            while let scalar = scalars.next() {
                let isSeparator = scalar == 0 || scalar == UInt32(AsideCells.unit) || scalar == UInt32(AsideCells.record)
                arena.append(scalar: isSeparator ? 0x20 : scalar == UTF8Scalars.invalid ? 0xFFFD : scalar)
            }
        }
        return arena.written(since: 0)
    }
}
