/// The upper halves of the one-byte encodings. Compared letter by letter with at least two independent tables each
/// (UniKey, xvnkb, glibc, ICU); U+FFFD stands for bytes that mean nothing.
enum LegacyTables {
    static let tcvn3 = upperHalf(
        """
        \u{20AC}\u{FFFD}\u{201A}ƒ\u{201E}\u{2026}\u{2020}\u{2021}ˆ\u{2030}Š\u{2039}Œ\u{FFFD}Ž\u{FFFD}\
        \u{FFFD}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}˜™š\u{203A}œ\u{FFFD}žŸ\
        \u{A0}ĂÂÊÔƠƯĐăâêôơưđ¯\
        °±²³´àảãáạºằẳẵắ¿\
        \u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}ặầẩẫấậè\u{FFFD}ẻẽ\
        éẹềểễếệìỉ\u{FFFD}\u{FFFD}\u{FFFD}ĩíịò\
        \u{FFFD}ỏõóọồổỗốộờởỡớợù\
        \u{FFFD}ủũúụừửữứựỳỷỹýỵ\u{FFFD}
        """)

    static let viscii: [UInt16] = {
        var table = upperHalf(
            """
            ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ\
            ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ\
            Õắằặấầẩậẽẹếềểễệố\
            ồổỗỠƠộờởịỰỨỪỬơớƯ\
            ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ\
            ĐứÒÓÔạỷừửÙÚỹỵÝỡư\
            àáâãảăữẫèéêẻìíĩỉ\
            đựòóôõỏọụùúũủýợỮ
            """)
        for (byte, letter) in [(0x02, "Ẳ"), (0x05, "Ẵ"), (0x06, "Ẫ"), (0x14, "Ỷ"), (0x19, "Ỹ"), (0x1E, "Ỵ")] {
            table[byte] = upperHalfScalar(letter)
        }
        return table
    }()

    /// Letters with marks are two bytes here: the table gives the combining marks as such.
    static let windows1258 = upperHalf(
        """
        \u{20AC}\u{FFFD}\u{201A}ƒ\u{201E}\u{2026}\u{2020}\u{2021}ˆ\u{2030}\u{FFFD}\u{2039}Œ\u{FFFD}\u{FFFD}\u{FFFD}\
        \u{FFFD}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}˜™\u{FFFD}\u{203A}œ\u{FFFD}\u{FFFD}Ÿ\
        \u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯\
        °±²³´µ¶·¸¹º»¼½¾¿\
        ÀÁÂĂÄÅÆÇÈÉÊË\u{300}ÍÎÏ\
        ĐÑ\u{309}ÓÔƠÖ×ØÙÚÛÜƯ\u{303}ß\
        àáâăäåæçèéêë\u{301}íîï\
        đñ\u{323}óôơö÷øùúûüư\u{20AB}ÿ
        """)

    /// Western European Windows: what legacy bytes were mistaken for when text was stored again wrongly.
    static let windows1252 = upperHalf(
        """
        \u{20AC}\u{FFFD}\u{201A}ƒ\u{201E}\u{2026}\u{2020}\u{2021}ˆ\u{2030}Š\u{2039}Œ\u{FFFD}Ž\u{FFFD}\
        \u{FFFD}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}˜™š\u{203A}œ\u{FFFD}žŸ\
        \u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯\
        °±²³´µ¶·¸¹º»¼½¾¿\
        ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ\
        ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
        àáâãäåæçèéêëìíîï\
        ðñòóôõö÷øùúûüýþÿ
        """)

    /// VNI letters that stand in one byte. Every other letter is a plain one (or Ơ, Ư) and a mark of ``vniMarks``; the two
    /// sets of bytes do not meet.
    static let vniLetters: [UInt16] = {
        var table = windows1252
        for byte in 0xC0...0xFF { table[byte] = 0xFFFD }
        let letters = zip([0xE6, 0xEC, 0xED, 0xEE, 0xF1, 0xF2, 0xF3, 0xF4, 0xF6], "ỉìíỵđịĩơư".unicodeScalars)
        for (byte, scalar) in letters {
            table[byte] = UInt16(scalar.value)
            let upper = VietnameseLetter(scalar.value)?.uppercased.scalar ?? scalar.value
            table[byte - 0x20] = UInt16(upper)
        }
        return table
    }()

    /// What a VNI mark byte puts on the letter before it; `nil` for bytes that are no marks. Small and capital marks mean the
    /// same, as people type both.
    static let vniMarks: [(shape: VietnameseLetter.Shape, tone: VietnameseLetter.Tone)?] = {
        var table = [(shape: VietnameseLetter.Shape, tone: VietnameseLetter.Tone)?](repeating: nil, count: 256)
        let marks: [(Int, VietnameseLetter.Shape, VietnameseLetter.Tone)] = [
            (0xF8, .plain, .grave), (0xFB, .plain, .hook), (0xF5, .plain, .tilde), (0xF9, .plain, .acute), (0xEF, .plain, .dot),
            (0xE2, .circumflex, .level), (0xE0, .circumflex, .grave), (0xE5, .circumflex, .hook), (0xE3, .circumflex, .tilde),
            (0xE1, .circumflex, .acute), (0xE4, .circumflex, .dot), (0xEA, .breve, .level), (0xE8, .breve, .grave),
            (0xFA, .breve, .hook), (0xFC, .breve, .tilde), (0xE9, .breve, .acute), (0xEB, .breve, .dot),
        ]
        for (byte, shape, tone) in marks {
            table[byte] = (shape, tone)
            table[byte - 0x20] = (shape, tone)
        }
        return table
    }()

    private static func upperHalf(_ letters: String) -> [UInt16] {
        Array(0..<0x80) + letters.unicodeScalars.map { UInt16($0.value) }
    }

    private static func upperHalfScalar(_ letter: String) -> UInt16 { UInt16(letter.unicodeScalars.first?.value ?? 0xFFFD) }
}
