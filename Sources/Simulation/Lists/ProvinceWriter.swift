import Registry

/// Writes everything that concerns one province: its lists, its payers' statements, its share of the national files and of the
/// answers. Household by household; nothing is kept.
final class ProvinceWriter {
    private let country: CountryPlan
    private let province: ProvincePlan
    private let maker: ListingMaker
    private let truth: TruthFiles
    private let lists: ProvinceLists
    private let payments: PaymentWriter?
    private let national: NationalWriter
    private let noise: ListNoise

    init(country: CountryPlan, province: ProvincePlan, paths: SimulationPaths) throws(SimulationError) {
        self.country = country
        self.province = province
        maker = ListingMaker(country)
        truth = try TruthFiles(province: province.code) { paths.part("truth-\($0.rawValue)", province) }
        lists = try ProvinceLists(country: country, province: province, paths: paths)
        payments =
            province.reporting == .silent ? nil : try PaymentWriter(country: country, province: province, paths: paths)
        national = try NationalWriter(country: country, province: province, paths: paths)
        noise = ListNoise(rates: country.rates)
    }

    /// - Parameter progress: Told now and then how many more households are done.
    func run(progress: (Int) -> Void) throws(SimulationError) -> ProvinceOutcome {
        for household in 0..<province.households {
            let listing = maker.listing(province, household)
            try write(listing)
            try national.write(listing, hasOwnPeople: !maker.isMovedIn(province, household), truth)
            if household % 500 == 499 { progress(500) }
        }
        progress(province.households % 500)
        let listFiles = try lists.finish()
        let paymentFiles = try payments?.finish() ?? ([], [])
        let nationalRows = try national.finish()
        try truth.finish()
        return ProvinceOutcome(
            exports: listFiles + paymentFiles.0, statements: paymentFiles.1, populationRows: nationalRows.population,
            insuranceRows: nationalRows.insurance, meritRows: nationalRows.merit, truth: truth.counts,
            beneficiaries: lists.beneficiaryCount,
            members: lists.memberCount)
    }

    private func write(_ listing: Listing) throws(SimulationError) {
        try lists.writeHousehold(listing)
        if listing.family.isMissed { try truth.missedHousehold(listing.code) }
        for entry in listing.entries {
            let code = Listing.personCode(listing.code, entry.number)
            try writeMember(entry, listing, code)
            try writeBenefits(entry, listing, code)
            if let original = entry.original { try writeDuplicate(entry, original, listing, code) }
        }
        try payments?.writeUnapproved(listing, truth)
    }

    private func writeMember(_ entry: Listing.Entry, _ listing: Listing, _ code: Int64) throws(SimulationError) {
        var draw = Draw(country.options.seed, .noise, province.code, listing.household, entry.number * 2)
        let written = noise.write(
            entry.person, guardian: listing.entries.first?.person, isCopy: entry.original != nil, onDay: country.day, &draw)
        let isReadable = try lists.writeMember(entry, listing, code: code, written)
        var text: [UInt8] = []
        text.appendDigits(code, width: 12)
        try truth.personLink("member", code: text, entry.person, isReadable: isReadable)
        if isDeadBeforeThePeriod(entry.person) { try truth.dead("member", code: text) }
    }

    private func writeBenefits(_ entry: Listing.Entry, _ listing: Listing, _ code: Int64) throws(SimulationError) {
        guard !entry.benefits.isEmpty else { return }
        var draw = Draw(country.options.seed, .noise, province.code, listing.household, entry.number * 2 + 1)
        let guardian = listing.entries.first.flatMap { $0.benefits.isEmpty ? $0.person : nil }
        let written = noise.write(entry.person, guardian: guardian, isCopy: entry.original != nil, onDay: country.day, &draw)
        for benefit in entry.benefits {
            let reference = Benefit.code(person: code, sequence: benefit.sequence)
            let isReadable = try lists.writeBeneficiary(entry, benefit, listing, code: code, reference: reference, written)
            try truth.personLink("beneficiary", code: reference, entry.person, isReadable: isReadable)
            if isDeadBeforeThePeriod(entry.person) { try truth.dead("beneficiary", code: reference) }
            try payments?.write(entry, benefit, listing, reference: reference, written, truth)
        }
        if entry.benefits.count == 2 {
            try writeExclusive(entry.benefits[0], code, entry.benefits[1], code)
        }
    }

    /// Whoever dies in the course of the month is rightly on its lists.
    private func isDeadBeforeThePeriod(_ person: Person) -> Bool {
        person.diedOn.map { $0 < country.options.period.firstDay } ?? false
    }

    private func writeDuplicate(
        _ entry: Listing.Entry, _ original: Listing.Original, _ listing: Listing, _ code: Int64
    ) throws(SimulationError) {
        let first = Listing.personCode(Listing.code(original.province, original.household), original.slot + 1)
        try truth.duplicate(first, code, isAcross: original.province != listing.province)
        guard !entry.benefits.isEmpty else { return }
        for left in maker.benefits(of: original) {
            for right in entry.benefits { try writeExclusive(left, first, right, code) }
        }
    }

    /// Both received in the month, and of one group.
    private func writeExclusive(_ left: Benefit, _ leftCode: Int64, _ right: Benefit, _ rightCode: Int64) throws(SimulationError)
    {
        let period = country.options.period
        guard left.isActive(in: period), right.isActive(in: period),
            let group = country.benefits[left.ground]?.exclusiveGroup, group == country.benefits[right.ground]?.exclusiveGroup
        else { return }
        try truth.exclusive(
            Benefit.code(person: leftCode, sequence: left.sequence), Benefit.code(person: rightCode, sequence: right.sequence))
    }
}

/// What one province came to.
struct ProvinceOutcome: Sendable {
    let exports: [Manifest.File]
    let statements: [Manifest.File]
    let populationRows: Int
    let insuranceRows: Int
    let meritRows: Int
    let truth: TruthCounts
    let beneficiaries: Int
    let members: Int
}
