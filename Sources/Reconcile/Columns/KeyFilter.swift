/// Tells of nearly every key that nobody will ask for it (a Bloom filter of one hash; Bloom, CACM 13, 1970): an index for a few rows need not hold the
/// register's millions.
///
/// 16 bits a key: of keys that nobody asks for, one in 16 is not told apart, and does no harm.
struct KeyFilter: Sendable {
    private var bits: [UInt64]
    private let shift: UInt64

    /// - Parameter keys: How many will be added at most.
    init(keys: Int) {
        let size = max(64, (16 * keys).nextPowerOfTwo)
        bits = [UInt64](repeating: 0, count: size / 64)
        shift = 64 - UInt64(size.trailingZeroBitCount)
    }

    /// - Parameter key: Mixed, so that its leading bits are as good as any.
    mutating func insert(_ key: UInt64) {
        let bit = Int(key >> shift)
        bits[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    /// Never `false` for a key that was added.
    @inline(__always) func mayContain(_ key: UInt64) -> Bool {
        let bit = Int(key >> shift)
        return bits[bit >> 6] >> UInt64(bit & 63) & 1 != 0
    }
}
