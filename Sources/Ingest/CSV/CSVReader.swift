import Glibc

/// Reads a table record by record, never dropping or joining one.
///
/// Notes to the next hacker. The scan looks at 64 bytes at a time for delimiters and line ends and walks the bits it
/// found; a block with a quote in it is walked with care (64 and not 16: a branch that ends a walk is hard to foresee). A quoted field may hold line breaks, so a quote that is never
/// closed could swallow the rest of the file: ``QuoteSearch`` decides when a quote closes sanely, and if not, the record ends
/// with its first line. A record that passes ``CSVDialect/longestRecord`` ends with the line on which it does. None of this may hang
/// on where a read ended, so limits are positions in the record (and one more byte is waited for, as it may be the CR of a line
/// end). All positions are relative to the start of the record, because ``ByteWindow`` moves its bytes when it is filled; pointers are
/// taken anew after every fill.
final class CSVReader {
    struct Field {
        var start: Int32
        var end: Int32
        var quotes: Quotes
    }

    /// What the quotes between start and end of a field are.
    enum Quotes: UInt8 {
        /// There are none, or they are text; the field stands without quotes around it.
        case asText
        /// The same, of a field in quotes.
        case whole
        /// Some are doubled.
        case doubled
        /// The first one closed the field too early and is no text.
        case closedEarly
    }

    enum Fault {
        case quoteUnclosed
        case tooLong
    }

    private let window: ByteWindow
    private let dialect: CSVDialect
    /// How many fields the header has; helps to tell a broken quote from a field of several lines.
    var expectedFields: Int?

    // The current record.
    private(set) var fieldCount = 0
    private(set) var fault: Fault?
    private(set) var hasQuoteRepair = false
    /// The line on which the record starts, from 1.
    private(set) var line: Int64 = 0
    /// Its bytes without the line end.
    private(set) var length = 0

    private var fields: UnsafeMutablePointer<Field>
    private var fieldCapacity = 256
    /// Its bytes with the line end.
    private var span = 0
    private var lineCount: Int64 = 0
    /// Whether a field without quotes around it holds any.
    private var hasQuoteInText = false
    private var quotes = QuoteSearch()
    /// Of all records that were too long.
    private var overlongBytes = 0
    private let name: String

    /// - Parameter capacity: Of the window, for tests of what happens at the seams.
    init(_ source: TextSource, dialect: CSVDialect, capacity: Int? = nil) {
        window = ByteWindow(source, capacity: capacity)
        name = source.name
        self.dialect = dialect
        fields = CSVReader.room(fieldCapacity)
    }

    deinit { fields.deallocate() }

    var bytesRead: Int64 { window.bytesRead }
    /// Where the record starts, in bytes of the source.
    @inline(__always) var offset: Int64 { window.offset }
    /// The record as it stands in the file; the beginning of one that is too long.
    var raw: Bytes { Bytes(start: window.base, count: length) }

    @inline(__always) func field(_ index: Int) -> Field { fields[index] }

    /// Whether the field stands in quotes.
    func isQuoted(_ index: Int) -> Bool { fields[index].quotes != .asText }

    /// The bytes between the quotes, or of the whole field; doubled quotes still doubled.
    @inline(__always) func bytes(_ index: Int) -> Bytes {
        let field = fields[index]
        return Bytes(start: window.base + Int(field.start), count: Int(field.end - field.start))
    }

    /// The bytes of a field as meant, with doubled quotes made one.
    func text(_ index: Int, into arena: ByteArena) -> Bytes {
        let bytes = bytes(index)
        switch fields[index].quotes {
        case .asText, .whole: return bytes
        case .doubled, .closedEarly: return unquoted(bytes, into: arena, isClosedEarly: fields[index].quotes == .closedEarly)
        }
    }

