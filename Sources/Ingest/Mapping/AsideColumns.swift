import Registry

/// Writes cells that have no known key, with their headings, as ``AsideCells`` reads them; they are kept beside the row.
final class AsideText {
    private let arena = ByteArena()

    /// - Parameter bytes: At the most, of headings and cells.
    func start(for bytes: Int) { arena.reset(for: bytes) }

    /// - Parameter cell: In UTF-8; an empty one is left out.
    func add(_ heading: [UInt8], _ cell: Bytes) {
        let cell = cell.trimmed
        if cell.count == 0 { return }
        if arena.count > 0 { arena.append(AsideCells.record) }
        heading.withUnsafeBufferPointer { arena.append($0) }
        arena.append(AsideCells.unit)
        var scalars = UTF8Scalars(cell)
        while let scalar = scalars.next() {
            let isSeparator = scalar == 0 || scalar == UInt32(AsideCells.unit) || scalar == UInt32(AsideCells.record)
            arena.append(scalar: isSeparator ? 0x20 : scalar == UTF8Scalars.invalid ? 0xFFFD : scalar)
        }
    }

    /// Lent until the next start.
    var cells: Bytes { arena.written(since: 0) }
}

/// The columns of a table that have no known key.
final class AsideColumns {
    private let columns: [(column: Int, heading: [UInt8])]
    private let headingBytes: Int
    private let text = AsideText()

    /// - Parameter columns: Their places and headings; `nil` comes back where there are none.
    init?(_ columns: [(column: Int, heading: String)]) {
        guard !columns.isEmpty else { return nil }
        self.columns = columns.map { ($0.column, Array($0.heading.utf8)) }
        headingBytes = self.columns.reduce(0) { $0 + $1.heading.count + 2 }
    }

    /// - Parameters:
    ///   - length: Bytes of the record.
    ///   - cell: The text of a column, in UTF-8.
    /// - Returns: lent until the next call; nothing where all are empty.
    func cells(recordLength length: Int, _ cell: (Int) -> Bytes) -> Bytes {
        text.start(for: length + headingBytes)
        for (column, heading) in columns { text.add(heading, cell(column)) }
        return text.cells
    }
}
