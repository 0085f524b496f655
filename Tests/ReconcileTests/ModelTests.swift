import TestSupport
import Testing

@testable import Reconcile

@Suite("The linkage model")
struct ModelTests {
    @Test("learns the m probabilities that made the pairs")
    func recovery() {
        var truth = LinkageModel()
        truth.nameM = [0.6, 0.2, 0.05, 0.05, 0.04, 0.03, 0.01, 0.01, 0.01]
        truth.dateM = [0.7, 0.05, 0.15, 0.04, 0.03, 0.02, 0.01]
        truth.placeM = [0.7, 0.1, 0.1, 0.1]
        var numbers = SeededNumbers(seed: 11)
        var estimation = ModelEstimation()
        for _ in 0..<60_000 {
            estimation.add(
                ComparisonPattern(
                    name: Self.draw(truth.nameM, &numbers), birth: Self.draw(truth.dateM, &numbers), sex: .equal,
                    place: Self.draw(truth.placeM, &numbers)))
        }
        let found = estimation.model
        for (estimate, known) in zip(found.nameM + found.dateM + found.placeM, truth.nameM + truth.dateM + truth.placeM) {
            #expect(abs(estimate - known) < 0.012)
        }
        #expect(abs(found.nameM.reduce(0, +) - 1) < 1e-9)
    }

    @Test("adds weights that do not depend on their order")
    func order() {
        let weights = [3.1, -0.7, 12.25, 0.001].map { MatchWeight(bits: $0) }
        let sum = weights.reduce(.zero, +)
        #expect(weights.reversed().reduce(.zero, +) == sum)
        #expect(MatchWeight(m: 0.5, u: 0.5) == .zero)
        #expect(MatchWeight(m: 0.8, u: 0.1).millibits == 3000)
    }

    @Test("takes a rare name for stronger evidence than a common one, and a better level for better")
    func termFrequency() {
        var names = NameBook()
        let (common, rare) = (names.add("Nguyễn Thị Lan"), names.add("Tôn Nữ Quỳnh Giao"))
        var people = PersonColumns()
        for row in 0..<1000 {
            people.appendTest(name: row == 0 ? rare : common, birth: 19_500_000 + Int32(row % 50) * 10_000 + 203)
        }
        let rule = FellegiSunter(model: LinkageModel(), frequency: TermFrequency(people, names: names), names: names)
        #expect(rule.nameWeight(.exact, rare) > rule.nameWeight(.exact, common))
        #expect(rule.dateWeight(.exact, 19_500_203) > rule.dateWeight(.yearOnly, 19_500_203))
        #expect(rule.dateWeight(.different, 19_500_203) < .zero)
        #expect(rule.numberWeight(.missing) == .zero)
        #expect(rule.numberWeight(.equal) > rule.numberWeight(.oneDigit))
        #expect(rule.numberWeight(.different) < .zero)
    }

    private static func draw<Level: ComparisonLevel>(_ shares: [Double], _ numbers: inout SeededNumbers) -> Level {
        var rest = Double.random(in: 0..<1, using: &numbers)
        for (index, share) in shares.enumerated() {
            rest -= share
            if rest < 0 { return Level(rawValue: UInt8(index)) ?? Array(Level.allCases)[0] }
        }
        return Array(Level.allCases)[0]
    }
}

extension PersonColumns {
    fileprivate mutating func appendTest(name: UInt32, birth: Int32) {
        self.name.append(name)
        self.birth.append(birth)
        province.append(24)
        commune.append(7201)
    }
}
