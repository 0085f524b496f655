/// How the links of a run lie: what the next run of the same scope is held against. Counts only.
package struct LinkageProfile: Codable, Sendable, Equatable {
    package struct Pass: Codable, Sendable, Equatable {
        package var pass: String
        /// Rows by weight: below −8 bits, then four bits each, the last without end.
        package var weights: [Int]

        package var rows: Int { weights.reduce(0, +) }
    }

    /// Listed rows, linked or not.
    package var rows: Int
    package var passes: [Pass]
    /// How often the best level of each field is seen among pairs of one person, as the model learnt it.
    package var exact: [String: Double]

    package init(rows: Int, passes: [Pass], exact: [String: Double]) {
        self.rows = rows
        self.passes = passes
        self.exact = exact
    }

    package var linked: Int { passes.reduce(0) { $0 + $1.rows } }
    /// The share of rows that were linked; 0 without rows.
    package var shareLinked: Double { rows == 0 ? 0 : Double(linked) / Double(rows) }

    private static let bins = 16
    private static let firstBits: Int32 = -12_000

    /// - Complexity: O(*n*) for *n* listed rows.
    init(links: PersonLinks, model: LinkageModel) {
        var counts = LinkagePass.allCases.map { _ in [Int](repeating: 0, count: LinkageProfile.bins) }
        for row in 0..<links.count where links.partner[row] != 0 {
            let bin = (links.weight[row].millibits - LinkageProfile.firstBits) / 4_000
            counts[Int(links.pass[row].rawValue)][min(max(Int(bin), 0), LinkageProfile.bins - 1)] += 1
        }
        rows = links.count
        passes = zip(LinkagePass.allCases, counts).map { Pass(pass: $0.word, weights: $1) }
        let fields: [ComparedField] = [.name, .birth, .sex, .place, .number, .formerID, .insurance, .household]
        // Six digits are enough to compare, and the same on every machine.
        exact = Dictionary(uniqueKeysWithValues: fields.map { ($0.key, (model[$0].m[0] * 1e6).rounded() / 1e6) })
    }
}
