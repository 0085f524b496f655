/// A letter of the Vietnamese alphabet taken apart: plain letter, shape (hat, breve, horn, stroke) and tone.
///
/// All 134 accented letters and the 52 plain ones; `nil` for everything else. Composition, folding and every legacy encoding rest
/// on this one table.
struct VietnameseLetter: Equatable {
    /// The ASCII letter, in the case of the whole.
    let base: UInt8
    var shape: Shape
    var tone: Tone

    enum Shape: UInt8 { case plain, circumflex, breve, horn, stroke }
    enum Tone: UInt8 { case level, grave, hook, tilde, acute, dot }

    init(base: UInt8, shape: Shape = .plain, tone: Tone = .level) {
        self.base = base
        self.shape = shape
        self.tone = tone
    }

    init?(_ scalar: UInt32) {
        guard scalar < UInt32(VietnameseLetter.parts.count) else { return nil }
        let packed = VietnameseLetter.parts[Int(scalar)]
        guard packed != 0 else { return nil }
        self.init(packed: packed)
    }

    /// The composed letter (NFC), or `nil` where Unicode has none, such as a horn on an `e`.
    var scalar: UInt32? {
        let scalar = VietnameseLetter.letters[Int(packed)]
        return scalar == 0 ? nil : UInt32(scalar)
    }

    var isUpper: Bool { base < 0x61 }
    var isAccented: Bool { shape != .plain || tone != .level }
    /// The plain letter in lower case: what is left when case, tone and shape are folded.
    var folded: UInt8 { base | 0x20 }

    var uppercased: VietnameseLetter { VietnameseLetter(base: base & 0xDF, shape: shape, tone: tone) }

    /// The letter with a combining mark put on it; `nil` where it cannot carry that mark.
    func adding(mark: UInt32) -> VietnameseLetter? {
        var letter = self
        switch mark {
        case 0x300: letter.tone = .grave
        case 0x301: letter.tone = .acute
        case 0x303: letter.tone = .tilde
        case 0x309: letter.tone = .hook
        case 0x323: letter.tone = .dot
        case 0x302: letter.shape = .circumflex
        case 0x306: letter.shape = .breve
        case 0x31B: letter.shape = .horn
        default: return nil
        }
        let isTone = letter.shape == shape
        guard isTone ? tone == .level : shape == .plain, letter.scalar != nil else { return nil }
        return letter
    }

    private var packed: UInt16 { UInt16(base) | UInt16(shape.rawValue) << 7 | UInt16(tone.rawValue) << 10 }

    private init(packed: UInt16) {
        base = UInt8(packed & 0x7F)
        shape = Shape(rawValue: UInt8(packed >> 7 & 7)) ?? .plain
        tone = Tone(rawValue: UInt8(packed >> 10)) ?? .level
    }

    /// A vowel with its six tones, in the order of ``Tone``.
    private static let vowels: [(shape: Shape, letters: String)] = [
        (.plain, "aàảãáạ"), (.breve, "ăằẳẵắặ"), (.circumflex, "âầẩẫấậ"), (.plain, "eèẻẽéẹ"), (.circumflex, "êềểễếệ"),
        (.plain, "iìỉĩíị"), (.plain, "oòỏõóọ"), (.circumflex, "ôồổỗốộ"), (.horn, "ơờởỡớợ"), (.plain, "uùủũúụ"),
        (.horn, "ưừửữứự"), (.plain, "yỳỷỹýỵ"),
        (.plain, "AÀẢÃÁẠ"), (.breve, "ĂẰẲẴẮẶ"), (.circumflex, "ÂẦẨẪẤẬ"), (.plain, "EÈẺẼÉẸ"), (.circumflex, "ÊỀỂỄẾỆ"),
        (.plain, "IÌỈĨÍỊ"), (.plain, "OÒỎÕÓỌ"), (.circumflex, "ÔỒỔỖỐỘ"), (.horn, "ƠỜỞỠỚỢ"), (.plain, "UÙỦŨÚỤ"),
        (.horn, "ƯỪỬỮỨỰ"), (.plain, "YỲỶỸÝỴ"),
    ]
    private static let bases = Array("aaaeeiooouuyAAAEEIOOOUUY".utf8)

    private static let all: [(letter: VietnameseLetter, scalar: UInt32)] = {
        var all: [(VietnameseLetter, UInt32)] = []
        for letter in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            all.append((VietnameseLetter(base: letter), UInt32(letter)))
            all.append((VietnameseLetter(base: letter | 0x20), UInt32(letter | 0x20)))
        }
        for (index, vowel) in vowels.enumerated() {
            for (tone, scalar) in vowel.letters.unicodeScalars.enumerated() where scalar.value > 0x7F {
                let tone = Tone(rawValue: UInt8(tone)) ?? .level
                all.append((VietnameseLetter(base: bases[index], shape: vowel.shape, tone: tone), scalar.value))
            }
        }
        all.append((VietnameseLetter(base: 0x64, shape: .stroke), 0x111))
        all.append((VietnameseLetter(base: 0x44, shape: .stroke), 0x110))
        return all
    }()

    /// Packed parts by scalar, zero for what is no Vietnamese letter.
    private static let parts: [UInt16] = {
        var parts = [UInt16](repeating: 0, count: 0x1F00)
        for (letter, scalar) in all { parts[Int(scalar)] = letter.packed }
        return parts
    }()

    /// Scalar by packed parts, zero where there is no such letter.
    private static let letters: [UInt16] = {
        var letters = [UInt16](repeating: 0, count: 1 << 13)
        for (letter, scalar) in all { letters[Int(letter.packed)] = UInt16(scalar) }
        return letters
    }()
}
