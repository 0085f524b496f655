import Registry

/// What one province's comparison comes to, and who is left over for the comparison between provinces.
struct AreaMovement: Sendable {
    struct Flow: Hashable, Sendable {
        let from: Int
        let to: Int
    }

    /// A person whom only one of the two lists has.
    struct Leftover: Sendable {
        let person: ListedPerson
        let unit: Int
        /// The list, or the reason for which a benefit ended, says that the person moved away.
        var isNotedAway = false
        /// Running benefits of a row that only gives notice.
        var noticedAmount: Int64 = 0
    }

    let lists: ProvinceListPair
    var tally = MovementTally()
    var households = HouseholdChanges.Counts()
    /// Of those who left: noted as moved away.
    var notedAway: Int64 = 0
    var repeatedOld: Int64 = 0
    var repeatedNew: Int64 = 0
    /// Persons whom the list itself has as dead or moved away.
    var noticesOld: Int64 = 0
    var noticesNew: Int64 = 0
    var placesUnknown: Int64 = 0
    var grounds = [Int64](repeating: 0, count: MatchingPass.Ground.allCases.count)
    var unjoinedOld = PersonList.Benefits()
    var unjoinedNew = PersonList.Benefits()
    /// By district, or by commune where there are none; 0 for an old unit of which it is not known what became of it.
    var units: [Int: UnitFlow] = [:]
    /// Persons who changed their commune, by codes.
    var moves: [Flow: Int64] = [:]
    /// Persons whose household or benefits are of another class.
    var classChanges: [Flow: Int64] = [:]
    var benefitChanges: [Flow: Int64] = [:]
    var leftoverOld: [Leftover] = []
    var leftoverNew: [Leftover] = []

    init(lists: ProvinceListPair) { self.lists = lists }

    init(lists: ProvinceListPair, old: PersonList, new: PersonList, places: PlaceSuccession, sets: BenefitSets)
        throws(DongOverflow)
    {
        self.init(lists: lists)
        let comparison = ListComparison(old: old, new: new, places: places, sets: sets, scope: lists.scope)
        households = comparison.households
        placesUnknown = comparison.placesUnknown
        grounds = comparison.matching.counts
        (repeatedOld, repeatedNew) = (old.repeated, new.repeated)
        (unjoinedOld, unjoinedNew) = (old.unjoined, new.unjoined)
        let map = UnitMap(list: lists.unitList, places: places)
        for row in comparison.old.indices { try addOld(row, comparison, map, sets) }
        for row in comparison.new.indices where comparison.matching.oldOf[row] == PersonMatching.none {
            try addNew(row, comparison, map)
        }
        noticesOld = Int64(comparison.old.count { !$0.isPresent })
        noticesNew = Int64(comparison.new.count { !$0.isPresent })
    }

    // MARK: Adding

    private mutating func addOld(_ row: Int, _ comparison: ListComparison, _ map: UnitMap, _ sets: BenefitSets)
        throws(DongOverflow)
    {
        let person = comparison.old[row]
        let partner = comparison.partner(of: row).map { comparison.new[$0] }
        let movementClass = comparison.oldClasses[row]
        if movementClass == .left {
            leftoverOld.append(
                Leftover(
                    person: person, unit: map.unit(ofOld: person), isNotedAway: comparison.isNotedAway[row],
                    noticedAmount: partner?.amount ?? 0))
            return
        }
        try tally.add(
            movementClass, isInOld: movementClass.isInOld, isInNew: movementClass.isInNew, before: person.amount,
            after: partner?.amount ?? 0, marks: comparison.marks[row])
        switch movementClass {
        case .gone: break
        case .died: count(map.unit(ofOld: person)) { unit in (unit.old, unit.died) = (unit.old + 1, unit.died + 1) }
        case .returned:
            guard let partner else { return }
            count(map.unit(ofNew: partner)) { unit in (unit.returned, unit.current) = (unit.returned + 1, unit.current + 1) }
        default:
            guard let partner else { return }
            addStayed(person, partner, comparison.marks[row], map, sets)
        }
    }

