import Registry

/// Gives the members of one household their names, dates and numbers.
struct PersonBuilder {
    private let country: CountryPlan
    private let province: ProvincePlan
    private let household: Int
    private let ethnicity: Ethnicity
    private var draw: Draw
    private let surname: [UInt8]
    private var spouseSurname: [UInt8] = []
    private var lastBirth: PartialDate?
    /// How many members of the household have numbers with the same first six digits.
    private var ranks: [Int64: Int] = [:]

    init(country: CountryPlan, province: ProvincePlan, household: Int, ethnicity: Ethnicity, draw: Draw) {
        self.country = country
        self.province = province
        self.household = household
        self.ethnicity = ethnicity
        self.draw = draw
        surname = PersonBuilder.surname(ethnicity, province, &self.draw)
    }

    mutating func person(slot: Int, _ relative: FamilyOutline.Relative, mayHavePension: Bool, isMissed: Bool) -> Person {
        let birth = birthDate(relative)
        lastBirth = birth
        let isOld = relative.age >= 60
        let papers = drawPapers(age: relative.age)
        let hasPension = isOld && mayHavePension && relative.age < 80 && draw.perMille(120)
        let diedOn = drawDeath(birth, age: relative.age, mayDie: !isMissed && relative.relation != .child)
        let name = name(relative, birthYear: birth.year)
        let (number, finalBirth) = personalNumber(relative.sex, birth)
        let hasInsurance = relative.age > 6 ? draw.perMille(340) : draw.perMille(120)
        let old = relative.age >= 32 ? country.numbers.oldNumber(province: province.code, draw: &draw) : 0
        return Person(
            key: PersonKey(province: province.code, household: household, slot: slot), relation: relative.relation,
            sex: relative.sex,
            birth: finalBirth, ethnicity: ethnicity, name: name, personalNumber: number, oldNumber: old,
            insuranceNumber: hasInsurance || hasPension
                ? country.numbers.insuranceNumber(province: province.code, household: household, slot: slot) : 0,
            papers: papers == .old && old == 0 ? .personal : papers, isInPopulation: draw.perMille(970) || diedOn != nil,
            diedOn: diedOn,
            disability: relative.disability, pension: hasPension ? Int64(draw.within(15...62)) * 100_000 : 0)
    }

    // MARK: Names

    static func surname(_ people: Ethnicity, _ province: ProvincePlan, _ draw: inout Draw) -> [UInt8] {
        people == .kinh ? province.surnames.draw(&draw) : MinorityNames.surname(people, draw: &draw)
    }

    static func fullName(_ people: Ethnicity, surname: [UInt8], sex: Sex, birthYear: Int, _ draw: inout Draw) -> [UInt8] {
        guard people == .kinh else { return MinorityNames.name(people, sex: sex, surname: surname, draw: &draw) }
        var name = surname
        KinhNames.append(sex: sex, birthYear: birthYear, to: &name, draw: &draw)
        return name
    }

    /// Children bear the father's surname; a wife and the old mother keep their own.
    private mutating func name(_ relative: FamilyOutline.Relative, birthYear: Int) -> [UInt8] {
        let own: [UInt8]
        switch relative.relation {
        case .head: own = surname
        case .spouse:
            spouseSurname = PersonBuilder.surname(ethnicity, province, &draw)
            own = spouseSurname
        case .parent: own = relative.sex == .male ? surname : PersonBuilder.surname(ethnicity, province, &draw)
        case .child, .grandchild: own = surname
        }
        return PersonBuilder.fullName(ethnicity, surname: own, sex: relative.sex, birthYear: birthYear, &draw)
    }

    // MARK: Dates

    private mutating func birthDate(_ relative: FamilyOutline.Relative) -> PartialDate {
        if relative.isTwin, let lastBirth { return lastBirth }
        let year = country.options.period.year - relative.age
        // Of the old, many know only the year.
        if year < 1955, draw.perMille(year < 1942 ? 560 : 260) { return PartialDate(year: year) ?? country.day }
        let lastMonth = relative.age == 0 ? max(1, country.options.period.month - 1) : 12
        let month = draw.within(1...lastMonth)
        let day = draw.within(1...PartialDate.days(inMonth: month, of: year))
        return PartialDate(year: year, month: month, day: day) ?? country.day
    }

    /// Some time in the last year and a half.
    private mutating func drawDeath(_ birth: PartialDate, age: Int, mayDie: Bool) -> PartialDate? {
        let rate = country.rates.deadElder
        let dies = age >= 70 ? draw.perMille(rate) : draw.perHundredThousand(rate * 5)
        let month = country.options.period.advanced(by: -draw.within(0...17))
        let day = draw.within(1...28)
        guard dies, mayDie else { return nil }
        return PartialDate(year: month.year, month: month.month, day: day)
    }

    // MARK: Numbers

    private mutating func drawPapers(age: Int) -> Papers {
        let chance = draw.below(100)
        switch age {
        case ..<14: return chance < 52 ? .none : .personal
        case ..<18: return chance < 14 ? .none : .personal
        case ..<32: return chance < 3 ? .none : .personal
        case ..<65: return chance < 3 ? .none : chance < 15 ? .old : .personal
        default: return chance < 9 ? .none : chance < 31 ? .old : .personal
        }
    }

    /// A third member of one sex and year would have no digits left: the birth is put a year earlier.
    private mutating func personalNumber(_ sex: Sex, _ birth: PartialDate) -> (Int64, PartialDate) {
        let elsewhere = household % 8 == 1 && draw.perMille(550) ? draw.below(NumberIssuer.birthplacesElsewhere) : nil
        let birthProvince = elsewhere.map { province.birthplacesElsewhere[$0] } ?? province.code
        var birth = birth
        var cell: Int64 = 0
        repeat {
            cell = Int64(birthProvince * 10 + sex.rawValue) * 10_000 + Int64(birth.year)
            guard ranks[cell, default: 0] >= 2 else { break }
            birth = PartialDate(year: birth.year - 1, month: birth.month, day: min(birth.day, 28)) ?? birth
        } while true
        let rank = ranks[cell, default: 0]
        ranks[cell] = rank + 1
        let number = country.numbers.personalNumber(
            birthProvince: birthProvince, sex: sex, birthYear: birth.year, household: household, rank: rank, elsewhere: elsewhere)
        return (number, birth)
    }
}
