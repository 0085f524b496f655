/// What the links made so far say about the households of the lists: where their members live according to the national
/// records, and who is spoken for.
struct HouseholdEvidence: Sendable {
    private let listed: PersonColumns
    private let population: PersonColumns
    private let links: PersonLinks
    private let households: HouseholdRows
    /// The surest row that claims each national person, + 1.
    private let claimant: [UInt32]
    /// `nil` while too little is linked to say that nobody of a household is.
    private let sizes: HouseholdSizes?

    init(inputs: Inputs, links: PersonLinks, households: HouseholdRows, sizes: HouseholdSizes? = nil) {
        listed = inputs.listed
        population = inputs.population
        self.links = links
        self.households = households
        self.sizes = sizes
        var claimant = [UInt32](repeating: 0, count: inputs.population.count)
        for row in 0..<links.count {
            guard let national = links.partner(of: row) else { continue }
            if claimant[national] == 0 || HouseholdEvidence.isSurer(row, than: Int(claimant[national] - 1), links) {
                claimant[national] = UInt32(row + 1)
            }
        }
        self.claimant = claimant
    }

    private static func isSurer(_ row: Int, than other: Int, _ links: PersonLinks) -> Bool {
        if links.pass[row] != links.pass[other] { return links.pass[row].rawValue < links.pass[other].rawValue }
        return links.weight[row] > links.weight[other]
    }

    /// Where the others of a row's local household live, as far as they are linked.
    func residences(of row: Int) -> Residences {
        var found = Residences()
        for other in households.listed.rows(of: listed.household[row]) where Int(other) != row {
            guard let national = links.partner(of: Int(other)) else { continue }
            let residence = population.household[national]
            if residence != 0 { found.insert(residence) }
        }
        return found
    }

    /// Rows of the population that live in a residence household.
    func residents(of residence: UInt32) -> ArraySlice<UInt32> { households.residents.rows(of: residence) }

    /// Whether none of the others of a row's household is linked; `nil` where there are no others, or it cannot be told yet.
    func isAlone(_ row: Int) -> Bool? {
        let household = listed.household[row]
        guard let sizes, household != 0, sizes[household] > 1 else { return nil }
        return !households.listed.rows(of: household).contains { Int($0) != row && links.partner[Int($0)] != 0 }
    }

    /// - Parameter isAlone: As ``isAlone(_:)`` says.
    func level(_ residences: Residences, _ national: Int, isAlone: Bool? = nil) -> HouseholdLevel {
        if isAlone == true, population.household[national] != 0 { return .alone }
        guard !residences.isEmpty, population.household[national] != 0 else { return .unknown }
        return residences.contains(population.household[national]) ? .shared : .other
    }

    enum Claim { case free, samePerson, sameHousehold, elsewhere }

    /// Who else claims a national person that a row might be.
    func claim(on national: Int, by row: Int) -> Claim {
        guard claimant[national] != 0 else { return .free }
        let other = Int(claimant[national] - 1)
        if other == row || (listed.person[row] != 0 && listed.person[row] == listed.person[other]) { return .samePerson }
        let isTogether = listed.household[row] != 0 && listed.household[row] == listed.household[other]
        return isTogether ? .sameHousehold : .elsewhere
    }
}

/// How many rows each listed household has.
struct HouseholdSizes: Sendable {
    private var counts: [UInt32] = []

    init(_ people: PersonColumns, first count: Int) {
        for household in people.household.prefix(count) {
            if Int(household) >= counts.count {
                counts += [UInt32](repeating: 0, count: Int(household) + 1 - counts.count + counts.count / 2)
            }
            counts[Int(household)] += 1
        }
    }

    subscript(_ household: UInt32) -> UInt32 { Int(household) < counts.count ? counts[Int(household)] : 0 }
}
