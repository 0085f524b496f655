/// What a cell says it holds, in its attribute `t`.
enum CellType {
    case number, shared, inline, text, boolean, date

    init(_ value: Bytes) {
        // `s` `b` `d` `e` `n` are one letter; `str` and `inlineStr` are not.
        switch (value.first, value.count) {
        case (0x73, 1): self = .shared
        case (0x69, _): self = .inline
        case (0x73, _), (0x65, _): self = .text
        case (0x62, _): self = .boolean
        case (0x64, _): self = .date
        default: self = .number
        }
    }
}

/// Numbers and places as attributes of rows and cells write them.
enum CellAttribute {
    /// A whole number of up to nine digits.
    static func number(_ text: Bytes) -> Int? {
        guard text.count > 0, text.count <= 9 else { return nil }
        var number = 0
        for byte in text {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return number
    }

    /// The column of `AB12`, from 1; 0 for what names no column.
    static func column(_ place: Bytes) -> Int {
        var column = 0
        for byte in place {
            let letter = byte | 0x20
            guard letter >= 0x61, letter <= 0x7A else { break }
            column = column * 26 + Int(letter - 0x60)
            if column > WorkbookLimits.columns { return 0 }
        }
        return column
    }
}
