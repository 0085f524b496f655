/// Gives equal byte strings equal numbers: 0, 1, 2 … in the order of their first sight.
///
/// Open addressing over one arena of bytes; candidates are compared whole, so that two codes never share a number.
struct ByteInterner: Sendable {
    private var arena: [UInt8] = []
    private var ends: [UInt32] = []
    private var hashes: [UInt32] = []
    /// The upper half of the hash, which also says where the slot is, above number + 1; or 0 for a free slot. Whether a string may be the one
    /// wanted is seen without another look into memory, and slots are made twice as many without one.
    private var slots: [UInt64]

    init(capacity: Int = 1 << 12) {
        slots = [UInt64](repeating: 0, count: max(16, capacity.nextPowerOfTwo * 2))
    }

    var count: Int { ends.count }

    subscript(_ number: UInt32) -> ArraySlice<UInt8> { arena[start(Int(number))..<Int(ends[Int(number)])] }

    /// The same for the same bytes in every run.
    func hash(of number: UInt32) -> UInt32 { hashes[Int(number)] }

    func text(_ number: UInt32) -> String { String(decoding: self[number], as: UTF8.self) }

    /// The number of a byte string that was seen, and of no other.
    func number(of bytes: ArraySlice<UInt8>) -> UInt32? {
        bytes.withUnsafeBufferPointer { bytes in
            let hash = ByteInterner.hash(bytes) >> 32
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot] != 0 {
                let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
                if slots[slot] >> 32 == hash, equals(number, bytes) { return UInt32(number) }
                slot = (slot + 1) & (slots.count - 1)
            }
            return nil
        }
    }

    mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        if (ends.count + 1) * 3 > slots.count * 2 { grow() }
        let hash = ByteInterner.hash(bytes) >> 32
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
            if slots[slot] >> 32 == hash, equals(number, bytes) { return UInt32(number) }
            slot = (slot + 1) & (slots.count - 1)
        }
        arena.append(contentsOf: bytes)
        ends.append(UInt32(arena.count))
        hashes.append(UInt32(hash))
        slots[slot] = hash << 32 | UInt64(ends.count)
        return UInt32(ends.count - 1)
    }

    mutating func intern(_ bytes: some Collection<UInt8>) -> UInt32 {
        if let number = bytes.withContiguousStorageIfAvailable({ intern($0) }) { return number }
        return Array(bytes).withUnsafeBufferPointer { intern($0) }
    }

    mutating func intern(_ text: String) -> UInt32 { intern(Array(text.utf8)) }

    /// Takes in all strings of another one. - Returns: by number there, the number here.
    mutating func numbers(of other: ByteInterner) -> [UInt32] { (0..<UInt32(other.count)).map { intern(other[$0]) } }

    private func start(_ number: Int) -> Int { number == 0 ? 0 : Int(ends[number - 1]) }

    private func equals(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = start(number)
        guard Int(ends[number]) - start == bytes.count else { return false }
        for offset in 0..<bytes.count where arena[start + offset] != bytes[offset] { return false }
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 {
            var slot = Int(entry >> 32) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = entry
        }
    }

    /// Eight bytes a step with a multiply and a fold, and a final mix: the same in every run, unlike Swift's own hashing. Non-negative, 63 bits.
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
        let raw = UnsafeRawBufferPointer(bytes)
        var offset = 0
        while offset + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < raw.count {
            rest = rest << 8 | UInt64(raw[offset])
            offset += 1
        }
        return mixed((hash ^ rest) &* 0x9E37_79B9_7F4A_7C15) >> 1
    }
}

/// A bijective mix of 64 bits (the finisher of SplitMix64), for packed keys whose low bits say little.
func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
}

extension Int {
    /// The smallest power of two that is not below this number.
    var nextPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
