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
    init(of path: String) throws {
        guard let source = try? ByteSource(path: path), source.size != nil else { return }
        let records = try AnyTable(source).records()
        guard try records.next() else { return }
        let headings = PersonHeadings(records.header)
        let sender = headings.sender
        var samples: [ByteKey: Sample] = [:]
        while try records.next() {
            for column in headings.names where column < records.count {
                let name = records.cell(column)
                guard name.hasHighByte else { continue }
                let key = ByteKey(sender.map { $0 < records.count ? records.cell($0) : .none } ?? .none)
                samples[key, default: Sample()].add(name)
            }
        }
        for (sender, sample) in samples where sample.isOdd {
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
            var scalars = UTF8Scalars(name)
            while let scalar = scalars.next() {
                if (0x80...0xFF).contains(scalar), VietnameseLetter(scalar) == nil, scalar != 0xA0, scalar != 0xF0, scalar != 0xD0
                {
                    return true
                }
            }
            return false
        }
    }
}

/// Bytes as a key of a dictionary.
private struct ByteKey: Hashable {
    private let bytes: [UInt8]

    init(_ bytes: Bytes) { self.bytes = Array(bytes) }
}
