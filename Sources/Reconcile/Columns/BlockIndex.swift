/// Rows grouped by a 64-bit key: all rows of one key stand together, in ascending order.
///
/// Rows are sorted by the mixed key; a table over its leading bits tells where to look, so that a look-up reads one or two
/// places of memory. Key 0 means that the row has no key and is left out.
/// - Complexity: O(*n*) to build (radix sort), O(1) expected to look up; 12 bytes a row.
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

    init(pairs unsorted: [KeyedRow]) {
        let pairs = KeyedRow.sorted(unsorted)
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
    func rows(ofMixed wanted: UInt64) -> ArraySlice<UInt32> {
        let bucket = Int(wanted >> shift)
        var low = Int(starts[bucket])
        let end = Int(starts[bucket + 1])
        while low < end, keys[low] < wanted { low += 1 }
        var high = low
        while high < end, keys[high] == wanted { high += 1 }
        return rows[low..<high]
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
    static func sorted(_ pairs: [KeyedRow]) -> [KeyedRow] {
        guard pairs.count > 64 else {
            return pairs.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element)
        }
        var source = pairs
        var target = pairs
        let areSmall = !pairs.contains { $0.key >> 33 != 0 }
        for shift in areSmall ? [UInt64(0), 11, 22] : [31, 42, 53] {
            var offsets = [Int](repeating: 0, count: 2048)
            for pair in source { offsets[Int(pair.key >> shift & 2047)] += 1 }
            if offsets.contains(source.count) { continue }
            var total = 0
            for digit in 0..<2048 { (offsets[digit], total) = (total, total + offsets[digit]) }
            for pair in source {
                let digit = Int(pair.key >> shift & 2047)
                target[offsets[digit]] = pair
                offsets[digit] += 1
            }
            swap(&source, &target)
        }
        for index in 1..<source.count where source[index].key < source[index - 1].key {
            let pair = source[index]
            var place = index
            while place > 0, source[place - 1].key > pair.key {
                source[place] = source[place - 1]
                place -= 1
            }
            source[place] = pair
        }
        return source
    }
}
