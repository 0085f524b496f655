import Registry

/// A table as a feed of rows: records of the lossless reader, brought to UTF-8, mapped to fields, checked.
final class CSVFeed {
    private let reader: CSVReader
    private let found: HeaderSearch.Found
    private let check: RowCheck
    private let decoding: RecordDecoding
    private let restorer: ColumnRestorer?
    private let footer: FooterLines
    private let results: FeedResults
    private let row: TypedRow
    private let arena = ByteArena()
    private let cells: UnsafeMutableBufferPointer<Bytes>
    private let columnOfField: [Int]
    private let columnCount: Int
    private let fixList: FixListColumns?
    private let origin: Int64?
    private let totals: TotalLines
    private let aside: AsideColumns?

    init(
        _ source: TextSource, _ found: HeaderSearch.Found, encoding: TextEncoding, _ columns: ColumnReadings, _ check: RowCheck,
        _ results: FeedResults, _ fixList: FixListColumns? = nil
    ) {
        self.fixList = fixList
        // A fix-list is not the file that its rows stood in.
        origin = fixList == nil ? source.origin : nil
        reader = CSVReader(source, dialect: found.dialect)
        self.found = found
        self.check = check
        self.results = results
        decoding = RecordDecoding(encoding)
        restorer = ColumnRestorer(columns)
        totals = TotalLines(found.map)
        let own = fixList?.own(found.cells.count) ?? Array(found.cells.indices)
        aside = AsideColumns(
            own.filter { found.map.fieldOfColumn[$0] == nil }.map { column in
                (
                    column,
                    found.cells[column].isEmpty ? HeaderCell.place(column + 1) : found.cells[column].shown(column: column + 1)
                )
            })
        footer = FooterLines(found)
        row = TypedRow(kind: found.map.kind)
        cells = .allocate(capacity: check.fields.count)
        cells.initialize(repeating: .none)
        columnOfField = check.fields.indices.map { field in found.map.fieldOfColumn.firstIndex(of: field) ?? -1 }
        columnCount = found.cells.count
    }

    private static let freeFooterLines: Int64 = 10_000

    deinit { cells.deallocate() }

    /// Reads every record behind the header.
    func run() throws {
        for _ in 0..<found.records { guard try reader.next() else { return } }
        reader.expectedFields = columnCount
        while try reader.next() {
            if isBlank() { continue }
            arena.reset(for: reader.length)
            row.clear()
            try take(faultOfRecord())
            try results.advance(reader.bytesRead)
        }
        results.ownWarnings.append(totals.warning)
    }

    private func take(_ fault: RowCheck.Fault?) throws {
        guard let fault else {
            row.line = fixList?.line(of: reader) ?? reader.line
            row.offset = offset
            if aside != nil { keepAside() }
            return try results.accept(row)
        }
        arena.reset(for: reader.length * 2)
        if fault.reason != .quoteUnclosed, fault.reason != .fieldTooLong, !isWrittenOtherwise(), skipsFooter() {
            return results.skip()
        }
        totals.refuse { reader.fieldCount == columnCount ? reader.bytes($0) : nil }
        try results.reject(
            fault.reason, field: fault.field.map { check.fields[$0].key }, line: fixList?.line(of: reader) ?? reader.line,
            RejectedRecord(raw: reader.raw, offset: offset, cells: shownCells))
    }

    private var offset: Int64? { origin.map { $0 + reader.offset } }

    private func faultOfRecord() -> RowCheck.Fault? {
        switch reader.fault {
        case .quoteUnclosed: return RowCheck.Fault(.quoteUnclosed)
        case .tooLong: return RowCheck.Fault(.fieldTooLong)
        case nil: break
        }
        if reader.hasQuoteRepair { row.notes.insert(.quoteRepaired) }
        if reader.fieldCount < columnCount { return RowCheck.Fault(.raggedShort) }
        if reader.fieldCount > columnCount {
            guard extraFieldsAreEmpty() else { return RowCheck.Fault(.raggedLong) }
            row.notes.insert(.raggedLongEmpty)
        }
        return checkCells()
    }

