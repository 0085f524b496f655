/// Learns u, the chance that two different people reach a level, from pairs drawn at random.
///
/// Nearly all random pairs are strangers, so their levels are u (Winkler 2006). What is too rare to be met keeps the start value, which counts
/// as ``strength`` pairs; names take theirs from the register's own frequencies, where nothing has to be drawn.
struct RandomPairs {
    static let strength = 20_000.0
    /// Of different numbers, as not every row has one.
    private static let numberStrength = 20.0
    /// Rows of a table among which pairs are drawn, about, where it has more.
    private static let rows = 200_000

    let scorer: PairScorer
    let count: Int

    /// - Parameter count: As many as the tables bear, by default.
    init(scorer: PairScorer, count: Int? = nil) {
        self.scorer = scorer
        self.count = count ?? min(max(24 * (scorer.rows.count + scorer.others.count), 5000), 600_000)
    }

    /// - Complexity: O(``count``) comparisons.
    func learn(_ model: inout LinkageModel) {
        guard scorer.rows.count > 0, scorer.others.count > 0 else { return }
        let scorer = scorer
        let names = scorer.names.names
        let (rows, others) = (scorer.rows.sample(RandomPairs.rows, names), scorer.others.sample(RandomPairs.rows, names))
        let tallies = inChunks(of: count, size: 1 << 14) { range in
            var numbers = RandomNumbers(seed: UInt64(range.lowerBound) &+ 0x5EED)
            var tally = LevelTally()
            for _ in range {
                let (row, other) = (Int(rows[numbers.below(rows.count)]), Int(others[numbers.below(others.count)]))
                // One row twice in one table is no pair of strangers.
                if scorer.isWithin, row == other { continue }
                tally.add(scorer.pattern(row, other).code, 1)
            }
            return [tally]
        }
        var tally = LevelTally()
        for part in tallies { tally.add(part) }
        for field in ComparedField.allCases where !LinkageModel.hasFixedU.contains(field) {
            model[field].u = tally.shares(field, start: model[field].u, strength: RandomPairs.strength)
        }
        learnNames(&model)
        learnFitting(tally, &model)
        if !scorer.others.address.isBlank { model[.address].u[0] = scorer.rule.frequency.meanAddress }
    }

    /// Nearly all strangers have different numbers: what share of these are two that each fit their row. Of one person they are at first taken to
    /// do so a tenth as often.
    private func learnFitting(_ tally: LevelTally, _ model: inout LinkageModel) {
        let (different, eachFits) = (Int(PersonalNumberLevel.different.rawValue), Int(PersonalNumberLevel.eachFits.rawValue))
        let shares = tally.shares(.number, start: model[.number].u, strength: RandomPairs.numberStrength)
        let share = shares[eachFits] / (shares[different] + shares[eachFits])
        let m = model[.number].m[different] + model[.number].m[eachFits]
        (model[.number].u[different], model[.number].u[eachFits]) = (1 - share, share)
        (model[.number].m[different], model[.number].m[eachFits]) = (m * (1 - share / 10), m * share / 10)
    }

    /// Two strangers bear one name as often as the register says; of one name without marks, as often as names lack them.
    private func learnNames(_ model: inout LinkageModel) {
        let frequency = scorer.rule.frequency
        let unmarked = 1 - (1 - unmarkedShare(scorer.rows)) * (1 - unmarkedShare(scorer.others))
        var u = model[.name].u
        u[Int(NameLevel.exact.rawValue)] = frequency.meanName
        u[Int(NameLevel.unmarked.rawValue)] = max(frequency.meanPlainName * max(unmarked, 0.01), 1e-9)
        let others = frequency.meanPlainName * (1 - unmarked) - frequency.meanName
        u[Int(NameLevel.otherTones.rawValue)] = max(others, frequency.meanPlainName * 0.05, 1e-9)
        let rest = u.dropLast().reduce(0, +)
        u[u.count - 1] = max(1 - rest, 0.01)
        model[.name].u = u
    }

    /// Of the first rows, those whose name has no mark at all.
    private func unmarkedShare(_ people: PersonColumns) -> Double {
        let rows = min(people.count, 100_000)
        let names = scorer.names.names
        let named = (0..<rows).filter { people.name[$0] != NameBook.none }
        guard !named.isEmpty else { return 0.05 }
        return Double(named.count { !names.isMarked[Int(people.name[$0])] }) / Double(named.count)
    }
}

/// How often each level of each field was seen.
struct LevelTally: Sendable {
    private var seen = [Double](repeating: 0, count: ComparedField.allCases.count * 16)

    mutating func add(_ code: UInt64, _ weight: Double) {
        for field in 0..<ComparedField.allCases.count { seen[field << 4 | Int(code >> UInt64(field * 4) & 15)] += weight }
    }

    mutating func add(_ other: LevelTally) {
        for index in seen.indices { seen[index] += other.seen[index] }
    }

    /// What was not missing.
    func total(_ field: ComparedField) -> Double {
        seen[(field.rawValue << 4)..<(field.rawValue << 4 + field.levels.count)].reduce(0, +)
    }

    /// Of what was not missing, the share of the levels up to this one.
    func share(_ field: ComparedField, upTo last: Int) -> Double {
        let total = total(field)
        return total == 0 ? 0 : seen[(field.rawValue << 4)...(field.rawValue << 4 + last)].reduce(0, +) / total
    }

    /// - Parameter strength: As how many pairs the start values count.
    func shares(_ field: ComparedField, start: [Double], strength: Double) -> [Double] {
        let sum = start.reduce(0, +)
        let counts = start.indices.map { seen[field.rawValue << 4 | $0] + start[$0] / sum * strength }
        let total = counts.reduce(0, +)
        return counts.map { $0 / total }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers in every run.
struct RandomNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return mixed(state)
    }

    mutating func below(_ limit: Int) -> Int { Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(limit)).high) }
}
