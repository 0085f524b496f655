import CProcessor

/// Rows grouped by a 64-bit key: all rows of one key stand together, in ascending order.
///
/// Rows are sorted by the mixed key; a table over its leading bits tells where to look, so that a look-up reads one or two
/// places of memory. Key 0 means that the row has no key and is left out.
/// - Complexity: O(*n*) to build (radix sort), O(1) expected to look up and O(log *m*) for a block of *m* rows; 12 bytes a row.
struct BlockIndex: Sendable {
    private var keys: [UInt64]
    private var rows: [UInt32]
    private var starts: [UInt32]
    private let shift: UInt64

    init(_ keys: some Sequence<UInt64>) {
        var pairs: [KeyedRow] = []
        pairs.reserveCapacity(keys.underestimatedCount)
        for (row, key) in keys.enumerated() where key != 0 { pairs.append(KeyedRow(key: mixed(key), row: UInt32(row))) }
        self.init(pairs: pairs)
    }

    init(pairs: consuming [KeyedRow]) {
        KeyedRow.sort(&pairs)
        let bits = UInt64(max(1, min(24, (pairs.count / 2).nextPowerOfTwo.trailingZeroBitCount)))
        shift = 64 - bits
        keys = pairs.map(\.key)
        rows = pairs.map(\.row)
        starts = [UInt32](repeating: 0, count: (1 << Int(bits)) + 1)
        for pair in pairs { starts[Int(pair.key >> shift) + 1] += 1 }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
    }

    /// The rows of `key`, ascending.
    func rows(of key: UInt64) -> ArraySlice<UInt32> { key == 0 ? [] : rows(ofMixed: mixed(key)) }

    /// The rows of a key that is mixed already.
    func rows(ofMixed wanted: UInt64) -> ArraySlice<UInt32> { rows[places(ofMixed: wanted)] }

    /// Where the rows of a mixed key stand; ``row(at:)`` says which they are.
    @inline(__always) func places(ofMixed wanted: UInt64) -> Range<Int> {
        let bucket = Int(wanted >> shift)
        let end = Int(starts[bucket + 1])
        let low = place(from: Int(starts[bucket]), to: end) { $0 < wanted }
        return low..<place(from: low, to: end) { $0 == wanted }
    }

    @inline(__always) func row(at place: Int) -> UInt32 { rows[place] }

    // A look-up goes through three places of memory, each of which the one before tells. Many look-ups that go step by step side by side wait once
    // for all of them.

    @inline(__always) func prefetchBucket(ofMixed wanted: UInt64) {
        starts.withUnsafeBufferPointer { prefetch($0.baseAddress! + Int(wanted >> shift)) }
    }

    @inline(__always) func prefetchKeys(ofMixed wanted: UInt64) {
        let start = Int(starts[Int(wanted >> shift)])
        keys.withUnsafeBufferPointer { if start < $0.count { prefetch($0.baseAddress! + start) } }
    }

    @inline(__always) func prefetchRow(at place: Int) {
        rows.withUnsafeBufferPointer { if place < $0.count { prefetch($0.baseAddress! + place) } }
    }

    /// The first place whose key does not pass, of keys that pass before others that do not: a look at the next ones, then in growing steps.
    /// Most blocks have a row or two; those of a country's commonest names have ten thousands, and as many rows ask for them.
    @inline(__always) private func place(from start: Int, to end: Int, where passes: (UInt64) -> Bool) -> Int {
        var (low, step) = (start, 1)
        while low + step <= end, passes(keys[low + step - 1]) { (low, step) = (low + step, step * 2) }
        var high = min(low + step - 1, end)
        while low < high {
            let middle = (low + high) / 2
            if passes(keys[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The first row of `key`.
    func first(of key: UInt64) -> UInt32? { rows(of: key).first }

    /// Calls `body` with the rows of every key that more than one row has.
    func forEachBlock(_ body: (ArraySlice<UInt32>) -> Void) { forEachBlock { _, rows in body(rows) } }

    /// Calls `body` with the rows of every key, of single ones too.
    func forEachGroup(_ body: (ArraySlice<UInt32>) -> Void) {
        var start = 0
        while start < keys.count {
            var end = start + 1
            while end < keys.count, keys[end] == keys[start] { end += 1 }
            body(rows[start..<end])
            start = end
        }
    }

    /// Calls `body` with every mixed key that more than one row has, and its rows.
    func forEachBlock(_ body: (UInt64, ArraySlice<UInt32>) -> Void) {
        var start = 0
        while start < keys.count {
            var end = start + 1
            while end < keys.count, keys[end] == keys[start] { end += 1 }
            if end - start > 1 { body(keys[start], rows[start..<end]) }
            start = end
        }
    }
}

/// A row and the key it is sorted by.
struct KeyedRow: Sendable {
    var key: UInt64
    var row: UInt32

    /// By key, and rows of one key in their order. Keys are small, or mixed: a stable radix sort of the upper 33 bits of mixed ones leaves next to
    /// nothing to do, and the little that is out of order is put right where it stands. Half the passes over memory of a sort of all bits.
    /// - Complexity: O(*n*), and as much memory once more.
    static func sort(_ pairs: inout [KeyedRow]) {
        guard pairs.count > 64 else {
            return pairs = pairs.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element)
        }
        let areSmall = !pairs.contains { $0.key >> 33 != 0 }
        var target = [KeyedRow](unsafeUninitializedCapacity: pairs.count) { $1 = pairs.count }
        for shift in areSmall ? [UInt64(0), 11, 22] : [31, 42, 53] {
            var offsets = [Int](repeating: 0, count: 2048)
            for pair in pairs { offsets[Int(pair.key >> shift & 2047)] += 1 }
            if offsets.contains(pairs.count) { continue }
            var total = 0
            for digit in 0..<2048 { (offsets[digit], total) = (total, total + offsets[digit]) }
            for pair in pairs {
                let digit = Int(pair.key >> shift & 2047)
                target[offsets[digit]] = pair
                offsets[digit] += 1
            }
            swap(&pairs, &target)
        }
        for index in 1..<pairs.count where pairs[index].key < pairs[index - 1].key {
            let pair = pairs[index]
            var place = index
            while place > 0, pairs[place - 1].key > pair.key {
                pairs[place] = pairs[place - 1]
                place -= 1
            }
            pairs[place] = pair
        }
    }

    static func sorted(_ pairs: consuming [KeyedRow]) -> [KeyedRow] {
        sort(&pairs)
        return pairs
    }
}
