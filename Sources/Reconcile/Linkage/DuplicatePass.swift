import Registry

/// Finds people who are on the lists twice, as two persons: on those of members, or on others that are compared with each other.
///
/// Two rows that are linked to one national record are one person; people without a national record are compared directly, with each other
/// and with those who have one. Several rows of one person code are not duplicates: that is a member and their allowances.
struct DuplicatePass: Sendable {
    private let inputs: Inputs
    private let links: PersonLinks
    private let rule: FellegiSunter
    private let scorer: PairScorer
    private let progress: ProgressReport
    private let rows: Range<Int>

    /// - Parameter rows: Of `Inputs.listed`; the members where nothing else is said.
    init(
        inputs: Inputs, links: PersonLinks, rule: FellegiSunter, among rows: Range<Int>? = nil, progress: ProgressReport = .silent
    ) {
        self.inputs = inputs
        self.rows = rows ?? 0..<inputs.memberCount
        self.links = links
        self.rule = rule
        self.progress = progress
        scorer = PairScorer(
            inputs: inputs, rule: rule, values: ValueTable(of: inputs.listed, rule.frequency, inputs.names), isWithin: true)
    }

    struct Pair: Sendable {
        let left: Int
        let right: Int
        let weight: MatchWeight
        let pattern: ComparisonPattern
        let values: ValueBits
        let basis: Basis
    }

    /// By what two rows are one person.
    enum Basis: String, Sendable {
        /// By what they say themselves.
        case weight
        /// Both are linked to one record of the register.
        case register = "same_register_record"
        /// Each is one person with a third row.
        case thirdRow = "third_row"
    }

    /// Whether two rows of this pattern are taken for one person by what they say.
    /// - Parameter isOneHousehold: As the lists have it.
    static func isOnePerson(
        _ pattern: ComparisonPattern, _ weight: MatchWeight, threshold: MatchWeight, isOneHousehold: Bool
    ) -> Bool {
        guard PairScorer.isPossible(pattern), !isOneHousehold || (pattern.name.agrees && pattern.birth.agrees) else {
            return false
        }
        return weight >= threshold
    }

    /// What the weight of two rows must reach.
    static func threshold(_ rule: FellegiSunter) -> MatchWeight { rule.duplicatePrior + lead }

    /// Bits above which a pair is taken for one person.
    static let lead = MatchWeight(bits: 0)

    /// - Returns: the pairs of all groups.
    func run() throws -> [Pair] {
        var clustering = Clustering(identities: identities, limit: limit)
        let first = rows.lowerBound
        for pair in linkedPairs() { _ = clustering.join(pair.left - first, pair.right - first) }
        for pair in try directPairs() { _ = clustering.join(pair.left - first, pair.right - first) }
        return clustering.clusters().flatMap { pairs(of: $0.map { $0 + first }) }
    }

    /// People are listed two or three times, not ten; but a table of many rows a person says so itself.
    private var limit: Int { max(8, Int(4 * rule.model.partners) + 4) }

    private func pairs(of cluster: [Int]) -> [Pair] {
        cluster.indices.flatMap { first in
            cluster[(first + 1)...].map { second in
                pair(cluster[first], second)
            }
        }
    }

    /// Two rows with what they say of each other.
    func pair(_ left: Int, _ right: Int) -> Pair {
        let pattern = scorer.pattern(left, right)
        let weight = scorer.weight(pattern, right)
        return Pair(
            left: left, right: right, weight: weight, pattern: pattern, values: scorer.values(right),
            basis: basis(pattern, weight, left, right))
    }

    private func basis(_ pattern: ComparisonPattern, _ weight: MatchWeight, _ left: Int, _ right: Int) -> Basis {
        if links.partner[left] != 0, links.partner[left] == links.partner[right] { return .register }
        let isOne = DuplicatePass.isOnePerson(
            pattern, weight, threshold: DuplicatePass.threshold(rule), isOneHousehold: isOneHousehold(left, right))
        return isOne ? .weight : .thirdRow
    }

