/// Finds out how a feed is written, from its first bytes.
///
/// A byte-order mark or valid UTF-8 decides. Otherwise every candidate decodes the words that hold bytes above ASCII, and the
/// share of words that are spelt as Vietnamese decides. Candidates that read the sample alike are one; a tie between
/// different readings is an answer of its own, never a guess.
struct EncodingGuess {
    enum Answer: Equatable {
        case encoding(TextEncoding)
        case unknown
    }

    /// Bytes of the byte-order mark at the start.
    private(set) var markLength = 0
    private(set) var answer: Answer

    init(_ sample: [UInt8]) {
        if sample.starts(with: [0xEF, 0xBB, 0xBF]) {
            (markLength, answer) = (3, .encoding(.utf8))
        } else if sample.starts(with: [0xFF, 0xFE]) {
            (markLength, answer) = (2, .encoding(.utf16LittleEndian))
        } else if sample.starts(with: [0xFE, 0xFF]) {
            (markLength, answer) = (2, .encoding(.utf16BigEndian))
        } else if let wide = EncodingGuess.wide(sample) {
            answer = .encoding(wide)
        } else {
            answer = sample.withUnsafeBufferPointer { EncodingGuess.narrow($0) }
        }
    }

    /// UTF-16 without a mark: half of the bytes of an ASCII-rich text are zero, all on one side.
    private static func wide(_ sample: [UInt8]) -> TextEncoding? {
        let pairs = min(sample.count, 8192) / 2
        guard pairs > 1 else { return nil }
        var even = 0
        var odd = 0
        for index in 0..<pairs {
            if sample[index * 2] == 0 { even += 1 }
            if sample[index * 2 + 1] == 0 { odd += 1 }
        }
        if odd * 10 > pairs * 4, even * 50 < pairs { return .utf16LittleEndian }
        if even * 10 > pairs * 4, odd * 50 < pairs { return .utf16BigEndian }
        return nil
    }

    private static func narrow(_ sample: Bytes) -> Answer {
        let whole = sample.part(0, endOfWholeScalars(sample))
        if UTF8Scalars.isValid(whole), !SampleWords.holdsControlLetters(whole) { return .encoding(.utf8) }
        let words = SampleWords(whole).words
        guard !words.isEmpty else { return .encoding(.utf8) }
        let arena = ByteArena()
        var readings = ([TextEncoding.utf8] + TextEncoding.legacy).map { Reading(words, as: $0, arena) }
        readings.sort { $0.score > $1.score }
        let best = readings[0]
        guard best.share >= 0.5 else { return .unknown }
        let rivals = readings.dropFirst().filter { best.share - $0.share < 0.03 && $0.text != best.text }
        return rivals.isEmpty ? .encoding(best.encoding) : .unknown
    }

    /// A sample may be cut inside a letter: the last few bytes are then left out.
    private static func endOfWholeScalars(_ sample: Bytes) -> Int {
        var end = sample.count
        while end > 0, sample.count - end < 3, sample[end - 1] & 0xC0 == 0x80 { end -= 1 }
        if end > 0, sample[end - 1] >= 0xC2 { return end - 1 }
        return sample.count
    }

    /// The one legacy encoding in which `record` reads as Vietnamese; for a line that its file's encoding cannot decode.
    static func encoding(ofRecord record: Bytes) -> TextEncoding? {
        let words = SampleWords(record).words
        guard !words.isEmpty else { return nil }
        let arena = ByteArena()
        let readings = TextEncoding.legacy.map { Reading(words, as: $0, arena) }.sorted { $0.score > $1.score }
        guard readings[0].share >= 0.75 else { return nil }
        let rivals = readings.dropFirst().filter { readings[0].share - $0.share < 0.2 && $0.text != readings[0].text }
        return rivals.isEmpty ? readings[0].encoding : nil
    }
}

/// How the words of a sample read in one encoding.
private struct Reading {
    let encoding: TextEncoding
    /// Of the words, the share that is spelt as Vietnamese is.
    let share: Double
    /// Whole words in a row say more than the share alone: equal shares are told apart by UTF-8 first, as it is the likeliest.
    var score: Double { share + (encoding == .utf8 ? 0.001 : 0) }
    let text: [UInt8]

    init(_ words: [[UInt8]], as encoding: TextEncoding, _ arena: ByteArena) {
        self.encoding = encoding
        let decoder = LegacyDecoder(encoding)
        var text: [UInt8] = []
        var good = 0
        for word in words {
            arena.reset(for: word.count)
            var changes = TextChanges()
            let decoded: [UInt8] = word.withUnsafeBufferPointer { bytes in
                if encoding != .utf8 { return Array(decoder.decode(bytes, into: arena, &changes)) }
                return Array(TextCell.composed(bytes, into: arena, &changes))
            }
            if !changes.contains(.invalid), Reading.isSpellable(decoded) { good += 1 }
            text += decoded + [0x20]
        }
        self.text = text
        share = Double(good) / Double(words.count)
    }

    private static func isSpellable(_ word: [UInt8]) -> Bool {
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

/// The different words of a sample that hold bytes above ASCII (or VISCII's capitals below 20 hex), 4,000 at most.
private struct SampleWords {
    private(set) var words: [[UInt8]] = []

    init(_ sample: Bytes) {
        var seen: Set<[UInt8]> = []
        var word: [UInt8] = []
        var isSpecial = false
        func close() {
            if isSpecial, word.count <= 24, seen.insert(word).inserted { words.append(word) }
            word.removeAll(keepingCapacity: true)
            isSpecial = false
        }
        for byte in sample {
            let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A && byte < 0x80
            let special = byte > 0x7F || TextEncoding.viscii.isLetter(control: byte)
            if isLetter || special {
                word.append(byte)
                if special { isSpecial = true }
            } else {
                close()
                if words.count >= 4000 { return }
            }
        }
        close()
    }

    static func holdsControlLetters(_ sample: Bytes) -> Bool {
        guard sample.hasHighByte else { return false }
        return sample.contains { TextEncoding.viscii.isLetter(control: $0) }
    }
}
