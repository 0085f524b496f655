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
        /// Of the register's names.
        var local: LocalNames
        var candidates: CandidateSearch.Result?
        var candidatePairs: Int { candidates?.comparedPairs ?? 0 }
        var skippedBlocks: Int { candidates?.skippedBlocks ?? 0 }
    }

    /// Bits that the best candidate must be ahead of all rivals together, round by round: the surest first, as they speak for the others.
    static let leads = [8, 5, 3, 1.5, 0.5, 0].map { MatchWeight(bits: $0) }

    func run() throws -> Result {
        // Numbers do not hang on what is learnt: a model that is used again finds the same.
        let start = FellegiSunter(model: LinkageModel(), frequency: frequency, names: inputs.names)
        progress("Đối chiếu số định danh", 0)
        let local = LocalNames(of: inputs.population, frequency, inputs.names)
        let numbered = NumberPass(inputs: inputs, scorer: PairScorer(inputs: inputs, rule: start, local: local)).run()
        var result = Result(links: numbered.links, conflicts: numbered.conflicts, model: model ?? start.model, local: local)
        guard inputs.population.count > 0 else { return result }
        joinSamePerson(&result.links, PairScorer(inputs: inputs, rule: start, local: local))
        try progress.checkCancellation()

        let residents = HouseholdEvidence.residents(of: inputs.population)
        let borrowed = borrowed(result.conflicts)
        if model == nil { result.model = learn(numbered, result.links, residents, borrowed, local) }
        var scorer = scorer(result.model, local, borrowed)
        weigh(&result.links, scorer)
        let open = (0..<UInt32(result.links.count)).filter { result.links.partner[Int($0)] == 0 }
        let search = CandidateSearch(
            inputs: inputs, scorer: scorer, blocking: Blocking(names: inputs.names, addresses: inputs.addresses),
            progress: progress)
        let candidates = try search.run(open)
        result.candidates = candidates
        if model == nil, numbered.numbered < PersonLinkage.enoughNumbers {
            result.model.coverage = coverage(result.model, candidates, linked: result.links.count - open.count)
            scorer = self.scorer(result.model, local, borrowed)
        }
        var positions = Array(0..<UInt32(open.count))
        for (round, lead) in PersonLinkage.leads.enumerated() {
            try progress.checkCancellation()
            progress("Quyết định, có bằng chứng từ hộ", Int64(round), of: Int64(PersonLinkage.leads.count))
            let evidence = HouseholdEvidence(inputs: inputs, links: result.links, residents: residents)
            let resolution = LinkResolution(inputs: inputs, scorer: scorer, evidence: evidence, candidates: candidates)
            accept(resolution.proposals(for: positions, lead: lead), resolution, lead, &result.links)
            joinSamePerson(&result.links, scorer)
            positions.removeAll { result.links.partner[Int(open[Int($0)])] != 0 }
        }
        return result
    }

    /// Rows with a number from which on they tell what share of people is in the register.
    private static let enoughNumbers = 200

    private func scorer(_ model: LinkageModel, _ local: LocalNames, _ borrowed: [Bool]) -> PairScorer {
        let rule = FellegiSunter(model: model, frequency: frequency, names: inputs.names)
        return PairScorer(inputs: inputs, rule: rule, local: local, borrowedNumber: borrowed)
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
        _ local: LocalNames
    ) -> LinkageModel {
        progress("Học mô hình", 0)
        var model = LinkageModel()
        let start = FellegiSunter(model: model, frequency: frequency, names: inputs.names)
        let scorer = PairScorer(inputs: inputs, rule: start, local: local, borrowedNumber: borrowed)
        RandomPairs(scorer: scorer).learn(&model)
        model[.number].u[0] = 1 / Double(max(frequency.total, 100_000))
        model[.household].u[0] = min(4 / Double(frequency.total), 0.5)
        let blocks = TrainingPairs(scorer: scorer).blocks()
        model = ExpectationMaximisation(start: model).learn(from: blocks)
        model[.household].m = householdM(links, residents, model[.household].m)
        LinkageModel.raise(&model[.place].m, last: LinkageModel.leastPlaceDifferentM)
        LinkageModel.raise(&model[.household].m, last: LinkageModel.leastHouseholdOtherM)
        if numbered.numbered >= PersonLinkage.enoughNumbers {
            model.coverage = min(max(Double(numbered.found) / Double(numbered.numbered), 0.3), 0.98)
        }
        if let twice = listedTwice(links) { model.listedTwice = twice }
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
        let sum = counts.reduce(0, +)
        return counts.map { $0 / sum }
    }

    /// Of the people whom numbers place, those that a second household lists.
    private func listedTwice(_ links: PersonLinks) -> Double? {
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
        return first.count < 500 ? nil : min(max(Double(twice) / Double(first.count), 0.005), 0.5)
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
