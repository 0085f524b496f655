/// Turns the bytes of a legacy Vietnamese encoding into composed UTF-8.
///
/// Decoding comes before everything else that looks at letters: ư is a soft hyphen in TCVN3's bytes, Õ a no-break space in
/// VISCII's, and six of VISCII's capitals are control characters.
struct LegacyDecoder {
    let encoding: TextEncoding
    private let table: [UInt16]
    /// For encodings with one byte a letter.
    private let letters: LetterTable?

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
        table =
            switch encoding {
            case .tcvn3: LegacyTables.tcvn3
            case .vni: LegacyTables.vniLetters
            case .viscii: LegacyTables.viscii
            default: LegacyTables.windows1258
            }
        letters = encoding == .tcvn3 || encoding == .viscii ? LetterTable(table, hasPairs: encoding == .tcvn3) : nil
    }

    /// Writes the text of `bytes` into `arena`.
    func decode(_ bytes: Bytes, into arena: ByteArena, _ changes: inout TextChanges) -> Bytes {
        let start = arena.count
        let isDone = letters?.decode(bytes, into: arena) ?? false
        if !isDone { compose(bytes, into: arena, &changes) }
        if encoding == .tcvn3 || encoding == .viscii, LegacyDecoder.isInCapitals(bytes) {
            restoreCapitals(since: start, arena, &changes)
        }
        return arena.written(since: start)
    }

    /// Letter by letter, as all encodings can be decoded.
    func compose(_ bytes: Bytes, into arena: ByteArena, _ changes: inout TextChanges) {
        var composer = Composer(into: arena)
        switch encoding {
        case .vni: decodeVNI(bytes, &composer, &changes)
        case .tcvn3: decodeTCVN3(bytes, &composer, &changes)
        default:
            for byte in bytes { composer.append(scalar(byte, &changes)) }
        }
        composer.flush()
    }

    @inline(__always) private func scalar(_ byte: UInt8, _ changes: inout TextChanges) -> UInt32 {
        let scalar = UInt32(table[Int(byte)])
        if scalar == 0xFFFD { changes.insert(.invalid) }
        return scalar
    }

    private func decodeVNI(_ bytes: Bytes, _ composer: inout Composer, _ changes: inout TextChanges) {
        for byte in bytes {
            if byte >= 0xC0, let mark = LegacyTables.vniMarks[Int(byte)], let letter = composer.pending,
                let marked = LegacyDecoder.put(mark, on: letter)
            {
                composer.replace(by: marked)
            } else {
                composer.append(scalar(byte, &changes))
            }
        }
    }

    private static func put(
        _ mark: (shape: VietnameseLetter.Shape, tone: VietnameseLetter.Tone), on letter: VietnameseLetter
    ) -> VietnameseLetter? {
        guard letter.tone == .level, mark.shape == .plain || letter.shape == .plain else { return nil }
        let shape = mark.shape == .plain ? letter.shape : mark.shape
        let marked = VietnameseLetter(base: letter.base, shape: shape, tone: mark.tone)
        return marked.scalar == nil ? nil : marked
    }

    /// TCVN3 has no capitals with tones. Some programs write the plain capital and the small letter after it (`A2 CA` for Ấ):
    /// no Vietnamese word holds such a pair, so the two are one letter.
    private func decodeTCVN3(_ bytes: Bytes, _ composer: inout Composer, _ changes: inout TextChanges) {
        for byte in bytes {
            let scalar = scalar(byte, &changes)
            if byte > 0x7F, let small = VietnameseLetter(scalar), !small.isUpper, small.tone != .level,
                let capital = composer.pending, capital.isUpper, capital.tone == .level, capital.folded == small.base,
                capital.shape == small.shape
            {
                composer.replace(by: small.uppercased)
            } else {
                composer.append(scalar)
            }
        }
    }

    /// Whether a text is written in capitals throughout: no small ASCII letter, and a word with both an accented letter and a
    /// capital that does not begin it. One proof holds for the whole cell, as other words may be a single letter with its
    /// tone; abbreviations such as CCCD prove nothing.
    private static func isInCapitals(_ bytes: Bytes) -> Bool {
        var isProven = false
        var length = 0
        var hasAccent = false
        var hasInnerCapital = false
        for byte in bytes {
            if byte >= 0x61, byte <= 0x7A { return false }
            let isCapital = byte >= 0x41 && byte <= 0x5A
            guard isCapital || byte > 0x7F else {
                (length, hasAccent, hasInnerCapital) = (0, false, false)
                continue
            }
            if isCapital, length > 0 { hasInnerCapital = true }
            if !isCapital { hasAccent = true }
            length += 1
            if hasAccent, hasInnerCapital { isProven = true }
        }
        return isProven
    }

    /// Which small letters may stand for capitals: all of TCVN3's, and those of VISCII whose capitals some programs avoid
    /// because they are control characters or a no-break space.
    private func isCaseless(_ letter: VietnameseLetter) -> Bool {
        guard encoding == .viscii else { return true }
        switch (letter.base, letter.shape, letter.tone) {
        case (0x61, .breve, .hook), (0x61, .breve, .tilde), (0x61, .circumflex, .tilde), (0x6F, .plain, .tilde): return true
        case (0x79, .plain, .hook), (0x79, .plain, .tilde), (0x79, .plain, .dot): return true
        default: return false
        }
    }

    private func restoreCapitals(since start: Int, _ arena: ByteArena, _ changes: inout TextChanges) {
        var scalars = UTF8Scalars(arena.written(since: start))
        var upper: [UInt32] = []
        var hasChanged = false
        while let scalar = scalars.next() {
            if let letter = VietnameseLetter(scalar), !letter.isUpper, isCaseless(letter), let capital = letter.uppercased.scalar
            {
                upper.append(capital)
                hasChanged = true
            } else {
                upper.append(scalar)
            }
        }
        guard hasChanged else { return }
        changes.insert(.caseRestored)
        arena.rewind(to: start)
        for scalar in upper { arena.append(scalar: scalar) }
    }
}
