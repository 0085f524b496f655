import Glibc

/// Where a quoted field ends, and what was found on the way.
struct QuotedField {
    /// Behind the last byte of the text between the quotes.
    let textEnd: Int
    /// Behind the closing quote and any blanks after it.
    let contentEnd: Int
    /// Where the next field, or the next record, starts.
    let next: Int
    let isLastOfRecord: Bool
    /// Or escaped ones.
    let hasDoubledQuotes: Bool
    /// Quotes inside that were not doubled and are kept as text.
    let strayQuotes: Int
    let isMultiline: Bool
}

/// Looks for the quote that closes a field: one that stands before a delimiter, a line end or the end of the file, blanks aside. A
/// stray quote after a line break is taken for the opening quote of a later field, so the field was never closed.
///
/// A search that fails is taken up again from the next line's quote. Both pass over doubled quotes in pairs, so once both stand on the
/// same byte between quotes and behind a line break they find the same: the second leaps to where the first one ended. Without that, a
/// file of lines that begin with two quotes costs the square of its size.
struct QuoteSearch {
    enum Answer {
        case closed(QuotedField)
        case unclosed
    }

    /// What the last search over several lines went through, in bytes of the source, from its first place between quotes there.
    private var known: Range<Int64> = 0..<0

    /// Of the field that is opened at `opening`. A quote further into the record than the longest length closes nothing.
    /// - Parameter isPlain: The field must close in its own line and without stray quotes.
    mutating func end(
        from opening: Int, in window: ByteWindow, _ dialect: CSVDialect, isPlain: Bool = false
    ) throws(ImportError) -> Answer {
        var position = opening + 1
        var looked = position
        var isMultiline = false
        var strayQuotes = 0
        var hasDoubledQuotes = false
        while true {
            if isMultiline, let end = leap(from: position, dialect.quote, in: window) {
                (position, hasDoubledQuotes) = (end, true)
            }
            let found = try QuoteSearch.nextQuote(from: position, in: window, dialect)
            let quote = found ?? min(window.count, dialect.longestRecord + 1)
            if !isMultiline {
                isMultiline = QuoteSearch.hasLineEnd(looked, quote, in: window, dialect)
                looked = quote
            }
            if isMultiline, isPlain { return .unclosed }
            let length = found == nil ? 0 : try QuoteSearch.lengthInText(quote, after: opening, in: window, dialect)
            if isMultiline { remember(position, quote + length, dialect.quote, in: window) }
            guard found != nil else { return .unclosed }
            if length > 0 {
                hasDoubledQuotes = true
                position = quote + length
                continue
            }
            if let close = try QuoteSearch.close(at: quote, in: window, dialect) {
                return .closed(
                    QuotedField(
                        textEnd: quote, contentEnd: close.contentEnd, next: close.next, isLastOfRecord: close.isLast,
                        hasDoubledQuotes: hasDoubledQuotes, strayQuotes: strayQuotes, isMultiline: isMultiline))
            }
            guard !isMultiline, !isPlain else { return .unclosed }
            strayQuotes += 1
            position = quote + 1
        }
    }

    private static func nextQuote(from position: Int, in window: ByteWindow, _ dialect: CSVDialect) throws(ImportError) -> Int? {
        var position = position
        let limit = dialect.longestRecord
        while true {
            let end = min(window.count, limit + 1)
            if position < end, let found = memchr(window.base + position, Int32(dialect.quote), end - position) {
                return found.assumingMemoryBound(to: UInt8.self) - UnsafeMutablePointer(window.base)
            }
            position = max(position, end)
            guard end <= limit, try window.fill() else { return nil }
        }
    }

    /// How many bytes from `quote` on are a quote of the text: 2 for a doubled one, 1 for an escaped one, 0 for a quote by itself.
    private static func lengthInText(
        _ quote: Int, after opening: Int, in window: ByteWindow, _ dialect: CSVDialect
    ) throws(ImportError) -> Int {
        if dialect.hasBackslashEscapes, isEscaped(quote, after: opening, in: window) { return 1 }
        return try byte(quote + 1, in: window) == dialect.quote ? 2 : 0
    }

    /// Whether an odd number of backslashes stands before the quote.
    private static func isEscaped(_ quote: Int, after opening: Int, in window: ByteWindow) -> Bool {
        var start = quote
        while start - 1 > opening, window.base[start - 1] == 0x5C { start -= 1 }
        return (quote - start) % 2 == 1
    }

    private static func hasLineEnd(_ start: Int, _ end: Int, in window: ByteWindow, _ dialect: CSVDialect) -> Bool {
        start < end && memchr(window.base + start, Int32(dialect.newline), end - start) != nil
    }

    /// The byte at `position`, `nil` at the end of the file.
    private static func byte(_ position: Int, in window: ByteWindow) throws(ImportError) -> UInt8? {
        while position >= window.count { guard try window.fill() else { return nil } }
        return window.base[position]
    }

    private static func close(
        at quote: Int, in window: ByteWindow, _ dialect: CSVDialect
    ) throws(ImportError) -> (contentEnd: Int, next: Int, isLast: Bool)? {
        var position = quote + 1
        while true {
            guard let byte = try byte(position, in: window) else { return (position, position, true) }
            if byte == dialect.delimiter { return (position, position + 1, false) }
            if byte == dialect.newline { return (position, position + 1, true) }
            if byte == 0x0D {
                guard let after = try self.byte(position + 1, in: window) else { return (position, position + 1, true) }
                return after == dialect.newline ? (position, position + 2, true) : nil
            }
            guard byte == 0x20 || byte == 0x09, position <= dialect.longestRecord else { return nil }
            position += 1
        }
    }

    // MARK: Earlier searches

    private func leap(from position: Int, _ quote: UInt8, in window: ByteWindow) -> Int? {
        let place = window.offset + Int64(position)
        guard known.contains(place), position < window.count, window.base[position] != quote else { return nil }
        return Int(known.upperBound - window.offset)
    }

    private mutating func remember(_ position: Int, _ end: Int, _ quote: UInt8, in window: ByteWindow) {
        let (start, end) = (window.offset + Int64(position), window.offset + Int64(end))
        if known.contains(start) || known.upperBound == start {
            known = known.lowerBound..<max(known.upperBound, end)
        } else if position < window.count, window.base[position] != quote, start < end {
            known = start..<end
        }
    }
}
