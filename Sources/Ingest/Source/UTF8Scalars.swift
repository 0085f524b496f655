/// The Unicode scalars of bytes that should be UTF-8. Strict: no overlong forms, no surrogates, nothing above U+10FFFF.
struct UTF8Scalars {
    static let invalid: UInt32 = .max

    let bytes: Bytes
    var position = 0

    init(_ bytes: Bytes) { self.bytes = bytes }

    /// The next scalar, ``invalid`` for a byte that begins none (one byte is passed over), `nil` at the end.
    @inline(__always) mutating func next() -> UInt32? {
        guard position < bytes.count else { return nil }
        let lead = bytes[position]
        position += 1
        if lead < 0x80 { return UInt32(lead) }
        return rest(of: lead)
    }

    private mutating func rest(of lead: UInt8) -> UInt32 {
        let length: Int
        var scalar: UInt32
        let least: UInt32
        switch lead {
        case 0xC2...0xDF: (length, scalar, least) = (1, UInt32(lead & 0x1F), 0x80)
        case 0xE0...0xEF: (length, scalar, least) = (2, UInt32(lead & 0x0F), 0x800)
        case 0xF0...0xF4: (length, scalar, least) = (3, UInt32(lead & 0x07), 0x10000)
        default: return UTF8Scalars.invalid
        }
        guard position + length <= bytes.count else { return UTF8Scalars.invalid }
        for index in position..<position + length {
            guard bytes[index] & 0xC0 == 0x80 else { return UTF8Scalars.invalid }
            scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
        }
        guard scalar >= least, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else { return UTF8Scalars.invalid }
        position += length
        return scalar
    }

    static func isValid(_ bytes: Bytes) -> Bool {
        guard bytes.hasHighByte else { return true }
        var scalars = UTF8Scalars(bytes)
        while let scalar = scalars.next() {
            if scalar == invalid { return false }
        }
        return true
    }
}
