/// Brings the cells of a file to UTF-8, record by record.
///
/// Old files are sometimes joined from files of two encodings. A record that is valid UTF-8 with letters above ASCII in it is
/// read as such even in a legacy file: legacy text is hardly ever valid UTF-8 by chance.
final class RecordDecoding {
    let fileEncoding: TextEncoding
    private var decoders: [TextEncoding: LegacyDecoder] = [:]
    private let fileDecoder: LegacyDecoder
    private let undecodable: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter encoding: Of the file; UTF-16 was made UTF-8 before.
    init(_ encoding: TextEncoding) {
        fileEncoding = encoding.isLegacy ? encoding : .utf8
        fileDecoder = LegacyDecoder(fileEncoding)
        undecodable = .allocate(capacity: 1)
        undecodable.initialize(repeating: 0xFF)
    }

    deinit { undecodable.deallocate() }

    @inline(__always) func encoding(of record: Bytes) -> TextEncoding {
        guard fileEncoding != .utf8 else { return .utf8 }
        return record.hasHighByte && RecordDecoding.isUTF8(record) ? .utf8 : fileEncoding
    }

    /// Valid UTF-8 with two letters above ASCII or more; fails at the first legacy letter.
    private static func isUTF8(_ record: Bytes) -> Bool {
        var index = 0
        var letters = 0
        while index < record.count {
            guard record[index] > 0x7F else {
                index += 1
                continue
            }
            var scalars = UTF8Scalars(record.part(index, record.count))
            guard let scalar = scalars.next(), scalar != UTF8Scalars.invalid else { return false }
            index += scalars.position
            letters += 1
        }
        return letters > 1
    }

    /// The text of a cell in UTF-8: the very bytes where nothing has to change.
    @inline(__always)
    func text(_ bytes: Bytes, as encoding: TextEncoding, into arena: ByteArena, _ notes: inout NoteSet) -> Bytes {
        if encoding == .utf8 { return bytes }
        return decoded(bytes, as: encoding, into: arena, &notes)
    }

    private func decoded(_ bytes: Bytes, as encoding: TextEncoding, into arena: ByteArena, _ notes: inout NoteSet) -> Bytes {
        let hasLetters = bytes.hasHighByte || (encoding == .viscii && bytes.contains { encoding.isLetter(control: $0) })
        guard hasLetters else { return bytes }
        var changes = TextChanges()
        let text = decoder(encoding).decode(bytes, into: arena, &changes)
        if changes.contains(.caseRestored) { notes.insert(.caseRestored) }
        // A byte that means nothing must not become a letter: the cell is handed on as bytes that are no UTF-8.
        return changes.contains(.invalid) ? Bytes(undecodable) : text
    }

    private func decoder(_ encoding: TextEncoding) -> LegacyDecoder {
        if encoding == fileEncoding { return fileDecoder }
        if let known = decoders[encoding] { return known }
        let made = LegacyDecoder(encoding)
        decoders[encoding] = made
        return made
    }
}
