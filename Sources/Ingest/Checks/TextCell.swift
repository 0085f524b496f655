/// Cleans the text of a cell: composed letters, single blanks, no look-alikes; finds what makes a text unusable.
enum TextCell {
    struct Outcome {
        var bytes: Bytes
        var fault: RowReason?
    }

    /// - Parameters:
    ///   - bytes: UTF-8 as it stands in the cell, or as a legacy encoding was decoded.
    ///   - isName: In a name a question mark inside a word is a lost letter, and Ð is a Đ.
    static func clean(_ bytes: Bytes, isName: Bool, into arena: ByteArena, _ notes: inout NoteSet) -> Outcome {
        let trimmed = bytes.trimmed
        switch look(trimmed) {
        case .clean: return Outcome(bytes: trimmed, fault: faultOfSpreadsheet(trimmed))
        case .questionMark: return Outcome(bytes: trimmed, fault: fault(inClean: trimmed, isName: isName))
        case .work: break
        }
        let start = arena.count
        var cleaner = Cleaner(into: arena)
        var scalars = UTF8Scalars(trimmed)
        while let scalar = scalars.next() {
            if scalar == UTF8Scalars.invalid { return Outcome(bytes: .none, fault: .encodingInvalid) }
            if scalar == 0xFFFD { return Outcome(bytes: .none, fault: .textLossy) }
            if isControl(scalar) { return Outcome(bytes: .none, fault: .controlChar) }
            cleaner.append(scalar)
        }
        cleaner.finish()
        notes.formUnion(cleaner.notes)
        let text = arena.written(since: start)
        return Outcome(bytes: text, fault: fault(inClean: text, isName: isName))
    }

    /// Composes letters and nothing else. Where there is nothing to compose, these bytes themselves.
    static func composed(_ bytes: Bytes, into arena: ByteArena, _ changes: inout TextChanges) -> Bytes {
        guard !isClean(bytes) else { return bytes }
        let start = arena.count
        var composer = Composer(into: arena)
        var scalars = UTF8Scalars(bytes)
        while let scalar = scalars.next() {
            if scalar == UTF8Scalars.invalid { changes.insert(.invalid) }
            composer.append(scalar == UTF8Scalars.invalid ? 0xFFFD : scalar)
        }
        composer.flush()
        if composer.hasComposed { changes.insert(.composed) }
        return arena.written(since: start)
    }

    /// Whether this is composed UTF-8 of the letters of Vietnamese lists, with single blanks; seen at a glance, and some that is says no.
    @inline(__always) static func isClean(_ bytes: Bytes) -> Bool { look(bytes) != .work }

    private enum Look { case clean, questionMark, work }

    /// Whether a text must be looked at letter by letter: a control character, two blanks in a row, or a scalar outside those that
    /// clean Vietnamese text is made of. Errs on the side of looking.
    @inline(__always) private static func look(_ bytes: Bytes) -> Look {
        let steps = CleanText.steps
        var state: UInt64 = 0
        var all: UInt64 = 0
        for byte in bytes {
            let step = steps[Int(byte)]
            all |= step
            state = step &>> (state & 63)
        }
        guard CleanText.accepts(state & 63) else { return .work }
        return all & CleanText.questionMark == 0 ? .clean : .questionMark
    }

    private static func isControl(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0A, 0x0D: false
        case ..<0x20, 0x7F...0x9F: true
        default: false
        }
    }

    private static func fault(inClean text: Bytes, isName: Bool) -> RowReason? {
        faultOfSpreadsheet(text) ?? (isName && hasLostLetter(text) ? .textLossy : nil)
    }

    @inline(__always) private static func faultOfSpreadsheet(_ text: Bytes) -> RowReason? {
        if isFormula(text) { return .formulaText }
        return text.first == 0x23 && isErrorValue(text) ? .textLossy : nil
    }

    /// `#N/A`, `#REF!`, `#NAME?`, `#DIV/0!`: what a spreadsheet shows where it lost the text.
    private static func isErrorValue(_ text: Bytes) -> Bool {
        guard text.count > 3, let last = text.last else { return false }
        let isMarked = last == 0x21 || last == 0x3F || text.elementsEqual("#N/A".utf8)
        return isMarked
            && text.dropFirst().dropLast().allSatisfy { ($0 >= 0x41 && $0 <= 0x5A) || $0 == 0x2F || $0 == 0x30 }
    }

    /// A text that a spreadsheet would run: `=` or `@` first, or a sign before something other than a blank.
    private static func isFormula(_ text: Bytes) -> Bool {
        guard text.count > 1 else { return false }
        switch text[0] {
        case 0x3D, 0x40: return true
        case 0x2B, 0x2D: return text[1] != 0x20 && text[1] != text[0]
        default: return false
        }
    }

    /// A question mark next to a letter on both sides, or within a word, stands for a letter that could not be written.
    private static func hasLostLetter(_ text: Bytes) -> Bool {
        for index in 0..<text.count where text[index] == 0x3F {
            let before = index > 0 && isLetter(text[index - 1])
            let after = index + 1 < text.count && isLetter(text[index + 1])
            if before || after { return true }
        }
        return false
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte > 0x7F || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A) }
}

/// Writes a text with its blanks and look-alike letters put right.
private struct Cleaner {
    private var composer: Composer
    private var isAtStart = true
    private var blankIsDue = false
    private(set) var notes = NoteSet()

    init(into arena: ByteArena) { composer = Composer(into: arena) }

    mutating func append(_ scalar: UInt32) {
        switch scalar {
        case 0x20, 0x09, 0x0A, 0x0D:
            if blankIsDue, scalar == 0x20 { notes.insert(.whitespaceCleaned) }
            blankIsDue = true
        case 0xA0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            notes.insert(.whitespaceCleaned)
            blankIsDue = true
        case 0x200B...0x200F, 0x2060, 0xFEFF, 0xAD:
            notes.insert(.whitespaceCleaned)
        case 0xD0, 0x189:
            notes.insert(.lookalikeFolded)
            write(0x110)
        case 0xF0:
            notes.insert(.lookalikeFolded)
            write(0x111)
        default: write(scalar)
        }
    }

    mutating func finish() {
        composer.flush()
        if composer.hasComposed { notes.insert(.nfdNormalized) }
    }

    private mutating func write(_ scalar: UInt32) {
        if blankIsDue, !isAtStart { composer.append(0x20) }
        blankIsDue = false
        isAtStart = false
        composer.append(scalar)
    }
}
