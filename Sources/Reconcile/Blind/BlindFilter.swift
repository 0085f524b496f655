/// A Bloom filter of one person: 512 bits in which pieces of the name and the other fields have left their marks. Of two people who are
/// alike many marks are the same (Schnell, Bachteler, Reiher 2009; of the whole record in one filter: Schnell, Bachteler, Reiher 2011).
package struct BlindFilter: Equatable, Sendable {
    static let size = 512

    package var words = SIMD8<UInt64>()

    package init() {}

    var count: Int { BlindFilter.count(words) }

    mutating func formUnion(_ other: BlindFilter) { words |= other.words }

    mutating func insert(_ position: Int) { words[position >> 6] |= 1 << UInt64(position & 63) }

    /// Dice's coefficient: 0 nothing in common, 1 the same.
    package func similarity(to other: BlindFilter) -> Double {
        let sum = count + other.count
        return sum == 0 ? 0 : Double(2 * BlindFilter.count(words & other.words)) / Double(sum)
    }

    private static func count(_ words: SIMD8<UInt64>) -> Int { Int(words.nonzeroBitCount.wrappedSum()) }
}
