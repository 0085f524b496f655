/// Which columns of a file in Unicode hold text that was decoded wrongly once before: all of them when the file was, or only some when a
/// database of old stock was read into a new one.
///
/// A column is put right when its words are spelt as Vietnamese far more often that way than as they stand. Two ways that read it
/// differently and equally well are a tie: the way of the other columns decides, and where there is none the file is held. A column with
/// few different words proves nothing (a no-break space between digits is Õ in VISCII): it follows the others or stays.
struct ColumnReadings {
    /// By column; `nil` for text that stands as it is meant.
    private(set) var origins: [TextEncoding?]
    /// Of most words, in whatever columns.
    private(set) var common: TextEncoding?
    /// Whether a column reads as nothing as it stands and in two ways otherwise.
    private(set) var isTied = false

    /// - Parameter columns: Cells of each column in UTF-8, one after the other with a blank between.
    /// - Complexity: Six readings of the different words of the sample, where a column has letters above ASCII.
    init(_ columns: [[UInt8]]) {
        let arena = ByteArena()
        let verdicts = columns.map { ColumnReadings.verdict(on: $0, arena) }
        var votes: [TextEncoding: Int] = [:]
        for case .restored(let encoding, let words) in verdicts { votes[encoding, default: 0] += words }
        common = votes.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
        origins = []
        for verdict in verdicts {
            switch verdict {
            case .asItStands: origins.append(nil)
            case .restored(let encoding, _): origins.append(encoding)
            case .tie(let candidates, let isProof):
                let origin = common.flatMap { candidates.contains($0) ? $0 : nil }
                if origin == nil, isProof { isTied = true }
                origins.append(origin)
            }
        }
    }

    var isPlain: Bool { origins.allSatisfy { $0 == nil } }

    private enum Verdict {
        case asItStands
        case restored(TextEncoding, words: Int)
        /// - Parameter isProof: There are words enough to say that the column cannot stand as it is.
        case tie([TextEncoding], isProof: Bool)
    }

    /// How much better the restored reading must be, and how good at least.
    private static let (lead, least) = (0.3, 0.6)
    /// Different words from which on a column is proof by itself.
    private static let proof = 5

    private static func verdict(on column: [UInt8], _ arena: ByteArena) -> Verdict {
        let words = column.withUnsafeBufferPointer { SampleWords($0).words }
        guard !words.isEmpty else { return .asItStands }
        let plain = SampleReading(words, .plain(.utf8), arena).share
        guard plain <= 1 - lead else { return .asItStands }
        let readings = WronglyDecoded.encodings.map { (encoding: $0, reading: SampleReading(words, .restored($0), arena)) }
            .filter { $0.reading.share >= max(least, plain + lead) }
            .sorted { $0.reading.share > $1.reading.share }
        guard let best = readings.first else { return .asItStands }
        let rivals = readings.filter { best.reading.share - $0.reading.share < 0.05 && $0.reading.text != best.reading.text }
        guard rivals.isEmpty, words.count >= proof else {
            return .tie(readings.map(\.encoding), isProof: words.count >= proof)
        }
        return .restored(best.encoding, words: words.count)
    }
}

/// Puts the cells of such columns right.
final class ColumnRestorer {
    private let origins: [WronglyDecoded?]

    /// `nil` where there is nothing to do.
    init?(_ readings: ColumnReadings) {
        guard !readings.isPlain else { return nil }
        origins = readings.origins.map { $0.map(WronglyDecoded.init(as:)) }
    }

    /// For the header, which has words also above columns of numbers.
    init?(headerOf readings: ColumnReadings) {
        guard !readings.isPlain, let common = readings.common else { return nil }
        origins = readings.origins.map { WronglyDecoded(as: $0 ?? common) }
    }

    /// - Parameter text: UTF-8.
    /// - Returns: the text as it was meant; the very bytes where they are right, as cells typed in later are.
    @inline(__always) func text(_ text: Bytes, column: Int, into arena: ByteArena, _ notes: inout NoteSet) -> Bytes {
        guard column < origins.count, let origin = origins[column], text.count > 0 else { return text }
        return restored(text, origin, into: arena, &notes)
    }

    private func restored(_ text: Bytes, _ origin: WronglyDecoded, into arena: ByteArena, _ notes: inout NoteSet) -> Bytes {
        guard text.hasHighByte || (origin.encoding == .viscii && text.contains { origin.encoding.isLetter(control: $0) }) else {
            return text
        }
        var changes = TextChanges()
        guard let restored = origin.restore(text, into: arena, &changes) else { return text }
        if ColumnRestorer.words(spelt: text) > ColumnRestorer.words(spelt: restored) { return text }
        notes.insert(.encodingDouble)
        if changes.contains(.caseRestored) { notes.insert(.caseRestored) }
        return restored
    }

    private static func words(spelt text: Bytes) -> Int {
        SampleWords(text).words.count { SampleReading.isSpellable($0) }
    }
}
