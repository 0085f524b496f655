import Registry

/// 64-bit hashes of what tells rows apart. Seeded once a run, so that nobody can write a file whose keys collide.
///
/// Multiply and fold, eight bytes a step. Two of n keys collide with n²/2⁶⁵: one chance in four thousand for a hundred million.
struct KeyHash {
    static let seed = UInt64.random(in: .min ... .max) | 1

    private(set) var value: UInt64

    /// - Parameter seed: ``KeyHash/seed``; who hashes every row keeps a copy of it.
    @inline(__always) init(_ seed: UInt64 = KeyHash.seed) { value = seed }

    @inline(__always) mutating func mix(_ word: UInt64) {
        let (high, low) = (value ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        value = high ^ low &+ 0x2545_F491_4F6C_DD1D
    }

    @inline(__always) mutating func mix(_ bytes: Bytes) {
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

    @inline(__always) mutating func mix(_ value: TypedRow.Value) {
        switch value {
        case .empty: mix(0)
        case .integer(let number): mix(UInt64(bitPattern: number))
        case .oldIdentity(let number): mix(UInt64(bitPattern: ~number))
        case .text(let bytes): mix(bytes)
        }
    }
}
