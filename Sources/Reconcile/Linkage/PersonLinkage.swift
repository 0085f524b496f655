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
    var progress = ProgressReport.silent

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
        var candidatePairs: Int { candidates?.comparedPairs ?? 0 }
        var skippedBlocks: Int { candidates?.skippedBlocks ?? 0 }
    }

    /// Bits that the best candidate must be ahead of all rivals together, round by round: the surest first, as they speak for the others.
    static let clearLeads = [8, 3].map { MatchWeight(bits: $0) }
    private static let doubtfulLead = MatchWeight(bits: -5)
    static let leads = [4, 1, 0].map { MatchWeight(bits: $0) }

    func run() throws -> Result {
        // Numbers do not hang on what is learnt: a model that is used again finds the same.
        let start = FellegiSunter(model: LinkageModel(), frequency: frequency)
        progress("Đối chiếu số định danh", 0)
        let values = ValueTable(of: inputs.population, frequency, inputs.names)
        let numbered = NumberPass(inputs: inputs, scorer: PairScorer(inputs: inputs, rule: start, values: values)).run()
        var result = Result(
            links: numbered.links, conflicts: numbered.conflicts, model: model ?? start.model, inputs: inputs, values: values)
        guard inputs.population.count > 0 else { return result }
        joinSamePerson(&result.links, PairScorer(inputs: inputs, rule: start, values: values))
        try progress.checkCancellation()

        let residents = HouseholdEvidence.residents(of: inputs.population)
        let borrowed = borrowed(result.conflicts)
        if model == nil { result.model = learn(numbered, result.links, residents, borrowed, values) }
        var scorer = scorer(result.model, values, borrowed)
        weigh(&result.links, scorer)
        let open = (0..<UInt32(result.links.count)).filter { result.links.partner[Int($0)] == 0 }
        let search = CandidateSearch(
            inputs: inputs, scorer: scorer, blocking: Blocking(names: inputs.names, addresses: inputs.addresses),
            progress: progress)
        let candidates = try search.run(open)
        result.candidates = candidates
        if model == nil, numbered.numbered < PersonLinkage.enoughNumbers {
            result.model.coverage = coverage(result.model, candidates, linked: result.links.count - open.count)
            scorer = self.scorer(result.model, values, borrowed)
        }
        let decision = Decision(candidates: candidates, residents: residents, borrowed: borrowed, missing: numbered.missing)
        try decide(decision, scorer, PersonLinkage.clearLeads, tellsAlone: false, &result)
        // The surest are linked. Now it also says something that nobody of a household was found: what was not quite sure is weighed again.
        if model == nil { learnAlone(decision, &result) }
        for position in candidates.rows.indices
        where result.links.lead[Int(candidates.rows[position])] < PersonLinkage.clearLeads[0] {
            result.links.unlink(Int(candidates.rows[position]))
        }
        try decide(decision, self.scorer(result.model, values, borrowed), PersonLinkage.leads, tellsAlone: true, &result)
        return result
    }

    /// What the rounds of deciding have in common.
    private struct Decision {
        let candidates: CandidateSearch.Result
        let residents: BlockIndex
        let borrowed: [Bool]
        /// Rows whose own number the register does not know.
        let missing: [UInt32]
    }

    private func decide(
        _ decision: Decision, _ scorer: PairScorer, _ leads: [MatchWeight], tellsAlone: Bool, _ result: inout Result
    ) throws {
        let open = decision.candidates.rows
        let sizes = HouseholdSizes(inputs.listed, first: inputs.memberCount)
        var positions = Array(0..<UInt32(open.count)).filter { result.links.partner[Int(open[Int($0)])] == 0 }
        for (round, lead) in leads.enumerated() {
            try progress.checkCancellation()
            progress("Quyết định, có bằng chứng từ hộ", Int64(round), of: Int64(leads.count))
            let evidence = HouseholdEvidence(
                inputs: inputs, links: result.links, residents: decision.residents, tellsAlone: tellsAlone)
            let resolution = LinkResolution(
                inputs: inputs, scorer: scorer, evidence: evidence, candidates: decision.candidates, sizes: sizes)
            let isLast = tellsAlone && round == leads.count - 1
            let proposals = resolution.proposals(for: positions, lead: isLast ? PersonLinkage.doubtfulLead : lead)
            accept(proposals.filter { $0.lead >= lead }, resolution, lead, &result.links)
            if isLast { result.doubtful = proposals.filter { result.links.partner[Int($0.row)] == 0 } }
            joinSamePerson(&result.links, scorer)
            positions.removeAll { result.links.partner[Int(open[Int($0)])] != 0 }
        }
    }

    /// How often nobody of a row's household is found: for people whom their number places, and for people whose number the register does not
    /// know. Households are missing as a whole, so that it tells the two apart.
    private func learnAlone(_ decision: Decision, _ result: inout Result) {
        let evidence = HouseholdEvidence(inputs: inputs, links: result.links, residents: decision.residents)
        let sizes = HouseholdSizes(inputs.listed, first: inputs.memberCount)
        func share(_ rows: some Sequence<Int>) -> (share: Double, count: Int) {
            var (alone, all) = (0, 0)
            for row in rows {
                guard let isAlone = evidence.isAlone(row, sizes) else { continue }
                all += 1
                if isAlone { alone += 1 }
            }
            return ((Double(alone) + 1) / (Double(all) + 20), all)
        }
        let links = result.links
        let found = share((0..<inputs.memberCount).lazy.filter { links.pass[$0] == .number && links.partner[$0] != 0 })
        let missing = share(decision.missing.lazy.map(Int.init))
        guard found.count >= PersonLinkage.enoughNumbers, missing.count >= 50 else { return }
        let alone = Int(HouseholdLevel.alone.rawValue)
        result.model[.household].m[alone] = min(found.share, 0.9)
        result.model[.household].u[alone] = max(min(missing.share, 0.95), min(found.share, 0.9))
    }

    /// Rows with a number from which on they tell what share of people is in the register.
    private static let enoughNumbers = 200

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

    // MARK: Learning

    private func learn(
        _ numbered: NumberPass.Result, _ links: PersonLinks, _ residents: BlockIndex, _ borrowed: [Bool],
        _ values: ValueTable
    ) -> LinkageModel {
        progress("Học mô hình", 0)
        var model = LinkageModel()
        let start = FellegiSunter(model: model, frequency: frequency)
        let scorer = PairScorer(inputs: inputs, rule: start, values: values, borrowedNumber: borrowed)
        RandomPairs(scorer: scorer).learn(&model)
        model[.number].u[0] = 1 / Double(max(frequency.total, 100_000))
        model[.household].u[0] = min(4 / Double(frequency.total), 0.5)
        let blocks = TrainingPairs(scorer: scorer).blocks()
        model = ExpectationMaximisation(start: model).learn(from: blocks)
        model[.household].m = householdM(links, residents, model[.household].m)
        LinkageModel.raise(&model[.place].m, last: LinkageModel.leastPlaceDifferentM)
        if numbered.numbered >= PersonLinkage.enoughNumbers {
            model.coverage = min(max(Double(numbered.found) / Double(numbered.numbered), 0.3), 0.98)
        }
        if let twice = listedTwice(links, model.coverage) { model.listedTwice = twice }
        return model
    }

    /// What share of the rows has a partner, each row counted as far as its candidates say so, again with what that says.
    private func coverage(_ model: LinkageModel, _ candidates: CandidateSearch.Result, linked: Int) -> Double {
        guard !candidates.rows.isEmpty else { return model.coverage }
        var coverage = model.coverage
        for _ in 0..<20 {
            let present = log2(Double(frequency.total) / coverage)
            var matched = Double(linked)
            for position in candidates.rows.indices {
                let sum = candidates.lists[position].reduce(0.0) { $0 + exp2(Double($1.weight.millibits) / 1000 - present) }
                matched += sum / (sum + 1 - coverage)
            }
            coverage = min(max(matched / Double(candidates.rows.count + linked), 0.05), 0.9999)
        }
        return coverage
    }

    /// How often the members of a household whose numbers are in order live together in the register.
    private func householdM(_ links: PersonLinks, _ residents: BlockIndex, _ start: [Double]) -> [Double] {
        let evidence = HouseholdEvidence(inputs: inputs, links: links, residents: residents)
        var counts = start.map { $0 * ExpectationMaximisation.strength }
        for row in stride(from: 0, to: inputs.memberCount, by: inputs.memberCount > 1_000_000 ? 8 : 1) {
            guard links.pass[row] == .number, let national = links.partner(of: row) else { continue }
            let level = evidence.level(evidence.residences(of: row), national)
            if level != .unknown { counts[Int(level.rawValue)] += 1 }
        }
        // `alone` is learnt when the clear rows are linked.
        let sum = counts[0] + counts[1]
        return [counts[0] / sum, max(counts[1] / sum, LinkageModel.leastHouseholdOtherM), start[2]]
    }

    /// Of the rows whose person is in the register, those whose person another household lists as well.
    private func listedTwice(_ links: PersonLinks, _ coverage: Double) -> Double? {
        var first: [UInt32: UInt32] = [:]
        var twice = 0
        for row in 0..<inputs.memberCount where links.partner[row] != 0 && links.pass[row] == .number {
            let household = inputs.listed.household[row]
            if let known = first[links.partner[row]] {
                if known != household || household == 0 { twice += 1 }
            } else {
                first[links.partner[row]] = household
            }
        }
        guard first.count >= 500 else { return nil }
        // A second row is met here only where it has a number too; and of two rows each is the other's second.
        let numbered = Double(first.count + twice) / (Double(inputs.memberCount) * coverage)
        return min(max(2 * Double(twice) / Double(first.count) / min(max(numbered, 0.1), 1), 0.01), 0.5)
    }

    /// Weighs what numbers have linked by what is learnt.
    private func weigh(_ links: inout PersonLinks, _ scorer: PairScorer) {
        let linked = links
        let weights = inChunks(of: linked.count) { range in
            range.map { row in
                linked.partner(of: row).map { scorer.weight(scorer.pattern(row, $0), $0) } ?? .zero
            }
        }
        links.weight = weights
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
            links.link(row, to: Int(proposal.national), proposal.weight, proposal.isByHousehold ? .household : .scored)
            links.lead[row] = proposal.lead
        }
    }

    /// Rows that bear one local person code (a member and their allowances) go where the surest of them went.
    private func joinSamePerson(_ links: inout PersonLinks, _ scorer: PairScorer) {
        guard inputs.listed.person.contains(where: { $0 != 0 }) else { return }
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

extension LinkageModel {
    /// Raises the last level to `least`, at the others' cost.
    static func raise(_ shares: inout [Double], last least: Double) {
        guard let last = shares.last, last < least else { return }
        for index in shares.indices { shares[index] *= (1 - least) / (1 - last) }
        shares[shares.count - 1] = least
    }
}
