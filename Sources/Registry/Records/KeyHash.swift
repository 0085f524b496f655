/// 64-bit hashes of what tells rows apart. Seeded once a run, so that nobody can write a file whose keys collide; never stored.
///
/// Multiply and fold, eight bytes a step. Two of n keys collide with n²/2⁶⁵: one chance in four thousand for a hundred million.
package struct KeyHash {
    package static let seed = UInt64.random(in: .min ... .max) | 1

    @usableFromInline var state: UInt64

    @inlinable package var value: UInt64 { state }

    /// - Parameter seed: ``KeyHash/seed``; who hashes every row keeps a copy of it.
    @inlinable @inline(__always) package init(_ seed: UInt64 = KeyHash.seed) { state = seed }

    @inlinable @inline(__always) package mutating func mix(_ word: UInt64) {
        let (high, low) = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        state = high ^ low &+ 0x2545_F491_4F6C_DD1D
    }

    @inlinable @inline(__always) package mutating func mix(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = UnsafeRawPointer(bytes.baseAddress) else { return mix(0) }
        var index = 0
        while index + 8 <= bytes.count {
            mix(start.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var rest = UInt64(bytes.count) << 56
        var shift: UInt64 = 0
        while index < bytes.count {
            rest ^= UInt64(bytes[index]) << shift
            shift += 8
            index += 1
        }
        mix(rest)
    }
}
