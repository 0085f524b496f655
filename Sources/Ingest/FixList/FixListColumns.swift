import Registry

/// Which columns of a table are those that a fix-list has before the columns of its file.
struct FixListColumns {
    let mark: FixListMark
    /// Where each row says which line it was.
    private let line: Int?
    private let leading: Set<Int>

    /// `nil` for a table that is no fix-list.
    init?(_ opening: [UInt8], _ found: HeaderSearch.Found) {
        guard let mark = FixListMark(in: opening) else { return nil }
        self.mark = mark
        let headings = FixList.leading.map { HeaderCell($0).folded }
        leading = Set(found.cells.indices.filter { headings.contains(found.cells[$0].folded) })
        line = found.cells.firstIndex { $0.folded == headings[0] }
    }

    /// The columns of the file, in order.
    func own(_ count: Int) -> [Int] { (0..<count).filter { !leading.contains($0) } }

    /// The line that the current record had in its file. A row that was added by hand has none and gets one above all others: it must not
    /// pass for the correction of a row that happens to have stood on the same line.
    func line(of reader: CSVReader) -> Int64 {
        let stated = line.flatMap { $0 < reader.fieldCount ? AmountCell.digits(reader.bytes($0).trimmed) : nil }
        return stated ?? FixListColumns.added + reader.line
    }

    private static let added: Int64 = 1_000_000_000
}
