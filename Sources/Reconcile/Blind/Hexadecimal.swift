/// 64 bits as sixteen hexadecimal digits and back, without a `String`.
enum Hexadecimal {
    static func append(_ word: UInt64, to text: inout [UInt8]) {
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(word >> UInt64(shift) & 15)
            text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// - Returns: `nil` where one of the sixteen bytes from `start` is no digit, or is not there.
    static func word(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt64? {
        guard start + 16 <= text.count else { return nil }
        var word: UInt64 = 0
        for byte in text[start..<start + 16] {
            switch byte {
            case 0x30...0x39: word = word << 4 | UInt64(byte - 0x30)
            case 0x61...0x66: word = word << 4 | UInt64(byte - 0x57)
            default: return nil
            }
        }
        return word
    }
}
