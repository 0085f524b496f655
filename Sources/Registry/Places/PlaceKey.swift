/// What two writings of a place's name are compared by: capitals, the place of the tone mark (Hòa, Hoà), a lone i or y, hyphens and blanks
/// do not count. Made with the same letters as ``NameFolder``, but a place keeps its numbers (Phường 4) and every syllable (Bà Rịa).
package struct PlaceKey: Hashable, Sendable {
    /// Syllables with quality marks, and the tone behind: `hoa2`, `binh2`. A number without its leading zeros is a syllable.
    package let toned: [String]
    /// The same as a–z and digits.
    package let plain: [String]

    package init(_ name: String) {
        var reader = SyllableReader()
        for scalar in name.unicodeScalars { reader.read(LetterFolding.fold(scalar.value)) }
        reader.end()
        toned = reader.toned
        plain = reader.plain
    }

    private init(toned: [String], plain: [String]) {
        self.toned = toned
        self.plain = plain
    }

    /// Without its first syllables.
    func dropping(_ count: Int) -> PlaceKey {
        PlaceKey(toned: Array(toned.dropFirst(count)), plain: Array(plain.dropFirst(count)))
    }

    package static func == (left: PlaceKey, right: PlaceKey) -> Bool { left.toned == right.toned }
    package func hash(into hasher: inout Hasher) { hasher.combine(toned) }
}

/// Collects letters into syllables.
private struct SyllableReader {
    private(set) var toned: [String] = []
    private(set) var plain: [String] = []
    private var marked: [UInt8] = []
    private var letters: [UInt8] = []
    private var tone: UInt8 = 0
    private var isNumber = false

    mutating func read(_ letter: FoldedLetter) {
        switch letter.kind {
        case .letter:
            if isNumber { end() }
            letters.append(letter.base)
            marked.append(letter.base)
            mark(letter)
        case .mark: if !letters.isEmpty { mark(letter) }
        case .digit:
            if !isNumber { end() }
            isNumber = true
            letters.append(letter.base)
            marked.append(letter.base)
        case .dropped: break
        case .opening, .closing, .separator: end()
        }
    }

    private mutating func mark(_ letter: FoldedLetter) {
        if letter.quality != 0 { marked.append(letter.quality) }
        if letter.tone != 0 { tone = letter.tone }
    }

    mutating func end() {
        defer {
            marked = []
            letters = []
            tone = 0
            isNumber = false
        }
        guard !letters.isEmpty else { return }
        if isNumber {
            let digits = letters.drop { $0 == UInt8(ascii: "0") }
            let number = String(decoding: digits.isEmpty ? letters[...] : digits, as: UTF8.self)
            toned.append(number)
            plain.append(number)
            return
        }
        if marked.last == UInt8(ascii: "y"), LetterFolding.endsInLoneY(letters) {
            letters[letters.count - 1] = UInt8(ascii: "i")
            marked[marked.count - 1] = UInt8(ascii: "i")
        }
        if tone != 0 { marked.append(UInt8(ascii: "0") + tone) }
        toned.append(String(decoding: marked, as: UTF8.self))
        plain.append(String(decoding: letters, as: UTF8.self))
    }
}
