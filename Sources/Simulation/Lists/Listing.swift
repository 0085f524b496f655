import Registry

/// A household as a province lists it: perhaps one that moved in from another province, perhaps with a person who is counted in
/// another household as well.
struct Listing: Sendable {
    /// Where a listed person is listed a first time.
    struct Original: Sendable {
        let province: Int
        let household: Int
        let slot: Int
    }

    struct Entry: Sendable {
        /// From 1: the last two digits of the person code.
        let number: Int
        let person: Person
        let relation: Relation
        let original: Original?
        var benefits: [Benefit]
    }

    let province: Int
    let household: Int
    let family: Family
    let commune: AdministrativeUnit
    /// Listed, but living in another province by now.
    let hasMovedAway: Bool
    var entries: [Entry]
    /// Part of a planned duplicate: left alone by faults that would hide it.
    let isDuplicated: Bool

    var code: Int64 { Listing.code(province, household) }
    var isUrban: Bool { commune.kind == "Phường" || commune.kind == "Thị trấn" }
    var hasBenefits: Bool { entries.contains { !$0.benefits.isEmpty } }

    static func code(_ province: Int, _ household: Int) -> Int64 { Int64(province) * 100_000_000 + Int64(household) + 1 }
    static func personCode(_ household: Int64, _ number: Int) -> Int64 { household * 100 + Int64(number) }
}

/// A benefit of one person, as decided.
struct Benefit: Sendable {
    /// From 1: ends the beneficiary code.
    let sequence: Int
    let ground: Ground
    let amount: Int64
    let entitledFrom: Period
    let stoppedFrom: Period?
    let stopReason: String
    let channel: PaymentChannel
    let decision: Int
    let decidedOn: PartialDate

    func isActive(in period: Period) -> Bool { entitledFrom <= period && (stoppedFrom.map { $0 > period } ?? true) }

    static func code(person: Int64, sequence: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.appendDigits(person, width: 12)
        text.append(0x2D)
        text.appendDigits(Int64(sequence))
        return text
    }
}
