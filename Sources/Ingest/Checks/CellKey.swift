import Registry

/// The bytes of a cell of up to 32, as words that overlap: with the length they are the cell and no other. Of a longer one both ends and
/// a seeded hash.
struct CellKey {
    static let longest = 128

    private var first: UInt64 = 0
    private var last: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    /// 0 for none: no cell is.
    private var count = 0

    init() {}

    @inline(__always) init?(_ cell: Bytes) {
        guard let start = UnsafeRawPointer(cell.baseAddress), cell.count > 0, cell.count <= CellKey.longest else { return nil }
        count = cell.count
        if count >= 8 {
            first = start.loadUnaligned(as: UInt64.self)
            last = start.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            if count > 32 {
                var hash = KeyHash()
                hash.mix(cell)
                second = hash.value
            } else if count > 16 {
                second = start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                third = start.loadUnaligned(fromByteOffset: count - 16, as: UInt64.self)
            }
        } else if count >= 4 {
            first = UInt64(start.loadUnaligned(as: UInt32.self))
            last = UInt64(start.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
        } else {
            first = UInt64(cell[0]) | UInt64(cell[count / 2]) &<< 8 | UInt64(cell[count - 1]) &<< 16
        }
    }

    @inline(__always) func place(bits: Int) -> Int {
        let spread = (first ^ last &* 0x9E37_79B9_7F4A_7C15 ^ second ^ third) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: spread &>> UInt64(64 - bits))
    }

    @inline(__always) func isSame(_ other: CellKey) -> Bool {
        (first ^ other.first) | (last ^ other.last) | (second ^ other.second) | (third ^ other.third) == 0 && count == other.count
    }
}
