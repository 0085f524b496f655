/// Names typed with an input method that was switched off: `Nguyeenx Thij Hueej` for `Nguyễn Thị Huệ`. In Telex a doubled vowel or a w shapes a
/// letter, and s f r x j at the end of a syllable are its tone.
enum TelexName {
    /// The name as it was meant, or `nil` where it may stand as it is: the name is plain ASCII, every word of it is spelt as Vietnamese is, either
    /// as it stands or when read as Telex, and at least one only then.
    static func restore(_ name: Bytes, into arena: ByteArena) -> Bytes? {
        guard name.count > 0, name.count < 100, !name.hasHighByte, mayBeTelex(name) else { return nil }
        var letters: [[VietnameseLetter]] = []
        var isChanged = false
        for word in name.split(whereSeparator: { $0 == 0x20 || $0 == 0x2E }) {
            guard let plain = plainLetters(word) else { return nil }
            if VietnameseSpelling.isSpellable(plain) {
                letters.append(plain)
                continue
            }
            guard let read = read(plain), VietnameseSpelling.isSpellable(read) else { return nil }
            letters.append(read)
            isChanged = true
        }
        guard isChanged else { return nil }
        let start = arena.count
        for (index, word) in letters.enumerated() {
            if index > 0 { arena.append(0x20) }
            for letter in word {
                guard let scalar = letter.scalar, let value = Unicode.Scalar(scalar) else { return nil }
                for byte in String(value).utf8 { arena.append(byte) }
            }
        }
        return arena.written(since: start)
    }

    /// Most names do not get further.
    private static func mayBeTelex(_ name: Bytes) -> Bool {
        var previous: UInt8 = 0
        for byte in name {
            let letter = byte | 0x20
            if letter == 0x77 || letter == 0x6A || letter == 0x66 { return true }
            let next = letter == 0x20 || letter == 0x2E
            if letter == previous, letter == 0x61 || letter == 0x65 || letter == 0x6F || letter == 0x64 { return true }
            if next, previous == 0x73 || previous == 0x72 || previous == 0x78 { return true }
            previous = letter
        }
        return previous == 0x73 || previous == 0x72 || previous == 0x78
    }

    private static func plainLetters(_ word: Bytes.SubSequence) -> [VietnameseLetter]? {
        var letters: [VietnameseLetter] = []
        for byte in word {
            guard (0x61...0x7A).contains(byte | 0x20) else { return nil }
            letters.append(VietnameseLetter(base: byte))
        }
        return letters
    }

    private static func read(_ plain: [VietnameseLetter]) -> [VietnameseLetter]? {
        var rest = plain
        var tone = VietnameseLetter.Tone.level
        if rest.count > 1, let last = rest.last, let typed = tones[last.folded] {
            tone = typed
            rest.removeLast()
        }
        var letters: [VietnameseLetter] = []
        for letter in rest {
            if let shaped = shaped(letters, letter) { letters = shaped } else { letters.append(letter) }
        }
        guard tone != .level else { return letters }
        guard let place = tonePlace(letters) else { return nil }
        letters[place].tone = tone
        return letters
    }

    private static let tones: [UInt8: VietnameseLetter.Tone] = [
        UInt8(ascii: "f"): .grave, UInt8(ascii: "s"): .acute, UInt8(ascii: "r"): .hook, UInt8(ascii: "x"): .tilde,
        UInt8(ascii: "j"): .dot,
    ]

    /// What a key makes of the letters before it, if it makes anything.
    private static func shaped(_ letters: [VietnameseLetter], _ key: VietnameseLetter) -> [VietnameseLetter]? {
        guard let last = letters.last else { return nil }
        var shaped = letters
        let place = letters.count - 1
        switch key.folded {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"):
            guard last.folded == key.folded, last.shape == .plain else { return nil }
            shaped[place].shape = .circumflex
        case UInt8(ascii: "d"):
            guard last.folded == key.folded, last.shape == .plain else { return nil }
            shaped[place].shape = .stroke
        case UInt8(ascii: "w"):
            switch last.folded {
            case UInt8(ascii: "a") where last.shape == .plain: shaped[place].shape = .breve
            case UInt8(ascii: "o") where last.shape == .plain, UInt8(ascii: "u") where last.shape == .plain:
                shaped[place].shape = .horn
            default: return nil
            }
        default: return nil
        }
        return shaped
    }

    /// The vowel that bears the tone, near enough: keys do not hang on its place.
    private static func tonePlace(_ letters: [VietnameseLetter]) -> Int? {
        if let shaped = letters.lastIndex(where: { $0.shape != .plain && $0.shape != .stroke }) { return shaped }
        let vowels = letters.indices.filter { "aeiouy".utf8.contains(letters[$0].folded) }
        guard let last = vowels.last else { return nil }
        return last == letters.count - 1 && vowels.count > 1 ? vowels[vowels.count - 2] : last
    }
}
