import Registry

/// Turns made-up households into what provinces list.
///
/// Duplicates need no list of who was listed where. Of 64 households in a row, number 7 may be a household that moved in: it is then
/// number 12, 13 or 14 of the same 64 in the province one, two or three places before. Number 23 may hold a person who is also in
/// number 20. So every household is copied at most once, and both sides can tell.
struct ListingMaker: Sendable {
    let country: CountryPlan
    private let generator: FamilyGenerator
    private static let block = 64
    private static let movedIn = 7
    private static let firstMoved = 11
    private static let countsTwice = 23
    private static let countedTwice = 20

    init(_ country: CountryPlan) {
        self.country = country
        generator = FamilyGenerator(country: country)
    }

    func family(_ province: ProvincePlan, _ household: Int) -> Family { generator.family(province, household) }

    func listing(_ province: ProvincePlan, _ household: Int) -> Listing {
        let source = moveSource(province, household)
        let original = source.map { ListingMaker.Place(country.provinces[$0.position], $0.household) }
        let family = original.map { generator.family($0.province, $0.household) } ?? generator.family(province, household)
        let hasMovedAway = hasMovedAway(province, household)
        var entries = family.members.map { person in
            Listing.Entry(
                number: person.key.slot + 1, person: person, relation: person.relation,
                original: original.map { .init(province: $0.province.code, household: $0.household, slot: person.key.slot) },
                benefits: benefits(
                    of: person, family, in: province, household, number: person.key.slot + 1, hasMovedAway: hasMovedAway))
        }
        let guest = guest(province, household, family)
        if let guest { entries.append(guest) }
        let place = household % ListingMaker.block
        return Listing(
            province: province.code, household: household, family: family, commune: province.commune(of: household),
            hasMovedAway: hasMovedAway,
            entries: entries,
            isDuplicated: original != nil || guest != nil || place == ListingMaker.countedTwice || (12...14).contains(place))
    }

    /// Whether the household's own number holds a household of another province, so that nobody of its own was made.
    func isMovedIn(_ province: ProvincePlan, _ household: Int) -> Bool { moveSource(province, household) != nil }

    /// The benefits of the person where the person is listed first.
    func benefits(of original: Listing.Original) -> [Benefit] {
        guard let province = country.provinces.first(where: { $0.code == original.province }) else { return [] }
        let family = generator.family(province, original.household)
        return benefits(
            of: family.members[original.slot], family, in: province, original.household, number: original.slot + 1,
            hasMovedAway: hasMovedAway(province, original.household))
    }

    // MARK: Copies

    private struct Place {
        let province: ProvincePlan
        let household: Int
        init(_ province: ProvincePlan, _ household: Int) {
            self.province = province
            self.household = household
        }
    }

    private func moveSource(_ province: ProvincePlan, _ household: Int) -> (position: Int, household: Int)? {
        guard household % ListingMaker.block == ListingMaker.movedIn, country.provinces.count > 1 else { return nil }
        var draw = Draw(country.options.seed, .listing, province.code, household, -1)
        guard draw.perMille(country.rates.movedHousehold) else { return nil }
        let distance = 1 + draw.below(min(3, country.provinces.count - 1))
        let position = (province.position - distance + country.provinces.count) % country.provinces.count
        let source = household / ListingMaker.block * ListingMaker.block + ListingMaker.firstMoved + distance
        guard source < country.provinces[position].households,
            !generator.family(country.provinces[position], source).isMissed
        else { return nil }
        return (position, source)
    }

    /// Whether another province lists the household and this one knows that it left.
    private func hasMovedAway(_ province: ProvincePlan, _ household: Int) -> Bool {
        let distance = household % ListingMaker.block - ListingMaker.firstMoved
        guard (1...3).contains(distance), distance < country.provinces.count else { return false }
        let target = country.provinces[(province.position + distance) % country.provinces.count]
        let there = household / ListingMaker.block * ListingMaker.block + ListingMaker.movedIn
        guard there < target.households, let source = moveSource(target, there), source.position == province.position,
            source.household == household
        else { return false }
        var draw = Draw(country.options.seed, .listing, province.code, household, -2)
        return draw.perMille(350)
    }

    private func guest(_ province: ProvincePlan, _ household: Int, _ family: Family) -> Listing.Entry? {
        guard household % ListingMaker.block == ListingMaker.countsTwice, !family.isMissed else { return nil }
        var draw = Draw(country.options.seed, .listing, province.code, household, -3)
        guard draw.perMille(country.rates.countedTwice) else { return nil }
        let first = household - ListingMaker.countsTwice + ListingMaker.countedTwice
        let home = generator.family(province, first)
        let adults = home.members.filter { $0.hasReached(18, on: country.day) && $0.diedOn == nil }
        guard !home.isMissed, let person = adults.isEmpty ? nil : draw.pick(adults) else { return nil }
        let number = family.members.count + 1
        // A very old guest without benefit would make the household look forgotten.
        let isPaidTwice = draw.perMille(600) || person.hasReached(60, on: country.day)
        let relation: Relation = person.hasReached(55, on: country.day) ? .parent : .child
        return Listing.Entry(
            number: number, person: person, relation: relation,
            original: .init(province: province.code, household: first, slot: person.key.slot),
            benefits: isPaidTwice ? benefits(of: person, home, in: province, household, number: number, hasMovedAway: false) : [])
    }

    // MARK: Benefits

    private func benefits(
        of person: Person, _ family: Family, in province: ProvincePlan, _ household: Int, number: Int, hasMovedAway: Bool
    ) -> [Benefit] {
        guard let entitlement = family.entitlement(of: person.key.slot) else { return [] }
        let decider = BenefitDecider(country: country, province: province)
        var draw = Draw(country.options.seed, .listing, province.code, household, number)
        let ending: BenefitDecider.Ending = family.householdClass == .poor ? .never : hasMovedAway ? .moved : .perhaps
        var benefits = [decider.decide(entitlement.ground, units: entitlement.units, person, sequence: 1, ending: ending, &draw)]
        if draw.perMille(country.rates.exclusive), !hasMovedAway,
            let second = decider.excludedGround(beside: entitlement.ground, person)
        {
            benefits.append(decider.decide(second, units: 1, person, sequence: 2, ending: ending, &draw))
        }
        return benefits
    }
}
