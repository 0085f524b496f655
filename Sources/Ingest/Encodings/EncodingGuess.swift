/// Finds out how a feed is written, from its first bytes.
///
/// A byte-order mark or valid UTF-8 decides. Otherwise every candidate decodes the words that hold bytes above ASCII, and the
/// share of words that are spelt as Vietnamese decides. Candidates that read the sample alike are one; a tie between
/// different readings is an answer of its own, never a guess. Whether valid UTF-8 holds text that was decoded wrongly once is told
/// column by column (``ColumnReadings``).
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
        } else if let (encoding, length) = EncodingGuess.wide(sample) {
            (markLength, answer) = (length, .encoding(encoding))
        } else {
            answer = sample.withUnsafeBufferPointer { EncodingGuess.narrow($0) }
        }
    }

    /// UTF-16, by its mark or without one: half of the bytes of an ASCII-rich text are zero, all on one side.
    static func wide(_ sample: [UInt8]) -> (encoding: TextEncoding, markLength: Int)? {
        if sample.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if sample.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        let pairs = min(sample.count, 8192) / 2
        guard pairs > 1 else { return nil }
        var even = 0
        var odd = 0
        for index in 0..<pairs {
            if sample[index * 2] == 0 { even += 1 }
            if sample[index * 2 + 1] == 0 { odd += 1 }
        }
        if odd * 10 > pairs * 4, even * 50 < pairs { return (.utf16LittleEndian, 0) }
        if even * 10 > pairs * 4, odd * 50 < pairs { return (.utf16BigEndian, 0) }
        return nil
    }

    private static func narrow(_ sample: Bytes) -> Answer {
        let whole = sample.part(0, endOfWholeScalars(sample))
        if UTF8Scalars.isValid(whole), !SampleWords.holdsControlLetters(whole) { return .encoding(.utf8) }
        let words = SampleWords(whole).words
        guard !words.isEmpty else { return .encoding(.utf8) }
        let arena = ByteArena()
        var ways = ([TextEncoding.utf8] + TextEncoding.legacy).map(SampleReading.Way.plain)
        // Text stored wrongly as Unicode may hold VISCII's capitals, which are control characters.
        if UTF8Scalars.isValid(whole) { ways += WronglyDecoded.encodings.map(SampleReading.Way.restored) }
        let readings = ways.map { SampleReading(words, $0, arena) }.sorted { $0.score > $1.score }
        let best = readings[0]
        guard best.share >= 0.5 else { return .unknown }
        let rivals = readings.dropFirst().filter { best.share - $0.share < 0.03 && $0.text != best.text }
        guard rivals.isEmpty else { return .unknown }
        return switch best.way {
        case .plain(let encoding): .encoding(encoding)
        case .restored: .encoding(.utf8)
        }
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
        let readings = TextEncoding.legacy.map { (encoding: $0, SampleReading(words, .plain($0), arena)) }
            .sorted { $0.1.score > $1.1.score }
        let best = readings[0].1
        guard best.share >= 0.75 else { return nil }
        let rivals = readings.dropFirst().filter { best.share - $0.1.share < 0.2 && $0.1.text != best.text }
        return rivals.isEmpty ? readings[0].encoding : nil
    }
}
