import Registry
import TestSupport
import Testing

@Suite("Carrying figures between lists")
struct CarryingTests {
    private let graph = UnitGraph.vietnam

    private static let hops: [(UnitList, UnitList)] = UnitList.allCases.flatMap { from in UnitList.allCases.map { (from, $0) } }

    private func figures(_ units: [UnitCode], _ seed: UInt64, _ range: ClosedRange<Int64>) -> [UnitCode: Int64] {
        var numbers = SeededNumbers(seed: seed)
        return Dictionary(uniqueKeysWithValues: units.map { ($0, Int64.random(in: range, using: &numbers)) })
    }

    private func total(_ figures: [UnitCode: Int64]) -> Int128 { figures.values.reduce(0) { $0 + Int128($1) } }

    /// Sums by the province of the youngest list, into which every province went whole.
    private func byProvince2025(_ figures: [UnitCode: Int64]) throws -> [UnitCode: Int128] {
        var sums: [UnitCode: Int128] = [:]
        for (unit, amount) in figures {
            sums[try province2025(unit.province), default: 0] += Int128(amount)
        }
        return sums
    }

    private func province2025(_ province: UnitCode) throws -> UnitCode {
        var unit = province
        while let link = graph.successors(of: unit).first { unit = link.to }
        return try #require(unit.list == .units2025 ? unit : nil)
    }

    private static let weights: [(any SplitWeight)] = [EqualParts(), populations, pairs]

    /// Made up, and of six in seven units only.
    private static let populations: PopulationWeights = {
        var persons: [UnitCode: UInt32] = [:]
        for unit in UnitList.allCases.flatMap({ UnitGraphTests.places($0) }) where unit.number % 7 != 0 {
            persons[unit] = UInt32(unit.number) * 40_000 + 1
        }
        return PopulationWeights(name: "populations", statement: "made up", persons)
    }()

    /// Made up and very large; every fifth is nothing.
    private static let pairs: PairWeights = {
        var weights: [PairWeights.Pair: UInt64] = [:]
        for link in UnitGraphTests.places(.units2024).flatMap({ UnitGraph.vietnam.successors(of: $0) }) {
            weights[PairWeights.Pair(older: link.from, younger: link.to)] = UInt64(link.to.number % 5) * 0x0FFF_FFFF_FFFF_FFFF
        }
        return PairWeights(name: "pairs", statement: "made up", weights)
    }()

    @Test(
        "all 10,599 communes of 2021 to 2025 and back: the totals of every province are equal to the đồng",
        arguments: [1, 2] as [UInt64])
    func thereAndBack(seed: UInt64) throws {
        let units = Gazetteer.of2021.communes.map { UnitCode($0) }
        #expect(units.count == 10_599)
        let amounts = figures(units, seed, 0...90_000_000_000)
        let there = try graph.carry(amounts.mapValues { Dong($0) }, to: .units2025)
        // Without what they were made of, as a table of 2025 would be read from a file.
        let back = try graph.carry(there.values, to: .units2021)
        #expect(there.total == total(amounts))
        #expect(back.total == total(amounts))
        let expected = try byProvince2025(amounts)
        #expect(try byProvince2025(there.values) == expected)
        #expect(try byProvince2025(back.values) == expected)
        #expect(expected.count == 34)
        // With what they were made of, nothing is lost at all.
        let remembered = try graph.carry(there, to: .units2021)
        #expect(remembered.values == amounts)
        #expect(remembered.figures.values.allSatisfy { !$0.isEstimate })
    }

    @Test("totals are conserved in every direction, by every weight, for both signs", arguments: hops, [11] as [UInt64])
    func conserved(hop: (UnitList, UnitList), seed: UInt64) throws {
        let amounts = figures(UnitGraphTests.places(hop.0), seed, -7...7)
        for weight in Self.weights {
            let carried = try carry(amounts, hop.1, weight)
            #expect(carried.total == total(amounts), "\(weight.name)")
            #expect(carried.figures.keys.allSatisfy { $0.list == hop.1 })
            for (unit, figure) in carried.figures where figure.parts.reduce(0, { $0 + $1.amount }) != figure.value {
                Issue.record("\(unit) is not the sum of its parts")
            }
            let provinces = figures(UnitGraphTests.provinces(hop.0), seed, -1_000...1_000)
            #expect(try carry(provinces, hop.1, weight).total == total(provinces), "\(weight.name)")
            if hop.0 != .units2025, hop.1 != .units2025 {
                let districts = figures(Gazetteer.of(hop.0).districts.map { UnitCode($0) }, seed, -1_000...1_000)
                #expect(try carry(districts, hop.1, weight).total == total(districts), "\(weight.name)")
            }
        }
    }

