import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("Links that stand from run to run")
struct KeptLinksTests {
    /// Two provinces of a few dozen people each and a register of three thousand; half of the rows bear their number.
    private final class TwoProvinces {
        let fixture: StoreFixture
        let people: [Person]

        init() throws {
            fixture = try StoreFixture()
            var numbers = SeededNumbers(seed: 7)
            people = (0..<3000).map { TwoProvinces.person($0, &numbers) }
            try fixture.add(.population, people.enumerated().map { $1.national(residence: "R\($0 / 4)") })
            try send(province: 24, rows(24))
            try send(province: 25, rows(25))
        }

        /// Rows 0–79 are listed in province 24, rows 80–119 in province 25; every other one without a number.
        func rows(_ province: Int) -> [Person] {
            (province == 24 ? 0..<80 : 80..<120).map { index in
                var person = people[index]
                person.province = province
                person.household = "\(province)\(index / 4)"
                person.code = "\(province)000\(index)"
                if index % 2 == 1 { person.citizen = nil }
                return person
            }
        }

        func send(province: Int, _ rows: [Person]) throws {
            try fixture.add(.members, province: province, rows.map(\.member))
            try fixture.add(.payments, province: province, rows.prefix(1).map { $0.instruction() })
        }

        func run(province: Int? = nil, relinking: Bool = false) throws -> ReconciliationSummary {
            try Reconciliation(store: fixture.store).run(
                period: fixture.period, province: province, relinking: relinking, actor: "test")
        }

        /// Every link as the store has it: row, record, weight, pass.
        func links(_ run: ReconciliationSummary) throws -> [String: String] {
            let codes = try fixture.column("person_code", .members)
            return Dictionary(
                uniqueKeysWithValues: try fixture.rows("SELECT * FROM person_link WHERE run_id = \(run.run)").compactMap { row in
                    guard let code = codes[[row.int64("submission_id") ?? 0, row.int64("record") ?? 0]]?.words else { return nil }
                    return (
                        code,
                        "\(row.int64("population_record") ?? 0) \(row.int64("millibits") ?? 0) \(row.string("pass") ?? "")"
                    )
                })
        }

        private static func person(_ index: Int, _ numbers: inout SeededNumbers) -> Person {
            func some(_ words: [String]) -> String { words[Int.random(in: 0..<words.count, using: &numbers)] }
            let name = [
                some(["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Giàng", "Lò", "Quàng", "Tòng"]),
                some(["Văn", "Thị", "Hữu", "Đức", "Minh", "A", "Thu"]),
                some(["Lan", "Hùng", "Mai", "Sơn", "Hà", "Tú", "Páo", "Sen", "Bưởi", "Ún", "Mỷ", "Pâng", "Hặc", "Giang"]),
            ].joined(separator: " ")
            let birth = Int.random(in: 1935...2015, using: &numbers) * 10_000 + Int.random(in: 1...12, using: &numbers) * 100
            return Person(
                name: name, birth: birth + Int.random(in: 2...28, using: &numbers), citizen: 24_099_000_000 + index,
                commune: 7300 + index / 8 % 40)
        }
    }

    /// Of a link as ``TwoProvinces/links(_:)`` has it: weights of two models differ.
    private func partner(_ link: String) -> Substring { link.prefix { $0 != " " } }

    @Test("nothing new: the same links to the last bit, the same fingerprint, and no row is looked for")
    func nothingNew() throws {
        let country = try TwoProvinces()
        let (first, second) = (try country.run(), try country.run())
        #expect(first.people.kept == nil)
        #expect(second.people.kept == .init(run: first.run, rows: 120, new: 0, reopened: 0))
        #expect(second.people.candidatePairs == 0)
        #expect(try country.links(first).count > 100)
        #expect(try country.links(first) == country.links(second))
        #expect(first.inputs == second.inputs)
        // And so on from run to run.
        #expect(try country.links(country.run()) == country.links(first))
    }

    @Test("a list that was sent again is linked, the others keep their links")
    func newList() throws {
        let country = try TwoProvinces()
        let first = try country.run()
        var rows = country.rows(25)
        rows[1].name = rows[1].name.uppercased()
        rows.removeLast()
        try country.send(province: 25, rows)
        let second = try country.run()
        #expect(second.people.kept == .init(run: first.run, rows: 80, new: 39, reopened: 0))
        let (before, after) = (try country.links(first), try country.links(second))
        #expect(before.filter { $0.key.hasPrefix("24") } == after.filter { $0.key.hasPrefix("24") })
        let anew = try country.run(relinking: true)
        #expect(anew.people.kept == nil)
        #expect(after.mapValues(partner) == (try country.links(anew)).mapValues(partner))
        #expect(after.keys.contains("2500081"))
        // What hangs on an earlier run says so.
        #expect(Set([first.inputs, second.inputs, anew.inputs]).count == 3)
    }

    @Test("a province's run keeps what the country's has found, and leaves it to the country's")
    func province() throws {
        let country = try TwoProvinces()
        let first = try country.run()
        let own = try country.run(province: 25)
        #expect(own.people.kept == .init(run: first.run, rows: 40, new: 0, reopened: 0))
        #expect(try country.links(own) == country.links(first).filter { $0.key.hasPrefix("25") })
        #expect(try country.run().people.kept?.run == first.run)
    }

