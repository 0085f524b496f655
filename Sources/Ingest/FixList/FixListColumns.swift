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

    /// The line that the current record had in its file; `nil` for a row that was added by hand.
    func line(of reader: CSVReader) -> Int64? {
        guard let line, line < reader.fieldCount else { return nil }
        return AmountCell.digits(reader.bytes(line).trimmed)
    }
}