    private mutating func addStayed(
        _ before: ListedPerson, _ after: ListedPerson, _ marks: MovementMarks, _ map: UnitMap, _ sets: BenefitSets
    ) {
        let to = map.unit(ofNew: after)
        let from = marks.contains(.moved) ? map.unit(ofOld: before) : to
        count(from) { $0.old += 1 }
        count(to) { $0.current += 1 }
        if from != to {
            count(from) { $0.departed += 1 }
            count(to) { $0.arrived += 1 }
        }
        if marks.contains(.moved) {
            moves[Flow(from: AreaMovement.place(before), to: AreaMovement.place(after)), default: 0] += 1
        }
        guard marks.contains(.category) else { return }
        if before.householdClass != after.householdClass, before.householdClass != 0, after.householdClass != 0 {
            classChanges[Flow(from: Int(before.householdClass), to: Int(after.householdClass)), default: 0] += 1
        }
        if lists.scope.contains(.benefits), sets.differ(before.benefits, after.benefits) {
            benefitChanges[Flow(from: Int(before.benefits), to: Int(after.benefits)), default: 0] += 1
        }
    }

    private mutating func addNew(_ row: Int, _ comparison: ListComparison, _ map: UnitMap) throws(DongOverflow) {
        let person = comparison.new[row]
        guard comparison.newClasses[row] == .new else {
            return try tally.add(.gone, isInOld: false, isInNew: false, before: 0, after: person.amount)
        }
        leftoverNew.append(Leftover(person: person, unit: map.unit(ofNew: person)))
    }

    private mutating func count(_ unit: Int, _ change: (inout UnitFlow) -> Void) { change(&units[unit, default: UnitFlow()]) }

    /// A commune with its list, in one number: the list's place in ``UnitList/allCases`` before the code.
    private static func place(_ person: ListedPerson) -> Int {
        (UnitList.allCases.firstIndex(of: person.unitList) ?? 0) * 100_000 + Int(person.commune)
    }

    static func commune(ofPlace place: Int) -> (list: UnitList, code: Int) {
        (UnitList.allCases[place / 100_000], place % 100_000)
    }

    // MARK: Leftovers

    /// Closes the account of one who left and did not turn up in another province, or did.
    mutating func close(old leftover: Leftover, movedWith marks: MovementMarks?) throws(DongOverflow) {
        let movementClass: MovementClass = marks == nil ? .left : .movedProvince
        try tally.add(
            movementClass, isInOld: true, isInNew: false, before: leftover.person.amount, after: leftover.noticedAmount,
            marks: marks ?? [])
        if marks == nil, leftover.isNotedAway { notedAway += 1 }
        count(leftover.unit) { unit in
            unit.old += 1
            if marks == nil { unit.left += 1 } else { unit.departed += 1 }
        }
    }

    mutating func close(new leftover: Leftover, hasMoved: Bool) throws(DongOverflow) {
        try tally.add(
            hasMoved ? .movedProvince : .new, isInOld: false, isInNew: true, before: 0, after: leftover.person.amount)
        count(leftover.unit) { unit in
            unit.current += 1
            if hasMoved { unit.arrived += 1 } else { unit.new += 1 }
        }
    }
}

/// The unit of the new list under which a person is counted.
struct UnitMap: Sendable {
    let list: UnitList
    let places: PlaceSuccession

    func unit(ofNew person: ListedPerson) -> Int {
        unit(district: person.district, commune: Int(person.commune), of: person.unitList)
    }

    func unit(ofOld person: ListedPerson) -> Int {
        if person.unitList == list { return unit(ofNew: person) }
        return places.successor(of: person, in: list).map { unit(district: 0, commune: $0, of: list) } ?? 0
    }

    private func unit(district: Int32, commune: Int, of list: UnitList) -> Int {
        guard !Gazetteer.of(list).districts.isEmpty else { return commune }
        return district != 0 ? Int(district) : Gazetteer.of(list).commune(commune)?.district ?? 0
    }
}
