import Glibc

/// Decides, from the candidates of all open rows and from what is linked already, who is who.
///
/// A row is linked when its best partner outweighs all rivals together: the other candidates, and "has no record in the register". What is known
/// of its household speaks for or against each candidate; a person whom a surer row claims is hardly free.
struct LinkResolution: Sendable {
    let inputs: Inputs
    let scorer: PairScorer
    let evidence: HouseholdEvidence
    let candidates: CandidateSearch.Result

    struct Choice: Sendable {
        let national: UInt32
        var weight: MatchWeight
        let isByHousehold: Bool
    }

    struct Proposal: Sendable {
        let row: UInt32
        /// Place of the row among the candidate lists.
        let position: UInt32
        let national: UInt32
        let weight: MatchWeight
        /// Bits ahead of all rivals together.
        let lead: MatchWeight
        let isByHousehold: Bool
    }

    /// Proposals of the rows at `positions` that lead by at least `lead`, in their order.
    /// - Parameter memory: Of the rounds before, with the same scorer.
    func proposals(for positions: [UInt32], lead: MatchWeight, _ memory: inout ProposalMemory) -> [Proposal] {
        let unknown = memory.unknown(of: positions)
        let found = inChunks(of: unknown.count, size: 4096) { range in range.map { proposal(Int(unknown[$0])) } }
        for (position, proposal) in zip(unknown, found) { memory.remember(proposal, position) }
        return settled(positions.compactMap { memory[$0] }).filter { $0.lead >= lead }
    }

    private func proposal(_ position: Int) -> Proposal? { proposal(position, choices(position)) }

    private func proposal(_ position: Int, _ choices: [Choice], taken: [UInt32] = []) -> Proposal? {
        let free = choices.filter { !taken.contains($0.national) }
        guard let best = free.max(by: { ($0.weight, $1.national) < ($1.weight, $0.national) }) else { return nil }
        let rivals = free.lazy.filter { $0.national != best.national }.map(\.weight)
        return Proposal(
            row: candidates.rows[position], position: UInt32(position), national: best.national, weight: best.weight,
            lead: best.weight - LinkResolution.sum(rivals, scorer.rule.absent), isByHousehold: best.isByHousehold)
    }

    /// The weight of "one of these".
    private static func sum(_ weights: some Sequence<MatchWeight>, _ absent: MatchWeight) -> MatchWeight {
        var sum = 1.0
        for weight in weights { sum += exp2(Double((weight - absent).millibits) / 1000) }
        return absent + MatchWeight(bits: log2(sum))
    }

    /// Every person whom a row may be, with the evidence of its household.
    func choices(_ position: Int) -> [Choice] {
        let row = Int(candidates.rows[position])
        let residences = evidence.residences(of: row)
        let isAlone = residences.isEmpty ? evidence.isAlone(row) : nil
        let subject = scorer.subject(row)
        var choices: [Choice] = []
        for entry in candidates.lists[position] {
            let national = Int(entry.national)
            let household = evidence.level(residences, national, isAlone: isAlone)
            let claim = evidence.claim(on: national, by: row)
            // The pair was weighed when it was found: nothing is compared again but where the household changes what counts.
            guard household != .shared, claim != .sameHousehold else {
                add(row, subject, national, residences, isAlone, &choices)
                continue
            }
            var weight = entry.weight + scorer.rule.own(.household, household.rawValue)
            if claim == .elsewhere { weight = weight + scorer.rule.claimedElsewhere }
            choices.append(Choice(national: entry.national, weight: weight, isByHousehold: false))
        }
        for index in 0..<residences.count {
            for resident in evidence.residents(of: residences[index]) where !choices.contains(where: { $0.national == resident })
            {
                add(row, subject, Int(resident), residences, nil, &choices)
            }
        }
        return choices
    }

    private func add(
        _ row: Int, _ subject: PairScorer.Subject, _ national: Int, _ residences: Residences, _ isAlone: Bool?,
        _ choices: inout [Choice]
    ) {
        guard var pattern = scorer.possiblePattern(subject, national) else { return }
        pattern.household = evidence.level(residences, national, isAlone: isAlone)
        var weight = scorer.weight(pattern, national)
        switch evidence.claim(on: national, by: row) {
        case .free, .samePerson: break
        case .elsewhere: weight = weight + scorer.rule.claimedElsewhere
        case .sameHousehold:
            // Two rows of one household are two people, unless name and date say that one person was entered twice.
            guard pattern.name <= .unmarked, pattern.birth == .exact else { return }
            weight = weight + scorer.rule.claimedElsewhere
        }
        choices.append(Choice(national: UInt32(national), weight: weight, isByHousehold: pattern.household == .shared))
    }

    // MARK: One person for each member

    /// Where members of one household want the same person, gives each the one that is best for all of them together.
    private func settled(_ proposals: [Proposal]) -> [Proposal] {
        var wanted: [UInt64: Int] = [:]
        var quarrels: Set<UInt32> = []
        for proposal in proposals {
            let household = inputs.listed.household[Int(proposal.row)]
            guard household != 0 else { continue }
            let key = UInt64(household) << 32 | UInt64(proposal.national)
            wanted[key, default: 0] += 1
            if wanted[key] == 2 { quarrels.insert(household) }
        }
        guard !quarrels.isEmpty else { return proposals }
        var members: [UInt32: [Int]] = [:]
        for (index, proposal) in proposals.enumerated() {
            let household = inputs.listed.household[Int(proposal.row)]
            if quarrels.contains(household) { members[household, default: []].append(index) }
        }
        var settled = proposals.map(Optional.some)
        for (_, indexes) in members.sorted(by: { $0.key < $1.key }) where indexes.count <= HouseholdAssignment.largest {
            for (index, proposal) in zip(indexes, assign(indexes.map { proposals[$0] })) { settled[index] = proposal }
        }
        return settled.compactMap { $0 }
    }

    private func assign(_ proposals: [Proposal]) -> [Proposal?] {
        let choices = proposals.map { self.choices(Int($0.position)) }
        let rows = proposals.map { Int($0.row) }
        let given = HouseholdAssignment(
            choices: choices.map { $0.map { (Int($0.national), $0.weight) } }, absent: scorer.rule.absent,
            maySharePerson: { isOnePerson(rows[$0], rows[$1]) }
        ).solve()
        return proposals.indices.map { index in
            guard given[index] != nil else { return nil }
            let taken = given.indices.filter { $0 != index && !isOnePerson(rows[index], rows[$0]) }.compactMap { given[$0] }
            return proposal(Int(proposals[index].position), choices[index], taken: taken.map(UInt32.init))
        }
    }

    func isOnePerson(_ left: Int, _ right: Int) -> Bool {
        let listed = inputs.listed
        if listed.person[left] != 0, listed.person[left] == listed.person[right] { return true }
        return listed.name[left] == listed.name[right] && listed.birth[left] == listed.birth[right] && listed.birth[left] != 0
    }
}
