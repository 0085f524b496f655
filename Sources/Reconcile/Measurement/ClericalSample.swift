package import Registry

/// Divides the pairs of a linkage into strata by match weight, on both sides of the decision: links, of which some are wrong, and near misses, of
/// which some are one person all the same.
///
/// Strata of one side hold equal shares of Σ √(p (1 − p)), p being the model's own probability: where the model is unsure there are many of them, and an
/// equal number drawn from each is then the best allocation there is (Neyman 1934; Cochran, Sampling Techniques, 1977, sections 5.5 and 5A.7).
/// They rest on the pairs alone, so that the same file gives the same strata when the labels come back.
package struct ClericalStrata: Sendable {
    /// Pairs by side and by whole bits of weight.
    private var counts: [Int]
    private var deviations: [Double]
    private let threshold: Double
    /// By cell; -1 where there are no pairs.
    private var stratumOfCell: [Int] = []
    /// Near misses first, each side by rising weight.
    package private(set) var strata: [Stratum] = []

    package struct Stratum: Sendable, Equatable {
        package var isLink: Bool
        /// The lowest and the highest weight, in whole bits.
        package var from: Int
        package var to: Int
        package var pairs: Int

        /// As written beside a drawn pair.
        package var name: String { "\(isLink ? "link" : "near") \(from)..\(to)" }
    }

    private static let lowest = -64
    private static let bits = 192
    private static let perSide = 5

    /// - Parameter threshold: From which probability on a pair is a link.
    package init(threshold: Double) {
        self.threshold = threshold
        counts = [Int](repeating: 0, count: ClericalStrata.bits * 2)
        deviations = [Double](repeating: 0, count: ClericalStrata.bits * 2)
    }

    package mutating func add(weight: Double, probability: Double) {
        let cell = self.cell(weight, probability)
        counts[cell] += 1
        // No pair is certain.
        let p = min(max(probability, 0.005), 0.995)
        deviations[cell] += (p * (1 - p)).squareRoot()
    }

    /// Called once, when all pairs are counted.
    package mutating func divide() {
        stratumOfCell = [Int](repeating: -1, count: counts.count)
        strata = []
        for side in 0..<2 {
            let cells = side * ClericalStrata.bits..<(side + 1) * ClericalStrata.bits
            let whole = cells.reduce(0) { $0 + deviations[$1] }
            var before = 0.0
            var part = -1
            for cell in cells where counts[cell] > 0 {
                let own = min(ClericalStrata.perSide - 1, Int(before / whole * Double(ClericalStrata.perSide)))
                let bits = cell - cells.lowerBound + ClericalStrata.lowest
                if own != part { strata.append(Stratum(isLink: side == 1, from: bits, to: bits, pairs: 0)) }
                part = own
                strata[strata.count - 1].to = bits + 1
                strata[strata.count - 1].pairs += counts[cell]
                stratumOfCell[cell] = strata.count - 1
                before += deviations[cell]
            }
        }
    }

    /// The position in ``strata``.
    package func stratum(weight: Double, probability: Double) -> Int { stratumOfCell[cell(weight, probability)] }

    package var pairs: Int { counts.reduce(0, +) }
    package var links: Int { strata.reduce(0) { $0 + ($1.isLink ? $1.pairs : 0) } }

    /// How many to draw of each stratum: half of `size` from each side, the same from each stratum as far as it has them.
    package func allocation(of size: Int) -> [Int] {
        var drawn = [Int](repeating: 0, count: strata.count)
        let sides = [false, true].map { isLink in strata.indices.filter { strata[$0].isLink == isLink } }
        for (round, share) in [size / 2, size - size / 2, size].enumerated() {
            // What one side does not have goes to the other.
            let indexes = round < 2 ? sides[round] : Array(strata.indices)
            var left = round < 2 ? share : size - drawn.reduce(0, +)
            while left > 0 {
                let open = indexes.filter { drawn[$0] < strata[$0].pairs }
                guard let least = open.map({ drawn[$0] }).min() else { break }
                for index in open where drawn[index] == least && left > 0 {
                    drawn[index] += 1
                    left -= 1
                }
            }
        }
        return drawn
    }

    private func cell(_ weight: Double, _ probability: Double) -> Int {
        let bits = min(
            max(weight.rounded(.down), Double(ClericalStrata.lowest)), Double(ClericalStrata.lowest + ClericalStrata.bits - 1))
        return (probability >= threshold ? ClericalStrata.bits : 0) + Int(bits) - ClericalStrata.lowest
    }
}

