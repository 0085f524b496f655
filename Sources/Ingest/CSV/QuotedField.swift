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
    /// Line ends inside.
    let lines: Int

    enum Answer {
        case closed(QuotedField)
        case unclosed
    }

    /// Looks for the quote that closes the field opened at `opening`: one that stands before a delimiter, a line end or the end
    /// of the file, blanks aside. A stray quote after a line break is taken for the opening quote of a later field, so the field
    /// was never closed. Without `takingStrays` any stray quote says so.
    static func end(
        from opening: Int, in window: ByteWindow, _ dialect: CSVDialect, takingStrays: Bool = true
    ) throws(ImportError) -> Answer {
        var position = opening + 1
        var counted = position
        var lines = 0
        var strayQuotes = 0
        var hasDoubledQuotes = false
        while true {
            guard let quote = try nextQuote(dialect.quote, from: position, in: window) else { return .unclosed }
            let base = window.base
            while counted < quote {
                if base[counted] == dialect.newline { lines += 1 }
                counted += 1
            }
            if dialect.hasBackslashEscapes, isEscaped(quote, after: opening, in: window) {
                hasDoubledQuotes = true
                position = quote + 1
                continue
            }
            if try byte(quote + 1, in: window) == dialect.quote {
                hasDoubledQuotes = true
                position = quote + 2
                continue
            }
            if let close = try close(at: quote, in: window, dialect) {
                return .closed(
                    QuotedField(
                        textEnd: quote, contentEnd: close.contentEnd, next: close.next, isLastOfRecord: close.isLast,
                        hasDoubledQuotes: hasDoubledQuotes, strayQuotes: strayQuotes, lines: lines))
            }
            guard lines == 0, takingStrays else { return .unclosed }
            strayQuotes += 1
            position = quote + 1
        }
    }

    /// Whether an odd number of backslashes stands before the quote.
    private static func isEscaped(_ quote: Int, after opening: Int, in window: ByteWindow) -> Bool {
        var start = quote
        while start - 1 > opening, window.base[start - 1] == 0x5C { start -= 1 }
        return (quote - start) % 2 == 1
    }

    private static func nextQuote(_ quote: UInt8, from position: Int, in window: ByteWindow) throws(ImportError) -> Int? {
        var position = position
        while true {
            if position < window.count, let found = memchr(window.base + position, Int32(quote), window.count - position) {
                return found.assumingMemoryBound(to: UInt8.self) - UnsafeMutablePointer(window.base)
            }
            position = max(position, window.count)
            guard window.count <= CSVDialect.maxRecordBytes, try window.fill() else { return nil }
        }
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
            guard byte == 0x20 || byte == 0x09 else { return nil }
            position += 1
        }
    }
}
