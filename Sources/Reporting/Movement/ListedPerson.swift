import Registry

/// A row of a list of members, as far as two lists are compared by it. Names and codes are 64-bit keys; nobody can be read from it.
struct ListedPerson: Sendable, Equatable {
    enum Status: UInt8, Sendable { case alive, dead, movedAway }

    /// Keys of the person code and the household code; 0 for none.
    var code: UInt64 = 0
    var household: UInt64 = 0
    /// The 12-digit number, the 9-digit one, the insurance number; 0 for none.
    var number: Int64 = 0
    var oldNumber: Int64 = 0
    var insurance: Int64 = 0
    /// Keys of the name with tones, of its letters, and of its last syllable, by which people are called.
    var name: UInt64 = 0
    var plainName: UInt64 = 0
    var givenName: UInt32 = 0
    /// Packed as ``PartialDate``; 0 for none.
    var birth: Int32 = 0
    var unitList: UnitList = .units2021
    /// Mean something only with ``unitList``.
    var district: Int32 = 0
    var commune: Int32 = 0
    /// Of the list that the row stands in: under the old units several provinces' lists may be one side of a comparison.
    var province: Int16 = 0
    /// ``Sex``.
    var sex: UInt8 = 0
    var status: Status = .alive
    var isHead = false
    /// A place in ``HouseholdClass/allCases`` from 1; 0 for unknown.
    var householdClass: UInt8 = 0
    /// The person's running benefits as a number of ``BenefitSets``, and their sum.
    var benefits: UInt32 = 0
    var amount: Int64 = 0

    /// The birth date, when the day is known: only then is it evidence by itself.
    var fullBirth: Int32? { birth % 100 == 0 ? nil : birth }
}

/// How far two rows speak of one person.
extension ListedPerson {
    func hasName(of other: ListedPerson) -> Bool { plainName == other.plainName && plainName != 0 }
    func hasGivenName(of other: ListedPerson) -> Bool { givenName == other.givenName && givenName != 0 }
    /// Both have a 12-digit number, and not the same.
    func hasOtherNumber(than other: ListedPerson) -> Bool { number != other.number && number != 0 && other.number != 0 }
    func hasSex(of other: ListedPerson) -> Bool { sex == other.sex || sex == 0 || other.sex == 0 }

    /// The dates are equal as far as both know them, or day and month changed places.
    func isBorn(as other: ListedPerson) -> Bool {
        let (left, right) = (BirthParts(birth), BirthParts(other.birth))
        guard left.year == right.year, left.year != 0 else { return false }
        if left.month == 0 || right.month == 0 { return true }
        if left.month == right.month, left.day == right.day || left.day == 0 || right.day == 0 { return true }
        return left.day != 0 && left.day == right.month && left.month == right.day
    }

    /// Two of year, month and day are equal: one slip of the pen.
    func isBornNearly(as other: ListedPerson) -> Bool {
        if isBorn(as: other) { return true }
        guard fullBirth != nil, other.fullBirth != nil else { return false }
        let (left, right) = (BirthParts(birth), BirthParts(other.birth))
        let equal = (left.year == right.year ? 1 : 0) + (left.month == right.month ? 1 : 0) + (left.day == right.day ? 1 : 0)
        return equal == 2
    }

    /// Nothing speaks against a number or code that both bear: the name, or the called name with the date, or the whole date.
    func mayBe(_ other: ListedPerson) -> Bool {
        if hasName(of: other), isBornNearly(as: other) { return true }
        if hasGivenName(of: other), isBorn(as: other) { return true }
        return fullBirth != nil && fullBirth == other.fullBirth && hasSex(of: other)
    }
}

private struct BirthParts {
    let year: Int32
    let month: Int32
    let day: Int32

    init(_ packed: Int32) {
        year = packed / 10_000
        month = packed / 100 % 100
        day = packed % 100
    }
}
