import Glibc

/// How strongly a comparison speaks for two records being one person: log₂(m ∕ u), kept in thousandths of a bit so that sums do
/// not depend on their order.
///
/// Zero says nothing; +10 bits is about a thousand to one for, −10 against.
struct MatchWeight: Sendable, Comparable, Hashable {
    let millibits: Int32

    init(millibits: Int32) { self.millibits = millibits }

    init(bits: Double) { millibits = Int32((bits * 1000).rounded()) }

    /// - Parameters m, u: how often the level is seen among pairs of one person, and among pairs of different people.
    init(m: Double, u: Double) { self.init(bits: log2(m / u)) }

    static let zero = MatchWeight(millibits: 0)

    static func + (left: MatchWeight, right: MatchWeight) -> MatchWeight {
        MatchWeight(millibits: left.millibits + right.millibits)
    }
    /// - Parameter right: In thousandths of a bit.
    static func + (left: MatchWeight, right: Int16) -> MatchWeight { MatchWeight(millibits: left.millibits + Int32(right)) }
    static func - (left: MatchWeight, right: MatchWeight) -> MatchWeight {
        MatchWeight(millibits: left.millibits - right.millibits)
    }
    static func < (left: MatchWeight, right: MatchWeight) -> Bool { left.millibits < right.millibits }
}
