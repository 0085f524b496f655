import Glibc
import Registry

/// Finds the record of every member and beneficiary in the register.
///
/// ```
/// numbers ─▶ m and u ─▶ candidates, rule after rule ─▶ who is clear ─▶ what that says of households ─▶ who is clear then ─▶ …
/// ```
struct PersonLinkage {
    let inputs: Inputs
    let frequency: TermFrequency
    /// Learnt before; `nil` to learn from these inputs.
    var model: LinkageModel?
    /// Links of an earlier run that stand. New rows are weighed by its model.
    var kept: KeptLinks?
    var progress = ProgressReport.silent

    private var knownModel: LinkageModel? { kept?.model ?? model }

    struct Result {
        var links: PersonLinks
        var conflicts: [NumberConflict]
        var model: LinkageModel
        /// With places carried to one list of units: what the weights were made of.
        var inputs: Inputs
        /// Of the register.
        var values: ValueTable
        var candidates: CandidateSearch.Result?
        /// The best partner of rows for which it was not good enough, as the last round left them.
        var doubtful: [LinkResolution.Proposal] = []
        var kept: KeptLinks?
        /// Kept links that are open again.
        var reopened = 0
        var candidatePairs: Int { candidates?.comparedPairs ?? 0 }
        var skippedBlocks: Int { candidates?.skippedBlocks ?? 0 }
    }

    /// Bits that the best candidate must be ahead of all rivals together, round by round: the surest first, as they speak for the others.
    static let clearLeads = [8, 3].map { MatchWeight(bits: $0) }
    static let leads = [4, 1, 0].map { MatchWeight(bits: $0) }
    /// Down to which a partner that was not good enough is remembered.
    static let doubtfulLead = MatchWeight(bits: -5)

    func run() throws -> Result {
        let values = ValueTable(of: inputs.population, frequency, inputs.names)
        let numbered = numberPass(values)
        var result = Result(
            links: numbered.links, conflicts: numbered.conflicts, model: knownModel ?? start.model, inputs: inputs, values: values
        )
        guard inputs.population.count > 0 else { return result }
        let news = restoreKept(&result)
        joinSamePerson(&result.links, PairScorer(inputs: inputs, rule: start, values: values))
        try progress.checkCancellation()

        let households = HouseholdRows(inputs)
        let borrowed = borrowed(result.conflicts)
        let learning = ModelLearning(inputs: inputs, frequency: frequency, households: households, numbered: numbered)
        if knownModel == nil {
            progress("Học mô hình", 0)
            result.model = learning.model(scorer(result.model, values, borrowed), result.links)
        }
        var scorer = scorer(result.model, values, borrowed)
        weigh(&result.links, scorer)
        let open = news.filter { result.links.partner[Int($0)] == 0 }
        let candidates = try search(scorer).run(open)
        result.candidates = candidates
        if knownModel == nil, learning.knowsNoCoverage {
            result.model.coverage = learning.coverage(result.model, candidates, linked: result.links.count - open.count)
            scorer = self.scorer(result.model, values, borrowed)
        }
        let sizes = HouseholdSizes(inputs.listed, first: inputs.memberCount)
        try decide(candidates, households, nil, scorer, PersonLinkage.clearLeads, &result)
        // The surest are linked. Now it also says something that nobody of a household was found: what was not quite sure is weighed again.
        if knownModel == nil { learning.learnAlone(&result.model, result.links, sizes) }
        for position in candidates.rows.indices
        where result.links.lead[Int(candidates.rows[position])] < PersonLinkage.clearLeads[0] {
            result.links.unlink(Int(candidates.rows[position]))
        }
        try decide(candidates, households, sizes, self.scorer(result.model, values, borrowed), PersonLinkage.leads, &result)
        return result
    }

    /// Puts kept links back in their place. - Returns: the rows to look for, as far as nothing else places them.
    private func restoreKept(_ result: inout Result) -> [UInt32] {
        guard let kept else { return result.links.openRows }
        result.kept = kept
        let restored = kept.restore(in: &result.links, inputs)
        result.reopened = restored.reopened
        return restored.open
    }

    /// What the blocking rules would cost for the rows that no number places. Nothing is compared but what numbers bring together.
    func plan() throws -> [BlockingCost] {
        let values = ValueTable(of: inputs.population, frequency, inputs.names)
        return try search(PairScorer(inputs: inputs, rule: start, values: values)).plan(numberPass(values).links.openRows)
    }

    private var start: FellegiSunter { FellegiSunter(model: LinkageModel(), frequency: frequency) }

    /// Numbers do not hang on what is learnt: a model that is used again finds the same.
    private func numberPass(_ values: ValueTable) -> NumberPass.Result {
        progress("Đối chiếu số định danh", 0)
        return NumberPass(inputs: inputs, scorer: PairScorer(inputs: inputs, rule: start, values: values), kept: kept).run()
    }

    private func search(_ scorer: PairScorer) -> CandidateSearch {
        CandidateSearch(
            inputs: inputs, scorer: scorer, blocking: Blocking(names: inputs.names, addresses: inputs.addresses),
            progress: progress)
    }