    private func linkedPairs() -> [(left: Int, right: Int)] {
        var found: [(left: Int, right: Int)] = []
        let first = rows.lowerBound
        BlockIndex(rows.lazy.map { UInt64(links.partner[$0]) }).forEachBlock { rows in
            let rows = rows.map { Int($0) + first }
            for (first, second) in zip(rows, rows.dropFirst()) where !isOneEntry(first, second) { found.append((first, second)) }
        }
        return found
    }

    /// Whom each row is known to be: by the register, or where there is none, by its number.
    private var identities: [UInt64] {
        rows.map { row in
            inputs.population.count > 0 ? UInt64(links.partner[row]) : UInt64(max(inputs.listed.citizen[row], 0))
        }
    }

    // MARK: Directly

    struct ScoredPair: Sendable {
        let left: Int
        let right: Int
        let weight: MatchWeight
    }

    /// Pairs above the threshold, the heaviest first. The key alone is not enough, the weight decides.
    func directPairs() throws -> [ScoredPair] {
        try scoredPairs(above: DuplicatePass.threshold(rule)).sorted {
            ($1.weight, $0.left, $0.right) < ($0.weight, $1.left, $1.right)
        }
    }

    /// What the rules cost where one table is compared with itself: every pair of a block.
    static func plan(_ inputs: Inputs, progress: ProgressReport) throws -> [BlockingCost] {
        let blocking = Blocking(names: inputs.names, addresses: inputs.addresses)
        return try Blocking.Rule.allCases.map { rule in
            try progress.checkCancellation()
            progress("Dự tính số cặp", Int64(rule.rawValue), of: Int64(Blocking.Rule.allCases.count))
            let index = RuleIndex(rule, inputs.listed, 0..<inputs.memberCount, blocking)
            return BlockingCost(index, predictedPairs: index.blocks().reduce(0) { $0 + $1.count * ($1.count - 1) / 2 })
        }
    }

    /// Every pair of rows that any rule brings together and whose weight is above `floor`; not both placed by the register already.
    func scoredPairs(above floor: MatchWeight) throws -> [ScoredPair] {
        let blocking = Blocking(names: inputs.names, addresses: inputs.addresses)
        var seen: Set<UInt64> = []
        var found: [ScoredPair] = []
        for (step, blockingRule) in Blocking.Rule.allCases.enumerated() {
            try progress.checkCancellation()
            progress("Tìm người trùng", Int64(step), of: Int64(Blocking.Rule.allCases.count))
            let index = RuleIndex(blockingRule, inputs.listed, rows, blocking)
            let blocks = index.blocks()
            let parts = inChunks(of: blocks.count, size: 2048) { range in
                var found: [ScoredPair] = []
                for block in range { compare(blocks[block], floor, &found) }
                return found
            }
            for pair in parts where seen.insert(UInt64(pair.left) << 32 | UInt64(pair.right)).inserted { found.append(pair) }
        }
        return found
    }

    private func compare(_ block: ArraySlice<UInt32>, _ floor: MatchWeight, _ found: inout [ScoredPair]) {
        for (position, first) in block.enumerated() {
            let left = Int(first)
            for second in block.dropFirst(position + 1) {
                let right = Int(second)
                if links.partner[left] != 0, links.partner[right] != 0 { continue }
                guard !isOneEntry(left, right) else { continue }
                let pattern = scorer.pattern(left, right)
                guard PairScorer.isPossible(pattern), isPossibleTogether(pattern, left, right) else { continue }
                let weight = scorer.weight(pattern, right)
                if weight >= floor { found.append(ScoredPair(left: left, right: right, weight: weight)) }
            }
        }
    }

    /// Two rows of one household share surname, place and often the day: only a name that agrees makes them one person.
    private func isPossibleTogether(_ pattern: ComparisonPattern, _ left: Int, _ right: Int) -> Bool {
        !isOneHousehold(left, right) || (pattern.name.agrees && pattern.birth.agrees)
    }

    private func isOneHousehold(_ left: Int, _ right: Int) -> Bool {
        inputs.listed.household[left] != 0 && inputs.listed.household[left] == inputs.listed.household[right]
    }

    private func isOneEntry(_ left: Int, _ right: Int) -> Bool {
        left == right || (inputs.listed.person[left] != 0 && inputs.listed.person[left] == inputs.listed.person[right])
    }
}
