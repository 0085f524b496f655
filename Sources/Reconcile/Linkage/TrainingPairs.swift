/// The pairs from which m is learnt: those that agree on one key, a sample where there are many.
struct TrainingPairs: Sendable {
    enum Key: CaseIterable, Sendable {
        case number, insurance, formerID, otherID, birth, name

        /// Agree by the choice of the pairs.
        var fields: Set<ComparedField> {
            switch self {
            case .number: [.number]
            case .insurance: [.insurance]
            case .formerID: [.formerID]
            case .otherID: [.otherID]
            case .birth: [.birth]
            case .name: [.name]
            }
        }

        /// Speak for strangers as well: who bears another's number is most often of the same household.
        var silent: Set<ComparedField> {
            switch self {
            case .number, .insurance, .formerID, .otherID: [.place, .address, .householdCode, .household]
            case .birth, .name: []
            }
        }

        /// Namesakes of one village pass for one person where a list gives no more than the year of birth: of how often the numbers of one
        /// person differ they would tell a tale.
        var untaught: Set<ComparedField> { self == .name ? [.number, .formerID, .insurance, .otherID] : [] }
    }

    /// Pairs of one key that are enough.
    static let wanted = 200_000
    /// Larger blocks are left out.
    private static let largest = 400

    let scorer: PairScorer

    func blocks() -> [ExpectationMaximisation.Block] {
        inChunks(of: Key.allCases.count, size: 1) { range in
            let block = block(Key.allCases[range.lowerBound])
            return block.counts.isEmpty ? [] : [block]
        }
    }

    private func block(_ key: Key) -> ExpectationMaximisation.Block {
        var block = ExpectationMaximisation.Block(fields: key.fields, silent: key.silent, untaught: key.untaught)
        let (rows, others) = (scorer.rows, scorer.others)
        guard hasKeys(key, rows), hasKeys(key, others) else { return block }
        let index = BlockIndex((0..<others.count).lazy.map { value(key, others, $0) })
        // Rows are drawn by what they say, not by where they stand.
        let names = scorer.names.names
        let sample = (0..<rows.count).lazy.filter { mixed(rows.contentKey($0, names)) % 16 == 0 }
        let pairs = sample.reduce(0) { $0 + candidates(key, index, $1).count }
        let step = UInt64(max(1, pairs * 16 / TrainingPairs.wanted))
        for row in 0..<rows.count where step == 1 || mixed(rows.contentKey(row, names) ^ 0xA5) % step == 0 {
            for other in candidates(key, index, row) where !scorer.isWithin || Int(other) > row {
                let pattern = scorer.pattern(row, Int(other))
                // A number that is known to be somebody else's brings strangers together.
                if key == .number, pattern.number == .missing { continue }
                block.add(pattern)
            }
        }
        return block
    }

    private func candidates(_ key: Key, _ index: BlockIndex, _ row: Int) -> ArraySlice<UInt32> {
        let found = index.rows(of: value(key, scorer.rows, row))
        return found.count > TrainingPairs.largest ? [] : found
    }

    private func hasKeys(_ key: Key, _ people: PersonColumns) -> Bool {
        (0..<people.count).contains { value(key, people, $0) != 0 }
    }

    private func value(_ key: Key, _ people: PersonColumns, _ row: Int) -> UInt64 {
        switch key {
        case .number: UInt64(max(people.citizen[row], 0))
        case .insurance: UInt64(max(people.insurance[row], 0))
        case .formerID: UInt64(max(people.formerID[row], 0))
        case .otherID: UInt64(people.otherID[row])
        case .birth: BirthDateComparison.isYearOnly(people.birth[row]) ? 0 : UInt64(people.birth[row])
        case .name: people.name[row] == NameBook.none ? 0 : UInt64(scorer.names.names.plainKey[Int(people.name[row])]) + 1
        }
    }
}
