/// Bytes to UTF-8 in one look each, for encodings in which every letter is one byte. Letter by letter through ``Composer`` a whole check
/// of a TCVN3 file takes a quarter longer.
final class LetterTable {
    /// By byte: how many bytes of UTF-8 (the lowest byte; 0 for a byte that means nothing), then these from the lowest up.
    private let packed: UnsafeMutablePointer<UInt32>
    /// By byte of a small letter with a tone: the capital that makes one letter with it when it stands before (``LegacyDecoder``).
    private let partner: UnsafeMutablePointer<UInt8>

    init(_ table: [UInt16], hasPairs: Bool) {
        packed = .allocate(capacity: 256)
        partner = .allocate(capacity: 256)
        partner.initialize(repeating: 0, count: 256)
        for byte in 0..<256 {
            let scalar = Unicode.Scalar(table[byte]) ?? "\u{FFFD}"
            let utf8 = scalar == "\u{FFFD}" ? [] : UTF8.encode(scalar).map(Array.init) ?? []
            packed[byte] = utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) } << 8 | UInt32(utf8.count)
        }
        guard hasPairs else { return }
        for byte in 0x80..<256 {
            guard let small = VietnameseLetter(UInt32(table[byte])), !small.isUpper, small.tone != .level else { continue }
            let capital = VietnameseLetter(base: small.base & 0xDF, shape: small.shape).scalar ?? UInt32(small.base & 0xDF)
            partner[byte] = table.firstIndex { UInt32($0) == capital }.map(UInt8.init) ?? 0
        }
    }

    deinit {
        packed.deallocate()
        partner.deallocate()
    }

    /// - Returns: `false`, and writes nothing, for a text with a byte that means nothing, or with a letter in two bytes.
    func decode(_ bytes: Bytes, into arena: ByteArena) -> Bool {
        // A letter is written as four bytes, of which those behind it are written over by the next one.
        arena.write(atMost: bytes.count * 3 + 4) { target in
            var count = 0
            var previous: UInt8 = 0
            for byte in bytes {
                let letter = packed[Int(byte)]
                let partner = partner[Int(byte)]
                guard letter & 0xFF > 0, partner == 0 || partner != previous else { return nil }
                UnsafeMutableRawPointer(target + count).storeBytes(of: letter &>> 8, as: UInt32.self)
                count += Int(letter & 0xFF)
                previous = byte
            }
            return count
        }
    }
}
