import Registry

/// Who in a household gets which benefit.
///
/// Conditions follow Decree 20/2021/NĐ-CP article 5 (groups K1, K4 to K7) and, for the second half of 2021, Resolution 68/NQ-CP. One
/// person gets one benefit here; a second one under an excluded policy is an error that the lists bring in.
struct EntitlementRules {
    let country: CountryPlan

    func entitlements(of family: Family) -> [Family.Entitlement] {
        var draw = Draw(country.options.seed, .benefit, family.province, family.household)
        var found: [Family.Entitlement] = []
        for person in family.members {
            var units = 1
            guard let ground = monthly(person, family, &units) ?? cash(person, family, &draw), country.benefits[ground] != nil
            else {
                continue
            }
            found.append(.init(slot: person.key.slot, ground: ground, units: units))
        }
        return found
    }

    /// Regular assistance. The higher benefit is tried first.
    private func monthly(_ person: Person, _ family: Family, _ units: inout Int) -> Ground? {
        if let ground = disability(person) { return ground }
        if family.shape == .grandparents, person.relation == .grandchild, person.isUnder(16, on: country.day),
            person.personalNumber % 3 != 0
        {
            return person.isUnder(4, on: country.day) ? .childWithoutCareUnder4 : .childWithoutCareUnder16
        }
        let isAlone = family.shape == .eldersAlone && family.householdClass == .poor
        if person.hasReached(80, on: country.day), person.pension == 0 { return isAlone ? .elderAlone80 : .elder80 }
        if isAlone, person.hasReached(60, on: country.day) { return .elderAlone60 }
        guard family.householdClass != .socialProtection else { return nil }
        if family.shape == .singleParent, person.relation == .head {
            units = family.members.count { $0.relation == .child && $0.isUnder(16, on: country.day) }
            return units > 0 ? .singleParent : nil
        }
        guard family.isInDifficultCommune else { return nil }
        if person.hasReached(75, on: country.day), person.pension == 0 { return .elder75Difficult }
        return person.isUnder(3, on: country.day) ? .infantDifficult : nil
    }

    private func disability(_ person: Person) -> Ground? {
        let isChildOrElder = person.isUnder(16, on: country.day) || person.hasReached(60, on: country.day)
        switch person.disability {
        case .none: return nil
        case .extreme: return isChildOrElder ? .extremeChildOrElder : .extremeAdult
        case .severe: return isChildOrElder ? .severeChildOrElder : .severeAdult
        }
    }

    private static let cashGrounds = Weighted<Ground>([
        (.informalWorker, 72), (.suspendedShort, 6), (.suspendedLong, 9), (.stoppedWork, 6), (.lostContract, 4),
        (.artistOrGuide, 1),
        (.householdBusiness, 2),
    ])

    /// Support for people who lost work in the epidemic.
    private func cash(_ person: Person, _ family: Family, _ draw: inout Draw) -> Ground? {
        guard country.benefits.hasCashPackage, person.hasReached(18, on: country.day), person.isUnder(60, on: country.day),
            draw.perMille(58)
        else { return nil }
        let ground = EntitlementRules.cashGrounds.draw(&draw)
        return ground == .householdBusiness && person.relation != .head ? .informalWorker : ground
    }
}
