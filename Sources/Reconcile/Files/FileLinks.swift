import Glibc
import Registry

/// What ``FileLinkage`` found.
package struct FileLinks: Sendable {
    /// Two rows that are taken for one person, or that were looked at.
    package struct Link: Sendable {
        package typealias ID = ArraySlice<UInt8>

        package let left: ID
        package let right: ID
        /// Thousandths of a bit above (or below) which the pair is one person more likely than not, rivals left out of account.
        package let millibits: Int32
        /// That the two rows are one person, all rivals weighed, "has no record" among them.
        package let probability: Double
        /// How it was found; `nil` for rows of one table, and for pairs that were not decided for.
        package let pass: String?
        /// Whether the program takes the two rows for one person.
        package let isDecided: Bool
        /// `nil` unless it was asked for.
        package let evidence: LinkEvidence?
    }

    /// What each field of two rows says, and what lies outside of them.
    package struct LinkEvidence: Sendable {
        /// In the order of ``FileLinks/fields``; in thousandths of a bit, as all here.
        package let millibits: [Int32]
        /// What a pair must outweigh, as a negative number: fields, others and prior add up to the weight.
        package let prior: Int32
        /// What other rows say of it: household members that were found elsewhere or not at all, another row that claims the person.
        package let others: Int32
    }

    package struct HouseholdLink: Sendable {
        package let left: String
        package let rightSource: String
        package let right: String
    }

    let inputs: Inputs
    let leftIDs: TextColumn
    let rightIDs: TextColumn
    let linkage: PersonLinkage.Result
    private let rule: FellegiSunter
    private let progress: ProgressReport

    init(
        inputs: Inputs, leftIDs: TextColumn, rightIDs: TextColumn, linkage: PersonLinkage.Result, frequency: TermFrequency,
        progress: ProgressReport
    ) {
        self.inputs = inputs
        self.leftIDs = leftIDs
        self.rightIDs = rightIDs
        self.linkage = linkage
        self.progress = progress
        rule = FellegiSunter(model: linkage.model, frequency: frequency)
    }

    package var model: LinkageModel { linkage.model }
    /// Pairs that were compared, beside those that a number brought together.
    package var candidatePairs: Int { linkage.candidatePairs }
    /// What each blocking rule cost; none for one table.
    package var blocking: [BlockingCost] { linkage.candidates?.costs ?? [] }
    /// Names of what ``LinkEvidence`` weighs.
    package static let fields = ComparedField.allCases.map(\.key)

    /// Every link of the program's own decision, in the order of the right table.
    package func forEachLink(withEvidence: Bool = false, _ body: (Link) throws -> Void) rethrows {
        let decided = Decided(self, withEvidence)
        for row in 0..<linkage.links.count {
            if let link = decided.link(row) { try body(link) }
        }
    }

    /// Every pair that was weighed and is not hopeless, decided for or not, in the order of the right table.
    package func forEachPair(withEvidence: Bool = false, _ body: (Link) throws -> Void) rethrows {
        let decided = Decided(self, withEvidence)
        var position = 0
        for row in 0..<linkage.links.count {
            if let link = decided.link(row) { try body(link) }
            guard let candidates = linkage.candidates, position < candidates.rows.count, candidates.rows[position] == row else {
                continue
            }
            let own = linkage.links.partner(of: row)
            for entry in candidates.lists[position] where Int(entry.national) != own {
                try body(decided.rival(row, position, entry))
            }
            position += 1
        }
    }

    /// Rows of the right table, as links.
    private struct Decided {
        let links: FileLinks
        let scorer: PairScorer
        let withEvidence: Bool
        let doubtful: [UInt32: LinkResolution.Proposal]

        init(_ links: FileLinks, _ withEvidence: Bool) {
            self.links = links
            self.withEvidence = withEvidence
            doubtful = Dictionary(uniqueKeysWithValues: links.linkage.doubtful.map { ($0.row, $0) })
            scorer = PairScorer(inputs: links.inputs, rule: links.rule, values: links.linkage.values)
        }

        func link(_ row: Int) -> Link? {
            guard let national = links.linkage.links.partner(of: row) else { return nil }
            let weight = links.linkage.links.weight[row]
            return link(
                row, national, weight, FileLinks.probability(links.linkage.links.lead[row]), links.linkage.links.pass[row].word)
        }

        /// A candidate that was not chosen. It is never likelier than what the decision left: one minus the chosen partner's probability, or what
        /// the best partner of a row without one has.
        func rival(_ row: Int, _ position: Int, _ entry: CandidateLists.Entry) -> Link {
            if let doubt = doubtful[UInt32(row)], doubt.national == entry.national {
                return link(row, Int(entry.national), doubt.weight, FileLinks.probability(doubt.lead), nil)
            }
            let isLinked = links.linkage.links.partner[row] != 0
            let best = isLinked ? links.linkage.links.lead[row] : doubtful[UInt32(row)]?.lead ?? PersonLinkage.doubtfulLead
            let most = isLinked ? 1 - FileLinks.probability(best) : FileLinks.probability(best)
            var others = exp2(FileLinks.bits(links.rule.absent - entry.weight))
            for other in links.linkage.candidates!.lists[position] where other.national != entry.national {
                others += exp2(FileLinks.bits(other.weight - entry.weight))
            }
            return link(row, Int(entry.national), entry.weight, min(1 / (1 + others), most), nil)
        }

        private func link(_ row: Int, _ national: Int, _ weight: MatchWeight, _ probability: Double, _ pass: String?) -> Link {
            Link(
                left: links.leftIDs[national], right: links.rightIDs[row], millibits: (weight - links.rule.prior).millibits,
                probability: probability, pass: pass, isDecided: pass != nil,
                evidence: withEvidence ? evidence(row, national, weight, pass) : nil)
        }

        private func evidence(_ row: Int, _ national: Int, _ weight: MatchWeight, _ pass: String?) -> LinkEvidence {
            var pattern = scorer.pattern(row, national)
            if pass == LinkagePass.household.word { pattern.household = .shared }
            let (fields, sum) = links.rule.weights(pattern, scorer.values(national))
            return LinkEvidence(
                millibits: fields.map(\.millibits), prior: -links.rule.prior.millibits, others: (weight - sum).millibits)
        }
    }

    /// People who are in the right table twice, the smaller id first.
    /// - Throws: ``WorkCancelled``.
    package func duplicates() throws -> [Link] {
        try DuplicatePass(inputs: inputs, links: linkage.links, rule: rule, progress: progress).run().map { pair in
            // Two rows of one national record are sure however little they say of each other.
            let isLinked =
                linkage.links.partner[pair.left] != 0 && linkage.links.partner[pair.left] == linkage.links.partner[pair.right]
            let own = pair.weight - rule.duplicatePrior
            return link(pair, isLinked ? max(own, FileLinks.throughRegister) : own, isDecided: true)
        }
    }

    /// Every pair of rows of the right table that is not hopeless.
    /// - Throws: ``WorkCancelled``.
    package func duplicatePairs() throws -> [Link] {
        let pass = DuplicatePass(inputs: inputs, links: linkage.links, rule: rule, progress: progress)
        let decided = try duplicates()
        var seen = Set(decided.map { [$0.left, $0.right] })
        let others = try pass.scoredPairs(above: rule.duplicatePrior - FileLinks.depth).map { pair in
            link(pass.pair(pair.left, pair.right), pair.weight - rule.duplicatePrior, isDecided: false)
        }
        return decided + others.filter { seen.insert([$0.left, $0.right]).inserted }
    }

    private func link(_ pair: DuplicatePass.Pair, _ weight: MatchWeight, isDecided: Bool) -> Link {
        let (one, other) = (rightIDs[pair.left], rightIDs[pair.right])
        let isInOrder = one.lexicographicallyPrecedes(other)
        let (fields, sum) = rule.weights(pair.pattern, pair.values)
        return Link(
            left: isInOrder ? one : other, right: isInOrder ? other : one, millibits: weight.millibits,
            probability: FileLinks.probability(weight), pass: nil, isDecided: isDecided,
            evidence: LinkEvidence(
                millibits: fields.map(\.millibits), prior: -rule.duplicatePrior.millibits,
                others: (weight + rule.duplicatePrior - sum).millibits))
    }

    private static let throughRegister = MatchWeight(bits: 5)
    /// Bits below even odds down to which pairs of one table are told.
    private static let depth = MatchWeight(bits: 12)

    /// The household of the register in which most members of each listed household live. Every member counts as far as it is likely to be that
    /// person, also those that were not linked: two of whom each may well live there make a household. In the order of the right table's households.
    package func households() -> [HouseholdLink] {
        // By listed household and residence: members expected there, the chance that none is, and what the links weigh together.
        typealias Vote = (expected: Double, none: Double, weight: Int64)
        var votes: [UInt64: Vote] = [:]
        func vote(_ row: Int, _ national: Int, _ lead: MatchWeight, _ weight: MatchWeight) {
            let (own, theirs) = (inputs.listed.household[row], inputs.population.household[national])
            guard own != 0, theirs != 0 else { return }
            let probability = FileLinks.probability(lead)
            let known = votes[UInt64(own) << 32 | UInt64(theirs)] ?? (0, 1, 0)
            votes[UInt64(own) << 32 | UInt64(theirs)] = (
                known.expected + probability, known.none * (1 - probability), known.weight + Int64(weight.millibits)
            )
        }
        for row in 0..<linkage.links.count {
            guard let national = linkage.links.partner(of: row) else { continue }
            vote(row, national, linkage.links.lead[row], linkage.links.weight[row])
        }
        for proposal in linkage.doubtful { vote(Int(proposal.row), Int(proposal.national), proposal.lead, proposal.weight) }
        let codes = HouseholdCodes(inputs)
        // Where as many live in two places, to a hundredth, an equal code decides, and then the heavier links.
        func rank(_ own: UInt32, _ vote: Vote, _ residence: UInt32) -> (Int, Int, Int64, UInt32) {
            (Int((vote.expected * 100).rounded()), codes?[own] == residence ? 1 : 0, vote.weight, residence)
        }
        var best: [UInt32: (residence: UInt32, vote: Vote)] = [:]
        for (key, vote) in votes {
            let (own, theirs) = (UInt32(key >> 32), UInt32(truncatingIfNeeded: key))
            if let known = best[own], rank(own, known.vote, known.residence) > rank(own, vote, theirs) { continue }
            best[own] = (theirs, vote)
        }
        best = best.filter { $0.value.vote.none <= 0.5 }
        return best.sorted { $0.key < $1.key }.map { own, chosen in
            let parts = inputs.codes.household[own - 1].split(
                separator: LinkTable.separator, maxSplits: 1, omittingEmptySubsequences: false)
            return HouseholdLink(
                left: inputs.codes.residence.text(chosen.residence - 1), rightSource: FileLinks.text(parts[0]),
                right: FileLinks.text(parts[1]))
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    private static func bits(_ weight: MatchWeight) -> Double { Double(weight.millibits) / 1000 }

    private static func probability(_ weight: MatchWeight) -> Double { 1 / (1 + exp2(-bits(weight))) }
}
