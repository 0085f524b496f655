/// One way in which a row of the old list and a row of the new one are found to be the same person.
struct MatchingPass: Sendable {
    /// For the report: on what the matches rest. In the order in which they are tried.
    enum Ground: UInt8, CaseIterable, Sendable {
        case number, code, oldNumber, insurance, household, commune, nameAndBirth, family
    }

    let ground: Ground
    /// 0 for a row that the pass says nothing about.
    let key: @Sendable (ListedPerson) -> UInt64
    let admits: @Sendable (ListedPerson, ListedPerson) -> Bool

    /// The same pass, for rows of two provinces only.
    var betweenProvinces: MatchingPass {
        MatchingPass(ground: ground, key: key) { [admits] in $0.province != $1.province && admits($0, $1) }
    }
}

/// Pairs the persons of two lists, one to one.
///
/// A pass pairs two rows when each is the only one that the other may be; where more than one may be it, both are left to the next
/// pass and in the end unpaired: nobody is guessed. So the order of rows plays no part, and exchanging the lists gives the same
/// pairs. See `Docs/Theory/Movement.md`.
struct PersonMatching: Sendable {
    /// By position in the old list: the position in the new one, or `none`. And the other way round.
    private(set) var newOf: [Int32]
    private(set) var oldOf: [Int32]
    private(set) var counts = [Int64](repeating: 0, count: MatchingPass.Ground.allCases.count)

    static let none: Int32 = -1

    init(old: Int, new: Int) {
        newOf = [Int32](repeating: PersonMatching.none, count: old)
        oldOf = [Int32](repeating: PersonMatching.none, count: new)
    }

    /// - Parameters:
    ///   - oldRows: Which rows of the old list take part; those that are paired already do not.
    ///   - newRows: The same of the new list.
    mutating func run(
        _ passes: [MatchingPass], old: [ListedPerson], new: [ListedPerson], oldRows: (ListedPerson) -> Bool,
        newRows: (ListedPerson) -> Bool
    ) {
        for pass in passes {
            let left = entries(old, newOf, oldRows, pass.key)
            guard !left.isEmpty else { continue }
            pair(left, entries(new, oldOf, newRows, pass.key), pass, old, new)
        }
    }

    /// A match of one member speaks for the others: where a household went, its other members are looked for.
    mutating func runFamilies(
        _ passes: [MatchingPass] = MatchingPass.families, old: [ListedPerson], new: [ListedPerson],
        oldRows: (ListedPerson) -> Bool, newRows: (ListedPerson) -> Bool
    ) {
        let destination = destinations(old, new)
        guard !destination.isEmpty else { return }
        for pass in passes {
            let left = entries(old, newOf, oldRows) { person in
                guard let household = destination[person.household] else { return 0 }
                var translated = person
                translated.household = household
                return pass.key(translated)
            }
            pair(left, entries(new, oldOf, newRows, pass.key), pass, old, new)
        }
    }

    private func entries(
        _ list: [ListedPerson], _ partners: [Int32], _ rows: (ListedPerson) -> Bool, _ key: (ListedPerson) -> UInt64
    ) -> [KeyJoin.Entry] {
        var entries: [KeyJoin.Entry] = []
        for row in list.indices where partners[row] == PersonMatching.none && rows(list[row]) {
            let key = key(list[row])
            if key != 0 { entries.append(.init(key: key, row: Int32(row))) }
        }
        return entries
    }

    private mutating func pair(
        _ left: [KeyJoin.Entry], _ right: [KeyJoin.Entry], _ pass: MatchingPass, _ old: [ListedPerson], _ new: [ListedPerson]
    ) {
        var found: [(Int32, Int32)] = []
        KeyJoin.meet(left, right) { left, right in
            found += PersonMatching.unambiguous(left, right) { pass.admits(old[Int($0)], new[Int($1)]) }
        }
        for (oldRow, newRow) in found {
            newOf[Int(oldRow)] = newRow
            oldOf[Int(newRow)] = oldRow
        }
        counts[Int(pass.ground.rawValue)] += Int64(found.count)
    }

    /// The pairs of which each is the only one the other may be.
    private static func unambiguous(
        _ left: ArraySlice<KeyJoin.Entry>, _ right: ArraySlice<KeyJoin.Entry>, _ admits: (Int32, Int32) -> Bool
    ) -> [(Int32, Int32)] {
        var partner = [Int32](repeating: none, count: left.count)
        var claims = [Int](repeating: 0, count: right.count)
        for (position, entry) in left.enumerated() {
            var candidates = 0
            for (other, candidate) in right.enumerated() where admits(entry.row, candidate.row) {
                candidates += 1
                claims[other] += 1
                partner[position] = Int32(other)
            }
            if candidates != 1 { partner[position] = none }
        }
        return zip(left, partner).compactMap { entry, other in
            guard other != none, claims[Int(other)] == 1 else { return nil }
            return (entry.row, right[right.startIndex + Int(other)].row)
        }
    }

    /// Old households whose found members all went to one new household.
    private func destinations(_ old: [ListedPerson], _ new: [ListedPerson]) -> [UInt64: UInt64] {
        var destination: [UInt64: UInt64] = [:]
        for (row, partner) in newOf.enumerated() where partner != PersonMatching.none {
            let (from, to) = (old[row].household, new[Int(partner)].household)
            guard from != 0, to != 0 else { continue }
            destination[from] = destination[from].map { $0 == to ? to : 0 } ?? to
        }
        return destination.filter { $0.value != 0 }
    }
}