    private func checkCells() -> RowCheck.Fault? {
        let encoding = decoding.encoding(of: reader.raw)
        if encoding != decoding.fileEncoding { row.notes.insert(.encodingMixed) }
        fillCells(encoding)
        guard let fault = check.check(cells, into: row, arena) else { return nil }
        // A line that the file's encoding cannot decode may have come from another file.
        guard encoding == .utf8, !UTF8Scalars.isValid(reader.raw) else { return fault }
        guard let other = EncodingGuess.encoding(ofRecord: reader.raw) else { return undecodable(fault) }
        arena.reset(for: reader.length)
        row.clear()
        row.notes.insert(.encodingMixed)
        fillCells(other)
        return check.check(cells, into: row, arena)
    }

    private func undecodable(_ fault: RowCheck.Fault) -> RowCheck.Fault {
        let damaged = columnOfField.firstIndex { $0 >= 0 && !UTF8Scalars.isValid(reader.bytes($0)) }
        return damaged.map { RowCheck.Fault(.encodingInvalid, field: $0) } ?? fault
    }

    private func fillCells(_ encoding: TextEncoding) {
        if encoding == .utf8, restorer == nil {
            for (field, column) in columnOfField.enumerated() where column >= 0 {
                cells[field] = reader.text(column, into: arena)
            }
            return
        }
        for (field, column) in columnOfField.enumerated() where column >= 0 {
            cells[field] = text(column, encoding, &row.notes)
        }
    }

    @inline(__always) private func text(_ column: Int, _ encoding: TextEncoding, _ notes: inout NoteSet) -> Bytes {
        let text = decoding.text(reader.text(column, into: arena), as: encoding, into: arena, &notes)
        guard let restorer else { return text }
        return restorer.text(text, column: column, into: arena, &notes)
    }

    private func keepAside() {
        let encoding = decoding.encoding(of: reader.raw)
        var notes = NoteSet()
        row.aside = aside?.cells(recordLength: reader.length) { text($0, encoding, &notes) } ?? .none
    }

    /// What is to be corrected, as it was read.
    private func shownCells() -> [String] {
        let encoding = decoding.encoding(of: reader.raw)
        let own = fixList?.own(reader.fieldCount) ?? Array(0..<reader.fieldCount)
        return own.map { column in
            var notes = NoteSet()
            let bytes = reader.text(column, into: arena)
            let text = self.text(column, encoding, &notes)
            // What cannot be decoded is shown byte by byte, so that nothing of it is lost.
            return String(validating: text, as: UTF8.self)
                ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        }
    }

    private func extraFieldsAreEmpty() -> Bool {
        (columnCount..<reader.fieldCount).allSatisfy { reader.bytes($0).trimmed.count == 0 }
    }

    private func isBlank() -> Bool {
        if reader.fieldCount == 1 { return reader.bytes(0).trimmed.count == 0 || isEndOfFileMark() }
        return reader.bytes(0).count == 0 && (0..<reader.fieldCount).allSatisfy { reader.bytes($0).trimmed.count == 0 }
    }

    /// NULs and Ctrl-Z that old programs leave behind the last line.
    private func isEndOfFileMark() -> Bool {
        let isMark = reader.bytes(0).allSatisfy { $0 == 0 || $0 == 0x1A || $0 == 0x20 }
        if isMark { results.note(.trailingNUL) }
        return isMark
    }

    /// A row with another delimiter than the file's is one field, as a title is, and must not be passed over like one.
    private func isWrittenOtherwise() -> Bool {
        guard reader.fieldCount * 2 < columnCount else { return false }
        return CSVDialect.delimiters.contains { delimiter in
            delimiter != found.dialect.delimiter && reader.raw.count { $0 == delimiter } * 2 >= columnCount
        }
    }

    private func skipsFooter() -> Bool {
        // Every cell is looked at in its own words, and a record may hold thousands of them.
        guard reader.fieldCount <= HeaderSearch.widestRecord else { return false }
        // More lines that are no rows than there are rows: those of another file, which must be refused and not passed over.
        guard results.rows.skipped < CSVFeed.freeFooterLines + results.rows.accepted else { return false }
        let encoding = decoding.encoding(of: reader.raw)
        var notes = NoteSet()
        let cells = (0..<reader.fieldCount).map { text($0, encoding, &notes) }
        guard footer.contains(cells) else { return false }
        totals.skip(cells, line: reader.line, accepted: results.tally?.total)
        return true
    }
}
