/// Which senders of a table that was put together from many wrote names that were decoded wrongly once before they came (TCVN3 taken for
/// Latin, `NguyÔn V¨n Hïng`): each office its own way, so that the table as a whole shows none.
///
/// Decided by sender, never by cell: a single word reads well in several ways.
struct SenderReadings {
    /// By sender, what its names were.
    private var origins: [ByteKey: ColumnRestorer] = [:]

    var isPlain: Bool { origins.isEmpty }

    /// Reads the table once, for its names alone. A table that can be read only once, as a pipe can, is taken as it stands.
    /// - Complexity: one pass over the file; 16 KiB a sender.
    init(of source: ByteSource) throws {
        guard source.size != nil else { return }
        let records = try AnyTable(source).records()
        guard try records.next() else { return }
        let headings = PersonHeadings(records.header)
        let sender = headings.sender
        var samples = Samples()
        while try records.next() {
            for column in headings.names where column < records.count {
                let name = records.cell(column)
                guard name.hasHighByte else { continue }
                samples.add(name, of: sender.map { $0 < records.count ? records.cell($0) : .none } ?? .none)
            }
        }
        for (sender, sample) in samples.bySender where sample.isOdd {
            origins[sender] = ColumnRestorer(ColumnReadings([sample.text]))
        }
    }

    /// A name of `sender` as it was meant, in composed UTF-8.
    func text(_ name: Bytes, of sender: Bytes, into arena: ByteArena) -> Bytes {
        guard name.hasHighByte, let origin = origins[ByteKey(sender)] else { return name }
        var notes = NoteSet()
        var changes = TextChanges()
        let restored = origin.text(name, column: 0, into: arena, &notes)
        return restored.hasHighByte ? TextCell.composed(restored, into: arena, &changes) : restored
    }

    /// Names by sender. Rows of one sender mostly stand together, and then nothing is looked up.
    private struct Samples {
        private var samples: [Sample] = []
        private var numbers: [ByteKey: Int] = [:]
        private var last: (sender: ByteKey, number: Int)?

        var bySender: some Sequence<(ByteKey, Sample)> { numbers.lazy.map { ($0.key, samples[$0.value]) } }

        mutating func add(_ name: Bytes, of sender: Bytes) {
            if let last, last.sender.holds(sender) { return samples[last.number].add(name) }
            let key = ByteKey(sender)
            let number = numbers[key] ?? samples.count
            if number == samples.count {
                samples.append(Sample())
                numbers[key] = number
            }
            last = (key, number)
            samples[number].add(name)
        }
    }

    /// Names of one sender.
    private struct Sample {
        private(set) var text: [UInt8] = []
        private var odd = 0
        private var count = 0

        /// Whether enough letters are there that no Vietnamese name has.
        var isOdd: Bool { odd >= 3 && odd * 10 > count }

        mutating func add(_ name: Bytes) {
            count += 1
            let isOdd = Sample.holdsForeignSign(name)
            if isOdd { odd += 1 }
            // Names at the beginning and all odd ones, as far as there is room.
            guard text.count < (isOdd ? 1 << 14 : 1 << 13) else { return }
            text += name
            text.append(0x20)
        }

        /// Signs of U+0080 … U+00FF that are no letters of Vietnamese: nearly every name of the wrong reading has one.
        private static func holdsForeignSign(_ name: Bytes) -> Bool {
            for index in name.indices.dropLast() where name[index] & 0xFE == 0xC2 {
                if foreign[Int(name[index] & 1) << 6 | Int(name[index + 1] & 0x3F)] { return true }
            }
            return false
        }

        /// By the scalar less U+0080. The hard blank and what is taken for Đ and đ stand in names that are right.
        private static let foreign = (UInt32(0x80)...0xFF).map { scalar in
            VietnameseLetter(scalar) == nil && scalar != 0xA0 && scalar != 0xF0 && scalar != 0xD0
        }
    }
}

/// Bytes as a key of a dictionary.
private struct ByteKey: Hashable {
    private let bytes: [UInt8]

    init(_ bytes: Bytes) { self.bytes = Array(bytes) }

    func holds(_ other: Bytes) -> Bool { other.elementsEqual(bytes) }
}
