import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("A clerical sample")
struct ClericalSampleTests {
    /// Pairs and matches of made strata, links first: near certain and plenty, unsure and few.
    static let countries: [[(isLink: Bool, pairs: Int, matches: Int)]] = [
        [
            (true, 20_000, 19_990), (true, 3_000, 2_950), (true, 800, 740), (true, 300, 240), (true, 200, 120), (false, 150, 60),
            (false, 400, 60), (false, 1_000, 40), (false, 4_000, 20), (false, 20_000, 6),
        ],
        [
            (true, 500, 450), (true, 500, 430), (true, 500, 400), (true, 500, 350), (true, 500, 300), (false, 500, 200),
            (false, 500, 150), (false, 500, 100), (false, 500, 50), (false, 500, 20),
        ],
    ]

    @Test("its intervals cover precision, missed matches and recall at least 95 times in 100", arguments: [0, 1], [10, 40])
    func coverage(country: Int, labels: Int) {
        let strata = Self.countries[country]
        let (links, near) = (strata.filter(\.isLink), strata.filter { !$0.isLink })
        let (right, missed) = (links.reduce(0) { $0 + $1.matches }, near.reduce(0) { $0 + $1.matches })
        let truth = [
            Double(right) / Double(links.reduce(0) { $0 + $1.pairs }), Double(missed), Double(right) / Double(right + missed),
        ]
        var numbers = SeededNumbers(seed: 17)
        var covered = [0, 0, 0]
        let rounds = 1_000
        for _ in 0..<rounds {
            let quality = ClericalQuality(
                strata.map { stratum in
                    let matches = Self.drawn(labels, of: stratum.pairs, stratum.matches, &numbers)
                    return (stratum.isLink, LabelledStratum(pairs: stratum.pairs, labelled: labels, matches: matches))
                })
            for (index, estimate) in [quality.precision, quality.missed, quality.recall].enumerated() {
                guard let estimate else { continue }
                if (estimate.low...estimate.high).contains(truth[index]) { covered[index] += 1 }
            }
        }
        for count in covered { #expect((940...995).contains(count * 1_000 / rounds), "\(covered)") }
    }

    @Test("a stratum that was looked at whole is known, one that was not looked at may hold anything")
    func ends() {
        let whole = LabelledStratum(pairs: 40, labelled: 40, matches: 30).share
        #expect(whole == IntervalEstimate(value: 0.75, low: 0.75, high: 0.75))
        let none = LabelledStratum(pairs: 40).share
        #expect(none.low == 0 && none.high == 1)
        let quality = ClericalQuality([(true, LabelledStratum(pairs: 10, labelled: 10, matches: 9))])
        #expect(abs(quality.precision.value - 0.9) < 1e-12 && quality.missed == nil && quality.recall == nil)
    }

    @Test(
        "the interval of one stratum is that of Clopper and Pearson",
        // Exact limits of the binomial, from the quantiles of the beta distribution.
        arguments: [(0, 10, 0.0, 0.308497), (5, 10, 0.187086, 0.812914), (10, 10, 0.691503, 1.0), (1, 50, 0.000506, 0.106469)])
    func exact(_ sample: (matches: Int, labelled: Int, low: Double, high: Double)) {
        let share = LabelledStratum(pairs: 1_000_000_000, labelled: sample.labelled, matches: sample.matches).share
        #expect(abs(share.low - sample.low) < 1e-5 && abs(share.high - sample.high) < 1e-5, "\(share)")
    }

    @Test("strata part all pairs by weight, on both sides of the decision, and are the same in any order")
    func strata() {
        let pairs = Self.pairs(3_000)
        var (forward, backward) = (ClericalStrata(threshold: 0.5), ClericalStrata(threshold: 0.5))
        for pair in pairs { forward.add(weight: pair.weight, probability: pair.probability) }
        for pair in pairs.reversed() { backward.add(weight: pair.weight, probability: pair.probability) }
        forward.divide()
        backward.divide()
        #expect(forward.strata.map(\.name) == backward.strata.map(\.name))
        #expect(forward.strata.reduce(0) { $0 + $1.pairs } == pairs.count)
        #expect(forward.links == pairs.count { $0.probability >= 0.5 })
        #expect(Set(forward.strata.map(\.name)).count == forward.strata.count)
        #expect(forward.strata.count { $0.isLink } >= 3 && forward.strata.count { !$0.isLink } >= 3)
        for pair in pairs {
            let stratum = forward.strata[forward.stratum(weight: pair.weight, probability: pair.probability)]
            #expect(stratum.isLink == (pair.probability >= 0.5))
            #expect(Double(stratum.from) <= pair.weight && pair.weight < Double(stratum.to))
        }
    }

    @Test("half of a sample is links, and what one side does not have the other gives")
    func allocation() {
        var strata = ClericalStrata(threshold: 0.5)
        for pair in Self.pairs(3_000) { strata.add(weight: pair.weight, probability: pair.probability) }
        strata.divide()
        let drawn = strata.allocation(of: 100)
        #expect(drawn.reduce(0, +) == 100)
        #expect(zip(drawn, strata.strata).reduce(0) { $0 + ($1.1.isLink ? $1.0 : 0) } == 50)
        #expect(zip(drawn, strata.strata).allSatisfy { $0 <= $1.pairs })
        #expect(strata.allocation(of: 10_000).reduce(0, +) == 3_000)
    }

    @Test("a draw is the same whatever the order of the file, another for another seed, and every pair has its chance")
    func draw() {
        let pairs = Self.pairs(400)
        var strata = ClericalStrata(threshold: 0.5)
        for pair in pairs { strata.add(weight: pair.weight, probability: pair.probability) }
        strata.divide()
        func drawn(_ pairs: [(id: String, weight: Double, probability: Double)], seed: UInt64) -> [String] {
            var draw = ClericalDraw(strata, size: 60, seed: seed)
            for pair in pairs {
                Array(pair.id.utf8).withUnsafeBufferPointer {
                    draw.offer($0, $0, weight: pair.weight, probability: pair.probability)
                }
            }
            return draw.pairs().map(\.left)
        }
        #expect(drawn(pairs, seed: 1).count == 60)
        #expect(drawn(pairs, seed: 1) == drawn(pairs.reversed(), seed: 1))
        #expect(drawn(pairs, seed: 1) != drawn(pairs, seed: 2))
        var times: [String: Int] = [:]
        for seed in 0..<400 { for id in drawn(pairs, seed: UInt64(seed)) { times[id, default: 0] += 1 } }
        #expect(times.count == pairs.count)
        // Of each stratum every pair is drawn as often as any other, but for chance.
        let allocation = strata.allocation(of: 60)
        for pair in pairs {
            let stratum = strata.stratum(weight: pair.weight, probability: pair.probability)
            let expected = 400 * Double(allocation[stratum]) / Double(strata.strata[stratum].pairs)
            #expect(abs(Double(times[pair.id] ?? 0) - expected) < 5 * (expected + 4).squareRoot(), "\(pair.id)")
        }
    }

    private static func pairs(_ count: Int) -> [(id: String, weight: Double, probability: Double)] {
        var numbers = SeededNumbers(seed: 3)
        return (0..<count).map { index in
            let weight = Double.random(in: -12..<12, using: &numbers)
            return ("P\(index)", weight, min(max(0.5 + weight / 24, 0), 1))
        }
    }

    /// How many matches are among `count` pairs drawn without putting back.
    private static func drawn(_ count: Int, of pairs: Int, _ matches: Int, _ numbers: inout SeededNumbers) -> Int {
        var (left, leftMatches, found) = (pairs, matches, 0)
        for _ in 0..<count {
            if Int.random(in: 0..<left, using: &numbers) < leftMatches {
                found += 1
                leftMatches -= 1
            }
            left -= 1
        }
        return found
    }
}
