import Registry

/// Everything a movement report says: the provinces' accounts, the moves between them, and what the lists held, counted again by the
/// store.
struct MovementFigures: Sendable {
    /// What the compared lists hold by the store's own count, against which the classes are proved.
    struct Held: Sendable, Equatable {
        var oldRows: Int64 = 0
        var newRows: Int64 = 0
        /// Running benefits, where both sides have a list of beneficiaries.
        var before = Dong.zero
        var after = Dong.zero
    }

    let period: Period
    /// `nil` for the country.
    let province: AdministrativeUnit?
    let isCountry: Bool
    /// Provinces in the order of their codes; those without an earlier list have an empty account.
    let areas: [AreaMovement]
    let moves: ProvinceMoves
    let sets: BenefitSets
    /// By position in `areas`.
    var held: [Held]
    /// Provinces of the period's unit list that no list of members speaks for.
    let silent: [AdministrativeUnit]
    let tally: MovementTally

    init(
        _ connection: any SQLConnection, period: Period, province: Int?, places: PlaceSuccession,
        progress: ProgressReport = .silent
    ) throws {
        let pairs = try ProvinceListChoice(register: SubmissionRegister(connection), period: period).pairs(province: province)
        var sets = BenefitSets()
        var areas: [AreaMovement] = []
        var held: [Held] = []
        for (done, pair) in pairs.enumerated() {
            progress("Danh sách các tỉnh", Int64(done), of: Int64(pairs.count))
            areas.append(try MovementFigures.area(pair, connection, places, &sets))
            held.append(try MovementFigures.held(pair, connection))
        }
        moves = try ProvinceMoves(closing: &areas, sets: sets)
        var sum = MovementTally()
        for area in areas { try sum.add(area.tally) }
        tally = sum
        let gazetteer = Gazetteer.of(UnitList(for: period))
        let known = Set(pairs.flatMap { MovementFigures.provinces($0, in: gazetteer.list) })
        self.period = period
        isCountry = province == nil
        // Under the name that the province has in its own list.
        self.province = province.flatMap { code in
            pairs.first.flatMap { Gazetteer.of($0.unitList).province(code) } ?? gazetteer.province(code)
        }
        self.areas = areas
        self.held = held
        self.sets = sets
        silent = province == nil ? gazetteer.provinces.filter { !known.contains($0.code) } : []
    }

    // MARK: Sums

    var compared: [AreaMovement] { areas.filter { $0.lists.state == .compared } }

    func sum(_ value: (AreaMovement) -> Int64) -> Int64 { areas.reduce(0) { $0 + value($1) } }

    func sum(_ value: (AreaMovement) -> [AreaMovement.Flow: Int64]) -> [AreaMovement.Flow: Int64] {
        areas.reduce(into: [:]) { $0.merge(value($1), uniquingKeysWith: +) }
    }

    /// Rows of the old lists are repeated, notices, or persons of one class; the same of the new ones.
    var arePersonsProved: Bool {
        zip(areas, held).allSatisfy { area, held in
            held.oldRows == area.repeatedOld + area.noticesOld + area.tally.old
                && held.newRows == area.repeatedNew + area.noticesNew + area.tally.new
                && area.units.values.allSatisfy(\.isBalanced)
        }
    }

    /// The đồng of the lists are those of the classes and of the benefits that were given to no person.
    func isMoneyProved() throws(DongOverflow) -> Bool {
        for (area, held) in zip(areas, held) where area.lists.scope.contains(.benefits) {
            guard try area.money(\.before, and: area.unjoinedOld) == held.before,
                try area.money(\.after, and: area.unjoinedNew) == held.after
            else { return false }
        }
        return true
    }

    // MARK: Reading

    private static func area(
        _ pair: ProvinceListPair, _ connection: any SQLConnection, _ places: PlaceSuccession, _ sets: inout BenefitSets
    ) throws -> AreaMovement {
        guard pair.state == .compared else { return AreaMovement(lists: pair) }
        var reader = ListReader(connection)
        let compared = pair.onlyWhatBothHave
        let old = try reader.read(compared.old, sets: &sets)
        let new = try reader.read(compared.new, sets: &sets)
        return try AreaMovement(lists: compared, old: old, new: new, places: places, sets: sets)
    }

    private static func held(_ pair: ProvinceListPair, _ connection: any SQLConnection) throws -> Held {
        guard pair.state == .compared else { return Held() }
        let compared = pair.onlyWhatBothHave
        return Held(
            oldRows: try rows(compared.old.members, connection), newRows: try rows(compared.new.members, connection),
            before: try running(compared.old.beneficiaries, connection),
            after: try running(compared.new.beneficiaries, connection))
    }

    private static func rows(_ submissions: [Submission], _ connection: any SQLConnection) throws -> Int64 {
        try submissions.reduce(0) { try $0 + RecordSums.of($1.id, in: connection).rows }
    }

    private static func running(_ submissions: [Submission], _ connection: any SQLConnection) throws -> Dong {
        try submissions.reduce(Dong.zero) { sum, submission in
            let month = Int64(submission.period.packed)
            let running = try RecordSums.of(submission.id, in: connection, ["entitled_from", "stopped_from"]) { row in
                !row.isNull(1) && row.int64(1) <= month && (row.isNull(2) || row.int64(2) > month)
            }
            return try sum.adding(running.amount)
        }
    }

    /// The provinces of `list` for which a pair speaks.
    private static func provinces(_ pair: ProvinceListPair, in list: UnitList) -> [Int] {
        if ProvinceSuccession.hasMerged(list), !ProvinceSuccession.hasMerged(pair.unitList) {
            return ProvinceSuccession.successor(of: pair.province).map { [$0] } ?? []
        }
        return [pair.province]
    }
}

extension AreaMovement {
    /// What all classes and the benefits of no known person come to.
    func money(_ side: KeyPath<MovementTally.Line, Dong>, and unjoined: PersonList.Benefits) throws(DongOverflow) -> Dong {
        var sum = unjoined.amount
        for movementClass in MovementClass.allCases { sum = try sum.adding(tally[movementClass][keyPath: side]) }
        return sum
    }
}

extension ProvinceListPair {
    /// Without lists of households and beneficiaries that only one side has: nothing could be said from them.
    var onlyWhatBothHave: ProvinceListPair {
        let scope = scope
        func side(_ side: Side) -> Side {
            Side(
                members: side.members, households: scope.contains(.householdClasses) ? side.households : [],
                beneficiaries: scope.contains(.benefits) ? side.beneficiaries : [])
        }
        return ProvinceListPair(province: province, unitList: unitList, new: side(new), old: side(old), state: state)
    }
}
