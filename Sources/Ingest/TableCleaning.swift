import Glibc
package import Registry

/// The reader alone: any table, whatever its columns, brought to composed UTF-8 with commas, the header first. Blank lines and what
/// stands above the table are left out; no record of the table is dropped, joined or judged. Texts that cannot be decoded carry
/// U+FFFD.
package struct TableCleaning {
    package struct Summary: Sendable {
        package var encoding = ""
        /// Empty for a workbook.
        package var delimiter = ""
        /// Records written, the header included.
        package var records: Int64 = 0
        /// Title lines above the header, which are left out.
        package var titleLines: Int64 = 0
        package var fileReason: String?
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// - Parameter write: Takes the clean table piece by piece. What it was given counts for nothing when the summary tells a reason.
    package func run(
        progress: ProgressReport = .silent, write: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws -> Summary {
        let source = try ByteSource(path: path)
        var summary = Summary()
        do {
            switch FileSignature(try source.peek(FeedImport.sampleBytes)) {
            case .gzip: try cleanText(ByteSource(try GzipStream(source), name: source.name), &summary, progress, write)
            case .zip: try cleanWorkbook(source, &summary, progress, write)
            default: try cleanText(source, &summary, progress, write)
            }
        } catch let error as ImportError {
            guard let reason = error.fileReason else { throw error }
            summary.fileReason = reason.rawValue
        }
        return summary
    }

    private func cleanText(
        _ source: ByteSource, _ summary: inout Summary, _ progress: ProgressReport, _ write: (Bytes) throws -> Void
    ) throws {
        let sample = try source.peek(FeedImport.sampleBytes)
        let signature = FileSignature(sample)
        guard signature == .text else { throw refused(signature == .empty ? .emptyFile : .wrongFormat) }
        let guess = EncodingGuess(sample)
        guard case .encoding(let encoding) = guess.answer else { throw refused(.encodingUnknown) }
        let opening = try OpeningLines(sample, encoding: encoding, markLength: guess.markLength)
        let shape = try TableShape(opening.text)
        let text = TextSource(source, encoding: encoding, markLength: guess.markLength)
        summary.delimiter = String(Unicode.Scalar(shape.dialect.delimiter))
        let columns = try opening.columnReadings(shape.dialect, below: shape.recordsAboveHeader + 1, columns: shape.columns)
        if columns.isTied { throw refused(.encodingUnknown) }
        try copy(text, shape, encoding, columns, &summary, progress, write)
    }

    /// The first sheet that a user sees and that holds a table; where none does, the first that holds anything.
    private func cleanWorkbook(
        _ source: ByteSource, _ summary: inout Summary, _ progress: ProgressReport, _ write: (Bytes) throws -> Void
    ) throws {
        let archive = try ZipArchive(source)
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
        let text = TextSource(ByteSource(rows, name: source.name), encoding: .utf8, markLength: 0)
        try copy(text, chosen.shape, .utf8, nil, &summary, progress, write)
    }

    private func refused(_ reason: FileReason) -> ImportError { ImportError(.refused(reason), file: path) }

    private func copy(
        _ text: TextSource, _ shape: TableShape, _ encoding: TextEncoding, _ columns: ColumnReadings?,
        _ summary: inout Summary, _ progress: ProgressReport, _ write: (Bytes) throws -> Void
    ) throws {
        let reader = CSVReader(text, dialect: shape.dialect)
        reader.expectedFields = shape.columns
        let writer = RecordWriter(reader, encoding, columns, dropsBlanks: shape.hasBlankBehindDelimiter)
        summary.encoding = encoding.rawValue
        summary.titleLines = Int64(shape.recordsAboveHeader)
        for _ in 0..<shape.recordsAboveHeader { _ = try reader.next() }
        var out: [UInt8] = []
        var reported: Int64 = 0
        while try reader.next() {
            if reader.length == 0 { continue }
            writer.append(to: &out)
            summary.records += 1
            if out.count > 1 << 16 {
                try out.withUnsafeBufferPointer(write)
                out.removeAll(keepingCapacity: true)
            }
            if reader.bytesRead - reported > 1 << 20 {
                reported = reader.bytesRead
                progress("Đọc tệp (byte)", reported, of: text.size)
            }
        }
        try out.withUnsafeBufferPointer(write)
    }
}

/// Writes the record that a reader stands at as a line of the clean table.
private final class RecordWriter {
    private let reader: CSVReader
    private let decoding: RecordDecoding
    /// Of the record to be written: first the header's.
    private var restorer: ColumnRestorer?
    private let restorerOfCells: ColumnRestorer?
    private let dropsBlanks: Bool
    private let arena = ByteArena()
    private var decoders: [TextEncoding: LegacyDecoder] = [:]

    /// - Parameter dropsBlanks: Whether a blank behind a delimiter belongs to it.
    init(_ reader: CSVReader, _ encoding: TextEncoding, _ columns: ColumnReadings?, dropsBlanks: Bool) {
        self.reader = reader
        decoding = RecordDecoding(encoding)
        restorer = columns.flatMap(ColumnRestorer.init(headerOf:))
        restorerOfCells = columns.flatMap { ColumnRestorer($0) }
        self.dropsBlanks = dropsBlanks
    }

    func append(to out: inout [UInt8]) {
        arena.reset(for: reader.length * 2)
        let encoding = encodingOfRecord()
        for index in 0..<reader.fieldCount {
            if index > 0 { out.append(0x2C) }
            RecordWriter.append(encoding == .utf8 ? composed(index) : decoded(index, encoding), to: &out)
        }
        out.append(0x0A)
        restorer = restorerOfCells
    }

    /// A line that the file's encoding cannot decode may have come from another file.
    private func encodingOfRecord() -> TextEncoding {
        let encoding = decoding.encoding(of: reader.raw)
        guard encoding == .utf8, reader.raw.hasHighByte, !UTF8Scalars.isValid(reader.raw) else { return encoding }
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

    /// A cell, in quotes where it holds what would otherwise be structure.
    private static func append(_ text: Bytes, to out: inout [UInt8]) {
        guard text.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
            return out.append(contentsOf: text)
        }
        out.append(0x22)
        for byte in text {
            if byte == 0x22 { out.append(0x22) }
            out.append(byte)
        }
        out.append(0x22)
    }
}
