package import Registry

/// Pairs of ids that are known to be one person each, and how those found compare with them.
package struct PairTruth: Sendable {
    private var ids = ByteInterner(capacity: 1 << 16)
    private var pairs: Set<UInt64> = []
    private let isOrdered: Bool

    /// - Parameter isOrdered: `false` for pairs within one table.
    package init(isOrdered: Bool) { self.isOrdered = isOrdered }

    package mutating func add(_ left: PersonRow.Text, _ right: PersonRow.Text) {
        // Before `key` is called on a copy of all this, for which the table of ids would be copied too.
        let (left, right) = (ids.intern(left), ids.intern(right))
        pairs.insert(key(left, right))
    }

    /// - Returns: what was right, wrong and missed of `found`; a pair that was found twice counts once.
    package func score(_ found: some Sequence<(left: String, right: String)>) -> TruthScores.Score {
        var ids = ids
        return TruthScores.Score(found: Set(found.map { key(ids.intern($0.left), ids.intern($0.right)) }), true: pairs)
    }

    private func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
        isOrdered || left < right ? UInt64(left) << 32 | UInt64(right) : UInt64(right) << 32 | UInt64(left)
    }
}
