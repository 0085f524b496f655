import Registry

/// Compares two dates of birth, each `yyyymmdd` with zeros for what is unknown. Symmetric.
enum BirthDateComparison {
    static func level(_ left: Int32, _ right: Int32) -> DateLevel {
        guard left > 0, right > 0 else { return .missing }
        let (leftYear, rightYear) = (left / 10_000, right / 10_000)
        if isYearOnly(left) || isYearOnly(right) { return yearLevel(leftYear, rightYear, equal: .yearOnly) }
        if left == right { return .exact }
        if leftYear == rightYear, left / 100 % 100 == right % 100, left % 100 == right / 100 % 100 { return .swapped }
        if Digits.isOneOff(Int64(left), Int64(right)) { return .oneDigit }
        return yearLevel(leftYear, rightYear, equal: .sameYear)
    }

    /// The first of January is how lists write "that year".
    static func isYearOnly(_ date: Int32) -> Bool { date % 10_000 == 0 || date % 10_000 == 101 || date % 100 == 0 }

    private static func yearLevel(_ left: Int32, _ right: Int32, equal: DateLevel) -> DateLevel {
        if left == right { return equal }
        return abs(left - right) == 1 ? .adjacentYear : .different
    }
}

/// Compares identity numbers of one kind. Symmetric.
enum NumberComparison {
    static func level(_ left: Int64, _ right: Int64) -> NumberLevel {
        guard left > 0, right > 0 else { return .missing }
        if left == right { return .equal }
        return Digits.isOneOff(left, right) ? .oneDigit : .different
    }
}

/// A personal number with the sex and the year of birth that its row gives beside it.
struct OwnNumber {
    let value: Int64
    let birth: Int32
    let sex: UInt8

    /// Whether the number says of its bearer what the row says.
    var fits: Bool {
        guard birth > 0, let number = PersonalNumber(value) else { return false }
        return number.birthYear == Int(birth / 10_000) && number.sex.rawValue == Int(sex)
    }

    /// Symmetric.
    static func level(_ left: OwnNumber, _ right: OwnNumber) -> PersonalNumberLevel {
        switch NumberComparison.level(left.value, right.value) {
        case .equal: .equal
        case .oneDigit: .oneDigit
        case .different: left.fits && right.fits ? .eachFits : .different
        case .missing: .missing
        }
    }
}

enum Digits {
    /// Whether the numbers, read as digits of one width, differ in one digit or by a swap of neighbours.
    static func isOneOff(_ left: Int64, _ right: Int64) -> Bool {
        var (a, b) = (left, right)
        while a != b, a % 10 == b % 10 { (a, b) = (a / 10, b / 10) }
        guard a != b else { return false }
        if a / 10 == b / 10 { return true }
        return a / 100 == b / 100 && a % 10 == b / 10 % 10 && b % 10 == a / 10 % 10
    }
}

/// Compares numbers or codes of any kind that were given numbers of ours. Symmetric.
struct CodeComparison: Sendable {
    let codes: ByteInterner

    /// - Parameters left, right: number of the code + 1, 0 where there is none.
    func level(_ left: UInt32, _ right: UInt32) -> NumberLevel {
        guard left != 0, right != 0 else { return .missing }
        if left == right { return .equal }
        return EditDistance.isOneOff(codes[left - 1], codes[right - 1]) ? .oneDigit : .different
    }
}

enum AgreementComparison {
    static func level<Value: BinaryInteger>(_ left: Value, _ right: Value) -> AgreementLevel {
        guard left != 0, right != 0 else { return .missing }
        return left == right ? .equal : .different
    }
}

/// Compares where two records place a person. Codes of two unit lists say nothing about each other: many mean another place.
struct PlaceComparison: Sendable {
    /// Of the unit list, by position of the submission.
    private let numbers: [UInt8]

    /// - Parameter lists: By position of the submission.
    init(lists: [UnitList]) {
        numbers = lists.map { list in UInt8(UnitList.allCases.firstIndex(of: list) ?? 0) }
    }

    /// Where a row places a person.
    struct Place: Sendable {
        let commune: UInt32
        let district: UInt16
        let province: UInt8
        let list: UInt8
    }

    @inline(__always) func place(_ people: PersonColumns, _ row: Int) -> Place {
        Place(
            commune: people.commune[row], district: people.district[row], province: people.province[row],
            list: numbers[Int(people.submission[row])])
    }

    @inline(__always) func level(_ left: Place, _ right: Place) -> PlaceLevel {
        guard left.province != 0, right.province != 0, left.list == right.list else { return .missing }
        if left.commune != 0, left.commune == right.commune { return .commune }
        if left.district != 0, left.district == right.district { return .district }
        return left.province == right.province ? .province : .different
    }
}
