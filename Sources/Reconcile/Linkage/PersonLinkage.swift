/// Finds the national record of every member and beneficiary.
///
/// Numbers first; then the m probabilities are learnt from what the numbers anchored; then the rest is scored, twice: the
/// clear cases, and with what they say about their households, the doubtful ones.
struct PersonLinkage {
    let inputs: Inputs
    let frequency: TermFrequency
    /// Learnt before; `nil` to learn from these inputs.
    var model: LinkageModel?

    struct Result {
        var links: PersonLinks
        var conflicts: [NumberConflict]
        var model: LinkageModel
        var candidatePairs = 0
        var skippedBlocks = 0
    }

    /// Bits that the best candidate must be ahead, in the two scored rounds.
    static let clearLead = MatchWeight(bits: 7)
    static let doubtfulLead = MatchWeight(bits: 2)

    func run() -> Result {
        let start = FellegiSunter(model: LinkageModel(), frequency: frequency, names: inputs.names)
        let numbered = NumberPass(inputs: inputs, scorer: PairScorer(inputs: inputs, rule: start)).run()
        var result = Result(links: numbered.links, conflicts: numbered.conflicts, model: LinkageModel())
        joinSamePerson(&result.links, start)

        let residents = HouseholdEvidence.residents(of: inputs.population)
        result.model = model ?? estimate(result.links, residents, start)
        let rule = FellegiSunter(model: result.model, frequency: frequency, names: inputs.names)
        let blocking = Blocking(population: inputs.population, names: inputs.names)
        let scorer = PairScorer(inputs: inputs, rule: rule, borrowedNumber: borrowed(result.conflicts))
        for lead in [PersonLinkage.clearLead, PersonLinkage.doubtfulLead] {
            let evidence = HouseholdEvidence(inputs: inputs, links: result.links, residents: residents)
            let pass = ScoredPass(inputs: inputs, scorer: scorer, blocking: blocking, evidence: evidence, lead: lead)
            let open = (0..<result.links.count).filter { result.links.partner[$0] == 0 }.map { UInt32($0) }
            let (found, candidates, skipped) = pass.proposals(for: open)
            result.candidatePairs += candidates
            result.skippedBlocks += skipped
            accept(found, &result.links)
            joinSamePerson(&result.links, rule)
        }
        return result
    }

    private func borrowed(_ conflicts: [NumberConflict]) -> [Bool] {
        var borrowed = [Bool](repeating: false, count: inputs.listed.count)
        for conflict in conflicts { borrowed[conflict.row] = true }
        return borrowed
    }

    /// Learns from the rows that a 12-digit number anchors; one row in eight is enough above a million.
    private func estimate(_ links: PersonLinks, _ residents: BlockIndex, _ rule: FellegiSunter) -> LinkageModel {
        let scorer = PairScorer(inputs: inputs, rule: rule)
        let evidence = HouseholdEvidence(inputs: inputs, links: links, residents: residents)
        var estimation = ModelEstimation()
        for row in stride(from: 0, to: inputs.memberCount, by: inputs.memberCount > 1_000_000 ? 8 : 1) {
            guard links.pass[row] == .number, let national = links.partner(of: row) else { continue }
            var pattern = scorer.pattern(row, national)
            pattern.household = evidence.level(evidence.residences(of: row), national)
            estimation.add(pattern)
        }
        return estimation.model
    }

    /// Accepts the surest proposals first. Within one local household a national person is given to one person only.
    private func accept(_ proposals: [ScoredPass.Proposal], _ links: inout PersonLinks) {
        var owner: [UInt64: UInt32] = [:]
        let listed = inputs.listed
        for proposal in proposals.sorted(by: { ($1.weight, $0.row) < ($0.weight, $1.row) }) {
            let row = Int(proposal.row)
            if listed.household[row] != 0 {
                let key = UInt64(listed.household[row]) << 32 | UInt64(proposal.national)
                if let other = owner[key], !isOnePerson(row, Int(other)) { continue }
                owner[key] = owner[key] ?? proposal.row
            }
            links.link(row, to: Int(proposal.national), proposal.weight, proposal.isByHousehold ? .household : .scored)
        }
    }

    private func isOnePerson(_ left: Int, _ right: Int) -> Bool {
        let listed = inputs.listed
        if listed.person[left] != 0, listed.person[left] == listed.person[right] { return true }
        return listed.name[left] == listed.name[right] && listed.birth[left] == listed.birth[right]
    }

    /// Rows that bear one local person code (a member and their allowances) go where the surest of them went.
    private func joinSamePerson(_ links: inout PersonLinks, _ rule: FellegiSunter) {
        let scorer = PairScorer(inputs: inputs, rule: rule)
        BlockIndex(inputs.listed.person.lazy.map(UInt64.init)).forEachBlock { rows in
            guard let surest = surest(of: rows, links), let national = links.partner(of: surest) else { return }
            for row in rows.map(Int.init) where links.partner[row] != links.partner[surest] {
                guard links.partner[row] == 0 || links.pass[row].rawValue > LinkagePass.formerNumber.rawValue else { continue }
                let pattern = scorer.pattern(row, national)
                guard pattern.name.agrees || (pattern.birth.agrees && pattern.name != .different) else { continue }
                links.link(row, to: national, scorer.weight(pattern, national), .samePerson)
            }
        }
    }

    private func surest(of rows: ArraySlice<UInt32>, _ links: PersonLinks) -> Int? {
        rows.map(Int.init).filter { links.partner[$0] != 0 }.min { left, right in
            (links.pass[left].rawValue, links.weight[right], left) < (links.pass[right].rawValue, links.weight[left], right)
        }
    }
}