/// Draws pairs of every stratum at random, in one pass: those whose hash is smallest, so that neither the order of the file nor the number of cores plays
/// a part, and another seed gives another sample.
package struct ClericalDraw {
    package struct Pair: Sendable, Equatable {
        package let left: String
        package let right: String
        /// Position among the strata.
        package let stratum: Int
        fileprivate let order: UInt64
    }

    private let strata: ClericalStrata
    private let seed: UInt64
    private let allocation: [Int]
    private var drawn: [[Pair]]
    /// From which hash on a pair of a stratum has no chance any more.
    private var bounds: [UInt64]

    package init(_ strata: ClericalStrata, size: Int, seed: UInt64) {
        self.strata = strata
        self.seed = seed
        allocation = strata.allocation(of: size)
        drawn = allocation.map { _ in [] }
        bounds = allocation.map { $0 > 0 ? .max : 0 }
    }

    /// - Complexity: O(log *n*) amortised for a sample of *n*.
    package mutating func offer(_ left: PersonRow.Text, _ right: PersonRow.Text, weight: Double, probability: Double) {
        let stratum = strata.stratum(weight: weight, probability: probability)
        let order = mixed(mixed(ByteInterner.hash(left) ^ mixed(seed &+ 1)) &+ ByteInterner.hash(right))
        guard order < bounds[stratum] else { return }
        drawn[stratum].append(
            Pair(
                left: String(decoding: left, as: UTF8.self), right: String(decoding: right, as: UTF8.self), stratum: stratum,
                order: order))
        if drawn[stratum].count > allocation[stratum] * 2 + 16 { cut(stratum) }
    }

    /// In the order of their hashes: whoever judges them is not told by their place what the program thinks.
    package mutating func pairs() -> [Pair] {
        for stratum in drawn.indices { cut(stratum) }
        return drawn.flatMap { $0 }.sorted(by: ClericalDraw.isBefore)
    }

    private mutating func cut(_ stratum: Int) {
        guard drawn[stratum].count > allocation[stratum] else { return }
        drawn[stratum].sort(by: ClericalDraw.isBefore)
        drawn[stratum].removeLast(drawn[stratum].count - allocation[stratum])
        bounds[stratum] = drawn[stratum].last?.order ?? 0
    }

    private static func isBefore(_ one: Pair, _ other: Pair) -> Bool {
        (one.order, one.left, one.right) < (other.order, other.left, other.right)
    }
}

/// What the labels of a sample say of all pairs.
package struct ClericalQuality: Codable, Sendable, Equatable {
    package var links: Int
    package var nearMisses: Int
    package var labelled: Int
    /// The share of links that are one person.
    package var precision: IntervalEstimate
    /// Near misses that are one person; `nil` where there were no near misses to look at.
    package var missed: IntervalEstimate?
    /// The share of all matches among the pairs that were linked. Pairs that were never compared are nobody's to see.
    package var recall: IntervalEstimate?

    /// - Parameter strata: With at least one label each, links or not.
    package init(_ strata: [(isLink: Bool, stratum: LabelledStratum)]) {
        let (linked, near) = (strata.filter(\.isLink).map(\.stratum), strata.filter { !$0.isLink }.map(\.stratum))
        links = linked.reduce(0) { $0 + $1.pairs }
        nearMisses = near.reduce(0) { $0 + $1.pairs }
        labelled = strata.reduce(0) { $0 + $1.stratum.labelled }
        let right = StratifiedEstimate.matches(linked)
        precision = right.scaled(1 / Double(max(links, 1)))
        guard !near.isEmpty else { return }
        let missed = StratifiedEstimate.matches(near)
        self.missed = missed
        recall = StratifiedEstimate.share(right, of: missed)
    }
}
