import Registry

/// Finds, among those who left one province's list and those who are new in another's, the persons who moved between provinces.
struct ProvinceMoves: Sendable {
    struct Move: Hashable, Sendable {
        let from: Int
        let to: Int
    }

    /// Persons by the provinces between which they moved.
    private(set) var flows: [Move: Int64] = [:]
    private(set) var grounds = [Int64](repeating: 0, count: MatchingPass.Ground.allCases.count)

    private struct Place {
        let area: Int
        let index: Int
    }

    /// Closes the accounts of all leftovers.
    ///
    /// - Parameter areas: One a province; with a single one nobody can be found elsewhere.
    init(closing areas: inout [AreaMovement], sets: BenefitSets) throws(DongOverflow) {
        let oldPlaces = areas.indices.flatMap { area in areas[area].leftoverOld.indices.map { Place(area: area, index: $0) } }
        let newPlaces = areas.indices.flatMap { area in areas[area].leftoverNew.indices.map { Place(area: area, index: $0) } }
        let matching = match(areas, oldPlaces, newPlaces)
        for (row, place) in oldPlaces.enumerated() {
            let leftover = areas[place.area].leftoverOld[place.index]
            let partner = matching.newOf[row] == PersonMatching.none ? nil : newPlaces[Int(matching.newOf[row])]
            let marks = partner.map { ProvinceMoves.marks(leftover, areas[place.area], areas[$0.area], $0.index, sets) }
            try areas[place.area].close(old: leftover, movedWith: marks)
            guard let partner else { continue }
            flows[Move(from: areas[place.area].lists.province, to: areas[partner.area].lists.province), default: 0] += 1
        }
        for (row, place) in newPlaces.enumerated() {
            let leftover = areas[place.area].leftoverNew[place.index]
            try areas[place.area].close(new: leftover, hasMoved: matching.oldOf[row] != PersonMatching.none)
        }
        for area in areas.indices { (areas[area].leftoverOld, areas[area].leftoverNew) = ([], []) }
    }

    private mutating func match(_ areas: [AreaMovement], _ oldPlaces: [Place], _ newPlaces: [Place]) -> PersonMatching {
        // A household's key is its province's own: the two sides must not meet by chance.
        let old = oldPlaces.map { place in
            var person = areas[place.area].leftoverOld[place.index].person
            person.province = Int16(place.area)
            person.household = KeyJoin.key(person.household, UInt64(place.area))
            return person
        }
        let new = newPlaces.map { place in
            var person = areas[place.area].leftoverNew[place.index].person
            person.province = Int16(place.area)
            person.household = KeyJoin.key(person.household, UInt64(place.area))
            return person
        }
        var matching = PersonMatching(old: old.count, new: new.count)
        let families = MatchingPass.families.map(\.betweenProvinces)
        matching.run(MatchingPass.betweenProvinces, old: old, new: new, oldRows: { _ in true }, newRows: { _ in true })
        matching.runFamilies(families, old: old, new: new, oldRows: { _ in true }, newRows: { _ in true })
        grounds = matching.counts
        return matching
    }

    private static func marks(
        _ leftover: AreaMovement.Leftover, _ old: AreaMovement, _ new: AreaMovement, _ index: Int, _ sets: BenefitSets
    ) -> MovementMarks {
        ListComparison.changes(
            leftover.person, new.leftoverNew[index].person, sets, old.lists.scope.intersection(new.lists.scope))
    }
}
