import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("What holds for every comparison")
struct ComparisonPropertyTests {
    /// A register, and each of its people once more as another clerk writes them down.
    private static func made(_ count: Int, seed: UInt64) -> (register: [ListedPerson], lists: [ListedPerson]) {
        var numbers = SeededNumbers(seed: seed)
        let register = (0..<count).map { ListedPerson.random("L\($0)", using: &numbers) }
        return (register, register.map { $0.spoilt(using: &numbers) })
    }

    private static func scorer(_ inputs: Inputs) -> PairScorer {
        let frequency = TermFrequency(inputs.population, names: inputs.names, addresses: inputs.addresses.count)
        return PairScorer(
            inputs: inputs, rule: FellegiSunter(model: LinkageModel(), frequency: frequency),
            values: ValueTable(of: inputs.population, frequency, inputs.names))
    }

    /// Rows that are most often one person, and some that are not.
    private static func pairs(_ count: Int) -> [(row: Int, other: Int)] {
        (0..<count).flatMap { [($0, $0), ($0, ($0 * 7 + 1) % count)] }
    }

    @Test("it is the same from both sides", arguments: [UInt64(1), 2, 3])
    func symmetry(_ seed: UInt64) {
        let (register, lists) = Self.made(600, seed: seed)
        let one = Self.scorer(Inputs(register: register, lists: lists))
        let turned = Self.scorer(Inputs(register: lists, lists: register))
        var seen: Set<UInt64> = []
        for (row, other) in Self.pairs(600) {
            let pattern = one.pattern(row, other)
            let back = turned.pattern(other, row)
            #expect(pattern == back, "\(lists[row]) \(register[other])")
            seen.insert(pattern.code)
        }
        #expect(seen.count > 400)
    }

    @Test("a value is most like itself")
    func identity() {
        let people = Self.made(600, seed: 4).lists
        let scorer = Self.scorer(Inputs(register: people, lists: people))
        for row in people.indices {
            let pattern = scorer.pattern(row, row)
            for field in ComparedField.allCases where field != .household {
                let isYearOnly = field == .birth && BirthDateComparison.isYearOnly(people[row].birth)
                let best = isYearOnly ? Int(DateLevel.yearOnly.rawValue) : 0
                #expect([best, field.missing].contains(pattern.level(field)), "\(field) of \(people[row])")
            }
        }
    }

    @Test("every level that tables have is met, so that the others of these tests say something")
    func everyLevel() {
        let (register, lists) = Self.made(2000, seed: 5)
        let scorer = Self.scorer(Inputs(register: register, lists: lists))
        let codes = Self.pairs(2000).map { scorer.pattern($0.row, $0.other).code }
        for field in ComparedField.allCases where field != .household {
            let seen = Set(codes.map { ComparisonPattern.level(field, in: $0) })
            #expect(
                seen == Set((0...field.missing).filter { field != .place || $0 != Int(PlaceLevel.district.rawValue) }), "\(field)"
            )
        }
    }

    @Test("the weight is the sum of what the fields weigh")
    func sums() {
        let (register, lists) = Self.made(600, seed: 6)
        let scorer = Self.scorer(Inputs(register: register, lists: lists))
        for (row, other) in Self.pairs(600) {
            var pattern = scorer.pattern(row, other)
            for household in HouseholdLevel.allCases {
                pattern.household = household
                let weights = scorer.rule.weights(pattern, scorer.values(other))
                #expect(weights.fields.reduce(.zero, +) == weights.sum)
                #expect(scorer.weight(pattern, other) == weights.sum)
            }
        }
    }

    @Test(
        "what one side leaves out is missing, weighs nothing, and leaves the other fields what they are",
        arguments: ComparedField.allCases.filter { $0 != .household })
    func missing(_ field: ComparedField) {
        let (register, lists) = Self.made(250, seed: 7)
        let whole = Self.scorer(Inputs(register: register, lists: lists))
        let bareRegister = register.map { $0.without(field) }
        let bareLists = lists.map { $0.without(field) }
        let bare = [(bareRegister, lists), (register, bareLists), (bareRegister, bareLists)]
            .map { Self.scorer(Inputs(register: $0, lists: $1)) }
        for (row, other) in Self.pairs(250) {
            let values = whole.values(other)
            let pattern = whole.pattern(row, other)
            for scorer in bare {
                let found = scorer.pattern(row, other)
                var others = pattern.replacing(field, with: UInt8(field.missing))
                // Whether a number fits its row is told by the sex and the year of birth.
                let provesNumber = field == .birth || field == .sex
                if provesNumber, others.number == .eachFits { others.number = .different }
                #expect(found == others)
                let left = whole.rule.weights(found, values)
                var expected = whole.rule.weights(provesNumber ? others : pattern, values).fields
                expected[field.rawValue] = .zero
                for other in Self.hanging(on: field, pattern) { expected[other.rawValue] = left.fields[other.rawValue] }
                #expect(left.fields == expected)
            }
        }
    }

    /// Fields that weigh something else where this one is not given: how rare a name is hangs on the province, whether another code says anything
    /// on whether the place is another, and where a household is counts only where its code does not tell.
    private static func hanging(on field: ComparedField, _ pattern: ComparisonPattern) -> [ComparedField] {
        switch field {
        case .place: [.name, .householdCode]
        case .householdCode: pattern.householdCode == .equal ? [.place, .address] : []
        default: []
        }
    }
}
