import Glibc
package import Registry

/// The reader alone: any table, whatever its columns, brought to composed UTF-8 with commas, the header first. Blank lines and what
/// stands above the table are left out; no record of the table is dropped, joined or judged. Texts that cannot be decoded carry
/// U+FFFD.
package struct TableCleaning {
    package struct Summary: Sendable {
        package var encoding = ""
        package var delimiter = ""
        /// Records written, the header included.
        package var records: Int64 = 0
        /// Title lines above the header, which are left out.
        package var titleLines: Int64 = 0
        package var fileReason: String?
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// - Parameter write: Takes the clean table piece by piece.
    package func run(
        progress: ProgressReport = .silent, write: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws -> Summary {
        let source = try ByteSource(path: path)
        let sample = try source.peek(FeedImport.sampleBytes)
        var summary = Summary()
        let signature = FileSignature(sample)
        guard signature == .text else {
            summary.fileReason = (signature == .empty ? FileReason.emptyFile : .wrongFormat).rawValue
            return summary
        }
        let guess = EncodingGuess(sample)
        guard case .encoding(let encoding) = guess.answer else {
            summary.fileReason = FileReason.encodingUnknown.rawValue
            return summary
        }
        let opening = try OpeningLines(sample, encoding: encoding, markLength: guess.markLength)
        let shape = try TableShape(opening.text)
        let columns = try opening.columnReadings(shape.dialect, below: shape.recordsAboveHeader + 1, columns: shape.columns)
        if columns.isTied {
            summary.fileReason = FileReason.encodingUnknown.rawValue
            return summary
        }
        summary.encoding = encoding.rawValue
        summary.delimiter = String(Unicode.Scalar(shape.dialect.delimiter))
        summary.titleLines = Int64(shape.recordsAboveHeader)
        let reader = CSVReader(
            TextSource(source, encoding: encoding, markLength: guess.markLength), dialect: shape.dialect)
        for _ in 0..<shape.recordsAboveHeader { _ = try reader.next() }
        reader.expectedFields = shape.columns
        try copy(reader, RecordDecoding(encoding), ColumnRestorer(columns), &summary, progress, source.size, write)
        return summary
    }

    private func copy(
        _ reader: CSVReader, _ decoding: RecordDecoding, _ restorer: ColumnRestorer?, _ summary: inout Summary,
        _ progress: ProgressReport, _ size: Int64?,
        _ write: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        let arena = ByteArena()
        var out: [UInt8] = []
        var reported: Int64 = 0
        while try reader.next() {
            if reader.length == 0 { continue }
            TableCleaning.append(reader, decoding, restorer, arena, to: &out)
            summary.records += 1
            if out.count > 1 << 16 {
                try out.withUnsafeBufferPointer(write)
                out.removeAll(keepingCapacity: true)
            }
            if reader.bytesRead - reported > 1 << 20 {
                reported = reader.bytesRead
                progress("Đọc tệp (byte)", reported, of: size)
            }
        }
        try out.withUnsafeBufferPointer(write)
    }

    private static func append(
        _ reader: CSVReader, _ decoding: RecordDecoding, _ restorer: ColumnRestorer?, _ arena: ByteArena, to out: inout [UInt8]
    ) {
        arena.reset(for: reader.length * 2)
        var notes = NoteSet()
        let encoding = decoding.encoding(of: reader.raw)
        for index in 0..<reader.fieldCount {
            if index > 0 { out.append(0x2C) }
            var changes = TextChanges()
            var raw = reader.text(index, into: arena)
            if let restorer { raw = restorer.text(raw, column: index, into: arena, &notes) }
            let text =
                encoding == .utf8
                ? (raw.hasHighByte ? TextCell.composed(raw, into: arena, &changes) : raw)
                : LegacyDecoder(encoding).decode(raw, into: arena, &changes)
            append(text, to: &out)
        }
        out.append(0x0A)
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

/// The shape of a table whose words are not known: the delimiter under which most records have the same number of fields, and
/// more than one; the header is the first of these records.
struct TableShape {
    let dialect: CSVDialect
    let columns: Int
    let recordsAboveHeader: Int

    /// - Parameter text: The first part of the table, without a byte-order mark, UTF-16 as UTF-8.
    init(_ text: [UInt8]) throws(ImportError) {
        let newline = text.withUnsafeBufferPointer { CSVDialect.newline(of: $0) }
        var best: (score: Int, shape: (CSVDialect, Int, Int))?
        for delimiter in CSVDialect.delimiters {
            let dialect = CSVDialect(delimiter: delimiter, newline: newline)
            let counts = try TableShape.fieldCounts(text, dialect)
            guard let columns = TableShape.mostFrequent(counts.filter { $0 > 1 }) else { continue }
            let score = counts.count { $0 == columns } * 1000 / max(counts.count, 1) + min(columns, 50)
            let above = counts.firstIndex(of: columns) ?? 0
            if best.map({ score > $0.score }) ?? true { best = (score, (dialect, columns, above)) }
        }
        (dialect, columns, recordsAboveHeader) = best?.shape ?? (CSVDialect(delimiter: 0x2C, newline: newline), 1, 0)
    }

    private static func fieldCounts(_ text: [UInt8], _ dialect: CSVDialect) throws(ImportError) -> [Int] {
        let reader = CSVReader(TextSource(ByteSource(text), encoding: .utf8, markLength: 0), dialect: dialect)
        var counts: [Int] = []
        while counts.count < 200, try reader.next() { counts.append(reader.fieldCount) }
        return counts
    }

    private static func mostFrequent(_ counts: [Int]) -> Int? {
        Dictionary(grouping: counts) { $0 }.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key
    }
}
