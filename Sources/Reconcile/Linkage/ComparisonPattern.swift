/// What two rows are compared by. Raw values index the tables of a ``LinkageModel``.
enum ComparedField: Int, CaseIterable, Sendable {
    case name, birth, sex, place, number, formerID, insurance, otherID, address, relation, householdCode, household

    /// The levels of the field, best first, `missing` left out.
    var levels: [String] {
        switch self {
        case .name: Self.words(NameLevel.self)
        case .birth: Self.words(DateLevel.self)
        case .sex, .relation, .householdCode: Self.words(AgreementLevel.self)
        case .place: Self.words(PlaceLevel.self)
        case .number: Self.words(PersonalNumberLevel.self)
        case .formerID, .insurance, .otherID: Self.words(NumberLevel.self)
        case .address: Self.words(AddressLevel.self)
        case .household: Self.words(HouseholdLevel.self)
        }
    }

    private static func words<Level: ComparisonLevel>(_: Level.Type) -> [String] { Level.allCases.dropLast().map(\.word) }

    /// The raw level of a field that one side does not give: behind all others.
    var missing: Int { levels.count }

    /// A level as written into evidence.
    func word(_ level: Int) -> String { level < levels.count ? levels[level] : "missing" }

    /// As written into evidence.
    var key: String {
        switch self {
        case .name: "ho_va_ten"
        case .birth: "ngay_sinh"
        case .sex: "gioi_tinh"
        case .place: "ma_xa"
        case .number: "so_cccd"
        case .formerID: "so_cmnd"
        case .insurance: "so_bhxh"
        case .otherID: "ma_khac"
        case .address: "dia_chi"
        case .relation: "quan_he"
        case .householdCode: "ma_so_ho"
        case .household: "ma_ho"
        }
    }
}

/// How each field of a pair compares: γ of Fellegi and Sunter.
struct ComparisonPattern: Sendable, Hashable {
    var name: NameLevel = .missing
    var birth: DateLevel = .missing
    var sex: AgreementLevel = .missing
    var place: PlaceLevel = .missing
    var number: PersonalNumberLevel = .missing
    var formerID: NumberLevel = .missing
    var insurance: NumberLevel = .missing
    var otherID: NumberLevel = .missing
    var address: AddressLevel = .missing
    var relation: AgreementLevel = .missing
    /// Of tables that give households the same codes.
    var householdCode: AgreementLevel = .missing
    var household: HouseholdLevel = .unknown

    /// Whether the two live in one household, by who is linked already or by its code: where that is would say it a second time.
    var isOneHome: Bool { household == .shared || householdCode == .equal }

    /// Raw level of a field; the last level of each is `missing`.
    func level(_ field: ComparedField) -> Int {
        switch field {
        case .name: Int(name.rawValue)
        case .birth: Int(birth.rawValue)
        case .sex: Int(sex.rawValue)
        case .place: Int(place.rawValue)
        case .number: Int(number.rawValue)
        case .formerID: Int(formerID.rawValue)
        case .insurance: Int(insurance.rawValue)
        case .otherID: Int(otherID.rawValue)
        case .address: Int(address.rawValue)
        case .relation: Int(relation.rawValue)
        case .householdCode: Int(householdCode.rawValue)
        case .household: Int(household.rawValue)
        }
    }

    /// The same, but for one field.
    /// - Parameter level: A raw level of it; another leaves the field as it is.
    func replacing(_ field: ComparedField, with level: UInt8) -> ComparisonPattern {
        var pattern = self
        switch field {
        case .name: pattern.name = NameLevel(rawValue: level) ?? name
        case .birth: pattern.birth = DateLevel(rawValue: level) ?? birth
        case .sex: pattern.sex = AgreementLevel(rawValue: level) ?? sex
        case .place: pattern.place = PlaceLevel(rawValue: level) ?? place
        case .number: pattern.number = PersonalNumberLevel(rawValue: level) ?? number
        case .formerID: pattern.formerID = NumberLevel(rawValue: level) ?? formerID
        case .insurance: pattern.insurance = NumberLevel(rawValue: level) ?? insurance
        case .otherID: pattern.otherID = NumberLevel(rawValue: level) ?? otherID
        case .address: pattern.address = AddressLevel(rawValue: level) ?? address
        case .relation: pattern.relation = AgreementLevel(rawValue: level) ?? relation
        case .householdCode: pattern.householdCode = AgreementLevel(rawValue: level) ?? householdCode
        case .household: pattern.household = HouseholdLevel(rawValue: level) ?? household
        }
        return pattern
    }

    /// All levels in one number, four bits a field: equal for equal patterns.
    var code: UInt64 {
        var code = UInt64(name.rawValue) | UInt64(birth.rawValue) << 4 | UInt64(sex.rawValue) << 8
        code |= UInt64(place.rawValue) << 12 | UInt64(number.rawValue) << 16 | UInt64(formerID.rawValue) << 20
        code |= UInt64(insurance.rawValue) << 24 | UInt64(otherID.rawValue) << 28 | UInt64(address.rawValue) << 32
        code |= UInt64(relation.rawValue) << 36 | UInt64(householdCode.rawValue) << 40
        return code | UInt64(household.rawValue) << 44
    }

    /// The raw level of a field in a ``code``.
    static func level(_ field: ComparedField, in code: UInt64) -> Int { Int(code >> UInt64(field.rawValue * 4) & 15) }
}
