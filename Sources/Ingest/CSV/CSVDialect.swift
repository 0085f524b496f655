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

/// The first records of a sample as a dialect divides them.
struct DialectTrial {
    /// The number of fields that most records have, of those that have more than one; `nil` where none has.
    let columns: Int?
    /// Higher where more records have so many fields and need no repair of their quotes; 3000 where all do.
    let score: Int

    private static let records = 200

    init(_ sample: [UInt8], _ dialect: CSVDialect) throws(ImportError) {
        let reader = CSVReader(TextSource(ByteSource(sample), encoding: .utf8, markLength: 0), dialect: dialect)
        var alike: [Int: (records: Int, whole: Int)] = [:]
        var records = 0
        while records < DialectTrial.records, try reader.next() {
            records += 1
            alike[reader.fieldCount, default: (0, 0)].records += 1
            if !reader.hasQuoteRepair, reader.fault == nil { alike[reader.fieldCount]?.whole += 1 }
        }
        let most = alike.filter { $0.key > 1 }.max { ($0.value.records, $0.key) < ($1.value.records, $1.key) }
        columns = most?.key
        score = most.map { ($0.value.records * 2 + $0.value.whole) * 1000 / records } ?? 0
    }
}

extension CSVDialect {
    /// The variant of this dialect under which most records of the sample are alike and whole.
    func bestVariant(of sample: [UInt8]) throws(ImportError) -> CSVDialect {
        let candidates = variants(of: sample)
        guard candidates.count > 1 else { return self }
        var best: (score: Int, dialect: CSVDialect) = (-1, self)
        for variant in candidates {
            let trial = try DialectTrial(sample, variant)
            if trial.score > best.score { best = (trial.score, variant) }
        }
        return best.dialect
    }
}
