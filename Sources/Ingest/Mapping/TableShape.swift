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
