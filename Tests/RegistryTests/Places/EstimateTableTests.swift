import Foundation
import Registry
import Testing

@Suite("What is estimate")
struct EstimateTableTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Docs/Theory/Places.md")

    /// Each commune, and each island district without communes, with one million đồng.
    private static func table(_ from: UnitList, _ to: UnitList) throws -> EstimateTable {
        let figures = Dictionary(uniqueKeysWithValues: UnitGraphTests.places(from).map { ($0, Dong(1_000_000)) })
        return EstimateTable(try UnitGraph.vietnam.carry(figures, to: to))
    }

    @Test(
        "the theory page shows the tables as they are",
        arguments: [(UnitList.units2021, UnitList.units2025), (.units2025, .units2021)])
    func documented(from: UnitList, to: UnitList) throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let expected = try Self.table(from, to).markdown
        let mark = "<!-- measured: \(from.rawValue) to \(to.rawValue) -->\n"
        let shown = try #require(text.components(separatedBy: mark).dropFirst().first)
        if !shown.hasPrefix(expected + "\n") { Issue.record("The table should be:\n\(mark)\(expected)") }
    }

    @Test("a row counts each unit once and adds up to what was carried")
    func rows() throws {
        let table = try Self.table(.units2021, .units2025)
        #expect(table.provinces.count == 34)
        #expect(table.country.unitCount == 3_321)
        #expect(table.country.total == Int128(10_604) * 1_000_000)
        #expect(table.provinces.reduce(0) { $0 + $1.unitCount } == table.country.unitCount)
        #expect(table.provinces.reduce(0) { $0 + $1.total } == table.country.total)
        for row in table.provinces {
            let shares = Certainty.allCases.compactMap { row.thousandths($0) }
            if abs(shares.reduce(0, +) - 1_000) > 1 { Issue.record("\(row)") }
        }
    }

    @Test("nothing is estimate on the borders the figures were made on")
    func same() throws {
        let table = try Self.table(.units2025, .units2025)
        #expect(table.country.units == [.exact: 3_321])
        #expect(table.country.thousandths(.exact) == 1_000)
    }

    @Test("the counts that the theory page and the decision give are those of the graph")
    func counted() throws {
        let graph = UnitGraph.vietnam
        let forward = Gazetteer.of2024.communes.map { graph.successors(of: UnitCode($0)) }
        let everybody = forward.filter { links in
            let confirmed = links.filter { $0.relation != .partUnconfirmed }
            let carriers = confirmed.filter { $0.relation.carriesPeople }
            return confirmed.count > 1 && carriers.count == 1 && carriers[0].relation.carriesEverybody
        }
        let kept = Gazetteer.of2025.communes.filter { Gazetteer.of2024.commune($0.code) != nil }
        #expect(kept.count == 3_316)
        let pasts = kept.map { graph.predecessors(of: UnitCode($0)) }
        for (unit, past) in zip(kept, pasts) where !past.contains(where: { $0.from.number == unit.code }) {
            Issue.record("\(unit.codeText) holds nothing of the place that had the code")
        }
        let same = zip(kept, pasts).filter { unit, past in
            past.map(\.from.number) == [unit.code] && graph.successors(of: past[0].from).count == 1
        }
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for fact in [
            "\(everybody.count) of the 440 keep all their people together",
            "\(same.count) of the 3,316 codes that were there before stand for the same place and no other",
        ] where !text.contains(fact) { Issue.record("The page does not say: \(fact)") }
    }
}
