import Glibc

/// Learns the model of two tables: u from strangers, m from blocks of likely pairs, and what lies outside of single pairs from the rows that
/// numbers place: who has a record at all, who is listed twice, what a household says.
struct ModelLearning {
    let inputs: Inputs
    let frequency: TermFrequency
    let households: HouseholdRows
    let numbered: NumberPass.Result

    /// Rows with a number from which on they tell what share of people is in the register.
    private static let enoughNumbers = 200

    /// As how many rows the start value of the coverage counts: a table of five rows that all have a partner says little of the sixth.
    private static let coverageStrength = 20.0

    var knowsNoCoverage: Bool { numbered.numbered < ModelLearning.enoughNumbers }

    /// - Parameter scorer: By the start values.
    func model(_ scorer: PairScorer, _ links: PersonLinks) -> LinkageModel {
        var model = scorer.rule.model
        model.registered = inputs.population.count
        RandomPairs(scorer: scorer).learn(&model)
        model[.number].u[0] = 1 / Double(max(frequency.total, 100_000))
        model[.household].u[0] = min(4 / Double(frequency.total), 0.5)
        model[.householdCode].u[0] = model[.household].u[0]
        model = ExpectationMaximisation(start: model).learn(from: TrainingPairs(scorer: scorer).blocks())
        model[.household].m = householdM(links, model[.household].m)
        LinkageModel.raise(&model[.place].m, last: LinkageModel.leastPlaceDifferentM)
        if !knowsNoCoverage { model.coverage = min(max(Double(numbered.found) / Double(numbered.numbered), 0.3), 0.98) }
        if let twice = listedTwice(links, model.coverage) { model.listedTwice = twice }
        return model
    }

    /// What share of the rows has a partner, each row counted as far as its candidates say so, again with what that says.
    func coverage(_ model: LinkageModel, _ candidates: CandidateSearch.Result, linked: Int) -> Double {
        guard !candidates.rows.isEmpty else { return model.coverage }
        let start = model.coverage * ModelLearning.coverageStrength
        let rows = Double(candidates.rows.count + linked) + ModelLearning.coverageStrength
        var coverage = model.coverage
        for _ in 0..<20 {
            let present = log2(Double(frequency.total) / coverage)
            var matched = Double(linked) + start
            for position in candidates.rows.indices {
                let sum = candidates.lists[position].reduce(0.0) { $0 + exp2(Double($1.weight.millibits) / 1000 - present) }
                matched += sum / (sum + 1 - coverage)
            }
            coverage = min(max(matched / rows, 0.05), 0.9999)
        }
        return coverage
    }

    /// How often the members of a household whose numbers are in order live together in the register.
    private func householdM(_ links: PersonLinks, _ start: [Double]) -> [Double] {
        let evidence = HouseholdEvidence(inputs: inputs, links: links, households: households)
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

    /// How often nobody of a row's household is found: for people whom their number places, and for people whose number the register does not
    /// know. Households are missing as a whole, so that it tells the two apart.
    func learnAlone(_ model: inout LinkageModel, _ links: PersonLinks, _ sizes: HouseholdSizes) {
        let evidence = HouseholdEvidence(inputs: inputs, links: links, households: households, sizes: sizes)
        func share(_ rows: some Sequence<Int>) -> (share: Double, count: Int) {
            var (alone, all) = (0, 0)
            for row in rows {
                guard let isAlone = evidence.isAlone(row) else { continue }
                all += 1
                if isAlone { alone += 1 }
            }
            return ((Double(alone) + 1) / (Double(all) + 20), all)
        }
        let found = share((0..<inputs.memberCount).lazy.filter { links.pass[$0] == .number && links.partner[$0] != 0 })
        let missing = share(numbered.missing.lazy.map(Int.init))
        guard found.count >= ModelLearning.enoughNumbers, missing.count >= 50 else { return }
        let alone = Int(HouseholdLevel.alone.rawValue)
        model[.household].m[alone] = min(found.share, 0.9)
        model[.household].u[alone] = max(min(missing.share, 0.95), min(found.share, 0.9))
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
