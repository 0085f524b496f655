import Registry

/// A table of any columns, opened behind what stands above its header: its text, and how it is written.
struct AnyTable {
    let text: TextSource
    let encoding: TextEncoding
    let shape: TableShape
    /// `nil` for a sheet.
    let columns: ColumnReadings?
    /// A ``CSVDialect/delimiter``, `nil` for a sheet.
    let delimiter: UInt8?

    /// - Throws: ``ImportError`` with the reason for what is no table.
    init(_ source: ByteSource) throws {
        switch FileSignature(try source.peek(FeedImport.sampleBytes)) {
        case .gzip: try self.init(text: ByteSource(try GzipStream(source), name: source.name))
        case .zip: try self.init(workbook: source)
        default: try self.init(text: source)
        }
    }

    private init(text source: ByteSource) throws {
        let sample = try source.peek(FeedImport.sampleBytes)
        let signature = FileSignature(sample)
        func refused(_ reason: FileReason) -> ImportError { ImportError(.refused(reason), file: source.name) }
        guard signature == .text else { throw refused(signature == .empty ? .emptyFile : .wrongFormat) }
        let guess = EncodingGuess(sample)
        guard case .encoding(let encoding) = guess.answer else { throw refused(.encodingUnknown) }
        let opening = try OpeningLines(sample, encoding: encoding, markLength: guess.markLength)
        self.encoding = encoding
        shape = try TableShape(opening.text)
        text = TextSource(source, encoding: encoding, markLength: guess.markLength)
        delimiter = shape.dialect.delimiter
        let columns = try opening.columnReadings(shape.dialect, below: shape.recordsAboveHeader + 1, columns: shape.columns)
        if columns.isTied { throw refused(.encodingUnknown) }
        self.columns = columns
    }

    /// The first sheet that a user sees and that holds a table; where none does, the first that holds anything.
    private init(workbook source: ByteSource) throws {
        let archive = try ZipArchive(source)
        func refused(_ reason: FileReason) -> ImportError { ImportError(.refused(reason), file: source.name) }
        guard case .workbook(let part) = try ArchiveContents(archive) else {
            if case .files = try ArchiveContents(archive) { throw refused(.archiveOfFiles) }
            throw refused(.wrongFormat)
        }
        let workbook = try Workbook(archive, part: part)
        var chosen: (sheet: Workbook.Sheet, shape: TableShape)?
        for sheet in workbook.sheets.prefix(WorkbookLimits.sheets) where chosen.map({ $0.shape.columns < 2 }) ?? true {
            let rows = try workbook.text(of: sheet, width: .asFilled).opening()
            guard rows.contains(where: { $0 != 0x0A }) else { continue }
            let shape = try TableShape(rows: rows)
            if chosen == nil || shape.columns > 1 { chosen = (sheet, shape) }
        }
        guard let chosen else { throw refused(.emptyFile) }
        let rows = try workbook.text(of: chosen.sheet, width: .atLeast(chosen.shape.columns))
        text = TextSource(ByteSource(rows, name: source.name), encoding: .utf8, markLength: 0)
        encoding = .utf8
        shape = chosen.shape
        columns = nil
        delimiter = nil
    }

    /// Stands before the header.
    func records() throws(ImportError) -> AnyRecords {
        let reader = CSVReader(text, dialect: shape.dialect)
        reader.expectedFields = shape.columns
        for _ in 0..<shape.recordsAboveHeader { _ = try reader.next() }
        return AnyRecords(reader, encoding, columns, file: text.name, dropsBlanks: shape.hasBlankBehindDelimiter)
    }
}

/// The records of such a table, header first, with their cells in composed UTF-8.
final class AnyRecords {
    private let reader: CSVReader
    private let decoding: RecordDecoding
    /// Of the record that it stands at: first the header's.
    private var restorer: ColumnRestorer?
    private let restorerOfCells: ColumnRestorer?
    private let dropsBlanks: Bool
    private let file: String
    private let arena = ByteArena()
    private var decoders: [TextEncoding: LegacyDecoder] = [:]
    private var encoding = TextEncoding.utf8
    private var isBehindHeader = false

    /// - Parameter dropsBlanks: Whether a blank behind a delimiter belongs to it.
    fileprivate init(_ reader: CSVReader, _ encoding: TextEncoding, _ columns: ColumnReadings?, file: String, dropsBlanks: Bool) {
        self.reader = reader
        self.file = file
        decoding = RecordDecoding(encoding)
        restorer = columns.flatMap(ColumnRestorer.init(headerOf:))
        restorerOfCells = columns.flatMap { ColumnRestorer($0) }
        self.dropsBlanks = dropsBlanks
    }

    var bytesRead: Int64 { reader.bytesRead }
    var line: Int64 { reader.line }
    var count: Int { reader.fieldCount }
    /// The cells of the record that it stands at, as column headings.
    var header: [HeaderCell] { (0..<count).map { HeaderCell(String(decoding: cell($0), as: UTF8.self)) } }

    /// Goes on to the next record that is not blank. - Returns: `false` at the end.
    /// - Throws: also for a record that is too long to be held, of which only the beginning is left.
    func next() throws(ImportError) -> Bool {
        repeat { guard try reader.next() else { return false } } while reader.length == 0
        if reader.fault == .tooLong { throw ImportError(.recordTooLong, file: file, line: reader.line) }
        if isBehindHeader { restorer = restorerOfCells }
        isBehindHeader = true
        arena.reset(for: reader.length * 2)
        encoding = encodingOfRecord()
        return true
    }

    /// A cell of the record; lent until the next one.
    func cell(_ index: Int) -> Bytes { encoding == .utf8 ? composed(index) : decoded(index, encoding) }

    /// A line that the file's encoding cannot decode may have come from another file.
    private func encodingOfRecord() -> TextEncoding {
        let encoding = decoding.encoding(of: reader.raw)
        guard encoding == .utf8, !TextCell.isClean(reader.raw), !UTF8Scalars.isValid(reader.raw) else { return encoding }
        return EncodingGuess.encoding(ofRecord: reader.raw) ?? encoding
    }

    private func raw(_ index: Int) -> Bytes {
        let text = reader.text(index, into: arena)
        guard dropsBlanks, index > 0, text.first == 0x20, !reader.isQuoted(index) else { return text }
        return text.part(1, text.count)
    }

    private func composed(_ index: Int) -> Bytes {
        var text = raw(index)
        var notes = NoteSet()
        var changes = TextChanges()
        if let restorer { text = restorer.text(text, column: index, into: arena, &notes) }
        return text.hasHighByte ? TextCell.composed(text, into: arena, &changes) : text
    }

    private func decoded(_ index: Int, _ encoding: TextEncoding) -> Bytes {
        var changes = TextChanges()
        let decoder = decoders[encoding] ?? LegacyDecoder(encoding)
        decoders[encoding] = decoder
        return decoder.decode(raw(index), into: arena, &changes)
    }
}
