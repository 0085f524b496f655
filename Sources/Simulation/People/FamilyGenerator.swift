import Registry

/// Makes the household with a given number, the same one each time it is asked for.
struct FamilyGenerator: Sendable {
    let country: CountryPlan

    func family(_ province: ProvincePlan, _ household: Int) -> Family {
        var draw = Draw(country.options.seed, .family, province.code, household)
        let householdClass = drawClass(province, &draw)
        let ethnicity = province.ethnicities.draw(&draw)
        let outline = FamilyOutline(householdClass, draw: &draw)
        let isMissed =
            householdClass == .poor && outline.relatives.contains { $0.age >= 83 } && draw.perMille(country.rates.missedHousehold)
        var builder = PersonBuilder(country: country, province: province, household: household, ethnicity: ethnicity, draw: draw)
        let needsPension = householdClass != .poor
        let members = outline.relatives.enumerated().map { slot, relative in
            builder.person(slot: slot, relative, mayHavePension: needsPension, isMissed: isMissed)
        }
        var family = Family(
            province: province.code, household: household, householdClass: householdClass, shape: outline.shape,
            ethnicity: ethnicity,
            isInDifficultCommune: isDifficult(province, household), isMissed: isMissed, members: members, entitlements: [])
        if !isMissed { family.entitlements = EntitlementRules(country: country).entitlements(of: family) }
        return family
    }

    private func drawClass(_ province: ProvincePlan, _ draw: inout Draw) -> HouseholdClass {
        let poor = 28 + province.difficultShare / 4
        let share = draw.below(100)
        return share < poor ? .poor : share < poor + 41 ? .nearPoor : .socialProtection
    }

    /// A property of the commune: all its households share it.
    private func isDifficult(_ province: ProvincePlan, _ household: Int) -> Bool {
        let commune = province.commune(of: household)
        guard commune.kind == "Xã" else { return false }
        var draw = Draw(country.options.seed, .province, province.code, commune.code)
        return draw.below(100) < province.difficultShare
    }
}

/// Who lives in a household: relations and ages, before anyone has a name.
struct FamilyOutline {
    struct Relative {
        var relation: Relation
        var sex: Sex
        var age: Int
        var disability = Disability.none
        /// Born on the same day as the one before.
        var isTwin = false
    }

    let shape: Family.Shape
    private(set) var relatives: [Relative] = []

    private static let shapes = Weighted<Family.Shape>([
        (.couple, 61), (.threeGenerations, 21), (.singleParent, 6), (.eldersAlone, 9), (.grandparents, 3),
    ])
    private static let childCounts = Weighted([(0, 6), (1, 26), (2, 40), (3, 18), (4, 7), (5, 3)])

    init(_ householdClass: HouseholdClass, draw: inout Draw) {
        // A household of the third class is listed because one of its members gets assistance.
        let needsOldMember = householdClass == .socialProtection && draw.perMille(520)
        shape =
            needsOldMember ? (draw.perMille(550) ? .threeGenerations : .eldersAlone) : FamilyOutline.shapes.draw(&draw)
        switch shape {
        case .couple: addCouple(ages: 24...62, &draw)
        case .threeGenerations: addThreeGenerations(needsOldMember, &draw)
        case .singleParent: addSingleParent(&draw)
        case .eldersAlone: addElders(needsOldMember ? 81...95 : 61...92, &draw)
        case .grandparents: addGrandparents(&draw)
        }
        drawDisabilities(isNeeded: householdClass == .socialProtection && !needsOldMember, &draw)
    }

    private mutating func addCouple(ages: ClosedRange<Int>, _ draw: inout Draw) {
        let age = draw.within(ages)
        let sex: Sex = draw.perMille(740) ? .male : .female
        relatives.append(Relative(relation: .head, sex: sex, age: age))
        relatives.append(
            Relative(relation: .spouse, sex: sex == .male ? .female : .male, age: max(19, age + draw.within(-7...4))))
        addChildren(.child, count: FamilyOutline.childCounts.draw(&draw), oldest: min(34, age - 20), &draw)
    }

    private mutating func addThreeGenerations(_ needsOldMember: Bool, _ draw: inout Draw) {
        addCouple(ages: needsOldMember ? 48...64 : 26...54, &draw)
        let age = max(relatives[0].age + draw.within(18...29), needsOldMember ? 81 : 0)
        let sex: Sex = draw.perMille(300) ? .male : .female
        relatives.append(Relative(relation: .parent, sex: sex, age: min(age, 99)))
        if draw.perMille(350) {
            let other: Sex = sex == .male ? .female : .male
            relatives.append(
                Relative(relation: .parent, sex: other, age: max(relatives[0].age + 17, min(98, age + draw.within(-4...4)))))
        }
    }

    private mutating func addSingleParent(_ draw: inout Draw) {
        let age = draw.within(22...50)
        relatives.append(Relative(relation: .head, sex: draw.perMille(840) ? .female : .male, age: age))
        addChildren(.child, count: 1 + draw.below(3), oldest: min(14, age - 19), &draw)
    }

    private mutating func addElders(_ ages: ClosedRange<Int>, _ draw: inout Draw) {
        // Fewer with each year.
        let age = min(draw.within(ages), draw.within(ages))
        let sex: Sex = draw.perMille(420) ? .male : .female
        relatives.append(Relative(relation: .head, sex: sex, age: age))
        guard draw.perMille(480) else { return }
        let other: Sex = sex == .male ? .female : .male
        relatives.append(Relative(relation: .spouse, sex: other, age: max(60, age + draw.within(-6...3))))
    }

    private mutating func addGrandparents(_ draw: inout Draw) {
        relatives.append(Relative(relation: .head, sex: draw.perMille(250) ? .male : .female, age: draw.within(58...79)))
        addChildren(.grandchild, count: 1 + draw.below(2), oldest: 15, &draw)
    }

    private mutating func addChildren(_ relation: Relation, count: Int, oldest: Int, _ draw: inout Draw) {
        var age = max(0, oldest)
        for number in 0..<count {
            let isTwin = number > 0 && draw.perMille(12)
            if !isTwin { age = number == 0 ? age - draw.below(min(age, 6) + 1) : age - draw.within(1...5) }
            guard age >= 0 else { return }
            relatives.append(Relative(relation: relation, sex: draw.perMille(520) ? .male : .female, age: age, isTwin: isTwin))
        }
    }

    private mutating func drawDisabilities(isNeeded: Bool, _ draw: inout Draw) {
        let needed = isNeeded ? draw.below(relatives.count) : -1
        for index in relatives.indices {
            let chance = draw.below(1000)
            let drawn: Disability = chance < 3 ? .extreme : chance < 15 ? .severe : .none
            relatives[index].disability = index == needed && drawn == .none ? (draw.perMille(240) ? .extreme : .severe) : drawn
        }
    }
}
