import Registry

/// Two lists of one province, and the class of every person of both. Pure: equal lists give equal answers, in whatever order their
/// rows come.
struct ListComparison: Sendable {
    /// What both sides have a list of, so that it can be compared.
    struct Scope: OptionSet, Sendable {
        let rawValue: UInt8

        static let householdClasses = Scope(rawValue: 1)
        static let benefits = Scope(rawValue: 2)
    }

    let old: [ListedPerson]
    let new: [ListedPerson]
    /// By position in `old`; a person who is in both lists has the same class in both.
    private(set) var oldClasses: [MovementClass]
    private(set) var newClasses: [MovementClass]
    /// By position in `old`: what changed, for persons present in both.
    private(set) var marks: [MovementMarks]
    private(set) var matching: PersonMatching
    private(set) var households = HouseholdChanges.Counts()
    /// By position in `old`: the person was noted as moved away, in the new list or by the reason for which a benefit ended.
    private(set) var isNotedAway: [Bool]
    /// Persons in both whose old and new place could not be compared.
    private(set) var placesUnknown: Int64 = 0

    init(old: PersonList, new: PersonList, places: PlaceSuccession, sets: BenefitSets, scope: Scope) {
        self.old = old.persons
        self.new = new.persons
        oldClasses = self.old.map { $0.status == .alive ? .left : .gone }
        newClasses = self.new.map { $0.status == .alive ? .new : .gone }
        marks = Array(repeating: [], count: self.old.count)
        isNotedAway = Array(repeating: false, count: self.old.count)
        matching = ListComparison.match(self.old, self.new)
        classifyStayed(places, sets, scope)
        classifyNoticed()
        classifyNoticed(by: new.notices)
    }

    // MARK: Who is who

    /// The living among themselves first; then notices speak for those who are missing; then those who came back.
    private static func match(_ old: [ListedPerson], _ new: [ListedPerson]) -> PersonMatching {
        var matching = PersonMatching(old: old.count, new: new.count)
        let passes = MatchingPass.inProvince
        matching.run(passes, old: old, new: new, oldRows: \.isPresent, newRows: \.isPresent)
        matching.runFamilies(old: old, new: new, oldRows: \.isPresent, newRows: \.isPresent)
        matching.run(passes, old: old, new: new, oldRows: \.isPresent, newRows: { !$0.isPresent })
        matching.run(passes, old: old, new: new, oldRows: { !$0.isPresent }, newRows: \.isPresent)
        matching.run(passes, old: old, new: new, oldRows: { !$0.isPresent }, newRows: { !$0.isPresent })
        return matching
    }

    /// The position of the same person in the new list.
    func partner(of row: Int) -> Int? {
        let partner = matching.newOf[row]
        return partner == PersonMatching.none ? nil : Int(partner)
    }

    // MARK: Classes

    private mutating func classifyStayed(_ places: PlaceSuccession, _ sets: BenefitSets, _ scope: Scope) {
        let stayed = old.indices.filter { row in old[row].isPresent && partner(of: row).map { new[$0].isPresent } == true }
        let changes = householdChanges(stayed)
        households = changes.counts
        for row in stayed {
            guard let partner = partner(of: row) else { continue }
            let (before, after) = (old[row], new[partner])
            var found = ListComparison.changes(before, after, sets, scope)
            switch places.isCarried(before, into: after) {
            case .yes: break
            case .no: found.insert(.moved)
            case .unknown: placesUnknown += 1
            }
            switch changes.change(from: before.household, to: after.household) {
            case .none: break
            case .split: found.insert(.split)
            case .joined: found.insert(.joined)
            }
            marks[row] = found
            oldClasses[row] = found.movementClass
            newClasses[partner] = found.movementClass
        }
    }

    private func householdChanges(_ stayed: [Int]) -> HouseholdChanges {
        let members = stayed.compactMap { row -> HouseholdChanges.Member? in
            guard let partner = partner(of: row) else { return nil }
            let (before, after) = (old[row], new[partner])
            return .init(
                old: before.household, new: after.household, heads: (before.isHead ? 1 : 0) + (after.isHead ? 1 : 0))
        }
        return HouseholdChanges(
            members: members, old: Set(old.lazy.filter(\.isPresent).map(\.household)),
            new: Set(new.lazy.filter(\.isPresent).map(\.household)))
    }

    /// What differs in class and benefits. A household that a list of households does not have is not compared.
    static func changes(_ before: ListedPerson, _ after: ListedPerson, _ sets: BenefitSets, _ scope: Scope) -> MovementMarks {
        var found: MovementMarks = []
        if scope.contains(.householdClasses), before.householdClass != after.householdClass, before.householdClass != 0,
            after.householdClass != 0
        {
            found.insert(.category)
        }
        if scope.contains(.benefits) {
            if sets.differ(before.benefits, after.benefits) { found.insert(.category) }
            if before.amount != after.amount { found.insert(.amount) }
        }
        return found
    }

    /// Notices of the new list about those who were present, and the return of those who were not.
    private mutating func classifyNoticed() {
        for row in old.indices {
            guard let partner = partner(of: row), !(old[row].isPresent && new[partner].isPresent) else { continue }
            if old[row].isPresent {
                oldClasses[row] = new[partner].status == .dead ? .died : .left
                newClasses[partner] = oldClasses[row]
                isNotedAway[row] = new[partner].status == .movedAway
            } else {
                oldClasses[row] = new[partner].isPresent ? .returned : .gone
                newClasses[partner] = oldClasses[row]
            }
        }
    }

    /// What the new list of beneficiaries says of persons whom the new list of members has no more.
    private mutating func classifyNoticed(by notices: [ListedPerson]) {
        guard !notices.isEmpty else { return }
        let missing = old.indices.filter { oldClasses[$0] == .left && partner(of: $0) == nil }
        let persons = missing.map { old[$0] }
        let representatives = persons.indices.map(Int32.init)
        for (notice, owner) in zip(notices, BenefitOwners.find(notices, persons, representatives)) {
            guard let owner else { continue }
            if notice.status == .dead { oldClasses[missing[owner]] = .died } else { isNotedAway[missing[owner]] = true }
        }
    }
}

extension ListedPerson {
    /// The list has the person living there.
    var isPresent: Bool { status == .alive }
}
