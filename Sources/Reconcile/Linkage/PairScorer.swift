import CProcessor

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

    /// A row that is compared with many, read once.
    struct Subject {
        fileprivate let name: UInt32
        fileprivate let birth: Int32
        fileprivate let sex: UInt8
        fileprivate let place: PlaceComparison.Place
        /// 0 also where it is known to be somebody else's.
        fileprivate let citizen: Int64
        fileprivate let formerID: Int64
        fileprivate let insurance: Int64
        fileprivate let otherID: UInt32
        fileprivate let address: UInt32
        fileprivate let relation: UInt32
        fileprivate let householdCode: UInt32
    }

    @inline(__always) func subject(_ row: Int) -> Subject {
        Subject(
            name: rows.name[row], birth: rows.birth[row], sex: rows.sex[row], place: places.place(rows, row),
            citizen: !borrowedNumber.isEmpty && borrowedNumber[row] ? 0 : rows.citizen[row], formerID: rows.formerID[row],
            insurance: rows.insurance[row], otherID: rows.otherID[row], address: rows.address[row],
            relation: rows.relation[row], householdCode: isWithin ? 0 : rows.householdCode[row])
    }

    /// Asks for what a comparison with another row will read first.
    @inline(__always) func prefetchTraits(_ other: Int) {
        traits.withUnsafeBufferPointer { prefetch($0.baseAddress! + other) }
    }

    /// The pattern of two rows that may be one person; `nil` where ``isPossible(_:)`` says that they are not.
    @inline(__always) func possiblePattern(_ subject: borrowing Subject, _ other: Int) -> ComparisonPattern? {
        let pattern = pattern(subject, other)
        return PairScorer.isPossible(pattern) ? pattern : nil
    }

    func pattern(_ row: Int, _ other: Int) -> ComparisonPattern { pattern(subject(row), other) }

    @inline(__always) private func pattern(_ subject: borrowing Subject, _ other: Int) -> ComparisonPattern {
        let traits = traits[other]
        var pattern = ComparisonPattern(
            name: names.level(subject.name, traits.name),
            birth: BirthDateComparison.level(subject.birth, traits.birth),
            sex: AgreementComparison.level(subject.sex, traits.sex),
            place: places.level(subject.place, traits.place))
        // Most rows that have to be compared have no number: the register's is then not looked at.
        if subject.citizen > 0, !isBorrowedByOther(other) {
            pattern.number = OwnNumber.level(
                OwnNumber(value: subject.citizen, birth: subject.birth, sex: subject.sex),
                OwnNumber(value: others.citizen[other], birth: traits.birth, sex: traits.sex))
        }
        if subject.formerID > 0 { pattern.formerID = NumberComparison.level(subject.formerID, others.formerID[other]) }
        if subject.insurance > 0 { pattern.insurance = NumberComparison.level(subject.insurance, others.insurance[other]) }
        if subject.otherID != 0 { pattern.otherID = codes.level(subject.otherID, others.otherID[other]) }
        if subject.address != 0 { pattern.address = addresses.level(subject.address, others.address[other]) }
        if subject.relation != 0 {
            pattern.relation = AgreementComparison.level(subject.relation, others.relation[other])
        }
        if subject.householdCode != 0 {
            pattern.householdCode = AgreementComparison.level(subject.householdCode, others.householdCode[other])
        }
        return pattern
    }

    private func isBorrowedByOther(_ other: Int) -> Bool { isWithin && !borrowedNumber.isEmpty && borrowedNumber[other] }

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
