import Foundation

/// What one Unicode scalar of a name comes to on a key.
struct FoldedLetter: Sendable {
    enum Kind: UInt8, Sendable {
        /// A letter a–z, perhaps with a quality mark and a tone.
        case letter
        /// A combining mark of the letter before.
        case mark
        /// An apostrophe or a mark without meaning: nothing.
        case dropped
        case digit
        case opening, closing
        /// Ends a syllable.
        case separator
    }

    let kind: Kind
    /// `a`–`z`, or the digit.
    let base: UInt8
    /// `^` (â ê ô), `(` (ă), `+` (ơ ư), `-` (đ), or 0.
    let quality: UInt8
    /// 0 level, 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng: the digits that VNI typing uses.
    let tone: UInt8
}

/// The folding of single scalars, as a table made once.
///
/// đ does not decompose in Unicode, and Ð (eth) and Ɖ (African d) are typed for it: they are folded by hand.
enum LetterFolding {
    static func fold(_ scalar: UInt32) -> FoldedLetter {
        if scalar < UInt32(table.count) { return table[Int(scalar)] }
        switch scalar {
        case 0x2018, 0x2019, 0x2032, 0x02BC, 0x200C, 0x200D: return nothing
        default: return blank
        }
    }

    /// Lý/Lí, Mỹ/Mĩ, Quý/Quí are spellings of one syllable; Vy and Vi, Thúy and Thúi are not.
    static func endsInLoneY(_ plain: some BidirectionalCollection<UInt8>) -> Bool {
        guard plain.last == UInt8(ascii: "y") else { return false }
        if plain.count == 2, let initial = plain.first { return beforeLoneY.contains(initial) }
        return plain.count == 3 && plain.elementsEqual("quy".utf8)
    }

    private static let beforeLoneY = Set("hklmst".utf8)

    private static let nothing = FoldedLetter(kind: .dropped, base: 0, quality: 0, tone: 0)
    private static let blank = FoldedLetter(kind: .separator, base: 0, quality: 0, tone: 0)

    private static let table: [FoldedLetter] = (0..<0x1F00).map { value in
        Unicode.Scalar(UInt32(value)).map(entry) ?? blank
    }

    private static func entry(_ scalar: Unicode.Scalar) -> FoldedLetter {
        switch scalar {
        case "'", "`", "\u{B4}", "\u{2BC}", "\u{2B9}", "\u{2BB}", "\u{2C8}": return nothing
        case "(", "[", "{": return FoldedLetter(kind: .opening, base: 0, quality: 0, tone: 0)
        case ")", "]", "}": return FoldedLetter(kind: .closing, base: 0, quality: 0, tone: 0)
        case "0"..."9": return FoldedLetter(kind: .digit, base: UInt8(scalar.value), quality: 0, tone: 0)
        case "đ", "Đ", "ð", "Ð", "Ɖ", "ɖ":
            return FoldedLetter(kind: .letter, base: UInt8(ascii: "d"), quality: UInt8(ascii: "-"), tone: 0)
        case "ƀ", "Ƀ": return FoldedLetter(kind: .letter, base: UInt8(ascii: "b"), quality: 0, tone: 0)
        default: return decomposed(scalar)
        }
    }

    private static func decomposed(_ scalar: Unicode.Scalar) -> FoldedLetter {
        var base: UInt8 = 0
        var quality: UInt8 = 0
        var tone: UInt8 = 0
        var isMark = false
        for part in String(scalar).lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            switch part.value {
            case 0x61...0x7A: base = UInt8(part.value)
            case 0x300: tone = 2
            case 0x301: tone = 1
            case 0x303: tone = 4
            case 0x309: tone = 3
            case 0x323: tone = 5
            case 0x302: quality = UInt8(ascii: "^")
            case 0x306: quality = UInt8(ascii: "(")
            case 0x31B: quality = UInt8(ascii: "+")
            case 0x304...0x36F: break
            default: return blank
            }
            isMark = isMark || part.value >= 0x300
        }
        guard base == 0 else { return FoldedLetter(kind: .letter, base: base, quality: quality, tone: tone) }
        return isMark ? FoldedLetter(kind: .mark, base: 0, quality: quality, tone: tone) : blank
    }
}
