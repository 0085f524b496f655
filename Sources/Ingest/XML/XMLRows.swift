import Registry

/// Checks XML records once the kind of the file is known.
final class XMLRows {
    private let check: RowCheck
    private let decoding: RecordDecoding
    private let restorer: ColumnRestorer?
    private let results: FeedResults
    private let words: HeaderWords
    private let row: TypedRow
    private let arena = ByteArena()
    private let cells: UnsafeMutableBufferPointer<Bytes>
    /// Whether a field was met in the current record.
    private var isMet: [Bool]
    /// The meaning of each name, by its number; `nil` for unknown names.
    private var meanings: [HeaderWords.Meaning?] = []

    /// - Parameter readings: By field name, in the order in which the names were met.
    init(
        _ kind: SubmissionKind, _ encoding: TextEncoding, _ readings: ColumnReadings, _ context: RowCheck.Context,
        _ results: FeedResults
    ) {
        check = RowCheck(kind, context)
        decoding = RecordDecoding(encoding)
        restorer = ColumnRestorer(readings)
        words = HeaderWords(kind, context.profile)
        row = TypedRow(kind: kind)
        self.results = results
        cells = .allocate(capacity: check.fields.count)
        cells.initialize(repeating: .none)
        isMet = Array(repeating: false, count: check.fields.count)
    }

    deinit { cells.deallocate() }

    func take(_ record: XMLRecord, _ names: [String]) throws {
        for index in meanings.count..<max(meanings.count, names.count) {
            meanings.append(words.meaning(of: HeaderCell(names[index])))
        }
        arena.reset(for: record.byteCount * 2)
        row.clear()
        try record.withValues { value in
            let fault = fill(record, value) ?? check.check(cells, into: row, arena)
            guard let fault else {
                row.line = record.line
                return try results.accept(row)
            }
            try record.rebuilt(names).withUnsafeBufferPointer { raw in
                try results.reject(
                    fault.reason, field: fault.field.map { check.fields[$0].key }, line: record.line,
                    RejectedRecord(raw: raw, offset: nil) { self.shownCells(record, names.count) })
            }
        }
    }

    func field(named name: String) -> Field? { words.meaning(of: HeaderCell(name)).map { check.fields[$0.field] } }

    /// By name; a field that came twice is given with both values.
    private func shownCells(_ record: XMLRecord, _ count: Int) -> [String] {
        var cells = [String](repeating: "", count: count)
        arena.reset(for: record.byteCount * 2)
        record.withValues { value in
            for part in record.parts {
                let text = String(decoding: text(value(part), part.name), as: UTF8.self)
                cells[part.name] += cells[part.name].isEmpty ? text : " | " + text
            }
        }
        return cells
    }

    private func fill(_ record: XMLRecord, _ value: (XMLRecord.Part) -> Bytes) -> RowCheck.Fault? {
        for index in 0..<cells.count {
            cells[index] = .none
            isMet[index] = false
        }
        for part in record.parts {
            guard let field = meanings[part.name]?.field else { continue }
            if isMet[field] { return RowCheck.Fault(.duplicateField, field: field) }
            isMet[field] = true
            cells[field] = text(value(part), part.name)
        }
        return nil
    }

    private func text(_ bytes: Bytes, _ name: Int) -> Bytes {
        let bytes = bytes.withoutLineBreaks
        if let restorer { return restorer.text(bytes, column: name, into: arena, &row.notes) }
        guard decoding.fileEncoding != .utf8, bytes.hasHighByte else { return bytes }
        let start = arena.count
        var scalars = UTF8Scalars(bytes)
        while let scalar = scalars.next() { arena.append(UInt8(truncatingIfNeeded: scalar)) }
        return decoding.text(arena.written(since: start), as: decoding.fileEncoding, into: arena, &row.notes)
    }
}

extension UnsafeBufferPointer where Element == UInt8 {
    /// Without blanks, tabs and line ends around: indented documents have them inside the elements.
    fileprivate var withoutLineBreaks: Bytes {
        var start = 0
        var end = count
        while start < end, self[start] <= 0x20 { start += 1 }
        while end > start, self[end - 1] <= 0x20 { end -= 1 }
        return part(start, end)
    }
}