    @Test("new national records, or more new rows than old: everything is linked anew")
    func anew() throws {
        let country = try TwoProvinces()
        _ = try country.run()
        try country.send(province: 24, country.rows(24))
        #expect(try country.run().people.kept == nil)
        try country.fixture.add(.population, country.people.map { $0.national(residence: "R") })
        #expect(try country.run().people.kept == nil)
        #expect(try country.run().people.kept?.new == 0)
    }

    @Test("a weighed link is open again where a new row has the record by its number")
    func reopened() throws {
        let country = try TwoProvinces()
        let rows = country.rows(25)
        // Linked by weight: no number, a name that two people might have.
        let wrong = try #require(rows.indices.first { rows[$0].citizen == nil })
        let taken = rows[wrong]
        try country.send(province: 25, rows)
        let first = try country.run()
        let link = try #require(try country.links(first)[taken.code])
        #expect(!link.hasSuffix(" number"))
        // The one whose record it is turns up elsewhere, with the number.
        var owner = country.people[80 + wrong]
        owner.province = 26
        (owner.household, owner.code) = ("2699", "26000999")
        try country.send(province: 26, [owner])
        let second = try country.run()
        #expect(second.people.kept == .init(run: first.run, rows: 120, new: 1, reopened: 1))
        #expect(try country.links(second)["26000999"]?.hasSuffix(" number") == true)
        let anew = try country.links(country.run(relinking: true))
        #expect(try country.links(second)[taken.code].map(partner) == anew[taken.code].map(partner))
    }

    @Test("a row that was refused a record is looked for again when the list that had it is gone")
    func givenUp() throws {
        let country = try TwoProvinces()
        // No number, another commune, of the date the year only, and nobody beside them: little against who has the record by its number.
        let weak = country.rows(24).enumerated().map { index, person in
            var person = person
            guard index % 10 == 1 else { return person }
            (person.household, person.commune, person.birth) = (person.code, 7340, person.birth / 10_000 * 10_000)
            return person
        }
        try country.send(province: 24, weak)
        // Many have no record at all, so that having none is likely.
        let others =
            country.rows(25)
            + (0..<35).map { index in
                Person(
                    name: "Bùi Xuân \(["Kế", "Lộc", "Nhuận", "Oai", "Phiên"][index % 5])",
                    birth: 19_300_000 + index * 10_000 + 305,
                    province: 25, commune: 9000, household: "258\(index)", code: "25800\(index)")
            }
        let claimants = (0..<80).filter { $0 % 10 == 1 }.map { index in
            var person = country.people[index]
            (person.province, person.household, person.code) = (25, "259\(index)", "25900\(index)")
            person.commune = country.people[100].commune
            return person
        }
        try country.send(province: 25, others + claimants)
        let first = try country.run()
        let refused = try weak.map(\.code).filter { try country.links(first)[$0] == nil }
        #expect(refused.count > 5)
        try country.send(province: 25, others)
        let second = try country.run()
        #expect(second.people.kept?.run == first.run && second.people.kept?.new == others.count)
        #expect(second.people.kept?.reopened == refused.count)
        let after = try country.links(second)
        let found = refused.filter { after[$0] != nil }
        #expect(found.count > 5, "\(found.count) of \(refused.count)")
        // The code says whose row it is; records count from 1.
        for code in found {
            let person = try #require(Int(code.dropFirst("24000".count)))
            #expect(after[code].map(partner) == "\(person + 1)")
        }
        // Where no list is gone, nobody is looked for again.
        #expect(try country.run().people.kept?.reopened == 0)
    }

    @Test("an index of the keys that are asked for gives the blocks that one of all keys gives")
    func filteredIndex() throws {
        var numbers = SeededNumbers(seed: 3)
        let register = (0..<4000).map { ListedPerson.random("\($0)", using: &numbers) }
        let table = Inputs(register: register, lists: register.prefix(300).map { $0.spoilt(using: &numbers) })
        let blocking = Blocking(names: table.names, addresses: table.addresses)
        for rule in Blocking.Rule.allCases {
            var asked = KeyFilter(keys: 900)
            for row in 0..<300 { blocking.forEachKey(rule, table.listed, row) { asked.insert($0) } }
            let whole = RuleIndex(rule, table.population, 0..<table.population.count, blocking)
            let some = RuleIndex(rule, table.population, 0..<table.population.count, blocking, asked: asked)
            var (wholeRequests, someRequests) = (BlockRequests(whole), BlockRequests(some))
            for row in 0..<300 {
                _ = wholeRequests.send([row], table.listed) { _ in }
                _ = someRequests.send([row], table.listed) { _ in }
                #expect(candidates(wholeRequests) == candidates(someRequests))
            }
        }
    }

    private func candidates(_ requests: BlockRequests) -> [UInt32] {
        var found: [UInt32] = []
        requests.forEachCandidate(0) { found.append($0) }
        return found
    }
}
