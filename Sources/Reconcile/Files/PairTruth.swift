package import Registry

/// Pairs of ids that are known to be one person each, and how those found compare with them.
package struct PairTruth: Sendable {
    private var ids = ByteInterner(capacity: 1 << 16)
    private var pairs: Set<UInt64> = []
    private let isOrdered: Bool

    /// - Parameter isOrdered: `false` for pairs within one table.
    package init(isOrdered: Bool) { self.isOrdered = isOrdered }

    package mutating func add(_ left: PersonRow.Text, _ right: PersonRow.Text) {
        // Interned before the key is asked for: else the call holds a second reference, and every new id copies the whole table.
        let (one, other) = (ids.intern(left), ids.intern(right))
        pairs.insert(key(one, other))
    }

    /// - Returns: what was right, wrong and missed of `found`; a pair that was found twice counts once.
    package func score(_ found: some Sequence<(left: FileLinks.Link.ID, right: FileLinks.Link.ID)>) -> TruthScores.Score {
        var ids = ids
        var keys: Set<UInt64> = []
        for pair in found {
            let (one, other) = (ids.intern(pair.left), ids.intern(pair.right))
            keys.insert(key(one, other))
        }
        return TruthScores.Score(found: keys, true: pairs)
    }

    private func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
        isOrdered || left < right ? UInt64(left) << 32 | UInt64(right) : UInt64(right) << 32 | UInt64(left)
    }
}
