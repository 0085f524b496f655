import Registry

/// The words that a category cell may hold, each with what is stored for it.
final class WordTable {
    private let answers: [FoldedText: Int]
    /// What is stored, by answer.
    private let stored: [[UInt8]]

    /// - Parameter words: Each stored form with its spellings.
    init(_ words: [(stored: String, spellings: [String])]) {
        var answers: [FoldedText: Int] = [:]
        for (index, word) in words.enumerated() {
            for spelling in word.spellings { answers[FoldedText(spelling, marksAreBlanks: true)] = index }
        }
        self.answers = answers
        stored = words.map { Array($0.stored.utf8) }
    }

    convenience init<W: FieldWords>(_ words: W.Type) {
        self.init(words.allCases.map { ($0.rawValue, [$0.rawValue, $0.vietnamese] + $0.spellings) })
    }

    static func sexes() -> WordTable {
        WordTable([("1", ["nam", "male", "m", "trai"]), ("2", ["nữ", "female", "f", "gái"])])
    }

    /// The position of the word in the list that the table was made from, `nil` for a word outside it.
    func position(of cell: Bytes) -> Int? {
        answers[FoldedText(cell, marksAreBlanks: true)]
    }

    func write(_ position: Int, into arena: ByteArena) -> Bytes {
        let start = arena.count
        for byte in stored[position] { arena.append(byte) }
        return arena.written(since: start)
    }
}
