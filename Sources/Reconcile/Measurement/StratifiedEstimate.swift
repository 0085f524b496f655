import Glibc

/// A number that a sample tells, with the interval that covers the truth at least 95 times in 100.
package struct IntervalEstimate: Codable, Sendable, Equatable {
    package var value: Double
    package var low: Double
    package var high: Double

    package init(value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }

    func scaled(_ factor: Double) -> IntervalEstimate {
        IntervalEstimate(value: value * factor, low: low * factor, high: high * factor)
    }
}

/// What of one stratum was looked at.
package struct LabelledStratum: Sendable, Equatable {
    /// All pairs of the stratum.
    package var pairs: Int
    package var labelled: Int
    package var matches: Int

    package init(pairs: Int, labelled: Int = 0, matches: Int = 0) {
        self.pairs = pairs
        self.labelled = labelled
        self.matches = matches
    }

    /// The share of matches, by the exact interval of Clopper and Pearson (Biometrika 26, 1934), narrowed by the finite population correction
    /// √((N − n) ∕ (N − 1)): a stratum that was looked at whole is known.
    /// - Complexity: O(*n*) for *n* labelled pairs, times sixty halvings.
    var share: IntervalEstimate {
        guard labelled > 0 else { return IntervalEstimate(value: 0.5, low: 0, high: 1) }
        let value = Double(matches) / Double(labelled)
        let rest = pairs > 1 ? (Double(max(pairs - labelled, 0)) / Double(pairs - 1)).squareRoot() : 0
        let low = matches == 0 ? 0 : BinomialTail.share { BinomialTail.atLeast(matches, of: labelled, $0) > LabelledStratum.tail }
        let high =
            matches == labelled
            ? 1 : BinomialTail.share { BinomialTail.atLeast(matches + 1, of: labelled, $0) > 1 - LabelledStratum.tail }
        return IntervalEstimate(value: value, low: value - (value - low) * rest, high: value + (high - value) * rest)
    }

    private static let tail = 0.025
}

/// Adds up strata of which samples were looked at.
package enum StratifiedEstimate {
    /// How many matches there are in all strata together: Σ N p, and the limits by recovering each stratum's variance from its own limits
    /// (Zou, Huang and Zhang, Computational Statistics & Data Analysis 53, 2009): unlike p ± 1.96 s they hold where shares are near 0 or 1.
    package static func matches(_ strata: [LabelledStratum]) -> IntervalEstimate {
        var (value, below, above) = (0.0, 0.0, 0.0)
        for stratum in strata {
            let (share, pairs) = (stratum.share, Double(stratum.pairs))
            value += pairs * share.value
            below += pow(pairs * (share.value - share.low), 2)
            above += pow(pairs * (share.high - share.value), 2)
        }
        return IntervalEstimate(value: value, low: max(0, value - below.squareRoot()), high: value + above.squareRoot())
    }

    /// a ∕ (a + b) of two independent estimates, by the limits of b ∕ a (Donner and Zou, Statistical Methods in Medical Research 21, 2012).
    package static func share(_ a: IntervalEstimate, of b: IntervalEstimate) -> IntervalEstimate {
        guard a.value > 0 else { return IntervalEstimate(value: 0, low: 0, high: b.low > 0 ? 0 : 1) }
        let product = a.value * b.value
        func root(_ one: Double, _ other: Double) -> Double {
            max(0, product * product - one * other * (2 * b.value - one) * (2 * a.value - other)).squareRoot()
        }
        let lowest = a.high < 2 * a.value ? (product - root(b.low, a.high)) / (a.high * (2 * a.value - a.high)) : b.low / a.high
        let highest = a.low > 0 ? (product + root(b.high, a.low)) / (a.low * (2 * a.value - a.low)) : .infinity
        return IntervalEstimate(value: 1 / (1 + b.value / a.value), low: 1 / (1 + highest), high: 1 / (1 + max(0, lowest)))
    }
}

private enum BinomialTail {
    /// P(X ≥ k) of *n* draws.
    static func atLeast(_ k: Int, of n: Int, _ p: Double) -> Double {
        guard p > 0, p < 1 else { return p >= 1 ? 1 : 0 }
        var sum = 0.0
        for count in k...n {
            let ways = lgamma(Double(n + 1)) - lgamma(Double(count + 1)) - lgamma(Double(n - count + 1))
            sum += exp(ways + Double(count) * log(p) + Double(n - count) * log1p(-p))
        }
        return sum
    }

    /// Where `isAbove`, which holds from some share on, begins to hold.
    static func share(_ isAbove: (Double) -> Bool) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if isAbove(middle) { high = middle } else { low = middle }
        }
        return (low + high) / 2
    }
}
