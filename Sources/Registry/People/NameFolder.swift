/// Folds the bytes of a name into the keys that linkage compares, with buffers that are used again for the next name.
///
/// The tone is lifted off its vowel and written as a digit after the syllable, so that the old and the new place of the mark
/// (hòa, hoà) give one key: `Nguyễn` becomes `nguye^n4`. A lone y after h, k, l, m, s, t or qu is i (Lý, Lí). Apostrophes are
/// dropped and syllables stand without blanks between them, so `H'Hen`, `H Hen` and `HHen` are equal. What is written around a
/// name is left out: forms of address before it while two syllables remain, and remarks in brackets, other names or numbers after it. Of two
/// people in one cell the first is taken.
package struct NameFolder {
    /// Where one syllable stands in ``toned`` and ``plain``.
    package struct Syllable {
        package var tonedStart: Int
        package var tonedEnd: Int
        package var plainStart: Int
        package var plainEnd: Int
    }

    private var toned: [UInt8] = []
    private var plain: [UInt8] = []
    private var remark: [UInt8] = []
    private var first = 0
    private var all: [Syllable] = []
    private var tone: UInt8 = 0
    private var hasMarks = false
    /// Where `/`, `;` or `&` stood, and where a dash did: as many syllables before it.
    private var bars: [Int] = []
    private var dashes: [Int] = []

    /// The name carries "(đã chết)" or the like.
    package private(set) var isMarkedDead = false

    package init() {}

    package var syllableCount: Int { all.count - first }
    package var syllables: ArraySlice<Syllable> { all[first...] }

    /// The whole name with tones, without blanks.
    package var tonedName: ArraySlice<UInt8> {
        guard let start = syllables.first, let end = syllables.last else { return [] }
        return toned[start.tonedStart..<end.tonedEnd]
    }

    /// The whole name as a–z, without blanks.
    package var plainName: ArraySlice<UInt8> {
        guard let start = syllables.first, let end = syllables.last else { return [] }
        return plain[start.plainStart..<end.plainEnd]
    }

    /// The words say that the person has no name.
    package var isUnnamed: Bool {
        plainName.count <= NameFolder.longestUnnamed && NameFolder.unnamed.contains(String(decoding: plainName, as: UTF8.self))
    }

    private static let unnamed: Set<String> = ["khongten", "chuadatten", "vodanh", "treboroi", "trebroi", "be", "xxx", "na"]
    private static let longestUnnamed = unnamed.map(\.utf8.count).max() ?? 0

    package func toned(_ syllable: Syllable) -> ArraySlice<UInt8> { toned[syllable.tonedStart..<syllable.tonedEnd] }
    package func plain(_ syllable: Syllable) -> ArraySlice<UInt8> { plain[syllable.plainStart..<syllable.plainEnd] }

    /// Folds one name. The bytes are UTF-8; what is not is taken for a blank.
    package mutating func fold(_ text: UnsafeBufferPointer<UInt8>) {
        reset()
        var depth = 0
        var position = 0
        while position < text.count {
            let scalar = NameFolder.scalar(text, &position)
            let letter = LetterFolding.fold(scalar)
            switch letter.kind {
            case .opening:
                endSyllable()
                depth += 1
            case .closing: depth = max(0, depth - 1)
            case _ where depth > 0: if letter.kind == .letter { remark.append(letter.base) }
            case .letter: append(letter)
            case .mark: addMark(letter)
            case .dropped: break
            case .digit, .separator:
                endSyllable()
                noteParting(scalar)
            }
        }
        endSyllable()
        isMarkedDead = NameFolder.saysDead(remark)
        dropOtherNames()
        dropTrailers()
        dropSecondPerson()
        dropFormsOfAddress()
        joinPrefix()
    }

    private mutating func reset() {
        toned.removeAll(keepingCapacity: true)
        plain.removeAll(keepingCapacity: true)
        remark.removeAll(keepingCapacity: true)
        all.removeAll(keepingCapacity: true)
        first = 0
        tone = 0
        hasMarks = false
        isOpen = false
        bars.removeAll(keepingCapacity: true)
        dashes.removeAll(keepingCapacity: true)
    }

    private var isOpen = false

    private mutating func append(_ letter: FoldedLetter) {
        if !isOpen {
            isOpen = true
            all.append(Syllable(tonedStart: toned.count, tonedEnd: 0, plainStart: plain.count, plainEnd: 0))
        }
        toned.append(letter.base)
        plain.append(letter.base)
        addMark(letter)
    }

    private mutating func addMark(_ letter: FoldedLetter) {
        guard isOpen else { return }
        if letter.quality != 0 { toned.append(letter.quality) }
        if letter.tone != 0 { tone = letter.tone }
        if letter.quality != 0 || letter.tone != 0 { hasMarks = true }
    }

    private mutating func endSyllable() {
        guard isOpen else { return }
        isOpen = false
        let index = all.count - 1
        if endsInLoneY(all[index]) {
            plain[plain.count - 1] = UInt8(ascii: "i")
            toned[toned.count - 1] = UInt8(ascii: "i")
        }
        if tone != 0 { toned.append(UInt8(ascii: "0") + tone) }
        tone = 0
        all[index].tonedEnd = toned.count
        all[index].plainEnd = plain.count
    }

    private func endsInLoneY(_ syllable: Syllable) -> Bool {
        toned.last == UInt8(ascii: "y") && LetterFolding.endsInLoneY(plain[syllable.plainStart...])
    }

    private static func saysDead(_ letters: [UInt8]) -> Bool {
        guard !letters.isEmpty else { return false }
        let text = String(decoding: letters, as: UTF8.self)
        return text.contains("chet") || text == "damat" || text == "mat" || text.contains("tutran")
    }

    /// "… tức Bảy", "… tên khác Bảy": what the person is called beside.
    private mutating func dropOtherNames() {
        guard all.count >= 4 else { return }
        for index in 2..<all.count - 1 {
            let isOther =
                toned(all[index]).elementsEqual("tu+c1".utf8)
                || (toned(all[index]).elementsEqual("te^n".utf8) && toned(all[index + 1]).elementsEqual("khac1".utf8))
            guard isOther else { continue }
            all.removeSubrange(index...)
            return
        }
    }

    /// "… đã chết" without brackets, and the A, B, I, II that tell namesakes of one village apart.
    private mutating func dropTrailers() {
        if all.count >= 3, let last = all.last, plain(last).elementsEqual("chet".utf8) {
            isMarkedDead = true
            all.removeLast()
            if let before = all.last, plain(before).elementsEqual("da".utf8) { all.removeLast() }
        }
        if all.count >= 4, let last = all.last, NameFolder.namesakeMarks.contains(String(decoding: toned(last), as: UTF8.self)) {
            all.removeLast()
        }
    }

    private static let namesakeMarks: Set<String> = ["a", "b", "i", "ii"]

    /// "Nguyễn Văn An và Trần Thị Bé", "… / …", "… - …": a whole name on both sides. A dash may stand inside a name too (Thạch Thị - Sa Rây), so
    /// that it parts only what is long enough without the rest.
    private mutating func dropSecondPerson() {
        guard all.count >= 4 else { return }
        let ends = 2...all.count - 2
        let and = ends.dropLast().first { toned(all[$0]).elementsEqual("va2".utf8) }
        let cuts = [and, bars.first(where: ends.contains), dashes.first { ends.contains($0) && $0 >= 3 }]
        if let end = cuts.compactMap({ $0 }).min() { all.removeSubrange(end...) }
    }

    private mutating func noteParting(_ scalar: UInt32) {
        switch scalar {
        case 0x26, 0x2F, 0x3B: bars.append(all.count)
        case 0x2D, 0x2013, 0x2014: dashes.append(all.count)
        default: break
        }
    }

    private mutating func dropFormsOfAddress() {
        if syllableCount >= 4, isAddress(all[first], NameFolder.household), isAddress(all[first + 1], NameFolder.headTitles) {
            first += 2
        } else if syllableCount >= 3, isAddress(all[first], NameFolder.titles), !isSomebodysChild {
            first += 1
        }
        if !hasMarks, syllableCount >= 4, ["ong", "ba"].contains(String(decoding: plain(all[first]), as: UTF8.self)) {
            first += 1
        }
    }

    /// "Con bà Lan" is not Bà Lan.
    private var isSomebodysChild: Bool {
        guard isAddress(all[first], NameFolder.children) else { return false }
        return isAddress(all[first + 1], NameFolder.titles) || (!hasMarks && isAddress(all[first + 1], ["ong", "ba"]))
    }

    /// `H Hen Niê` has the syllables of `H'Hen Niê`; but the H of "H Văn An" is an initial.
    private mutating func joinPrefix() {
        guard syllableCount >= 3, isAddress(all[first], ["h", "k"]) else { return }
        let next = plain(all[first + 1])
        guard next.count > 1, !next.elementsEqual("van".utf8), !next.elementsEqual("thi".utf8) else { return }
        all[first + 1].tonedStart = all[first].tonedStart
        all[first + 1].plainStart = all[first].plainStart
        first += 1
    }

    private func isAddress(_ syllable: Syllable, _ words: Set<String>) -> Bool {
        words.contains(String(decoding: toned(syllable), as: UTF8.self))
    }

    private static let household: Set<String> = ["ho^5"]
    private static let headTitles: Set<String> = ["o^ng", "ba2"]
    private static let children: Set<String> = ["con", "chau1"]
    private static let titles: Set<String> = [
        "o^ng", "ba2", "cu5", "anh", "chi5", "co^", "chu1", "bac1", "ca^u5", "mo+5", "di2", "em", "chau1", "con", "me5",
    ]

    /// The next scalar of UTF-8 text, or a blank for a byte that belongs to none.
    private static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> UInt32 {
        let lead = text[position]
        position += 1
        guard lead >= 0x80 else { return UInt32(lead) }
        let more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0
        guard more > 0, position + more <= text.count else { return 0x20 }
        var value = UInt32(lead) & (0x3F >> UInt32(more))
        for offset in 0..<more {
            let byte = text[position + offset]
            guard byte & 0xC0 == 0x80 else { return 0x20 }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        position += more
        return value
    }
}
