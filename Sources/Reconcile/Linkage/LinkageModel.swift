/// The m and u probabilities of the Fellegi–Sunter model: how often each level of each comparison is seen among pairs of one
/// person (m), and among pairs of different people (u).
///
/// The m of names, dates and places start from the values below and are estimated anew on every run's own anchored pairs
/// (``ModelEstimation``). The u come from the population file (``TermFrequency``); those that hang on a value, such as a name,
/// are looked up for that value.
package struct LinkageModel: Sendable, Equatable, Codable {
    /// By raw level, `missing` left out.
    var nameM: [Double] = [0.80, 0.07, 0.03, 0.015, 0.025, 0.03, 0.015, 0.01, 0.005]
    var dateM: [Double] = [0.82, 0.02, 0.08, 0.03, 0.02, 0.01, 0.02]
    var sexM: [Double] = [0.985, 0.015]
    var placeM: [Double] = [0.84, 0.04, 0.06, 0.06]
    var householdM: [Double] = [0.90, 0.10]
    /// Not estimated: pairs are anchored by their numbers, so what numbers do among them says nothing. A wrong number is a slip or
    /// somebody else's (``NumberConflict``, which weighs nothing); two good ones of one person are rare.
    var numberM: [Double] = [0.94, 0.052, 0.008]

    /// People whose number is in order move less than those whose papers are not: the estimates may not fall below these.
    static let leastPlaceDifferentM = 0.02
    static let leastHouseholdOtherM = 0.03

    /// Names of strangers that differ by one letter, share syllables and so on, per pair.
    static let oneLetterU = 2e-4
    static let surnameAndGivenU = 1.5e-3
    static let givenU = 1.2e-2
    static let dateOneDigitU = 1.2e-3
    static let numberOneDigitU = 1e-7
    static let districtU = 4e-3
    /// How many times more common than its own plain key a name is when word order or a middle syllable is let go.
    static let looserName = 6.0

    /// A person on a provincial list has a national record with this chance.
    static let coverage = 0.95
    /// A national person whom a surer row of another household claims already is rarely listed twice.
    static let claimedElsewhere = MatchWeight(bits: -4.3)
    /// Agreement on a name says no more than this: surnames, ethnic group and commune are not independent.
    static let nameCap = MatchWeight(bits: 17)
}

/// How each field of a pair compares.
struct ComparisonPattern: Sendable, Equatable {
    var name: NameLevel = .missing
    var birth: DateLevel = .missing
    var sex: SexLevel = .missing
    var place: PlaceLevel = .missing
    var number: NumberLevel = .missing
    var formerID: NumberLevel = .missing
    var household: HouseholdLevel = .unknown
}
