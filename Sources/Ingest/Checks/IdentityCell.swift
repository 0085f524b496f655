import Registry

/// Reads identity numbers: the 12-digit personal number, the 9-digit identity card, and what spreadsheets made of them.
enum IdentityCell {
    enum Answer: Equatable {
        case personal(Int64)
        case old(Int64)
        /// 10 or 11 digits: a personal number if its leading zeros were lost.
        case short(Int64)
        case precisionLost
        case invalid
    }

    static func read(_ cell: Bytes) -> Answer {
        guard let value = digits(cell) else { return AmountCell.isScientific(cell) ? .precisionLost : .invalid }
        switch cell.count {
        case 12: return PersonalNumber(value).map { .personal($0.value) } ?? .invalid
        case 9: return OldIdentityNumber(value).map { .old($0.value) } ?? .invalid
        case 10, 11: return PersonalNumber(value) == nil ? .invalid : .short(value)
        default: return .invalid
        }
    }

    /// Whether lost zeros may be put back: place of registration, sex digit and year of birth all agree with the row.
    static func isProven(_ value: Int64, sex: Int64?, birthDate: Int64?) -> Bool {
        guard let number = PersonalNumber(value), let sex, let birthDate else { return false }
        return number.birthProvince < 100 && Int64(number.sex.rawValue) == sex && Int64(number.birthYear) == birthDate / 10_000
    }

    @inline(__always) private static func digits(_ cell: Bytes) -> Int64? {
        AmountCell.digits(cell)
    }
}

/// Takes off what spreadsheets and people wrap around codes so that they stay text: `="012…"`, `'012…`, `"012…"`, blanks inside,
/// `.0` behind.
enum CodeWrapping {
    /// - Returns: the code alone, and whether anything was taken off.
    static func unwrap(_ cell: Bytes, into arena: ByteArena) -> (code: Bytes, isWrapped: Bool) {
        if isPlain(cell) { return (cell, false) }
        var code = cell.trimmed
        if code.count >= 2, code[0] == 0x3D { code = code.part(1, code.count).trimmed }
        if code.count >= 2, code[0] == 0x22, code[code.count - 1] == 0x22 { code = code.part(1, code.count - 1) }
        while code.count > 0, code[0] == 0x27 || code[0] == 0x60 { code = code.part(1, code.count) }
        if code.hasPrefix("\u{2019}") || code.hasPrefix("\u{2018}") { code = code.part(3, code.count) }
        if code.count > 2, code[code.count - 1] == 0x30, code[code.count - 2] == 0x2E { code = code.part(0, code.count - 2) }
        code = withoutBlanks(code, into: arena)
        return (code, code.count != cell.count)
    }

    @inline(__always) private static func isPlain(_ cell: Bytes) -> Bool {
        for byte in cell where byte < 0x30 || byte > 0x39 { return false }
        return true
    }

    private static func withoutBlanks(_ code: Bytes, into arena: ByteArena) -> Bytes {
        let start = arena.count
        var index = 0
        while index < code.count {
            let rest = code.part(index, code.count)
            if code[index] == 0x20 || code[index] == 0x09 {
                index += 1
            } else if rest.hasPrefix("\u{A0}") {
                index += 2
            } else if rest.hasPrefix("\u{200B}") || rest.hasPrefix("\u{FEFF}") || rest.hasPrefix("\u{202F}") {
                index += 3
            } else {
                arena.append(code[index])
                index += 1
            }
        }
        return arena.written(since: start)
    }
}
