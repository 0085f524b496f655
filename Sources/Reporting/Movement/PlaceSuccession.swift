package import Registry

/// What became of a commune between two unit lists. The comparison asks this and nothing else about places, so that a dated graph of
/// places can be put in without touching it.
package struct PlaceSuccession: Sendable {
    /// The communes of the second list that hold some of the land of a commune of the first; empty when that is not known.
    package let successors: @Sendable (_ commune: Int, _ old: UnitList, _ new: UnitList) -> [Int]

    package init(successors: @escaping @Sendable (_ commune: Int, _ old: UnitList, _ new: UnitList) -> [Int]) {
        self.successors = successors
    }

    /// Knows that a commune is itself within one list, and of two lists nothing.
    package static let withinOneList = PlaceSuccession { commune, old, new in old == new ? [commune] : [] }

    /// Whether someone listed in the old commune who did not move would be listed in the new one.
    func isCarried(_ old: ListedPerson, into new: ListedPerson) -> PartialDate.Answer {
        guard old.commune != 0, new.commune != 0 else { return .unknown }
        let heirs = successors(Int(old.commune), old.unitList, new.unitList)
        if heirs.isEmpty { return .unknown }
        return heirs.contains(Int(new.commune)) ? .yes : .no
    }

    /// The one commune of `list` in which all of the old commune lies.
    func successor(of person: ListedPerson, in list: UnitList) -> Int? {
        let heirs = successors(Int(person.commune), person.unitList, list)
        return heirs.count == 1 ? heirs[0] : nil
    }
}

/// Which provinces of the 63 make up which of the 34 (Resolution 202/2025/QH15): whose lists precede the list of a merged province.
enum ProvinceSuccession {
    /// The provinces of `old` that became `province` of `new`; itself when the lists have the same provinces.
    static func predecessors(of province: Int, in new: UnitList, from old: UnitList) -> [Int] {
        guard hasMerged(new), !hasMerged(old) else { return [province] }
        return merged[province] ?? []
    }

    static func successor(of province: Int) -> Int? { merged.first { $0.value.contains(province) }?.key }

    /// Since July 2025 there are 34 provinces; the lists before have the same 63.
    static func hasMerged(_ list: UnitList) -> Bool { list == .units2025 }

    private static let merged: [Int: [Int]] = Dictionary(
        TableFile(geography: "provinces_34").rows.map { row in
            (Int(row["code"]) ?? 0, row["merged_from_63"].split(separator: ",").compactMap { Int($0) })
        }
    ) { first, _ in first }
}