    /// - Parameter sizes: `nil` while it does not count that nobody of a household is linked.
    private func decide(
        _ candidates: CandidateSearch.Result, _ households: HouseholdRows, _ sizes: HouseholdSizes?, _ scorer: PairScorer,
        _ leads: [MatchWeight], _ result: inout Result
    ) throws {
        let open = candidates.rows
        var positions = Array(0..<UInt32(open.count)).filter { result.links.partner[Int(open[Int($0)])] == 0 }
        var memory = ProposalMemory(count: open.count)
        for (round, lead) in leads.enumerated() {
            try progress.checkCancellation()
            progress("Quyết định, có bằng chứng từ hộ", Int64(round), of: Int64(leads.count))
            let evidence = HouseholdEvidence(inputs: inputs, links: result.links, households: households, sizes: sizes)
            let resolution = LinkResolution(inputs: inputs, scorer: scorer, evidence: evidence, candidates: candidates)
            let isLast = lead == PersonLinkage.leads.last
            let proposals = resolution.proposals(
                for: positions, lead: isLast ? PersonLinkage.doubtfulLead : lead, &memory)
            let before = result.links.partner
            accept(proposals.filter { $0.lead >= lead }, resolution, lead, &result.links)
            joinSamePerson(&result.links, scorer)
            if isLast { result.doubtful = proposals.filter { result.links.partner[Int($0.row)] == 0 } }
            positions.removeAll { result.links.partner[Int(open[Int($0)])] != 0 }
            if !isLast { memory.forget(positions, candidates, inputs, before: before, now: result.links) }
        }
    }

    private func scorer(_ model: LinkageModel, _ values: ValueTable, _ borrowed: [Bool]) -> PairScorer {
        let rule = FellegiSunter(model: model, frequency: frequency)
        return PairScorer(inputs: inputs, rule: rule, values: values, borrowedNumber: borrowed)
    }

    private func borrowed(_ conflicts: [NumberConflict]) -> [Bool] {
        guard !conflicts.isEmpty else { return [] }
        var borrowed = [Bool](repeating: false, count: inputs.listed.count)
        for conflict in conflicts { borrowed[conflict.row] = true }
        return borrowed
    }

    /// Weighs what numbers have linked by what is learnt; kept links have been.
    private func weigh(_ links: inout PersonLinks, _ scorer: PairScorer) {
        let linked = links
        let weights = inChunks(of: linked.count) { range in
            range.map { row in
                if kept?.isKept[row] ?? false { return linked.weight[row] }
                return linked.partner(of: row).map { scorer.weight(scorer.pattern(row, $0), $0) } ?? .zero
            }
        }
        links.weigh(weights)
    }

    // MARK: Deciding

    /// Accepts the surest proposals first. Within one household a person is given to one member only; a second household must be surer than
    /// it was, or waits until the first one's claim is known.
    private func accept(
        _ proposals: [LinkResolution.Proposal], _ resolution: LinkResolution, _ lead: MatchWeight, _ links: inout PersonLinks
    ) {
        var owner: [UInt32: UInt32] = [:]
        let listed = inputs.listed
        for proposal in proposals.sorted(by: { ($1.lead, $0.row) < ($0.lead, $1.row) }) {
            let row = Int(proposal.row)
            if let other = owner[proposal.national] {
                let isTogether = listed.household[row] != 0 && listed.household[row] == listed.household[Int(other)]
                if !(isTogether && resolution.isOnePerson(row, Int(other))) {
                    guard !isTogether, proposal.lead + resolution.scorer.rule.claimedElsewhere >= lead else { continue }
                }
            }
            owner[proposal.national] = owner[proposal.national] ?? proposal.row
            links.link(
                row, to: Int(proposal.national), proposal.weight, proposal.isByHousehold ? .household : .scored,
                lead: proposal.lead)
        }
    }

    /// Rows that bear one local person code (a member and their allowances) go where the surest of them went, and are no surer than it.
    private func joinSamePerson(_ links: inout PersonLinks, _ scorer: PairScorer) {
        guard inputs.listed.person.contains(where: { $0 != 0 }) else { return }
        BlockIndex(inputs.listed.person.lazy.map(UInt64.init)).forEachBlock { rows in
            guard let surest = surest(of: rows, links), let national = links.partner(of: surest) else { return }
            for row in rows.map(Int.init) where links.partner[row] != links.partner[surest] {
                guard links.partner[row] == 0 || links.pass[row].isWeighed else { continue }
                let pattern = scorer.pattern(row, national)
                guard pattern.name.agrees || (pattern.birth.agrees && pattern.name != .different) else { continue }
                links.link(row, to: national, scorer.weight(pattern, national), .samePerson, lead: links.lead[surest])
            }
        }
    }

    private func surest(of rows: ArraySlice<UInt32>, _ links: PersonLinks) -> Int? {
        rows.map(Int.init).filter { links.partner[$0] != 0 }.min { left, right in
            (links.pass[left].rawValue, links.weight[right], left) < (links.pass[right].rawValue, links.weight[left], right)
        }
    }
}
