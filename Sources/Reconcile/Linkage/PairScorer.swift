/// Compares a row with a row of another table, or of its own, field by field.
struct PairScorer: Sendable {
    /// What is compared with what: the lists with the register, or with themselves.
    let rows: PersonColumns
    let others: PersonColumns
    let names: NameComparison
    let rule: FellegiSunter
    /// Of the others.
    private let valueTable: ValueTable
    /// Rows whose number is known to be somebody else's: it says nothing about who they are. Empty for none.
    private let borrowedNumber: [Bool]
    let isWithin: Bool
    private let places: PlaceComparison
    private let addresses: AddressComparison
    private let codes: CodeComparison

    /// - Parameters:
    ///   - values: Of the register; or of the lists, where their rows are compared with each other.
    ///   - isWithin: Whether they are.
    init(inputs: Inputs, rule: FellegiSunter, values: ValueTable, borrowedNumber: [Bool] = [], isWithin: Bool = false) {
        rows = inputs.listed
        others = isWithin ? inputs.listed : inputs.population
        names = NameComparison(names: inputs.names)
        addresses = AddressComparison(book: inputs.addresses)
        codes = CodeComparison(codes: inputs.codes.otherID)
        self.rule = rule
        valueTable = values
        self.isWithin = isWithin
        places = PlaceComparison(lists: inputs.unitLists)
        self.borrowedNumber = borrowedNumber
    }

    func pattern(_ row: Int, _ other: Int) -> ComparisonPattern {
        var pattern = ComparisonPattern(
            name: names.level(rows.name[row], others.name[other]),
            birth: BirthDateComparison.level(rows.birth[row], others.birth[other]),
            sex: AgreementComparison.level(rows.sex[row], others.sex[other]),
            place: places.level(rows, row, others, other),
            number: numberLevel(row, other),
            formerID: NumberComparison.level(rows.formerID[row], others.formerID[other]),
            insurance: NumberComparison.level(rows.insurance[row], others.insurance[other]))
        if !rows.otherIDs.isEmpty { pattern.otherID = codes.level(rows.otherID(row), others.otherID(other)) }
        if !rows.addresses.isEmpty { pattern.address = addresses.level(rows.address(row), others.address(other)) }
        if !rows.relations.isEmpty { pattern.relation = AgreementComparison.level(rows.relation(row), others.relation(other)) }
        return pattern
    }

    private func numberLevel(_ row: Int, _ other: Int) -> NumberLevel {
        if !borrowedNumber.isEmpty, borrowedNumber[row] || (isWithin && borrowedNumber[other]) { return .missing }
        return NumberComparison.level(rows.citizen[row], others.citizen[other])
    }

    func weight(_ pattern: ComparisonPattern, _ other: Int) -> MatchWeight { rule.weight(pattern, values(other)) }

    func values(_ other: Int) -> ValueBits { valueTable[other] }

    /// A wholly different name is a different person, unless something else speaks for it that strangers do not share: a near number, or the
    /// date of birth and the whole address. The weight then has its say.
    static func isPossible(_ pattern: ComparisonPattern) -> Bool {
        guard pattern.name == .different else { return true }
        let isNear = pattern.number <= .oneDigit || pattern.otherID <= .oneDigit || pattern.insurance <= .oneDigit
        return isNear || (pattern.birth.agrees && pattern.address <= .close)
    }
}
