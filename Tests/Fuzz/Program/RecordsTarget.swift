@testable import Ingest

/// The lossless reader of tables by itself, under limits so narrow that small inputs meet them.
enum RecordsTarget {
    static let pieces = [1, 2, 3, 5, 16, 17, 61, 256]

    static func test(_ bytes: [UInt8]) throws -> Worth {
        let choice = Hash.choice(bytes, below: 64)
        let delimiter = CSVDialect.delimiters[choice % 4]
        var dialect = bytes.withUnsafeBufferPointer { CSVDialect(delimiter: delimiter, newline: CSVDialect.newline(of: $0)) }
        dialect.longestRecord = [64, 200, 1000, CSVDialect.maxRecordBytes][choice / 4 % 4]
        let fields = [nil, 2, 3, 16][choice / 16]
        let whole = Records(bytes, dialect, fields, piece: .max, capacity: 1 << 12)
        whole.checkTiles(bytes, dialect)
        let pieces = Records(bytes, dialect, fields, piece: pieces[choice % 8], capacity: 1 << 4)
        claim(whole == pieces, "the reader finds the same records at every seam")
        return .worth
    }
}

private struct Records: Equatable {
    struct Record: Equatable {
        let offset: Int
        let line: Int64
        let length: Int
        let fields: [Range<Int>]
        let isBroken: Bool
        let isOverlong: Bool
    }

    private(set) var records: [Record] = []
    /// Too much of the file is in records that are too long.
    private(set) var isRefused = false

    init(_ bytes: [UInt8], _ dialect: CSVDialect, _ expected: Int?, piece: Int, capacity: Int) {
        let source = TextSource(ByteSource(bytes, largestPiece: piece), encoding: .utf8, markLength: 0)
        let reader = CSVReader(source, dialect: dialect, capacity: capacity)
        reader.expectedFields = expected
        var step = Records.next(reader)
        while step == true {
            take(reader, bytes)
            step = Records.next(reader)
        }
        isRefused = step == nil
    }

    /// `nil` when the file is refused.
    private static func next(_ reader: CSVReader) -> Bool? { try? reader.next() }

    private mutating func take(_ reader: CSVReader, _ bytes: [UInt8]) {
        let fields = (0..<reader.fieldCount).map { Int(reader.field($0).start)..<Int(reader.field($0).end) }
        let offset = Int(reader.offset)
        claim(reader.raw.elementsEqual(bytes[offset..<offset + reader.length]), "a record is what stands at its offset")
        records.append(
            Record(
                offset: offset, line: reader.line, length: reader.length, fields: fields, isBroken: reader.fault != nil,
                isOverlong: reader.fault == .tooLong))
    }

    /// The records lie side by side over the whole of the file: nothing is read twice, and nothing but line ends stands between.
    func checkTiles(_ bytes: [UInt8], _ dialect: CSVDialect) {
        var (end, line, counted) = (0, Int64(1), 0)
        for (index, record) in records.enumerated() {
            if isRefused, index == records.count - 1 { return }
            claim(record.offset == end, "record \(index) starts where the one before ended: \(record.offset), \(end)")
            while counted < record.offset {
                if bytes[counted] == dialect.newline { line += 1 }
                counted += 1
            }
            claim(record.line == line, "record \(index) is on its line: \(record.line), \(line)")
            let next = index + 1 < records.count ? records[index + 1].offset : bytes.count
            let gap = bytes[record.offset + record.length..<next]
            if record.isOverlong {
                claim(!gap.dropLast().contains(dialect.newline), "an overlong record ends with its line")
                claim(next - record.offset > dialect.longestRecord, "an overlong record is long")
            } else {
                let end = gap.last == dialect.newline ? gap.dropLast() : gap
                claim(end.isEmpty || end.elementsEqual([0x0D]), "only a line end stands behind record \(index)")
                claim(next == bytes.count || gap.last == dialect.newline, "a record ends with its line")
            }
            var position = 0
            for field in record.fields {
                claim(field.lowerBound >= position && field.upperBound <= record.length, "fields come in their order")
                position = field.upperBound
            }
            end = next
        }
        claim(end == bytes.count || isRefused, "the records reach to the end of the file: \(end), \(bytes.count)")
    }
}
