/// The deterministic passes: rows whose number is in the national records, confirmed by the name or the date of birth.
struct NumberPass {
    let inputs: Inputs
    let scorer: PairScorer

    struct Result {
        var links: PersonLinks
        var conflicts: [NumberConflict] = []
    }

    func run() -> Result {
        let byNumber = BlockIndex(inputs.population.citizen.lazy.map { UInt64(max($0, 0)) })
        let byFormer = BlockIndex(inputs.population.formerID.lazy.map { UInt64(max($0, 0)) })
        let byInsurance = BlockIndex(inputs.insurance.insurance.lazy.map { UInt64(max($0, 0)) })
        var result = Result(links: PersonLinks(count: inputs.listed.count))
        for row in 0..<inputs.listed.count {
            let number = UInt64(max(inputs.listed.citizen[row], 0))
            let owners = byNumber.rows(of: number)
            if let owner = best(of: owners, for: row, where: { confirms($0, row, $1) }) {
                result.links.link(row, to: owner.row, owner.weight, .number)
                continue
            }
            if let owner = owners.first { result.conflicts.append(NumberConflict(row: row, owner: Int(owner))) }
            let insured = byInsurance.rows(of: UInt64(max(inputs.listed.insurance[row], 0)))
            let nationals = insured.compactMap { byNumber.first(of: UInt64(max(inputs.insurance.citizen[Int($0)], 0))) }
            if let person = best(
                of: nationals[...], for: row,
                where: { pattern, _ in
                    pattern.name.agrees || (pattern.birth.agrees && pattern.name != .different)
                })
            {
                result.links.link(row, to: person.row, person.weight, .insurance)
                continue
            }
            let holders = byFormer.rows(of: UInt64(max(inputs.listed.formerID[row], 0)))
            if let person = best(
                of: holders, for: row,
                where: { pattern, _ in
                    pattern.name.agrees && pattern.birth != .different
                })
            {
                result.links.link(row, to: person.row, person.weight, .formerNumber)
            }
        }
        return result
    }

    /// Years between a parent and a child, at least. The father's number on a son of the same or nearly the same name is still the
    /// father's number.
    private static let generation: Int32 = 12

    private func confirms(_ pattern: ComparisonPattern, _ row: Int, _ national: Int) -> Bool {
        if pattern.birth.agrees { return true }
        guard pattern.name.agrees else { return false }
        let (left, right) = (inputs.listed.birth[row], inputs.population.birth[national])
        guard left > 0, right > 0 else { return true }
        return abs(left / 10_000 - right / 10_000) < NumberPass.generation
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
