/// What the tokens of a person are made of. Two rows that agree in all parts of one have that token in common, and show nothing else.
///
/// These are match-keys (Office for National Statistics, Beyond 2011 M9, 2013) under HMAC, as Culnane, Rubinstein and Teague advise for
/// names (arXiv 1802.07975, option 3): each holds enough that few people share it. A token of a name alone would be as good as the name, for
/// the most frequent token is Nguyễn Thị Lan.
package enum BlindToken: Int, CaseIterable, Sendable {
    case citizen
    case citizenAndGiven
    case former
    case insurance
    case other
    case nameAndDate
    case syllablesAndDate
    case soundAndDate
    case endsAndDate
    case givenDateAndCommune
    case dateAndCommune
    case nameYearAndCommune
    case surnameYearAndCommune
    case givenYearAndCommune
    case nameAndCommune
    case nameAndYear

    /// 128 bits of the code; 0 where a part is not given.
    package typealias Value = SIMD2<UInt64>

    /// The heading of its column.
    package var heading: String {
        switch self {
        case .citizen: "citizen_id"
        case .citizenAndGiven: "citizen_id_given"
        case .former: "old_id"
        case .insurance: "insurance_no"
        case .other: "other_id"
        case .nameAndDate: "name_date"
        case .syllablesAndDate: "syllables_date"
        case .soundAndDate: "sound_date"
        case .endsAndDate: "surname_given_date"
        case .givenDateAndCommune: "given_date_commune"
        case .dateAndCommune: "date_commune"
        case .nameYearAndCommune: "name_year_commune"
        case .surnameYearAndCommune: "surname_year_commune"
        case .givenYearAndCommune: "given_year_commune"
        case .nameAndCommune: "name_commune"
        case .nameAndYear: "name_year"
        }
    }

    /// How surely two rows are one person that have this token in common and are not known otherwise: a belief, which gives way to counts
    /// as soon as there are some (``BlindModel``).
    var belief: Double {
        switch self {
        case .citizen: 0.5
        case .citizenAndGiven: 0.99
        case .former, .insurance, .other: 0.95
        case .nameAndDate: 0.97
        case .syllablesAndDate, .soundAndDate, .nameYearAndCommune: 0.9
        case .endsAndDate, .givenDateAndCommune: 0.8
        case .nameAndCommune: 0.4
        case .dateAndCommune, .nameAndYear, .givenYearAndCommune: 0.2
        case .surnameYearAndCommune: 0.05
        }
    }
}

/// Which tokens of a row are there, or two rows have in common.
struct BlindTokenSet: Hashable, Sendable {
    var bits: UInt16 = 0

    var isEmpty: Bool { bits == 0 }
    /// As if the tokens spoke independently of each other.
    var belief: Double { 1 - BlindToken.allCases.reduce(1) { contains($1) ? $0 * (1 - $1.belief) : $0 } }

    func contains(_ token: BlindToken) -> Bool { bits >> UInt16(token.rawValue) & 1 == 1 }
    mutating func insert(_ token: BlindToken) { bits |= 1 << UInt16(token.rawValue) }
    func intersection(_ other: BlindTokenSet) -> BlindTokenSet { BlindTokenSet(bits: bits & other.bits) }
}
