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
    private let traits: [Traits]
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
        let places = PlaceComparison(lists: inputs.unitLists)
        self.places = places
        let others = others
        traits = inChunks(of: others.count) { range in
            range.map { row in
                Traits(name: others.name[row], birth: others.birth[row], place: places.place(others, row), sex: others.sex[row])
            }
        }
        self.borrowedNumber = borrowedNumber
    }

    /// What every comparison reads of the other row, side by side: one place of memory instead of six.
    private struct Traits {
        let name: UInt32
        let birth: Int32
        let place: PlaceComparison.Place
        let sex: UInt8
    }

    /// The pattern of two rows that may be one person; `nil` where ``isPossible(_:)`` says that they are not.
    @inline(__always) func possiblePattern(_ row: Int, _ other: Int) -> ComparisonPattern? {
        let pattern = pattern(row, other)
        return PairScorer.isPossible(pattern) ? pattern : nil
    }

    func pattern(_ row: Int, _ other: Int) -> ComparisonPattern {
        let traits = traits[other]
        var pattern = ComparisonPattern(
            name: names.level(rows.name[row], traits.name),
            birth: BirthDateComparison.level(rows.birth[row], traits.birth),
            sex: AgreementComparison.level(rows.sex[row], traits.sex),
            place: places.level(places.place(rows, row), traits.place))
        // Most rows that have to be compared have no number: the register's is then not looked at.
        if rows.citizen[row] > 0 { pattern.number = numberLevel(row, other) }
        let (formerID, insurance) = (rows.formerID[row], rows.insurance[row])
        if formerID > 0 { pattern.formerID = NumberComparison.level(formerID, others.formerID[other]) }
        if insurance > 0 { pattern.insurance = NumberComparison.level(insurance, others.insurance[other]) }
        if !rows.otherID.isBlank { pattern.otherID = codes.level(rows.otherID[row], others.otherID[other]) }
        if !rows.address.isBlank { pattern.address = addresses.level(rows.address[row], others.address[other]) }
        if !rows.relation.isBlank { pattern.relation = AgreementComparison.level(rows.relation[row], others.relation[other]) }
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
