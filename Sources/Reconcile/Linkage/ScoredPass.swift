/// Scores the candidates of every row that has no partner yet, and links those that are far enough ahead.
struct ScoredPass: Sendable {
    let inputs: Inputs
    let scorer: PairScorer
    let blocking: Blocking
    let evidence: HouseholdEvidence
    /// How far the best candidate must be ahead of the second, and of "has no national record".
    let lead: MatchWeight

    struct Proposal: Sendable {
        let row: UInt32
        let national: UInt32
        let weight: MatchWeight
        let isByHousehold: Bool
    }

    struct Outcome: Sendable {
        var proposal: Proposal?
        var candidates = 0
        var skippedBlocks = 0
    }

    /// Proposals for `rows`, in their order.
    func proposals(for rows: [UInt32]) -> (found: [Proposal], candidates: Int, skippedBlocks: Int) {
        let outcomes = inChunks(of: rows.count, size: 4096) { range in
            var candidates: [UInt32] = []
            return range.map { outcome(Int(rows[$0]), &candidates) }
        }
        return (
            outcomes.compactMap(\.proposal), outcomes.reduce(0) { $0 + $1.candidates },
            outcomes.reduce(0) { $0 + $1.skippedBlocks }
        )
    }

    private func outcome(_ row: Int, _ candidates: inout [UInt32]) -> Outcome {
        candidates.removeAll(keepingCapacity: true)
        var outcome = Outcome()
        outcome.skippedBlocks = blocking.collect(inputs.listed, row, into: &candidates)
        let residences = evidence.residences(of: row)
        for residence in residences { candidates += evidence.residents(of: residence) }
        candidates.sort()
        outcome.candidates = candidates.count
        outcome.proposal = choose(row, candidates, residences)
        return outcome
    }

    private func choose(_ row: Int, _ candidates: [UInt32], _ residences: [UInt32]) -> Proposal? {
        var best: (national: UInt32, weight: MatchWeight, household: HouseholdLevel)?
        var second = scorer.rule.absent
        var previous = UInt32.max
        for candidate in candidates where candidate != previous {
            previous = candidate
            guard let (weight, household) = weigh(row, Int(candidate), residences) else { continue }
            if let current = best, weight <= current.weight {
                second = max(second, weight)
            } else {
                if let current = best { second = max(second, current.weight) }
                best = (candidate, weight, household)
            }
        }
        guard let best, best.weight - second >= lead else { return nil }
        return Proposal(
            row: UInt32(row), national: best.national, weight: best.weight, isByHousehold: best.household == .shared)
    }

    /// `nil` when the candidate cannot be the person.
    private func weigh(_ row: Int, _ national: Int, _ residences: [UInt32]) -> (MatchWeight, HouseholdLevel)? {
        var pattern = scorer.pattern(row, national)
        guard isPossible(pattern) else { return nil }
        pattern.household = evidence.level(residences, national)
        let weight = scorer.weight(pattern, national)
        switch evidence.claim(on: national, by: row) {
        case .free, .samePerson: return (weight, pattern.household)
        case .elsewhere: return (weight + LinkageModel.claimedElsewhere, pattern.household)
        case .sameHousehold:
            // Two rows of one household are two people, unless name and date say that one person was entered twice.
            guard pattern.name <= .unmarked, pattern.birth == .exact else { return nil }
            return (weight + LinkageModel.claimedElsewhere, pattern.household)
        }
    }

    /// A wholly different name is a different person, whatever else agrees, unless a near number and the date speak for it.
    private func isPossible(_ pattern: ComparisonPattern) -> Bool {
        guard pattern.name == .different else { return true }
        return pattern.number <= .oneDigit && pattern.birth.agrees
    }
}