    private func carry(_ amounts: [UnitCode: Int64], _ list: UnitList, _ weight: some SplitWeight) throws -> CarriedFigures {
        try graph.carry(amounts, to: list, by: weight)
    }

    @Test("what each unit gave arrives whole, whatever it is divided into", arguments: [21] as [UInt64])
    func originsConserved(seed: UInt64) throws {
        let amounts = figures(UnitGraphTests.places(.units2021), seed, -1_000_000...1_000_000)
        var arrived: [UnitCode: Int64] = [:]
        for figure in try graph.carry(amounts, to: .units2025).figures.values {
            for part in figure.parts { arrived[part.origin, default: 0] += part.amount }
        }
        #expect(arrived == amounts)
    }

    @Test("carried provinces equal carried communes, added up by province", arguments: [31] as [UInt64])
    func provincesAreTheirCommunes(seed: UInt64) throws {
        let communes = figures(UnitGraphTests.places(.units2021), seed, 0...1_000_000)
        var provinces: [UnitCode: Int64] = [:]
        for (unit, amount) in communes { provinces[unit.province, default: 0] += amount }
        var sums: [UnitCode: Int64] = [:]
        for (unit, figure) in try graph.carry(communes, to: .units2025).figures {
            sums[unit.province, default: 0] += figure.value
        }
        #expect(try graph.carry(provinces, to: .units2025).values == sums)
    }

    @Test("the largest and the smallest numbers are carried", arguments: [Int64.max, .min, .max - 1, .min + 1, 1, -1, 0])
    func extremes(amount: Int64) throws {
        for code in ["00016", "00118", "18796"] {
            let unit = try UnitCode(.units2024, .commune, text: code)
            #expect(try graph.carry([unit: amount], to: .units2025).total == Int128(amount))
        }
    }

    @Test("figures that do not fit where they meet are an error, never a wrong number")
    func overflow() throws {
        let first = try UnitCode(.units2024, .commune, text: "00004")
        let second = try UnitCode(.units2024, .commune, text: "00013")
        let meeting = try UnitCode(.units2025, .commune, text: "00004")
        #expect(throws: CarryingError.overflow(meeting)) { try graph.carry([first: .max, second: 1], to: .units2025) }
    }

    @Test("a weight of the operator divides where it names every part, and equal parts stand in elsewhere")
    func pairWeights() throws {
        let unit = try UnitCode(.units2024, .commune, text: "00025")
        let parts = graph.successors(of: unit).map(\.to)
        try #require(parts.count == 3)
        func pair(_ index: Int) -> PairWeights.Pair { PairWeights.Pair(older: unit, younger: parts[index]) }
        let counted = PairWeights(name: "survey", statement: "Households counted.", [pair(0): 70, pair(1): 20, pair(2): 10])
        let carried = try graph.carry([unit: 1_000], to: .units2025, by: counted)
        #expect(parts.map { carried[$0]?.value } == [700, 200, 100])
        #expect(carried.weight == "survey")
        let incomplete = PairWeights(name: "survey", statement: "Households counted.", [pair(0): 70])
        let equal = try graph.carry([unit: 1_000], to: .units2025, by: incomplete)
        #expect(parts.map { equal[$0]?.value } == [334, 333, 333])
    }

    @Test("a part that only one reading knows gets a share when the operator names it, and none otherwise")
    func unconfirmedPart() throws {
        let unit = try UnitCode(.units2024, .commune, text: "04012")
        let links = graph.successors(of: unit)
        #expect(links.map(\.relation).sorted { $0.rawValue < $1.rawValue } == [.partUnconfirmed, .whole])
        let silent = try graph.carry([unit: 100], to: .units2025)
        #expect(silent.figures.count == 1 && silent.figures.values.first?.certainty == .unverified)
        let weights = Dictionary(
            uniqueKeysWithValues: links.map {
                (PairWeights.Pair(older: $0.from, younger: $0.to), UInt64($0.relation == .whole ? 80 : 20))
            })
        let told = try graph.carry([unit: 100], to: .units2025, by: PairWeights(name: "survey", statement: "Counted.", weights))
        #expect(told.figures.values.map(\.value).sorted() == [20, 80])
        #expect(told.figures.values.allSatisfy { $0.certainty == .divided })
    }

