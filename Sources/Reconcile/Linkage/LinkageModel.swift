import struct Foundation.Data
import class Foundation.JSONDecoder
import class Foundation.JSONEncoder

/// The m and u probabilities of the Fellegi–Sunter model: how often each level of each comparison is seen among pairs of one
/// person (m), and among pairs of different people (u).
///
/// The values below are where learning starts. u is drawn from random pairs (``RandomPairs``) and, where it hangs on a value, weighed by how
/// common the value is (``TermFrequency``); m is learnt by expectation–maximisation (``ExpectationMaximisation``).
package struct LinkageModel: Sendable, Equatable {
    /// By raw level, `missing` left out; each sums to 1, but for u of numbers, which strangers do not share by chance.
    struct Field: Sendable, Equatable {
        var m: [Double]
        var u: [Double]
    }

    /// By raw value of ``ComparedField``.
    var fields: [Field] = LinkageModel.start
    /// A listed person has a record in the register with this chance.
    var coverage = 0.9
    /// Of the rows whose person is in the register, those whose person another household lists as well.
    var listedTwice = 0.04
    /// Other rows of one table that are the same person, on average.
    var partners = 0.02
    /// Rows of the register that it was learnt beside; 0 where that is not known.
    package internal(set) var registered = 0

    subscript(_ field: ComparedField) -> Field {
        get { fields[field.rawValue] }
        set { fields[field.rawValue] = newValue }
    }

    private static let start: [Field] = ComparedField.allCases.map { field in
        switch field {
        case .name:
            Field(
                m: [0.80, 0.06, 0.03, 0.012, 0.025, 0.03, 0.012, 0.011, 0.008, 0.005, 0.007],
                u: [4e-5, 2e-5, 2e-4, 1e-5, 5e-5, 2e-4, 1e-3, 1.5e-3, 1.2e-2, 0.13, 0.855])
        case .birth: Field(m: [0.82, 0.02, 0.08, 0.03, 0.02, 0.01, 0.02], u: [4e-5, 1.5e-5, 1e-3, 1.2e-3, 0.013, 0.026, 0.9587])
        case .sex: Field(m: [0.985, 0.015], u: [0.5, 0.5])
        case .relation: Field(m: [0.8, 0.2], u: [0.3, 0.7])
        case .place: Field(m: [0.84, 0.04, 0.06, 0.06], u: [1e-3, 4e-3, 0.02, 0.975])
        // Strangers share no number; what the table of all pairs shows are matches. So u is fixed.
        case .number: Field(m: [0.94, 0.04, 0.0198, 0.0002], u: [1e-7, 1e-5, 0.9, 0.1])
        case .insurance: Field(m: [0.95, 0.03, 0.02], u: [1e-6, 1e-5, 1])
        case .otherID: Field(m: [0.92, 0.05, 0.03], u: [1e-6, 1e-5, 1])
        // A person may have owned several old numbers: another one says little.
        case .formerID: Field(m: [0.90, 0.03, 0.07], u: [1e-6, 1e-5, 1])
        case .address: Field(m: [0.6, 0.15, 0.1, 0.15], u: [1e-4, 5e-4, 0.01, 0.9894])
        // A code that is kept from list to list; set for each register, as that of the household below.
        case .householdCode: Field(m: [0.8, 0.2], u: [4e-6, 1])
        // Set for each register: about four people share a household.
        case .household: Field(m: [0.85, 0.10, 0.05], u: [4e-6, 0.85, 0.15])
        }
    }

    /// Two numbers that each fit their row speak against one person, and no less than two that do not: where hardly any fits, a few pairs that
    /// were taken for people must not turn that round.
    mutating func keepOrder() {
        let (different, eachFits) = (Int(PersonalNumberLevel.different.rawValue), Int(PersonalNumberLevel.eachFits.rawValue))
        let (m, u) = (self[.number].m, self[.number].u)
        let sum = m[different] + m[eachFits]
        let most = sum * u[eachFits] / (u[different] + u[eachFits])
        guard m[eachFits] > most else { return }
        (self[.number].m[different], self[.number].m[eachFits]) = (sum - most, most)
    }

    /// Numbers whose agreement by chance cannot be counted from random pairs.
    static let hasFixedU: Set<ComparedField> = [.number, .formerID, .insurance, .otherID, .householdCode, .household]

    /// People whose number is in order move less than those whose papers are not: what numbers anchor may not say less than this.
    static let leastPlaceDifferentM = 0.02
    static let leastHouseholdOtherM = 0.03
    /// Agreement on a name says no more than this: surnames, ethnic group and commune are not independent.
    static let nameCap = MatchWeight(bits: 17)
    /// Nor does agreement on an address: whole households share it.
    static let addressCap = MatchWeight(bits: 12)
}

extension LinkageModel {
    /// - Throws: `DecodingError` for anything but a model.
    package init(json: some Sequence<UInt8>) throws { self = try JSONDecoder().decode(LinkageModel.self, from: Data(json)) }

    /// Equal models give equal bytes.
    package func json(forEyes: Bool = false) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = forEyes ? [.prettyPrinted, .sortedKeys] : .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension LinkageModel: Codable {
    private struct Level: Codable {
        let level: String
        let m: Double
        let u: Double
    }

    private enum Key: String, CodingKey { case fields, coverage, listedTwice = "listed_twice", partners, registered }

    /// A field that the file does not have, as one of an earlier version may not, keeps the values that learning starts from.
    /// - Throws: `DecodingError` where a level is missing, or a probability is none.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let written = try container.decode([String: [Level]].self, forKey: .fields)
        for field in ComparedField.allCases {
            guard let levels = written[field.key] else { continue }
            let isProbable = levels.allSatisfy { $0.m > 0 && $0.m <= 1 && $0.u > 0 && $0.u <= 1 }
            // A level that an earlier version did not tell apart weighs what the one before it does.
            let known = field.levels.filter { $0 != PersonalNumberLevel.eachFits.word }
            guard [field.levels, known].contains(levels.map(\.level)), isProbable, let last = levels.last else {
                throw DecodingError.dataCorruptedError(forKey: Key.fields, in: container, debugDescription: field.key)
            }
            let all = levels + Array(repeating: last, count: field.levels.count - levels.count)
            self[field] = Field(m: all.map(\.m), u: all.map(\.u))
        }
        coverage = try LinkageModel.share(container, .coverage)
        listedTwice = try LinkageModel.share(container, .listedTwice)
        partners = try container.decode(Double.self, forKey: .partners)
        registered = max(0, try container.decodeIfPresent(Int.self, forKey: .registered) ?? 0)
        guard partners > 0, partners < 1000 else {
            throw DecodingError.dataCorruptedError(forKey: Key.partners, in: container, debugDescription: "partners")
        }
    }

    private static func share(_ container: KeyedDecodingContainer<Key>, _ key: Key) throws -> Double {
        let share = try container.decode(Double.self, forKey: key)
        guard share > 0, share < 1 else {
            throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: key.rawValue)
        }
        return share
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        let written = ComparedField.allCases.map { field in
            (
                field.key,
                zip(field.levels, zip(self[field].m, self[field].u)).map { Level(level: $0, m: $1.0, u: $1.1) }
            )
        }
        try container.encode(Dictionary(uniqueKeysWithValues: written), forKey: .fields)
        try container.encode(coverage, forKey: .coverage)
        try container.encode(listedTwice, forKey: .listedTwice)
        try container.encode(partners, forKey: .partners)
        try container.encode(registered, forKey: .registered)
    }
}
