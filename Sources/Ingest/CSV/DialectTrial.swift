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
