/// What each row proposed in an earlier round, for as long as nothing that it rests on has changed: the links of its household, the claims on its
/// candidates, and those on the people who live where its household does.
struct ProposalMemory: Sendable {
    /// By position among the candidate lists.
    private var proposals: [LinkResolution.Proposal?]
    private var isKnown: [Bool]

    init(count: Int) {
        proposals = [LinkResolution.Proposal?](repeating: nil, count: count)
        isKnown = [Bool](repeating: false, count: count)
    }

    /// What a row proposed; `nil` also where it proposed nothing.
    subscript(_ position: UInt32) -> LinkResolution.Proposal? { proposals[Int(position)] }

    func unknown(of positions: [UInt32]) -> [UInt32] { positions.filter { !isKnown[Int($0)] } }

    mutating func remember(_ proposal: LinkResolution.Proposal?, _ position: UInt32) {
        proposals[Int(position)] = proposal
        isKnown[Int(position)] = true
    }

    /// Forgets what may be another proposal now.
    ///
    /// - Parameters:
    ///   - before: The partner of each row as it was.
    ///   - positions: Of the rows that still look for one.
    /// - Complexity: O(rows of both tables).
    mutating func forget(
        _ positions: [UInt32], _ candidates: CandidateSearch.Result, _ inputs: Inputs, before: [UInt32], now links: PersonLinks
    ) {
        let (listed, population) = (inputs.listed, inputs.population)
        var claimed = [Bool](repeating: false, count: population.count)
        var residences = [Bool](repeating: false, count: Int(population.household.max() ?? 0) + 1)
        var households = [Bool](repeating: false, count: Int(listed.household.max() ?? 0) + 1)
        for row in before.indices where before[row] != links.partner[row] {
            households[Int(listed.household[row])] = true
            for partner in [before[row], links.partner[row]] where partner != 0 {
                claimed[Int(partner - 1)] = true
                residences[Int(population.household[Int(partner - 1)])] = true
            }
        }
        residences[0] = false
        for row in before.indices {
            guard let national = links.partner(of: row), residences[Int(population.household[national])] else { continue }
            households[Int(listed.household[row])] = true
        }
        households[0] = false
        for position in positions {
            let household = Int(listed.household[Int(candidates.rows[Int(position)])])
            guard !households[household] else {
                isKnown[Int(position)] = false
                continue
            }
            if candidates.lists[Int(position)].contains(where: { claimed[Int($0.national)] }) { isKnown[Int(position)] = false }
        }
    }
}
