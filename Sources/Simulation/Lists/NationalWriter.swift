import Registry

/// One province's share of the national files: population and social insurance, with right data, and the older register of people of merit.
final class NationalWriter {
    private let country: CountryPlan
    private let province: ProvincePlan
    private let population: FeedFile
    private let insurance: FeedFile
    private let merit: FeedFile
    private let style = FileStyle.clean
    private var cells = Cells()

    init(country: CountryPlan, province: ProvincePlan, paths: SimulationPaths) throws(SimulationError) {
        self.country = country
        self.province = province
        population = try FeedFile(path: paths.part("population", province), kind: .population, style: .clean, isPart: true)
        insurance = try FeedFile(path: paths.part("insurance", province), kind: .insurance, style: .clean, isPart: true)
        merit = try FeedFile(path: paths.part("merit", province), kind: .merit, style: .clean, isPart: true)
    }

    func finish() throws(SimulationError) -> (population: Int, insurance: Int, merit: Int) {
        try population.finish()
        try insurance.finish()
        try merit.finish()
        return (population.rows, insurance.rows, merit.rows)
    }

    /// - Parameter hasOwnPeople: False where the number of the household holds one that moved in.
    func write(_ listing: Listing, hasOwnPeople: Bool, _ truth: TruthFiles) throws(SimulationError) {
        let residence = country.numbers.residence(province: province.code, household: listing.household)
        if hasOwnPeople {
            for person in listing.family.members where person.isInPopulation {
                try writePopulation(person, listing.commune, residence: residence)
            }
            for person in listing.family.members where person.insuranceNumber > 0 {
                try writeInsurance(person, listing.family.householdClass)
            }
            for person in listing.family.members { try writeMerit(person, listing.commune, truth) }
        }
        try writePopulation(citizen(listing), listing.commune, residence: residence + 50_000_000_000)
    }

    private func writePopulation(_ person: Person, _ commune: AdministrativeUnit, residence: Int64) throws(SimulationError) {
        cells.clear()
        cells.digits(person.personalNumber, width: 12)
        if person.oldNumber > 0 { cells.digits(person.oldNumber, width: 9) } else { cells.empty() }
        cells.text(person.name)
        style.append(person.birth, to: &cells)
        style.append(person.sex, to: &cells)
        cells.digits(Int64(province.code), width: 2)
        style.append(code: Int64(commune.district), width: 3, to: &cells)
        cells.digits(Int64(commune.code), width: 5)
        cells.digits(residence, width: 10)
        style.append(person.diedOn == nil ? VitalStatus.alive : .dead, to: &cells)
        if let died = person.diedOn { style.append(died, to: &cells) } else { cells.empty() }
        try population.write(cells)
    }

    private func writeInsurance(_ person: Person, _ householdClass: HouseholdClass) throws(SimulationError) {
        cells.clear()
        cells.digits(person.insuranceNumber, width: 10)
        if person.isInPopulation { cells.digits(person.personalNumber, width: 12) } else { cells.empty() }
        cells.text(person.name)
        style.append(person.birth, to: &cells)
        style.append(person.sex, to: &cells)
        cells.digits(Int64(province.code), width: 2)
        var card = Array((householdClass == .poor ? "HN2" : householdClass == .nearPoor ? "CN3" : "BT2").utf8)
        card.appendDigits(Int64(province.code), width: 2)
        card.appendDigits(person.insuranceNumber, width: 10)
        cells.text(card)
        if person.pension > 0 { cells.number(person.pension) } else { cells.empty() }
        try insurance.write(cells)
    }

    // MARK: People of merit

