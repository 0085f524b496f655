/// How a table is written as text.
struct CSVDialect: Equatable {
    var delimiter: UInt8
    /// `LF`, also where lines end in `CR LF`; `CR` for files that know nothing else.
    var newline: UInt8
    var quote: UInt8 = 0x22
    /// Whether a quote inside quotes has a backslash before it, as databases write it. Doubled quotes are read in any case.
    var hasBackslashEscapes = false
    /// A longer record is passed over as such. Another number than ``maxRecordBytes`` is for tests.
    var longestRecord = CSVDialect.maxRecordBytes

    /// In which ``SheetText`` writes the rows of a sheet.
    static let sheet = CSVDialect(delimiter: 0x2C)

    static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

    /// The largest record and field that are read as such (`max_row_bytes`, `max_field_bytes`).
    static let maxRecordBytes = 1_048_576
    static let maxFieldBytes = 65_536
    /// So many times the longest record all records that are too long may have together: a file of more is refused where it stands.
    static let overlongRecords = 64

    init(delimiter: UInt8, newline: UInt8 = 0x0A) {
        self.delimiter = delimiter
        self.newline = newline
    }

    /// The line end of a sample. A lone CR ends lines only where no LF does.
    static func newline(of sample: Bytes) -> UInt8 {
        if sample.contains(0x0A) { return 0x0A }
        return sample.contains(0x0D) ? 0x0D : 0x0A
    }

    /// The dialects with this delimiter and line end that the sample may be written in, the usual one first.
    func variants(of sample: [UInt8]) -> [CSVDialect] {
        var variants = [self]
        var previous: UInt8 = newline
        var hasApostrophe = false
        var hasBackslash = false
        for byte in sample.prefix(1 << 16) {
            if byte == 0x27, previous == delimiter || previous == newline { hasApostrophe = true }
            if byte == 0x22, previous == 0x5C { hasBackslash = true }
            previous = byte
        }
        if hasBackslash { variants.append(with { $0.hasBackslashEscapes = true }) }
        if hasApostrophe { variants.append(with { $0.quote = 0x27 }) }
        return variants
    }

    private func with(_ change: (inout CSVDialect) -> Void) -> CSVDialect {
        var other = self
        change(&other)
        return other
    }
}
