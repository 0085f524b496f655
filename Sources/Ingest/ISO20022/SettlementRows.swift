import Registry

/// Checks the rows of a payer's message and hands them on.
final class SettlementRows {
    let fields: [Field]
    private let options: ImportOptions
    private let results: FeedResults
    private let check: RowCheck
    private let values: FieldText
    private let row = TypedRow(kind: .statement)
    private let arena = ByteArena()

    init(_ encoding: TextEncoding, _ options: ImportOptions, _ context: RowCheck.Context, _ results: FeedResults) {
        self.options = options
        self.results = results
        check = RowCheck(.statement, context)
        fields = check.fields
        values = FieldText(encoding, ColumnReadings([]))
    }

    /// - Parameter row: `nil` for what pays nobody.
    /// - Parameter source: The element that it was read from.
    func take(_ row: SettlementRow?, _ source: MessageValues) throws {
        guard var row else { return results.skip(.recordsEmpty) }
        row.fill(from: options)
        let cells = fields.map { row.cells[$0.key] ?? "" }
        let text = Array(cells.joined().utf8)
        try text.withUnsafeBufferPointer { (bytes: Bytes) in try check(cells, bytes, source) }
    }

    private func check(_ texts: [String], _ text: Bytes, _ source: MessageValues) throws {
        values.reset(for: text.count)
        arena.reset(for: text.count * 2)
        row.clear()
        var notes = row.notes
        var start = 0
        var cells = texts.enumerated().map { index, cell in
            let bytes = text.part(start, start + cell.utf8.count)
            start += cell.utf8.count
            return values.text(bytes, column: index, &notes)
        }
        row.notes = notes
        let fault = cells.withUnsafeMutableBufferPointer { check.check($0, into: row, arena) }
        guard let fault else {
            row.line = source.line
            row.offset = source.offset
            return try results.accept(row)
        }
        let raw = SettlementRows.written(fields.map(\.key), texts)
        try raw.withUnsafeBufferPointer { raw in
            try results.reject(
                fault.reason, field: fault.field.map { fields[$0].key }, line: source.line,
                RejectedRecord(raw: raw, offset: source.offset) { cells.map { String(decoding: $0, as: UTF8.self) } })
        }
    }

    /// The fields written out, for the list of refused rows.
    private static func written(_ keys: [String], _ texts: [String]) -> [UInt8] {
        zip(keys, texts).filter { !$1.isEmpty }.flatMap { key, text in
            let escaped = text.utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case 0x26: Array("&amp;".utf8)
                case 0x3C: Array("&lt;".utf8)
                default: [byte]
                }
            }
            return Array("<\(key)>".utf8) + escaped + Array("</\(key)>".utf8)
        }
    }
}
