import Foundation
import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("The linkage model")
struct ModelTests {
    /// Blocks of made pairs, matches among strangers, drawn from known m and u: nobody says which is which.
    @Test("learns the m probabilities that made the pairs", arguments: [0.9, 0.4, 0.08])
    func recovery(share: Double) {
        var truth = LinkageModel()
        truth[.name].m = [0.6, 0.2, 0.05, 0.04, 0.03, 0.03, 0.02, 0.01, 0.01, 0.005, 0.005]
        truth[.birth].m = [0.7, 0.05, 0.15, 0.04, 0.03, 0.02, 0.01]
        truth[.sex].m = [0.97, 0.03]
        truth[.place].m = [0.7, 0.1, 0.1, 0.1]
        truth[.number].m = [0.9, 0.07, 0.0295, 0.0005]
        var numbers = SeededNumbers(seed: 11)
        var blocks = [
            ExpectationMaximisation.Block(fields: [.number]), ExpectationMaximisation.Block(fields: [.birth]),
            ExpectationMaximisation.Block(fields: [.name]),
        ]
        for index in blocks.indices {
            for _ in 0..<80_000 {
                let isMatch = Double.random(in: 0..<1, using: &numbers) < share
                func draw<Level: ComparisonLevel>(_ field: ComparedField, _: Level.Type) -> Level {
                    Self.draw(isMatch ? truth[field].m : truth[field].u, &numbers)
                }
                blocks[index].add(
                    ComparisonPattern(
                        name: draw(.name, NameLevel.self), birth: draw(.birth, DateLevel.self),
                        sex: draw(.sex, AgreementLevel.self),
                        place: draw(.place, PlaceLevel.self), number: draw(.number, PersonalNumberLevel.self)))
            }
        }
        let found = ExpectationMaximisation(start: LinkageModel()).learn(from: blocks)
        for field in [ComparedField.name, .birth, .sex, .place, .number] {
            #expect(abs(found[field].m.reduce(0, +) - 1) < 1e-9)
            for (estimate, known) in zip(found[field].m, truth[field].m) {
                #expect(abs(estimate - known) < 0.02, "\(field) \(found[field].m)")
            }
        }
        #expect(found[.address].m == LinkageModel()[.address].m, "a field that no pair has keeps its start")
    }

    @Test("learns u from random pairs: as often as the values of two strangers meet")
    func strangers() {
        var inputs = Inputs(period: Period(year: 2021, month: 1)!)
        inputs.unitLists = [.units2021]
        let names = ["Nguyễn Thị Lan", "Trần Văn Hùng", "Lê Thị Hoa", "Phạm Đức Anh"].map { inputs.names.add($0) }
        func birth(_ year: Int) -> Int32 { Int32(19_500_203 + year % 50 * 10_000) }
        for row in 0..<4000 {
            let isFifth: Bool = row % 5 == 4
            inputs.population.append(name: names[row % 4], birth: birth(row), sex: isFifth ? 2 : 1)
            inputs.listed.append(name: names[row / 7 % 4], birth: birth(row / 3))
        }
        let frequency = TermFrequency(inputs.population, names: inputs.names)
        let rule = FellegiSunter(model: LinkageModel(), frequency: frequency)
        let scorer = PairScorer(inputs: inputs, rule: rule, values: ValueTable(of: inputs.population, frequency, inputs.names))
        var model = LinkageModel()
        RandomPairs(scorer: scorer, count: 1_000_000).learn(&model)
        #expect(abs(model[.sex].u[0] - 0.8) < 0.01)
        #expect(abs(model[.birth].u[0] - 0.02) < 0.001)
        #expect(abs(model[.name].u[0] - 0.25) < 0.001)
        #expect(model[.number].u == LinkageModel()[.number].u, "nobody shares a number by chance")
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
            people.append(name: row == 0 ? rare : common, birth: 19_500_000 + Int32(row % 50) * 10_000 + 203)
        }
        let frequency = TermFrequency(people, names: names)
        let rule = FellegiSunter(model: LinkageModel(), frequency: frequency)
        let values = ValueTable(of: people, frequency, names)
        func nameWeight(_ row: Int, _ place: PlaceLevel) -> MatchWeight {
            rule.nameWeight(ComparisonPattern(name: .exact, place: place), values[row])
        }
        #expect(nameWeight(0, .different) > nameWeight(1, .different))
        #expect(nameWeight(0, .commune) <= nameWeight(0, .different))
        #expect(rule.dateWeight(.exact, values[0]) > rule.dateWeight(.yearOnly, values[0]))
        #expect(rule.dateWeight(.different, values[0]) < .zero)
        let numbers = PersonalNumberLevel.allCases.map { rule.own(.number, $0.rawValue) }
        #expect(numbers[0] > numbers[1] && numbers[1] > .zero && numbers[2] < .zero && numbers[3] < numbers[2])
        #expect(numbers[4] == .zero)
    }

    @Test("a model that was saved before a level was told apart is read: the level weighs what the one before it does")
    func savedBefore() throws {
        var model = LinkageModel()
        model.registered = 77
        var saved = try #require(JSONSerialization.jsonObject(with: Data(model.json().utf8)) as? [String: Any])
        var fields = try #require(saved["fields"] as? [String: [[String: Any]]])
        let key = ComparedField.number.key
        fields[key]?.removeAll { $0["level"] as? String == PersonalNumberLevel.eachFits.word }
        #expect(fields[key]?.count == 3)
        saved["fields"] = fields
        let read = try LinkageModel(json: JSONSerialization.data(withJSONObject: saved))
        #expect(read.registered == 77 && read[.name] == model[.name])
        #expect(read[.number].m[3] == read[.number].m[2] && read[.number].u[3] == read[.number].u[2])
        // But any other level that is missing is an error.
        fields[key]?.removeAll { $0["level"] as? String == PersonalNumberLevel.oneDigit.word }
        saved["fields"] = fields
        let broken = try JSONSerialization.data(withJSONObject: saved)
        #expect(throws: DecodingError.self) { try LinkageModel(json: broken) }
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
