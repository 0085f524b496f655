import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("The cost of blocking rules")
struct BlockingCostTests {
    @Test("is foretold to the pair where every row is in the sample")
    func exact() throws {
        let inputs = Self.inputs(register: 4000, lists: 3000)
        let costs = try Self.search(inputs).run(inputs.rows).costs
        #expect(costs.contains { $0.pairs > 1000 })
        for cost in costs {
            #expect(cost.predictedPairs == cost.pairs, "\(cost.name)")
            #expect(cost.keptPairs <= cost.comparedPairs && cost.comparedPairs <= cost.pairs)
        }
        let byName = try #require(costs.first { $0.name == "nameAndYear" })
        #expect(byName.pairs == Self.pairsOfOneNameAndYear(inputs) && byName.dividedBlocks == 0)
    }

    @Test("is foretold to a tenth from a sample")
    func sampled() throws {
        let inputs = Self.inputs(register: 20_000, lists: 40_000)
        let costs = try Self.search(inputs).run(inputs.rows).costs.filter { $0.pairs > 20_000 }
        #expect(!costs.isEmpty)
        for cost in costs { #expect(abs(Double(cost.predictedPairs) / Double(cost.pairs) - 1) < 0.1, "\(cost.name)") }
    }

    @Test("is never more than what is planned, and the same for the rules that every row goes through")
    func planned() throws {
        let inputs = Self.inputs(register: 4000, lists: 3000)
        let search = Self.search(inputs)
        let run = try search.run(inputs.rows).costs
        let planned = try search.plan(inputs.rows)
        #expect(planned.map(\.name) == run.map(\.name))
        for (plan, cost) in zip(planned, run) {
            let isWide = Blocking.Rule.allCases.contains { $0.isWide && "\($0)" == plan.name }
            #expect(plan.pairs == 0)
            #expect(isWide ? plan.predictedPairs >= cost.pairs : plan.predictedPairs == cost.pairs, "\(plan.name)")
        }
    }

    /// By a dictionary of texts.
    private static func pairsOfOneNameAndYear(_ inputs: Inputs) -> Int {
        func keys(_ people: PersonColumns) -> [String] {
            (0..<people.count).filter { people.name[$0] != NameBook.none && people.birth[$0] != 0 }.map {
                "\(String(decoding: inputs.names.plainLetters(of: people.name[$0]), as: UTF8.self)) \(people.birth[$0] / 10_000)"
            }
        }
        let register = Dictionary(keys(inputs.population).map { ($0, 1) }, uniquingKeysWith: +)
        return keys(inputs.listed).reduce(0) { $0 + (register[$1] ?? 0) }
    }

    private static func search(_ inputs: Inputs) -> CandidateSearch {
        let frequency = TermFrequency(inputs.population, names: inputs.names)
        let scorer = PairScorer(
            inputs: inputs, rule: FellegiSunter(model: LinkageModel(), frequency: frequency),
            values: ValueTable(of: inputs.population, frequency, inputs.names))
        return CandidateSearch(
            inputs: inputs, scorer: scorer, blocking: Blocking(names: inputs.names, addresses: inputs.addresses),
            progress: .silent)
    }

    private static func inputs(register: Int, lists: Int) -> Inputs {
        var numbers = SeededNumbers(seed: UInt64(register))
        let people = (0..<register).map { ListedPerson.random("\($0)", using: &numbers) }
        let listed = (0..<lists).map { people[$0 % register].spoilt(using: &numbers) }
        return Inputs(register: people, lists: listed)
    }
}

extension Inputs {
    fileprivate var rows: [UInt32] { Array(0..<UInt32(listed.count)) }
}
