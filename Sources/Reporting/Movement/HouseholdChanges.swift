/// What became of the households of one province, seen through the persons who are in both lists.
///
/// An old and a new household are the same one when each holds more of the other's people than any other does; codes only decide
/// between equals. So a household that was given another code is kept, and a code given to other people is not.
struct HouseholdChanges: Sendable {
    /// A person who is present in both lists.
    struct Member: Sendable {
        let old: UInt64
        let new: UInt64
        /// Head of the household in how many of the two lists.
        let heads: Int
    }

    enum Change: Sendable { case none, split, joined }

    /// Every old and every new household is in exactly one of these.
    struct Counts: Sendable, Equatable {
        /// In both lists, none of its people in another household now.
        var keptWhole: Int64 = 0
        /// In both lists, and some of its people are in another household now.
        var keptSplit: Int64 = 0
        /// In the old list only: its people went into other people's households.
        var absorbed: Int64 = 0
        /// In the old list only: nobody of it is in the new one.
        var dissolved: Int64 = 0
        /// In the new list only: all its people come from one old household, which goes on or not.
        var splitOff: Int64 = 0
        /// In the new list only: its people come from several old households.
        var merged: Int64 = 0
        /// In the new list only: nobody of it was in the old one.
        var fresh: Int64 = 0
        /// Of the kept ones: took in people of other households.
        var tookIn: Int64 = 0

        var kept: Int64 { keptWhole + keptSplit }
        var old: Int64 { kept + absorbed + dissolved }
        var new: Int64 { kept + splitOff + merged + fresh }
    }

    private(set) var counts = Counts()
    /// The old household that a new one continues, and the other way round.
    private var oldOf: [UInt64: UInt64] = [:]
    private var newOf: [UInt64: UInt64] = [:]
    private var sources: [UInt64: Set<UInt64>] = [:]

    /// - Parameters:
    ///   - members: Everyone present in both lists.
    ///   - old: The households of everyone present in the old list; of the new one `new`.
    init(members: [Member], old: Set<UInt64>, new: Set<UInt64>) {
        let ties = HouseholdChanges.ties(members)
        findContinuations(ties)
        for tie in ties { sources[tie.new, default: []].insert(tie.old) }
        count(ties, old: old, new: new)
    }

    /// What happened to a person of `old` who is now in `new`. Who stays in the household that goes on has no change.
    func change(from old: UInt64, to new: UInt64) -> Change {
        guard old != 0, new != 0, newOf[old] != new else { return .none }
        return oldOf[new] == nil && sources[new]?.count == 1 ? .split : .joined
    }

    // MARK: Making

    private struct Tie {
        let old: UInt64
        let new: UInt64
        var members = 0
        var heads = 0

        /// A better tie comes first; the same in both directions, and no two are equal.
        func isBetter(than other: Tie) -> Bool {
            if members != other.members { return members > other.members }
            if (old == new) != (other.old == other.new) { return old == new }
            if heads != other.heads { return heads > other.heads }
            if old ^ new != other.old ^ other.new { return old ^ new < other.old ^ other.new }
            return min(old, new) < min(other.old, other.new)
        }
    }

    private struct Pair: Hashable {
        let old: UInt64
        let new: UInt64
    }

    private static func ties(_ members: [Member]) -> [Tie] {
        var ties: [Pair: Tie] = [:]
        for member in members where member.old != 0 && member.new != 0 {
            let pair = Pair(old: member.old, new: member.new)
            ties[pair, default: Tie(old: member.old, new: member.new)].members += 1
            ties[pair]?.heads += member.heads
        }
        return Array(ties.values)
    }

    private mutating func findContinuations(_ ties: [Tie]) {
        var bestOfOld: [UInt64: Tie] = [:]
        var bestOfNew: [UInt64: Tie] = [:]
        for tie in ties {
            if bestOfOld[tie.old].map(tie.isBetter) ?? true { bestOfOld[tie.old] = tie }
            if bestOfNew[tie.new].map(tie.isBetter) ?? true { bestOfNew[tie.new] = tie }
        }
        for (old, tie) in bestOfOld where bestOfNew[tie.new]?.old == old {
            newOf[old] = tie.new
            oldOf[tie.new] = old
        }
    }

    private mutating func count(_ ties: [Tie], old: Set<UInt64>, new: Set<UInt64>) {
        var destinations: [UInt64: Int] = [:]
        for tie in ties { destinations[tie.old, default: 0] += 1 }
        for household in old where household != 0 {
            let places = destinations[household] ?? 0
            if newOf[household] != nil {
                if places > 1 { counts.keptSplit += 1 } else { counts.keptWhole += 1 }
            } else if places > 0 {
                counts.absorbed += 1
            } else {
                counts.dissolved += 1
            }
        }
        for household in new where household != 0 {
            let origins = sources[household]?.count ?? 0
            if oldOf[household] != nil {
                if origins > 1 { counts.tookIn += 1 }
            } else if origins == 0 {
                counts.fresh += 1
            } else if origins == 1 {
                counts.splitOff += 1
            } else {
                counts.merged += 1
            }
        }
    }
}