    @Test("going back, a district is divided by the communes that it was made of")
    func districtsByCommunes() throws {
        // Hà Tĩnh: its own 15 communes, 11 of Thạch Hà, 2 of Cẩm Xuyên and 1 of Lộc Hà.
        let unit = try UnitCode(.units2024, .district, text: "436")
        let own = Gazetteer.of2021.communes.filter { $0.district == 436 }.count
        let back = try graph.carry([unit: Int64(own + 14)], to: .units2021)
        #expect(
            back.values.map { [$0.key.text: $0.value] }.reduce(into: [:]) { $0.merge($1) { $1 } }
                == ["436": Int64(own), "445": 11, "446": 2, "448": 1])
    }

    @Test(
        "where whole communes were merged, carried figures are those of a plain join on the conversion table",
        arguments: [51] as [UInt64])
    func plainJoin(seed: UInt64) throws {
        let rows = TableFile(geography: "commune_crosswalk").rows.filter { $0["old_level"] == "commune" }
        let times = Dictionary(rows.map { ($0["old_code"], 1) }, uniquingKeysWith: +)
        let amounts = figures(UnitGraphTests.places(.units2024), seed, 0...1_000_000_000)
        let carried = try graph.carry(amounts, to: .units2025)
        var compared = 0
        for (code, rows) in Dictionary(grouping: rows, by: { $0["new_code"] })
        where rows.allSatisfy({ times[$0["old_code"]] == 1 }) {
            let unit = try UnitCode(.units2025, .commune, text: code)
            let expected = try rows.reduce(Int64(0)) {
                $0 + (amounts[try UnitCode(.units2024, .commune, text: $1["old_code"])] ?? 0)
            }
            if carried[unit]?.value != expected || carried[unit]?.certainty != .exact { Issue.record("\(unit): \(expected)") }
            compared += 1
        }
        #expect(compared == 2_869)
    }

    @Test("going back, populations divide a merged unit in proportion")
    func populationWeights() throws {
        let unit = try UnitCode(.units2025, .province, text: "15")
        let old = graph.predecessors(of: unit).map(\.from)
        #expect(old.map(\.name) == ["Lào Cai", "Yên Bái"])
        let weight = PopulationWeights(name: "census", statement: "Census of 2019.", [old[0]: 730_420, old[1]: 821_030])
        let carried = try graph.carry([unit: 1_551_450], to: .units2024, by: weight)
        #expect(old.map { carried[$0]?.value } == [730_420, 821_030])
        #expect(carried.figures.values.allSatisfy { $0.certainty == .divided })
    }

    @Test("the estimated part is told apart from the exact part of one figure")
    func estimatedPart() throws {
        let whole = try UnitCode(.units2024, .commune, text: "00004")
        let divided = try UnitCode(.units2024, .commune, text: "00016")
        let carried = try graph.carry([whole: 100, divided: 300], to: .units2025)
        let baDinh = try #require(carried[UnitCode(.units2025, .commune, text: "00004")])
        #expect(baDinh.value == 250 && baDinh.isEstimate)
        #expect(baDinh.amount(.exact) == 100 && baDinh.estimated == 150)
        #expect(baDinh.parts.map(\.origin) == [whole, divided])
    }
}

@Suite("Dividing whole numbers")
struct ApportionmentTests {
    @Test("parts add up, keep their quota, and do not depend on the sign", arguments: [41, 42, 43] as [UInt64])
    func quota(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...9, using: &numbers)
            let masses: [UInt64] = (0..<count).map { _ in UInt64.random(in: 0...50, using: &numbers) }
            let amount = Int64.random(in: 0...10_000, using: &numbers)
            let parts = Apportionment.divide(amount, by: masses)
            let sum: Int64 = parts.reduce(0, +)
            #expect(sum == amount)
            let mirrored = parts.map { -$0 }
            #expect(Apportionment.divide(-amount, by: masses) == mirrored)
            let total: UInt64 = masses.reduce(0, +)
            for (part, mass) in zip(parts, masses) where total > 0 {
                let quota = Double(amount) * Double(mass) / Double(total)
                if abs(Double(part) - quota) >= 1 { Issue.record("\(amount) by \(masses): \(parts)") }
            }
        }
    }

    @Test("the widest products do not overflow")
    func wide() {
        let masses: [UInt64] = [.max, .max, .max]
        let largest: Int64 = Apportionment.divide(.max, by: masses).reduce(0, +)
        #expect(largest == .max)
        let smallest: Int128 = Apportionment.divide(.min, by: masses).reduce(0) { $0 + Int128($1) }
        #expect(smallest == Int128(Int64.min))
    }

    @Test("masses that are all nothing count as equal")
    func noMass() {
        #expect(Apportionment.divide(10, by: [0, 0, 0]) == [4, 3, 3])
        #expect(Apportionment.divide(10, by: []).isEmpty)
    }
}
