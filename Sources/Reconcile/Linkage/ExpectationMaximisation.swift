import Glibc

/// Learns m, how often the records of one person reach each level, from pairs of which nobody has said who is who (Dempster, Laird and Rubin
/// 1977; for record linkage Winkler 1988).
///
/// The pairs of one training block agree on a key, such as the date of birth, so that a fair share of them is one person each. The fields of
/// the key say nothing there and are left out; several blocks together teach every field. u stays as it is.
struct ExpectationMaximisation {
    /// Pairs of one training block, counted by ``ComparisonPattern/code``.
    struct Block: Sendable {
        var counts: [UInt64: Int] = [:]
        /// Agree by the choice of the pairs.
        let fields: Set<ComparedField>
        /// Are learnt, but do not tell who is one person.
        var silent: Set<ComparedField> = []
        /// Tell who is one person, but are not learnt here.
        var untaught: Set<ComparedField> = []

        func teaches(_ field: ComparedField) -> Bool { !fields.contains(field) && !untaught.contains(field) }

        mutating func add(_ pattern: ComparisonPattern) { counts[pattern.code, default: 0] += 1 }
    }

    /// As how many matched pairs the start values count.
    static let strength = 60.0
    private static let rounds = 40

    let start: LinkageModel

    /// - Parameter learnt: The fields whose m is to be learnt; the others keep theirs.
    /// - Complexity: O(rounds × different patterns).
    func learn(from blocks: [Block], fields learnt: Set<ComparedField> = Set(ComparedField.allCases)) -> LinkageModel {
        var model = start
        let all = blocks.map { ($0, run($0)) }.filter { ExpectationMaximisation.isPeople($0.1, in: $0.0) }
        let (blocks, results) = (all.map(\.0), all.map(\.1))
        for field in ComparedField.allCases where learnt.contains(field) {
            let parts = zip(blocks, results).filter { $0.0.teaches(field) && $0.1.total(field) > 0 }.map(\.1)
            guard !parts.isEmpty else { continue }
            var sum = LevelTally()
            for part in parts { sum.add(part) }
            model[field].m = sum.shares(field, start: start[field].m, strength: ExpectationMaximisation.strength)
        }
        model.keepOrder()
        return model
    }

    /// Where hardly a pair of a block is one person, the likeliest division of it may be into brothers and strangers, or by village. Records of one
    /// person agree, far more often than not, in whatever tells people apart.
    private static func isPeople(_ matched: LevelTally, in block: Block) -> Bool {
        let least = 0.4
        let telling: [(field: ComparedField, last: UInt8)] = [
            (.name, NameLevel.similar.rawValue), (.birth, DateLevel.oneDigit.rawValue),
            (.number, PersonalNumberLevel.oneDigit.rawValue),
            (.insurance, NumberLevel.oneDigit.rawValue), (.otherID, NumberLevel.oneDigit.rawValue),
        ]
        return telling.allSatisfy { field, last in
            block.fields.contains(field) || matched.total(field) < 5 || matched.share(field, upTo: Int(last)) >= least
        }
    }

    /// - Returns: the levels of the matched pairs of a block, each pair counted as far as it is one.
    private func run(_ block: Block) -> LevelTally {
        let patterns = block.counts.sorted { $0.key < $1.key }
        let total = Double(patterns.reduce(0) { $0 + $1.value })
        guard total > 0 else { return LevelTally() }
        let fields = ComparedField.allCases.filter { !block.fields.contains($0) }
        var m = start.fields.map(\.m)
        var share = 0.3
        var matched = LevelTally()
        for _ in 0..<ExpectationMaximisation.rounds {
            matched = LevelTally()
            var sum = 0.0
            let ratios = zip(m, start.fields).map { own, field in zip(own, field.u).map { log($0 / $1) } }
            let odds = log(share / (1 - share))
            for (code, count) in patterns {
                var ratio = odds
                for field in fields where !block.silent.contains(field) {
                    let level = ComparisonPattern.level(field, in: code)
                    if level < ratios[field.rawValue].count { ratio += ratios[field.rawValue][level] }
                }
                let probability = 1 / (1 + exp(-ratio))
                matched.add(code, probability * Double(count))
                sum += probability * Double(count)
            }
            let next = min(max(sum / total, 1e-6), 0.9999)
            for field in fields where block.teaches(field) && matched.total(field) > 0 {
                m[field.rawValue] = matched.shares(
                    field, start: start[field].m, strength: ExpectationMaximisation.strength)
            }
            defer { share = next }
            if abs(next - share) < 1e-7 { break }
        }
        return matched
    }
}
