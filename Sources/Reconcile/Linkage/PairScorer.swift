/// Compares a listed row with a row of the population, field by field.
struct PairScorer: Sendable {
    let listed: PersonColumns
    let population: PersonColumns
    let names: NameComparison
    let rule: FellegiSunter
    /// Rows whose number is known to be somebody else's: it says nothing about who they are.
    private let borrowedNumber: [Bool]
    private let places: PlaceComparison

    init(inputs: Inputs, rule: FellegiSunter, borrowedNumber: [Bool]? = nil) {
        listed = inputs.listed
        population = inputs.population
        names = NameComparison(names: inputs.names)
        self.rule = rule
        places = PlaceComparison(lists: inputs.unitLists)
        self.borrowedNumber = borrowedNumber ?? [Bool](repeating: false, count: inputs.listed.count)
    }

    func pattern(_ row: Int, _ national: Int) -> ComparisonPattern {
        ComparisonPattern(
            name: names.level(listed.name[row], population.name[national]),
            birth: BirthDateComparison.level(listed.birth[row], population.birth[national]),
            sex: SexComparison.level(listed.sex[row], population.sex[national]),
            place: places.level(listed, row, population, national),
            number: numberLevel(row, national),
            formerID: NumberComparison.level(listed.formerID[row], population.formerID[national]))
    }

    private func numberLevel(_ row: Int, _ national: Int) -> NumberLevel {
        borrowedNumber[row] ? .missing : NumberComparison.level(listed.citizen[row], population.citizen[national])
    }

    func weight(_ pattern: ComparisonPattern, _ national: Int) -> MatchWeight { rule.weight(pattern, values(national)) }

    func values(_ national: Int) -> FellegiSunter.Values {
        .init(name: population.name[national], birth: population.birth[national], province: population.province[national])
    }
}
