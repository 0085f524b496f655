/// The deterministic passes: rows whose number is in the register, confirmed by the name or the date of birth.
struct NumberPass: Sendable {
    let inputs: Inputs
    let scorer: PairScorer
    private let kept: KeptLinks?
    let byNumber: BlockIndex
    private let byFormer: BlockIndex
    private let byInsurance: BlockIndex

    /// - Parameter kept: Links of an earlier run that stand: whose number was theirs then is not compared again.
    init(inputs: Inputs, scorer: PairScorer, kept: KeptLinks? = nil) {
        self.inputs = inputs
        self.scorer = scorer
        self.kept = kept
        let population = inputs.population
        // The register may know insurance numbers itself; else the insurance records tie them to personal numbers.
        let insured = inputs.insurance.count > 0 ? inputs.insurance.insurance : population.insurance
        let indexes = inChunks(of: 3, size: 1) { range in
            switch range.lowerBound {
            case 0: [NumberPass.index(population.citizen)]
            case 1: [NumberPass.index(population.formerID)]
            default: [NumberPass.index(insured)]
            }
        }
        (byNumber, byFormer, byInsurance) = (indexes[0], indexes[1], indexes[2])
    }

    private static func index(_ numbers: some Collection<Int64>) -> BlockIndex {
        BlockIndex(numbers.lazy.map { UInt64(max($0, 0)) })
    }

    struct Result {
        var links: PersonLinks
        var conflicts: [NumberConflict] = []
        /// Rows with a personal number, and those of them whose person is in the register.
        var numbered = 0
        var found = 0
        /// Members with a number that the register does not know.
        var missing: [UInt32] = []
    }

    private struct Outcome: Sendable {
        var link: (row: Int, weight: MatchWeight, pass: LinkagePass)?
        var owner: Int?
    }

    func run() -> Result {
        let outcomes = inChunks(of: inputs.listed.count) { range in range.map(outcome) }
        var result = Result(links: PersonLinks(count: inputs.listed.count))
        for (row, outcome) in outcomes.enumerated() {
            if let link = outcome.link { result.links.link(row, to: link.row, link.weight, link.pass) }
            if let owner = outcome.owner { result.conflicts.append(NumberConflict(row: row, owner: owner)) }
            guard row < inputs.memberCount, inputs.listed.citizen[row] > 0, outcome.owner == nil else { continue }
            result.numbered += 1
            if outcome.link?.pass == .number { result.found += 1 } else { result.missing.append(UInt32(row)) }
        }
        return result
    }

    private func outcome(_ row: Int) -> Outcome {
        if let link = kept?.numberLink(of: row) { return Outcome(link: link) }
        let owners = byNumber.rows(of: UInt64(max(inputs.listed.citizen[row], 0)))
        if let owner = best(of: owners, for: row, where: { confirms($0, row, $1) }) {
            return Outcome(link: (owner.row, owner.weight, .number))
        }
        var outcome = Outcome(owner: owners.first.map(Int.init))
        let insured = byInsurance.rows(of: UInt64(max(inputs.listed.insurance[row], 0)))
        if !insured.isEmpty {
            let nationals =
                inputs.insurance.count > 0
                ? insured.compactMap { byNumber.first(of: UInt64(max(inputs.insurance.citizen[Int($0)], 0))) }[...] : insured
            if let person = best(of: nationals, for: row, where: { pattern, _ in NumberPass.confirmsInsurance(pattern) }) {
                outcome.link = (person.row, person.weight, .insurance)
                return outcome
            }
        }
        let holders = byFormer.rows(of: UInt64(max(inputs.listed.formerID[row], 0)))
        if let person = best(of: holders, for: row, where: { pattern, _ in pattern.name.agrees && pattern.birth != .different }) {
            outcome.link = (person.row, person.weight, .formerNumber)
        }
        return outcome
    }

    private static func confirmsInsurance(_ pattern: ComparisonPattern) -> Bool {
        (pattern.name.agrees && pattern.birth != .different) || (pattern.birth.agrees && pattern.name != .different)
    }

    /// Years between a parent and a child, at least. The father's number on a son of the same or nearly the same name is still the
    /// father's number.
    private static let generation: Int32 = 12

    private func confirms(_ pattern: ComparisonPattern, _ row: Int, _ national: Int) -> Bool {
        NumberPass.confirms(
            pattern, yearsApart: NumberPass.yearsApart(inputs.listed.birth[row], inputs.population.birth[national]))
    }

    /// Between the years of birth; `nil` where one is not given.
    static func yearsApart(_ left: Int32, _ right: Int32) -> Int32? {
        left > 0 && right > 0 ? abs(left / 10_000 - right / 10_000) : nil
    }

    /// Whether a number that two rows share is the number of one person.
    ///
    /// A date alone does not do where the sex or the name's every syllable says otherwise: twins.
    static func confirms(_ pattern: ComparisonPattern, yearsApart: Int32?) -> Bool {
        guard pattern.name.agrees else { return pattern.birth.agrees && !isOtherTwin(pattern) }
        if pattern.birth.agrees { return true }
        return yearsApart.map { $0 < generation } ?? true
    }

    /// One surname and date, but another given name: the number of a twin.
    private static func isOtherTwin(_ pattern: ComparisonPattern) -> Bool {
        pattern.name == .surname || (pattern.name == .different && pattern.sex == .different)
    }

    private func best(
        of candidates: ArraySlice<UInt32>, for row: Int, where agrees: (ComparisonPattern, Int) -> Bool
    ) -> (row: Int, weight: MatchWeight)? {
        var best: (row: Int, weight: MatchWeight)?
        for candidate in candidates {
            let pattern = scorer.pattern(row, Int(candidate))
            guard agrees(pattern, Int(candidate)) else { continue }
            let weight = scorer.weight(pattern, Int(candidate))
            if best.map({ weight > $0.weight }) ?? true { best = (Int(candidate), weight) }
        }
        return best
    }
}
