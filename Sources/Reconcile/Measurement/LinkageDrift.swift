import Glibc

/// Whether the links of a run lie otherwise than those of the run before: a file in another encoding, a register that is half there, or a field that an
/// office has begun to fill in differently shows here first.
package struct LinkageDrift: Codable, Sendable, Equatable {
    package struct Measure: Codable, Sendable, Equatable {
        /// `passes`, `weights`, or `exact_` and the key of a field.
        package var name: String
        package var value: Double
        /// From which value on it has moved.
        package var bound: Double
        /// Of `exact_…`: the share before and now; of `passes`: the share of rows that were linked.
        package var before: Double?
        package var now: Double?

        package var hasMoved: Bool { value >= bound }
    }

    /// The run that this one was held against.
    package var run: Int64
    package var measures: [Measure]

    package var moved: [Measure] { measures.filter(\.hasMoved) }

    /// - Returns: `nil` where either run is too small to say.
    package init?(from before: LinkageProfile, of run: Int64, to now: LinkageProfile) {
        guard min(before.rows, now.rows) >= LinkageDrift.leastRows else { return nil }
        self.run = run
        func byPass(_ profile: LinkageProfile) -> [Int] {
            now.passes.map { pass in profile.passes.first { $0.pass == pass.pass }?.rows ?? 0 } + [profile.rows - profile.linked]
        }
        var passes = LinkageDrift.measure("passes", byPass(before), byPass(now))
        (passes.before, passes.now) = (before.shareLinked, now.shareLinked)
        measures = [passes, LinkageDrift.measure("weights", LinkageDrift.weights(before), LinkageDrift.weights(now))]
        for (field, share) in now.exact.sorted(by: { $0.key < $1.key }) {
            guard let known = before.exact[field] else { continue }
            measures.append(
                Measure(
                    name: "exact_\(field)", value: abs(share - known), bound: LinkageDrift.exactBound, before: known, now: share))
        }
    }

    private static func measure(_ name: String, _ before: [Int], _ now: [Int]) -> Measure {
        Measure(name: name, value: stabilityIndex(before, now), bound: bound(before, now))
    }

    private static func weights(_ profile: LinkageProfile) -> [Int] {
        (profile.passes.first?.weights.indices ?? 0..<0).map { bin in profile.passes.reduce(0) { $0 + $1.weights[bin] } }
    }

    /// Rows below which a run is not compared.
    package static let leastRows = 200
    /// m of the best level, in shares.
    private static let exactBound = 0.1
    /// Below it a distribution is said to have changed little.
    private static let leastIndex = 0.1

    /// The population stability index Σ (q − p) ln (q ∕ p) of two sets of counts over the same classes. Half a row is added to each class, so that one
    /// that is empty on a side does not make it infinite; classes that are empty on both sides do not count.
    package static func stabilityIndex(_ before: [Int], _ now: [Int]) -> Double {
        let counts = zip(before, now).filter { $0 + $1 > 0 }
        let (all, allNow) = counts.reduce(into: (0.0, 0.0)) {
            $0.0 += Double($1.0) + 0.5
            $0.1 += Double($1.1) + 0.5
        }
        return counts.reduce(0) { sum, count in
            let (p, q) = ((Double(count.0) + 0.5) / all, (Double(count.1) + 0.5) / allNow)
            return sum + (q - p) * log(q / p)
        }
    }

    /// From which index on two sets of counts differ: 0.1, where the rule of thumb ends "little change", or, of few rows, what chance passes once in
    /// a thousand: about χ²(B − 1) (1 ∕ n + 1 ∕ m) for B classes (Yurdakul and Naranjo, Journal of Risk Model Validation 14, 2020).
    package static func bound(_ before: [Int], _ now: [Int]) -> Double {
        let classes = zip(before, now).count { $0 + $1 > 0 }
        let (n, m) = (Double(before.reduce(0, +)), Double(now.reduce(0, +)))
        guard classes > 1, n > 0, m > 0 else { return leastIndex }
        return max(leastIndex, chiSquare(Double(classes - 1)) * (1 / n + 1 / m))
    }

    /// The 0.999 quantile of χ², by the cube root of Wilson and Hilferty (1931).
    private static func chiSquare(_ freedom: Double) -> Double {
        let spread = 2 / (9 * freedom)
        return freedom * pow(1 - spread + 3.0902 * spread.squareRoot(), 3)
    }
}
