import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("What would turn a conclusion")
struct CounterfactualTests {
    private struct Made {
        let rule: FellegiSunter
        let values: ValueBits
        var numbers = SeededNumbers(seed: 5)

        init() {
            var names = NameBook()
            let (common, rare) = (names.add("Nguyễn Thị Lan"), names.add("Tôn Nữ Quỳnh Giao"))
            var people = PersonColumns()
            for row in 0..<500 {
                people.append(name: row == 0 ? rare : common, birth: 19_500_203 + Int32(row % 50) * 10_000)
            }
            let frequency = TermFrequency(people, names: names)
            rule = FellegiSunter(model: LinkageModel(), frequency: frequency)
            values = ValueTable(of: people, frequency, names)[0]
        }

        mutating func pattern() -> ComparisonPattern {
            var pattern = ComparisonPattern()
            for field in ComparedField.allCases where field != .household {
                // Mostly agreeing, as pairs of findings are.
                let level = Int.random(in: 0..<3, using: &numbers) > 0 ? 0 : Int.random(in: 0...field.missing, using: &numbers)
                pattern = pattern.replacing(field, with: UInt8(level))
            }
            return pattern
        }
    }

    @Test("is the nearest level of a field that turns it, found by trying them all")
    func nearest() {
        var made = Made()
        var turned = 0
        for round in 0..<2000 {
            let pattern = made.pattern()
            // Just above it, or just below.
            let threshold = made.rule.weight(pattern, made.values) + MatchWeight(bits: round % 2 == 0 ? -4 : 4)
            func isOne(_ pattern: ComparisonPattern) -> Bool { made.rule.weight(pattern, made.values) >= threshold }
            let found = Counterfactuals(rule: made.rule, pattern: pattern, values: made.values, isOnePerson: isOne)
            let sum = made.rule.weight(pattern, made.values)
            for field in ComparedField.allCases {
                // Slow and obvious: every level whose weight lies on the other side, by distance.
                var best: Int32?
                for level in 0...field.missing where field != .household && level != pattern.level(field) {
                    if level == field.missing, !isOne(pattern) { continue }
                    let other = made.rule.weight(pattern.replacing(field, with: UInt8(level)), made.values)
                    guard (other >= threshold) != (sum >= threshold) else { continue }
                    best = min(best ?? .max, abs((other - sum).millibits))
                }
                let flip = found.flip(field)
                #expect(flip.map { abs($0.millibits - Int64(sum.millibits)) } == best.map(Int64.init), "\(field) of \(pattern)")
                if flip != nil { turned += 1 }
            }
        }
        #expect(turned > 1000)
    }

    @Test("the entries of a card add up to the weight, and a rare name is counted")
    func card() {
        var made = Made()
        var people = PersonColumns()
        var names = NameBook()
        let name = names.add("Tôn Nữ Quỳnh Giao")
        people.append(name: name, birth: 19_500_203)
        let counts = ValueCounts(frequency: TermFrequency(people, names: names), names: names, people: people, row: 0)
        for _ in 0..<500 {
            let pattern = made.pattern()
            let evidence = made.rule.evidence(pattern, made.values, bearers: counts)
            #expect(evidence.reduce(0) { $0 + $1.millibits } == Int64(made.rule.weight(pattern, made.values).millibits))
            #expect(evidence.allSatisfy { $0.flip == nil })
            #expect(evidence.first { $0.field == "ho_va_ten" }?.bearers == (pattern.name.agrees ? 1 : nil))
        }
    }
}

@Suite("Runs remember decisions")
struct RememberedDecisionTests {
    private static let man = Person(
        name: "Quàng Văn Ún", birth: 19_520_930, household: "2400000002", code: "240000000201")

    private static var again: Person {
        var again = man
        (again.province, again.district, again.commune) = (25, 227, 7900)
        (again.household, again.code) = ("2500000001", "250000000101")
        return again
    }

    private static func others() -> [[String: SQLValue]] {
        (0..<300).map { index in
            Person(
                name: ["Nguyễn Văn Nam", "Trần Thị Lan", "Lê Hữu Sơn"][index % 3] + " \(index)",
                birth: 19_400_105 + index / 3 * 10_000,
                citizen: 24_090_000_000 + index, household: "24000100\(index)", code: "2400010\(index)01"
            ).member
        }
    }

    @Test(
        "a rejected pair stays rejected when the lists are sent again in another order, and is open again on another date of birth"
    )
    func again() throws {
        let fixture = try StoreFixture()
        try fixture.add(.members, province: 24, [Self.man.member] + Self.others())
        try fixture.add(.members, province: 25, [Self.again.member])
        func run() throws -> (summary: ReconciliationSummary, found: StoredFinding) {
            let summary = try Reconciliation(store: fixture.store).run(period: fixture.period, province: nil, actor: "test")
            let found = try fixture.store.read { try RunRegister($0).findings(run: summary.run, findingClass: .duplicateAcross) }
            return (summary, try #require(found.first))
        }
        let first = try run()
        #expect(first.found.verdict == nil && first.found.finding.pairKey?.count == 64)
        #expect(first.summary.decided == .init(kept: 0, reopened: 0))
        let finding = first.found.finding
        #expect((finding.millibits ?? 0) >= (finding.threshold ?? .max))
        #expect(finding.flips.contains { $0.field == "ho_va_ten" && !$0.joins })
        #expect(finding.flips.allSatisfy { $0.millibits < finding.threshold ?? 0 })
        #expect(finding.evidence.first { $0.field == "ho_va_ten" }?.bearers == 2)
        try fixture.store.write { connection in
            try RunRegister(connection).decide(first.found.id, verdict: "rejected", note: "", actor: "reviewer")
        }
        try fixture.add(.members, province: 24, Self.others().reversed() + [Self.man.member])
        let second = try run()
        #expect(second.found.verdict == "rejected" && second.found.earlier == first.found.id)
        #expect(second.summary.decided == .init(kept: 1, reopened: 0))
        var corrected = Self.again
        corrected.birth = 19_520_931
        try fixture.add(.members, province: 25, [corrected.member])
        let third = try run()
        #expect(third.found.verdict == nil && third.found.earlier == first.found.id)
        #expect(third.summary.decided == .init(kept: 0, reopened: 1))
    }
}
