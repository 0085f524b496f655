import Registry

extension Inputs {
    /// The inputs with every place of people carried to the youngest of the unit lists that the rows use, so that a commune of 2021 and what
    /// became of it are one place. As they are where all rows use one list.
    ///
    /// A commune that was divided goes to where most of it went; one that no list knows is left out, and its province stays.
    /// - Complexity: O(*n*); the table of a list is made once.
    func carryingPlaces() -> Inputs {
        let lists = Set(unitLists.indices.filter { isUsed(UInt16($0)) }.map { unitLists[$0] })
        guard let youngest = UnitList.allCases.last(where: lists.contains), lists.count > 1 else { return self }
        var carried = self
        let tables = Dictionary(uniqueKeysWithValues: lists.map { ($0, CarriedCommunes.of($0, to: youngest)) })
        for people in [\Inputs.listed, \.population, \.insurance, \.merit] {
            for row in 0..<self[keyPath: people].count {
                let list = unitLists[Int(self[keyPath: people].submission[row])]
                guard list != youngest, let table = tables[list] else { continue }
                let commune = table.commune(self[keyPath: people].commune[row])
                carried[keyPath: people].commune[row] = commune
                carried[keyPath: people].district[row] = 0
                let province = table.province(commune, self[keyPath: people].province[row])
                carried[keyPath: people].province[row] = province
            }
        }
        carried.unitLists = unitLists.map { _ in youngest }
        return carried
    }

    private func isUsed(_ submission: UInt16) -> Bool {
        [listed, population, insurance, merit].contains { $0.submission.contains(submission) }
    }
}

/// What became of the communes and provinces of one list in a younger one.
struct CarriedCommunes: Sendable {
    private var communes: [UInt32: UInt32] = [:]
    private var provinceOfCommune: [UInt32: UInt8] = [:]
    private var provinces: [UInt8: UInt8] = [:]

    static func of(_ list: UnitList, to younger: UnitList) -> CarriedCommunes {
        if list == .units2021, younger == .units2025 { return from2021 }
        if list == .units2024, younger == .units2025 { return from2024 }
        return CarriedCommunes(list, younger)
    }

    private static let from2021 = CarriedCommunes(.units2021, .units2025)
    private static let from2024 = CarriedCommunes(.units2024, .units2025)

    private init(_ list: UnitList, _ younger: UnitList) {
        let graph = UnitGraph.vietnam
        for unit in Gazetteer.of(list).units(.commune) {
            guard let largest = CarriedCommunes.largest(graph, UnitCode(unit), younger) else { continue }
            communes[UInt32(unit.code)] = UInt32(largest.code)
            provinceOfCommune[UInt32(largest.code)] = UInt8(largest.province)
        }
        for unit in Gazetteer.of(list).units(.province) {
            guard let largest = CarriedCommunes.largest(graph, UnitCode(unit), younger) else { continue }
            provinces[UInt8(unit.code)] = UInt8(largest.code)
        }
    }

    private static func largest(_ graph: UnitGraph, _ unit: UnitCode, _ list: UnitList) -> AdministrativeUnit? {
        guard let shares = try? graph.counterparts(of: unit, in: list) else { return nil }
        return shares.max { ($0.trillionths, $1.unit) < ($1.trillionths, $0.unit) }?.unit.unit
    }

    /// 0 for a commune that the list does not know.
    func commune(_ code: UInt32) -> UInt32 { communes[code] ?? 0 }

    /// - Parameters:
    ///   - commune: Of the younger list, 0 for none.
    ///   - old: The province of the older one.
    func province(_ commune: UInt32, _ old: UInt8) -> UInt8 { provinceOfCommune[commune] ?? provinces[old] ?? 0 }
}