    private func unquoted(_ bytes: Bytes, into arena: ByteArena, isClosedEarly: Bool) -> Bytes {
        let start = arena.count
        var mayClose = isClosedEarly
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            let isPair = position + 1 < bytes.count && bytes[position + 1] == dialect.quote
            if isPair, byte == dialect.quote || (byte == 0x5C && dialect.hasBackslashEscapes) {
                arena.append(dialect.quote)
                position += 2
            } else {
                if byte == dialect.quote, mayClose { mayClose = false } else { arena.append(byte) }
                position += 1
            }
        }
        return arena.written(since: start)
    }

    /// Goes on to the next record. - Returns: `false` at the end of the file.
    func next() throws(ImportError) -> Bool {
        window.drop(span)
        line += lineCount
        if line == 0 { line = 1 }
        fieldCount = 0
        fault = nil
        hasQuoteRepair = false
        hasQuoteInText = false
        lineCount = 1
        span = 0
        guard try scan() else { return false }
        if length > dialect.longestRecord || fieldCount >= CSVReader.mostFields, fault != .tooLong {
            fault = .tooLong
            try count(overlong: span)
            keepBeginning()
        }
        if hasQuoteRepair || hasQuoteInText, lineCount == 1, fault == nil, let expectedFields { reconsider(expectedFields) }
        return true
    }

    private func scan() throws(ImportError) -> Bool {
        var fieldStart = 0
        var position = 0
        // The field that was found to be text although it holds quotes.
        var textStart = -1
        let marks = StructuralMarks(dialect)
        while true {
            if position >= window.count {
                if window.count > dialect.longestRecord + 1 { return try skipOverlong() }
                if try window.fill() { continue }
                if window.count == 0 { return false }
                finish(lastFieldFrom: fieldStart, end: window.count, span: window.count)
                return true
            }
            let base = window.base
            let block = marks.find(in: base + position)
            var resume = min(position + StructuralMarks.blockLength, window.count)
            if !block.hasQuote {
                if let end = append(fieldsOf: block.ends, at: position, from: &fieldStart) {
                    finish(lastFieldFrom: fieldStart, end: end, span: end + 1)
                    return true
                }
                position = resume
                continue
            }
            var mask = block.ends | marks.quotes(in: base + position)
            while mask != 0 {
                let found = position + mask.trailingZeroBitCount
                mask &= mask &- 1
                let byte = base[found]
                if byte == dialect.delimiter {
                    append(fieldStart, found)
                    fieldStart = found + 1
                } else if byte == dialect.newline {
                    finish(lastFieldFrom: fieldStart, end: found, span: found + 1)
                    return true
                } else if found == fieldStart || (textStart != fieldStart && isBehindBlanks(found, fieldStart)) {
                    if found > dialect.longestRecord { return try skipOverlong(from: found) }
                    if found > fieldStart, try !closesCleanly(found) {
                        hasQuoteInText = true
                        textStart = fieldStart
                        resume = found + 1
                        break
                    }
                    guard let closed = try closeQuote(at: found) else { return true }
                    fieldStart = closed
                    resume = closed
                    if isRecordFinished { return true }
                    break
                } else {
                    hasQuoteInText = true
                    textStart = fieldStart
                }
            }
            position = resume
        }
    }

    private var isRecordFinished: Bool { span > 0 }

    /// The fields that end in a block without quotes. - Returns: where the record ends, if it does.
    @inline(__always) private func append(fieldsOf ends: UInt64, at position: Int, from fieldStart: inout Int) -> Int? {
        if fieldCount >= fieldCapacity { _ = growFields() }
        // Where there are too many, each block writes over the fields of the one before.
        var place = fields + min(fieldCount, fieldCapacity)
        defer { fieldCount = place - fields }
        let base = window.base
        var mask = ends
        while mask != 0 {
            let found = position &+ mask.trailingZeroBitCount
            mask &= mask &- 1
            if base[found] == dialect.newline { return found }
            place.pointee = Field(
                start: Int32(truncatingIfNeeded: fieldStart), end: Int32(truncatingIfNeeded: found), quotes: .asText)
            place += 1
            fieldStart = found &+ 1
        }
        return nil
    }

    @inline(__always) private func append(_ start: Int, _ end: Int, _ quotes: Quotes = .asText) {
        if fieldCount >= fieldCapacity, !growFields() { return fields[fieldCount - 1].end = Int32(end) }
        fields[fieldCount] = Field(start: Int32(start), end: Int32(end), quotes: quotes)
        fieldCount += 1
    }

    /// - Returns: `false` where there are so many fields that the record is none; it counts as one that is too long.
    private func growFields() -> Bool {
        guard fieldCapacity < CSVReader.mostFields else { return false }
        let larger = CSVReader.room(fieldCapacity * 2)
        larger.update(from: fields, count: fieldCount)
        fields.deallocate()
        fields = larger
        fieldCapacity *= 2
        return true
    }

    /// Room for so many fields, and for those of one block more.
    private static func room(_ count: Int) -> UnsafeMutablePointer<Field> {
        .allocate(capacity: count + StructuralMarks.blockLength)
    }

    private static let mostFields = 1 << 16

    @inline(__always) private func finish(lastFieldFrom start: Int, end: Int, span: Int) {
        let trimmed = endWithoutReturn(start, end)
        append(start, trimmed)
        length = trimmed
        self.span = span
    }

    @inline(__always) private func endWithoutReturn(_ start: Int, _ end: Int) -> Int {
        end > start && window.base[end - 1] == 0x0D ? end - 1 : end
    }

    // MARK: Quotes

    /// Whether nothing but blanks stands before the quote in its field: some programs write them behind each delimiter.
    private func isBehindBlanks(_ quote: Int, _ fieldStart: Int) -> Bool {
        window.base[quote - 1] == 0x20 && (fieldStart..<quote).allSatisfy { window.base[$0] == 0x20 }
    }

    /// Whether the quote opens a field that is well closed in its own line. Otherwise blanks and quote are text.
    private func closesCleanly(_ opening: Int) throws(ImportError) -> Bool {
        guard case .closed = try quotes.end(from: opening, in: window, dialect, isPlain: true) else { return false }
        return true
    }

    /// Reads the quoted field that opens at `opening`.
    /// - Returns: where the next field starts, or `nil` when the quote was found broken and the record was ended instead.
    private func closeQuote(at opening: Int) throws(ImportError) -> Int? {
        switch try quotes.end(from: opening, in: window, dialect) {
        case .unclosed:
            return try endAtFirstLine()
        case .closed(let field):
            if field.isMultiline {
                if swallowsRecords(field, opening) { return try endAtFirstLine() }
                lineCount += Int64((opening..<field.textEnd).count { window.base[$0] == dialect.newline })
            }
            append(opening + 1, field.textEnd, field.hasDoubledQuotes ? .doubled : .whole)
            if field.strayQuotes > 0 { hasQuoteRepair = true }
            if field.isLastOfRecord {
                length = field.contentEnd
                span = field.next
            }
            return field.next
        }
    }

    /// A quoted text of several lines one of which has as many fields as the header is no text: a quote is missing.
    private func swallowsRecords(_ field: QuotedField, _ opening: Int) -> Bool {
        guard field.strayQuotes == 0 else { return true }
        guard let expectedFields, expectedFields > 2 else { return false }
        let base = window.base
        var delimiters = 0
        var isFirstLine = true
        for index in opening..<field.textEnd {
            if base[index] == dialect.delimiter { delimiters += 1 }
            if base[index] == dialect.newline {
                if !isFirstLine, delimiters == expectedFields - 1 { return true }
                isFirstLine = false
                delimiters = 0
            }
        }
        return false
    }

    /// Ends the record with its first line and reads that as ``BrokenLine`` does. Where it is not known how many fields there are to
    /// be, quotes are taken as text; where the quotes of each field come in pairs nothing is missing and the record stands, otherwise
    /// it is marked as broken.
    private func endAtFirstLine() throws(ImportError) -> Int? {
        fieldCount = 0
        lineCount = 1
        var fieldStart = 0
        var quotes = 0
        var isBalanced = true
        var position = 0
        while true {
            if position >= window.count {
                if window.count > dialect.longestRecord + 1 {
                    _ = try skipOverlong()
                    return nil
                }
                if try window.fill() { continue }
                break
            }
            let byte = window.base[position]
            if byte == dialect.quote { quotes += 1 }
            if byte == dialect.newline { break }
            if byte == dialect.delimiter {
                append(fieldStart, position)
                fieldStart = position + 1
                if quotes % 2 != 0 { isBalanced = false }
                quotes = 0
            }
            position += 1
        }
        let isComplete = position >= window.count
        finish(lastFieldFrom: fieldStart, end: position, span: isComplete ? position : position + 1)
        if let expectedFields, length <= dialect.longestRecord, adoptReading(expectedFields) { return nil }
        let fits = expectedFields.map { $0 == fieldCount } ?? true
        if isBalanced, quotes % 2 == 0, fits { hasQuoteRepair = true } else { fault = .quoteUnclosed }
        return nil
    }

    /// Looks at a record of one line again that has quotes where none belong. One that fits the header stands, unless it fits by
    /// chance: a delimiter that was lost beside a quoted field makes up for one inside it.
    private func reconsider(_ expectedFields: Int) {
        guard let reading = BrokenLine(raw, dialect, expectedFields: expectedFields) else { return }
        if fieldCount != expectedFields || reading.fields.count != expectedFields { adopt(reading) }
    }

    /// Divides the record, which is one line, anew. - Returns: `false` when it was left as it is.
    private func adoptReading(_ expectedFields: Int) -> Bool {
        guard let reading = BrokenLine(raw, dialect, expectedFields: expectedFields) else { return false }
        adopt(reading)
        return true
    }

    private func adopt(_ reading: BrokenLine) {
        fieldCount = 0
        for field in reading.fields { append(Int(field.start), Int(field.end), field.quotes) }
        hasQuoteRepair = reading.isWhole && reading.hasStrays
        fault = reading.isWhole ? nil : .quoteUnclosed
    }

    // MARK: Records that are too long

    /// Passes over what is left of a record that is longer than any record may be, up to the next line end behind `position` (or behind
    /// what is in view).
    private func skipOverlong(from position: Int? = nil) throws(ImportError) -> Bool {
        fault = .tooLong
        var position = position ?? window.count
        try count(overlong: position)
        while true {
            if let end = lineEnd(from: position) {
                try count(overlong: end - position)
                span = end + 1
                break
            }
            try count(overlong: window.count - position)
            window.cut(after: keptBytes)
            position = keptBytes
            span = position
            guard try window.fill() else { break }
        }
        keepBeginning()
        return true
    }

    private func lineEnd(from position: Int) -> Int? {
        guard position < window.count else { return nil }
        let found = memchr(window.base + position, Int32(dialect.newline), window.count - position)
        return found.map { $0.assumingMemoryBound(to: UInt8.self) - UnsafeMutablePointer(window.base) }
    }

    /// - Throws: ``ImportError`` when so much of a file is in such records that it is no table.
    private func count(overlong bytes: Int) throws(ImportError) {
        overlongBytes += bytes
        guard overlongBytes <= dialect.longestRecord * CSVDialect.overlongRecords else {
            throw ImportError(.refused(.rowSizeLimit), file: name)
        }
    }

    /// The first bytes stay in view for the report.
    private func keepBeginning() {
        length = min(keptBytes, span)
        fieldCount = 0
        append(0, length)
    }

    private var keptBytes: Int { min(4096, dialect.longestRecord) }
}
