@testable import Ingest

/// Bytes of any encoding to composed UTF-8, and the guess which encoding it was.
enum EncodingsTarget {
    nonisolated(unsafe) private static let decoders = TextEncoding.legacy.map(LegacyDecoder.init)
    nonisolated(unsafe) private static let origins = WronglyDecoded.encodings.map(WronglyDecoded.init(as:))

    /// The guesses, which try every encoding on every word, are asked of one input in sixteen.
    static func test(_ bytes: [UInt8]) throws -> Worth {
        let choice = Hash.choice(bytes, below: 80)
        bytes.withUnsafeBufferPointer { bytes in
            checkValidity(bytes)
            checkDecoder(decoders[choice % 4], bytes)
            checkWayBack(origins[choice % 5], bytes)
            checkCleaning(bytes)
        }
        if choice % 4 == 0 { try checkWide(bytes) }
        if choice % 16 == 0 { _ = EncodingGuess(bytes) }
        if choice % 16 == 1 { _ = ColumnReadings([bytes, Array(bytes.reversed())]) }
        return .worth
    }

    // MARK: UTF-8

    private static func checkValidity(_ bytes: Bytes) {
        claim(
            UTF8Scalars.isValid(bytes) == (String(validating: bytes, as: UTF8.self) != nil),
            "valid UTF-8 is what Swift takes it for")
        var changes = TextChanges()
        let arena = arena(for: bytes)
        let composed = Array(TextCell.composed(bytes, into: arena, &changes))
        claim(changes.contains(.invalid) != UTF8Scalars.isValid(bytes), "what is no UTF-8 is noticed")
        checkText(composed, "composing")
    }

    /// Valid, and nothing is left that could be one letter.
    private static func checkText(_ text: [UInt8], _ what: String) {
        text.withUnsafeBufferPointer { text in
            claim(UTF8Scalars.isValid(text), "\(what) gives UTF-8")
            var last: VietnameseLetter?
            var scalars = UTF8Scalars(text)
            while let scalar = scalars.next() {
                claim(last?.adding(mark: scalar) == nil, "\(what) leaves no letter apart from its mark")
                last = VietnameseLetter(scalar)
            }
            var changes = TextChanges()
            let again = TextCell.composed(text, into: arena(for: text), &changes)
            claim(again.elementsEqual(text) && changes.isEmpty, "\(what) leaves nothing to compose")
        }
    }

    // MARK: Legacy encodings

    private static func checkDecoder(_ decoder: LegacyDecoder, _ bytes: Bytes) {
        var changes = TextChanges()
        let text = Array(decoder.decode(bytes, into: arena(for: bytes), &changes))
        checkText(text, decoder.encoding.rawValue)
        claim(
            changes.contains(.invalid) || !text.contains(where: { $0 == 0xEF }), "U+FFFD is written for nothing but invalid bytes"
        )
        var slowChanges = TextChanges()
        let arena = arena(for: bytes)
        decoder.compose(bytes, into: arena, &slowChanges)
        guard !changes.contains(.caseRestored) else { return }
        claim(
            arena.written(since: 0).elementsEqual(text),
            "\(decoder.encoding.rawValue): the table gives what letter by letter does")
        claim(
            slowChanges.contains(.invalid) == changes.contains(.invalid),
            "\(decoder.encoding.rawValue): and finds the same bytes invalid")
    }

    /// Bytes that were taken for windows-1252 and stored as Unicode come back as what they were.
    private static func checkWayBack(_ origin: WronglyDecoded, _ bytes: Bytes) {
        var changes = TextChanges()
        if let text = origin.restore(bytes, into: arena(for: bytes), &changes) { checkText(Array(text), "restoring") }
        let mistaken = bytes.flatMap { byte in
            let scalar = LegacyTables.windows1252[Int(byte)]
            let unit = Unicode.Scalar(scalar == 0xFFFD ? UInt16(byte) : scalar) ?? "?"
            return Array(String(Character(unit)).utf8)
        }
        mistaken.withUnsafeBufferPointer { mistaken in
            var (ways, meant) = (TextChanges(), TextChanges())
            let restored = origin.restore(mistaken, into: arena(for: mistaken), &ways).map { Array($0) }
            let arena = arena(for: bytes)
            let plain =
                decoders.first { $0.encoding == origin.encoding }?.decode(bytes, into: arena, &meant)
                ?? TextCell.composed(bytes, into: arena, &meant)
            claim(
                restored == (meant.contains(.invalid) ? nil : Array(plain)),
                "what was mistaken for windows-1252 is read as \(origin.encoding.rawValue) again")
        }
    }

    // MARK: Cells

    private static func checkCleaning(_ bytes: Bytes) {
        var notes = NoteSet()
        let outcome = TextCell.clean(bytes, isName: true, into: arena(for: bytes), &notes)
        _ = FoldedText(bytes, marksAreBlanks: true)
        guard outcome.fault == nil else { return }
        let text = Array(outcome.bytes)
        checkText(text, "cleaning")
        text.withUnsafeBufferPointer { text in
            var notes = NoteSet()
            let again = TextCell.clean(text, isName: true, into: arena(for: text), &notes)
            claim(again.fault == nil && again.bytes.elementsEqual(text), "a clean text is clean")
        }
    }

    // MARK: UTF-16

    private static func checkWide(_ bytes: [UInt8]) throws {
        for (encoding, isBigEndian) in [(TextEncoding.utf16LittleEndian, false), (.utf16BigEndian, true)] {
            let source = TextSource(ByteSource(bytes, largestPiece: 7), encoding: encoding, markLength: 0)
            var out = [UInt8](repeating: 0, count: bytes.count * 3 + 3)
            var count = 0
            while true {
                let read = try out.withUnsafeMutableBufferPointer { try source.read(into: .init(rebasing: $0[count...])) }
                if read == 0 { break }
                count += read
            }
            var units = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
                let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
                return isBigEndian ? first << 8 | second : second << 8 | first
            }
            if bytes.count % 2 != 0, !UTF16.isLeadSurrogate(units.last ?? 0) { units.append(0xFFFD) }
            let text = String(decoding: units, as: UTF16.self)
            claim(text.utf8.elementsEqual(out[..<count]), "UTF-16 is what Swift takes it for")
        }
    }

    nonisolated(unsafe) private static let shared = (0..<4).map { _ in ByteArena() }
    nonisolated(unsafe) private static var next = 0

    /// One of a few, so that results stay while others are made.
    private static func arena(for bytes: Bytes) -> ByteArena {
        next = (next + 1) % shared.count
        shared[next].reset(for: bytes.count)
        return shared[next]
    }
}
