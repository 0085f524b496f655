/// Text that was decoded wrongly once before it came: bytes of a Vietnamese encoding were taken for windows-1252 (or Latin-1) and stored
/// again as Unicode, `Hä vµ tªn` for `Họ và tên`. The way back is the letters' windows-1252 bytes, read in the right encoding.
struct WronglyDecoded {
    /// What the bytes were: `utf8` or a legacy encoding.
    let encoding: TextEncoding
    private let decoder: LegacyDecoder?

    static let encodings: [TextEncoding] = [.utf8] + TextEncoding.legacy

    init(as encoding: TextEncoding) {
        self.encoding = encoding
        decoder = encoding == .utf8 ? nil : LegacyDecoder(encoding)
    }

    /// The text as it was meant, or `nil` where `text` cannot have come this way.
    ///
    /// Comes before everything that cleans: a letter may look like a no-break space, a soft hyphen or a control character here.
    /// - Parameter text: UTF-8.
    func restore(_ text: Bytes, into arena: ByteArena, _ changes: inout TextChanges) -> Bytes? {
        let start = arena.count
        var scalars = UTF8Scalars(text)
        while let scalar = scalars.next() {
            guard let byte = WronglyDecoded.byte(of: scalar) else { return nil }
            arena.append(byte)
        }
        let bytes = arena.written(since: start)
        let restored =
            decoder?.decode(bytes, into: arena, &changes) ?? TextCell.composed(bytes, into: arena, &changes)
        return changes.contains(.invalid) ? nil : restored
    }

    /// The byte that windows-1252 reads as `scalar`; for bytes that it leaves undefined, the control character of the same number.
    @inline(__always) private static func byte(of scalar: UInt32) -> UInt8? {
        if scalar < 0x100 { return UInt8(scalar) }
        return byteOfHighScalar[scalar]
    }

    private static let byteOfHighScalar: [UInt32: UInt8] = Dictionary(
        uniqueKeysWithValues: (0x80..<0xA0).compactMap { byte in
            let scalar = UInt32(LegacyTables.windows1252[byte])
            return scalar == 0xFFFD ? nil : (scalar, UInt8(byte))
        })
}
