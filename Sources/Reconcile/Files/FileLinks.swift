import Glibc
package import Registry

/// What ``FileLinkage`` found.
package struct FileLinks: Sendable {
    /// Two rows that are taken for one person.
    package struct Link: Sendable {
        package let left: String
        package let right: String
        /// Bits above (or below) which the pair is one person more likely than not.
        package let weight: Double
        package let probability: Double
        /// How it was found; `nil` for rows of one table.
        package let pass: String?
        /// What each field of the two rows says, in bits. What the members of the household, and other rows that claim the person, added to
        /// the weight is not among them.
        package let evidence: [Evidence]
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

    init(inputs: Inputs, leftIDs: TextColumn, rightIDs: TextColumn, linkage: PersonLinkage.Result, frequency: TermFrequency) {
        self.inputs = inputs
        self.leftIDs = leftIDs
        self.rightIDs = rightIDs
        self.linkage = linkage
        rule = FellegiSunter(model: linkage.model, frequency: frequency, names: inputs.names)
    }

    package var model: LinkageModel { linkage.model }
    /// Pairs that were compared, beside those that a number brought together.
    package var candidatePairs: Int { linkage.candidatePairs }

    /// Every link of the program's own decision, in the order of the right table.
    package func forEachLink(_ body: (Link) throws -> Void) rethrows {
        let scorer = PairScorer(inputs: inputs, rule: rule)
        for row in 0..<linkage.links.count {
            guard let national = linkage.links.partner(of: row) else { continue }
            let pattern = scorer.pattern(row, national)
            let weight = linkage.links.weight[row] - rule.prior
            try body(
                Link(
                    left: FileLinks.text(leftIDs[national]), right: FileLinks.text(rightIDs[row]), weight: FileLinks.bits(weight),
                    probability: FileLinks.probability(weight), pass: linkage.links.pass[row].word,
                    evidence: rule.evidence(pattern, scorer.values(national))))
        }
    }

    /// People who are in the right table twice, the smaller id first.
    package func duplicates() -> [Link] {
        DuplicatePass(inputs: inputs, links: linkage.links, rule: rule).run().map { pair in
            let (one, other) = (FileLinks.text(rightIDs[pair.left]), FileLinks.text(rightIDs[pair.right]))
            // Two rows of one national record are sure however little they say of each other.
            let isLinked =
                linkage.links.partner[pair.left] != 0 && linkage.links.partner[pair.left] == linkage.links.partner[pair.right]
            let own = pair.weight - rule.prior
            let weight = isLinked ? max(own, FileLinks.throughRegister) : own
            return Link(
                left: min(one, other), right: max(one, other), weight: FileLinks.bits(weight),
                probability: FileLinks.probability(weight),
                pass: nil,
                evidence: rule.evidence(
                    pair.pattern,
                    .init(
                        name: inputs.listed.name[pair.right], birth: inputs.listed.birth[pair.right],
                        province: inputs.listed.province[pair.right])))
        }
    }

    private static let throughRegister = MatchWeight(bits: 5)

    /// The household of the register in which most linked members of each listed household live; between equals the one whose links
    /// weigh more. In the order of the right table's households.
    package func households() -> [HouseholdLink] {
        var votes: [UInt64: (count: Int, weight: Int64)] = [:]
        for row in 0..<linkage.links.count {
            guard let national = linkage.links.partner(of: row) else { continue }
            let (own, theirs) = (inputs.listed.household[row], inputs.population.household[national])
            guard own != 0, theirs != 0 else { continue }
            votes[UInt64(own) << 32 | UInt64(theirs), default: (0, 0)].count += 1
            votes[UInt64(own) << 32 | UInt64(theirs), default: (0, 0)].weight += Int64(linkage.links.weight[row].millibits)
        }
        var best: [UInt32: (residence: UInt32, count: Int, weight: Int64)] = [:]
        for (key, vote) in votes {
            let (own, theirs) = (UInt32(key >> 32), UInt32(truncatingIfNeeded: key))
            if let known = best[own], (known.count, known.weight, theirs) > (vote.count, vote.weight, known.residence) {
                continue
            }
            best[own] = (theirs, vote.count, vote.weight)
        }
        return best.sorted { $0.key < $1.key }.map { own, chosen in
            let parts = inputs.codes.household[own - 1].split(
                separator: FileLinkage.separator, maxSplits: 1, omittingEmptySubsequences: false)
            return HouseholdLink(
                left: inputs.codes.residence.text(chosen.residence - 1), rightSource: FileLinks.text(parts[0]),
                right: FileLinks.text(parts[1]))
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    private static func bits(_ weight: MatchWeight) -> Double { Double(weight.millibits) / 1000 }

    private static func probability(_ weight: MatchWeight) -> Double { 1 / (1 + exp2(-bits(weight))) }
}
