/// Brings together the rows of two lists that have the same key: sorted once, met in one walk.
enum KeyJoin {
    struct Entry: Comparable {
        let key: UInt64
        let row: Int32

        static func < (left: Entry, right: Entry) -> Bool { (left.key, left.row) < (right.key, right.row) }
    }

    /// A key that more rows share is a placeholder (a number put on a whole village), and says nothing about anyone.
    static let mostRows = 64

    /// Calls `body` with the rows of each key that both sides have.
    /// - Complexity: O(*n* log *n*) for *n* entries.
    static func meet(
        _ left: [Entry], _ right: [Entry], _ body: (_ left: ArraySlice<Entry>, _ right: ArraySlice<Entry>) -> Void
    ) {
        let left = left.sorted()
        let right = right.sorted()
        var other = 0
        forEachGroup(left) { group in
            guard let key = group.first?.key else { return }
            while other < right.count, right[other].key < key { other += 1 }
            let start = other
            while other < right.count, right[other].key == key { other += 1 }
            let partners = right[start..<other]
            guard !partners.isEmpty, group.count <= mostRows, partners.count <= mostRows else { return }
            body(group, partners)
        }
    }

    /// Calls `body` with the entries of each key; they must be sorted.
    static func forEachGroup(_ entries: [Entry], _ body: (ArraySlice<Entry>) -> Void) {
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end].key == entries[start].key { end += 1 }
            body(entries[start..<end])
            start = end
        }
    }

    /// One key of several; 0 only when the first part is 0, which stands for "none".
    static func key(_ first: UInt64, _ others: UInt64...) -> UInt64 {
        guard first != 0 else { return 0 }
        return others.reduce(first) { finalized($0 ^ finalized($1 &+ 0x9E37_79B9_7F4A_7C15)) } | 1
    }

    private static func finalized(_ value: UInt64) -> UInt64 {
        var value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
