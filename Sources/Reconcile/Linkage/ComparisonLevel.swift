/// The ordered outcomes of comparing one field of two records, best first. Raw values index the tables of a ``LinkageModel``.
protocol ComparisonLevel: RawRepresentable<UInt8>, CaseIterable, Sendable {
    /// As written into the evidence of a finding.
    var word: String { get }
}

enum NameLevel: UInt8, ComparisonLevel {
    /// Same letters, marks and tones.
    case exact
    /// Same letters; one side carries no marks at all.
    case unmarked
    /// Same letters, other marks or tones: Hà and Hạ.
    case otherTones
    /// Same syllables in another order.
    case reordered
    /// Same first and last syllable; a middle one is dropped or an initial.
    case middleDropped
    /// One letter more, less, different or two swapped; or letters that sound alike in some region (tr and ch, l and n).
    case oneLetter
    /// As many syllables, of which one or two are a letter off or an initial.
    case similar
    case surnameAndGiven
    case given
    case surname
    case different
    case missing

    var word: String {
        switch self {
        case .exact: "exact"
        case .unmarked: "no_tone"
        case .otherTones: "other_tones"
        case .reordered: "word_order"
        case .middleDropped: "middle_dropped"
        case .oneLetter: "one_letter"
        case .similar: "similar"
        case .surnameAndGiven: "surname_and_given"
        case .given: "given_name"
        case .surname: "surname"
        case .different: "different"
        case .missing: "missing"
        }
    }

    /// The two names may well be one person's.
    var agrees: Bool { self <= .oneLetter }
}

enum DateLevel: UInt8, ComparisonLevel {
    case exact
    /// Day and month changed places.
    case swapped
    /// Same year, and one side has no more than a year (or the first of January, which stands for that).
    case yearOnly
    case oneDigit
    case sameYear
    case adjacentYear
    case different
    case missing

    var word: String {
        switch self {
        case .exact: "exact"
        case .swapped: "day_month_swapped"
        case .yearOnly: "year_only"
        case .oneDigit: "one_digit"
        case .sameYear: "same_year"
        case .adjacentYear: "adjacent_year"
        case .different: "different"
        case .missing: "missing"
        }
    }

    var agrees: Bool { self <= .oneDigit }
}

enum NumberLevel: UInt8, ComparisonLevel {
    case equal
    /// One digit wrong, or two neighbours swapped.
    case oneDigit
    case different
    case missing

    var word: String {
        switch self {
        case .equal: "exact"
        case .oneDigit: "one_digit"
        case .different: "different"
        case .missing: "missing"
        }
    }
}

/// Of numbers that say the sex and the year of birth of whom they were given to.
enum PersonalNumberLevel: UInt8, ComparisonLevel {
    case equal
    /// One digit wrong, or two neighbours swapped.
    case oneDigit
    case different
    /// Different, and each says the sex and the year of birth that its own row does: hardly either is somebody else's, or misread.
    case eachFits
    case missing

    var word: String {
        switch self {
        case .equal: "exact"
        case .oneDigit: "one_digit"
        case .different: "different"
        case .eachFits: "each_fits"
        case .missing: "missing"
        }
    }
}

/// Whether two rows name one of a few values: a sex, a relation to the head of the household.
enum AgreementLevel: UInt8, ComparisonLevel {
    case equal, different, missing

    var word: String { self == .equal ? "exact" : self == .different ? "different" : "missing" }
}

enum PlaceLevel: UInt8, ComparisonLevel {
    case commune, district, province, different, missing

    var word: String {
        switch self {
        case .commune: "same_commune"
        case .district: "same_district"
        case .province: "same_province"
        case .different: "different"
        case .missing: "missing"
        }
    }
}

/// How many words two addresses share, each counted by how rare it is.
enum AddressLevel: UInt8, ComparisonLevel {
    case exact
    /// Three fifths of all that either says; or four fifths of what the shorter one says, where that is much.
    case close
    /// Half of what the shorter one says.
    case some
    case different
    case missing

    var word: String {
        switch self {
        case .exact: "exact"
        case .close: "close"
        case .some: "some"
        case .different: "different"
        case .missing: "missing"
        }
    }
}

/// Whether two records' households are known to belong together by members that are linked already.
enum HouseholdLevel: UInt8, ComparisonLevel {
    case shared, other
    /// The row has others beside it, and nobody has found any of them in the register.
    case alone
    case unknown

    var word: String {
        switch self {
        case .shared: "same_household"
        case .other: "different"
        case .alone: "others_not_found"
        case .unknown: "missing"
        }
    }
}

extension ComparisonLevel {
    static func <= (left: Self, right: Self) -> Bool { left.rawValue <= right.rawValue }
}
