import Registry

/// Every distinct name of a run, folded once. Rows keep a name's number.
struct NameBook: Sendable {
    /// No name, or words that say so: "chưa đặt tên".
    static let none: UInt32 = 0

    private var folder = NameFolder()
    private var written = ByteInterner(capacity: 1 << 16)
    private var nameOfWriting: [UInt32] = []
    private var writingSaysDead: [Bool] = []

    /// A writing of each name.
    private var writingOfName: [UInt32] = []

    private var toned = ByteInterner(capacity: 1 << 16)
    private var plain = ByteInterner(capacity: 1 << 16)
    private var tokens = ByteInterner()
    private var sounds = ByteInterner(capacity: 1 << 16)

    /// By name number: the number of the plain key, and where its syllables stand in `syllables`.
    private(set) var plainKey: [UInt32] = []
    private var firstSyllable: [UInt32] = [0]
    private var syllables: [UInt32] = []
    /// Equal for names of the same plain syllables in any order. The same in every run.
    private(set) var multisetKey: [UInt64] = []
    /// Equal for names that a clerk may hear alike (``RegionalSpelling``).
    private(set) var soundKey: [UInt32] = []
    /// Of the plain letters, and of how they sound: for keys of blocks, which must be the same in every run.
    private(set) var plainHash: [UInt32] = []
    private(set) var soundHash: [UInt32] = []
    /// Whether the name carries any mark; one without may have lost them on its way.
    private(set) var isMarked: [Bool] = []

    init() { _ = add("") }

    var count: Int { plainKey.count }
    var plainCount: Int { plain.count }

    /// The number of a name as it is written in a cell, and whether the cell calls the person dead.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>) -> (name: UInt32, saysDead: Bool) {
        let writing = written.intern(text)
        if Int(writing) < nameOfWriting.count { return (nameOfWriting[Int(writing)], writingSaysDead[Int(writing)]) }
        folder.fold(text)
        let name = folder.isUnnamed ? NameBook.none : toned.intern(folder.tonedName)
        if Int(name) == plainKey.count {
            appendName()
            writingOfName.append(writing)
        }
        nameOfWriting.append(name)
        writingSaysDead.append(folder.isMarkedDead)
        return (name, folder.isMarkedDead)
    }

    /// Takes in all names of another book, which cannot add any more then. - Returns: by name there, the name here.
    mutating func names(of other: inout NameBook) -> [UInt32] {
        let names = other.writingOfName.map { writing in other.written[writing].withUnsafeBufferPointer { add($0).name } }
        other.seal()
        return names
    }

    /// Forgets how names were written, once all are in.
    mutating func seal() {
        written = ByteInterner()
        (nameOfWriting, writingSaysDead, writingOfName) = ([], [], [])
    }

    mutating func add(_ text: String) -> UInt32 { Array(text.utf8).withUnsafeBufferPointer { add($0).name } }

    private mutating func appendName() {
        plainKey.append(plain.intern(folder.plainName))
        var sum: UInt64 = 0
        var sound: [UInt8] = []
        for syllable in folder.syllables {
            let token = tokens.intern(folder.plain(syllable))
            syllables.append(token)
            RegionalSpelling.append(folder.plain(syllable), to: &sound)
            sum &+= mixed(UInt64(tokens.hash(of: token)) + 1)
        }
        let (plainNumber, soundNumber) = (plainKey[plainKey.count - 1], sounds.intern(sound))
        let isNone = folder.syllableCount == 0
        plainHash.append(isNone ? 0 : max(1, plain.hash(of: plainNumber)))
        soundKey.append(soundNumber)
        soundHash.append(isNone ? 0 : max(1, sounds.hash(of: soundNumber)))
        isMarked.append(!folder.tonedName.elementsEqual(folder.plainName))
        firstSyllable.append(UInt32(syllables.count))
        multisetKey.append(folder.syllableCount == 0 ? 0 : mixed(sum) | 1)
    }

    /// The plain syllables of a name, as numbers of ``syllable(_:)``.
    func syllables(of name: UInt32) -> ArraySlice<UInt32> {
        syllables[Int(firstSyllable[Int(name)])..<Int(firstSyllable[Int(name) + 1])]
    }

    /// The letters of a plain syllable.
    func letters(_ token: UInt32) -> ArraySlice<UInt8> { tokens[token] }

    /// The letters of a whole plain name.
    func plainLetters(of name: UInt32) -> ArraySlice<UInt8> { plain[plainKey[Int(name)]] }

    /// The last syllable, by which people are addressed, as a hash that is the same in every run; 0 when there is no name.
    func given(of name: UInt32) -> UInt64 { syllables(of: name).last.map { UInt64(tokens.hash(of: $0)) + 1 } ?? 0 }

    /// The first syllable, the family's for most; as ``given(of:)``.
    func surname(of name: UInt32) -> UInt64 { syllables(of: name).first.map { UInt64(tokens.hash(of: $0)) + 1 } ?? 0 }

    /// The first letter of the given name; 0 when there is no name.
    func initial(of name: UInt32) -> UInt8 { syllables(of: name).last.flatMap { letters($0).first } ?? 0 }

    /// The letters and marks of a name.
    func tonedLetters(of name: UInt32) -> ArraySlice<UInt8> { toned[name] }

    /// Of the letters and marks of a name: the same in every run.
    func contentKey(_ name: UInt32) -> UInt64 { UInt64(toned.hash(of: name)) }
}