    /// Wounded soldiers, mothers of heroes, their next of kin: mostly old. Many files are older than the personal number, and some know the year of
    /// birth alone; a third of the names was typed as they were heard.
    private func writeMerit(_ person: Person, _ commune: AdministrativeUnit, _ truth: TruthFiles) throws(SimulationError) {
        var draw = Draw(country.options.seed, .merit, person.key.province, person.key.household, person.key.slot)
        guard draw.perMille(person.birth.year < country.options.period.year - 60 ? 90 : 4) else { return }
        var file = Array("NCC".utf8)
        file.appendDigits(Int64(province.code), width: 2)
        file.appendDigits(Int64(person.key.household * 16 + person.key.slot), width: 8)
        let papers = draw.below(10)
        cells.clear()
        cells.text(file)
        if papers < 5 {
            cells.digits(person.personalNumber, width: 12)
        } else if papers < 7, person.oldNumber > 0 {
            cells.digits(person.oldNumber, width: 9)
        } else {
            cells.empty()
        }
        cells.text(draw.perMille(300) ? NameNoise.spoil(person.name, person, &draw) : person.name)
        style.append(draw.perMille(200) ? PartialDate(year: person.birth.year) ?? person.birth : person.birth, to: &cells)
        style.append(person.sex, to: &cells)
        cells.digits(Int64(province.code), width: 2)
        style.append(code: Int64(commune.district), width: 3, to: &cells)
        cells.digits(Int64(commune.code), width: 5)
        cells.text(Array(draw.pick(NationalWriter.meritClasses).utf8))
        cells.number(Int64(draw.within(10...40)) * 100_000)
        try merit.write(cells)
        try truth.personLink("merit", code: file, person, isReadable: true)
    }

    private static let meritClasses = [
        "Thương binh", "Bệnh binh", "Thân nhân liệt sĩ", "Người hoạt động kháng chiến bị nhiễm chất độc hóa học",
        "Bà mẹ Việt Nam anh hùng",
    ]

    // MARK: Other citizens

    /// Someone of the same commune who is on no list; one in eight bears the name of a listed person, half of these with nearly the
    /// same birth date.
    private func citizen(_ listing: Listing) -> Person {
        var draw = Draw(country.options.seed, .citizen, province.code, listing.household)
        let model = draw.pick(listing.family.members)
        let isHomonym = draw.perMille(125)
        let sex: Sex = isHomonym ? model.sex : draw.perMille(500) ? .male : .female
        let isNear = isHomonym && draw.perMille(500)
        let birth = isNear ? nearby(model.birth, &draw) : anyBirth(&draw)
        let name =
            isHomonym
            ? model.name
            : PersonBuilder.fullName(
                listing.family.ethnicity, surname: PersonBuilder.surname(listing.family.ethnicity, province, &draw), sex: sex,
                birthYear: birth.year, &draw)
        let number = country.numbers.personalNumber(
            birthProvince: province.code, sex: sex, birthYear: birth.year, household: listing.household, rank: 2, elsewhere: nil)
        let old = birth.year < 1990 ? country.numbers.oldNumber(province: province.code, draw: &draw) : 0
        let isDead = birth.year < 1950 && draw.perMille(60)
        return Person(
            key: PersonKey(province: province.code, household: listing.household, slot: -1), relation: .head, sex: sex,
            birth: birth,
            ethnicity: listing.family.ethnicity, name: name, personalNumber: number, oldNumber: old, insuranceNumber: 0,
            papers: .personal,
            isInPopulation: true, diedOn: isDead ? country.options.period.advanced(by: -draw.within(1...60)).firstDay : nil,
            disability: .none,
            pension: 0)
    }

    private func anyBirth(_ draw: inout Draw) -> PartialDate {
        let year = country.options.period.year - 1 - draw.below(85)
        let month = draw.within(1...12)
        return PartialDate(year: year, month: month, day: draw.within(1...PartialDate.days(inMonth: month, of: year)))
            ?? country.day
    }

    /// The same year, another day.
    private func nearby(_ birth: PartialDate, _ draw: inout Draw) -> PartialDate {
        let lastMonth = birth.year == country.options.period.year ? max(1, country.options.period.month - 1) : 12
        return PartialDate(year: birth.year, month: draw.within(1...lastMonth), day: draw.within(1...28)) ?? birth
    }
}
