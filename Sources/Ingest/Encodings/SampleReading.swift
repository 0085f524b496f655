/// How the words of a sample read in one of several ways.
struct SampleReading {
    enum Way: Hashable {
        case plain(TextEncoding)
        /// Decoded wrongly once before (``WronglyDecoded``); the encoding is that of the first bytes.
        case restored(TextEncoding)
    }

    let way: Way
    /// Of the words, the share that is spelt as Vietnamese is.
    let share: Double
    /// The words as read in this way: ways that read a sample alike are no rivals.
    let text: [UInt8]

    /// Equal shares are told apart by UTF-8 first, as it is the likeliest.
    var score: Double { share + (way == .plain(.utf8) ? 0.001 : 0) }

    init(_ words: [[UInt8]], _ way: Way, _ arena: ByteArena) {
        self.way = way
        let read = SampleReading.reader(way)
        var text: [UInt8] = []
        var good = 0
        for word in words {
            arena.reset(for: word.count)
            let decoded = word.withUnsafeBufferPointer { read($0, arena).map(Array.init) }
            if let decoded, SampleReading.isSpellable(decoded) { good += 1 }
            text += (decoded ?? word) + [0x20]
        }
        self.text = text
        share = words.isEmpty ? 0 : Double(good) / Double(words.count)
    }

    /// `nil` for a word that cannot be read in this way.
    private static func reader(_ way: Way) -> (Bytes, ByteArena) -> Bytes? {
        switch way {
        case .plain(.utf8):
            return { word, arena in
                var changes = TextChanges()
                let text = TextCell.composed(word, into: arena, &changes)
                return changes.contains(.invalid) ? nil : text
            }
        case .plain(let encoding):
            let decoder = LegacyDecoder(encoding)
            return { word, arena in
                var changes = TextChanges()
                let text = decoder.decode(word, into: arena, &changes)
                return changes.contains(.invalid) ? nil : text
            }
        case .restored(let encoding):
            let origin = WronglyDecoded(as: encoding)
            return { word, arena in
                var changes = TextChanges()
                return origin.restore(word, into: arena, &changes)
            }
        }
    }

    /// Whether a word of UTF-8 has an accented letter and is spelt as Vietnamese syllables are.
    static func isSpellable(_ word: [UInt8]) -> Bool {
        var letters: [VietnameseLetter] = []
        var isPlain = true
        let isWord = word.withUnsafeBufferPointer { bytes in
            var scalars = UTF8Scalars(bytes)
            while let scalar = scalars.next() {
                guard let letter = VietnameseLetter(scalar) else { return false }
                letters.append(letter)
                if letter.isAccented { isPlain = false }
            }
            return true
        }
        return isWord && !isPlain && VietnameseSpelling.isSpellable(letters)
    }
}
