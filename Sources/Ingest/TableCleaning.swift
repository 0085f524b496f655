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

/// The shape of a table whose words are not known: the dialect under which most records are alike, with more than one field; the header
/// is the first of these records, or one that is nearly as wide.
struct TableShape {
    let dialect: CSVDialect
    let columns: Int
    let recordsAboveHeader: Int
    /// Whether a blank stands behind every delimiter and belongs to no cell.
    let hasBlankBehindDelimiter: Bool

    /// - Parameter text: The first records, in bytes whose structure is ASCII.
    init(_ text: [UInt8]) throws(ImportError) {
        let newline = text.withUnsafeBufferPointer { CSVDialect.newline(of: $0) }
        var best: (score: Int, dialect: CSVDialect, columns: Int)?
        for delimiter in CSVDialect.delimiters + (TableShape.mayBeSeparatedByBlanks(text) ? [0x20] : []) {
            for dialect in CSVDialect(delimiter: delimiter, newline: newline).variants(of: text) {
                let trial = try DialectTrial(text, dialect)
                guard let columns = trial.columns else { continue }
                let score = trial.score + min(columns, 50)
                if best.map({ score > $0.score }) ?? true { best = (score, dialect, columns) }
            }
        }
        dialect = best?.dialect ?? CSVDialect(delimiter: 0x2C, newline: newline)
        columns = best?.columns ?? 1
        let opening = try TableShape.opening(text, dialect, columns)
        (recordsAboveHeader, hasBlankBehindDelimiter) = (opening.above, opening.hasBlanks)
    }

    /// The first rows of a sheet, as filled: there the header is the first row that reaches as far as most rows do, or fills most of
    /// that width, as the upper row of a merged header does.
    init(rows: [UInt8]) throws(ImportError) {
        let reader = CSVReader(TextSource(ByteSource(rows), encoding: .utf8, markLength: 0), dialect: CSVDialect.sheet)
        var widths: [Int] = []
        var filled: [Int] = []
        while widths.count < 200, try reader.next() {
            widths.append(reader.fieldCount)
            filled.append((0..<reader.fieldCount).count { reader.bytes($0).trimmed.count > 0 })
        }
        let usual = TableShape.mostFrequent(widths.filter { $0 > 1 }) ?? 1
        let header = widths.indices.first { widths[$0] >= usual || filled[$0] * 4 >= usual * 3 } ?? 0
        dialect = CSVDialect.sheet
        columns = widths.isEmpty ? 1 : max(usual, widths[header])
        recordsAboveHeader = header
        hasBlankBehindDelimiter = false
    }

    /// Blanks part the fields only of files whose texts with blanks stand in quotes.
    private static func mayBeSeparatedByBlanks(_ text: [UInt8]) -> Bool {
        zip(text, text.dropFirst()).contains { $0 == 0x20 && $1 == 0x22 }
    }

    /// Where the header stands, and whether a blank stands before all that follows a delimiter.
    private static func opening(
        _ text: [UInt8], _ dialect: CSVDialect, _ columns: Int
    ) throws(ImportError) -> (above: Int, hasBlanks: Bool) {
        let reader = CSVReader(TextSource(ByteSource(text), encoding: .utf8, markLength: 0), dialect: dialect)
        reader.expectedFields = columns
        var header: Int?
        var records = 0
        var cells = 0
        var behindBlanks = 0
        while records < 200, try reader.next() {
            if header == nil, isHeader(reader, columns) { header = records }
            for index in 1..<max(1, columns) where reader.fieldCount == columns && !reader.isQuoted(index) {
                cells += 1
                if reader.bytes(index).first == 0x20 { behindBlanks += 1 }
            }
            records += 1
        }
        return (header ?? 0, cells > 0 && cells == behindBlanks)
    }

    /// A title has one cell or two, however many delimiters stand behind it; a header whose delimiters are one too few or too many is
    /// still the header.
    private static func isHeader(_ reader: CSVReader, _ columns: Int) -> Bool {
        let filled = (0..<reader.fieldCount).count { reader.bytes($0).trimmed.count > 0 }
        if reader.fieldCount == columns { return columns < 3 || filled > 2 || filled * 2 > columns }
        return filled * 4 >= columns * 3
    }

    private static func mostFrequent(_ counts: [Int]) -> Int? {
        Dictionary(grouping: counts) { $0 }.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key
    }
}
