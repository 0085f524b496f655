import Registry

/// What the cells of one column were last read as, by their very bytes.
///
/// Columns of words, codes, months and days hold few different cells, and looking one up costs a tenth of reading it: a third of a whole
/// check. A column whose cells mostly differ is found out and looked up no more.
///
/// It cannot be copied, so that nothing counts references to it for every cell.
struct CellMemo: ~Copyable {
    struct Outcome {
        var value = TypedRow.Value.empty
        var notes = NoteSet()
    }

    private struct Place {
        var key = CellKey()
        var outcome = Outcome()
    }

    private static let placeBits = 8
    private static let longestText = 32
    /// Looks after which it is asked whether they were worth it.
    private static let trial = 2048

    private let places: UnsafeMutablePointer<Place>
    /// The texts that values point to, by place.
    private let texts: UnsafeMutablePointer<UInt8>
    private var looks = 0
    private var hits = 0
    private var isWorthIt: Bool

    /// - Parameter isWorthIt: Whether cells of this column may be alike.
    init(isWorthIt: Bool) {
        self.isWorthIt = isWorthIt
        places = CellMemo.allocated(1 << CellMemo.placeBits)
        places.initialize(repeating: Place(), count: 1 << CellMemo.placeBits)
        texts = .allocate(capacity: CellMemo.longestText << CellMemo.placeBits)
    }

    /// A place is 64 bytes and starts with a line of the cache, so that a look waits for one line and not for two.
    private static func allocated(_ count: Int) -> UnsafeMutablePointer<Place> {
        UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Place>.stride, alignment: 64)
            .bindMemory(to: Place.self, capacity: count)
    }

    deinit {
        places.deallocate()
        texts.deallocate()
    }

    /// What `cell` was read as before, or what `read` makes of it now; a text is lent until the next cell of this column.
    /// - Parameters:
    ///   - cell: Not empty.
    ///   - read: Must make the same of the same bytes whatever the row. Refused cells are not remembered.
    @inline(__always) mutating func outcome(
        of cell: Bytes, _ notes: inout NoteSet, into value: inout TypedRow.Value,
        _ read: (inout TypedRow.Value, inout NoteSet) -> RowReason?
    ) -> RowReason? {
        guard isWorthIt, let key = CellKey(cell) else { return read(&value, &notes) }
        let place = key.place(bits: CellMemo.placeBits)
        looks += 1
        if places[place].key.isSame(key) {
            hits += 1
            value = places[place].outcome.value
            notes.formUnion(places[place].outcome.notes)
            return nil
        }
        if looks == CellMemo.trial { judge() }
        var outcome = Outcome()
        if let fault = read(&outcome.value, &outcome.notes) { return fault }
        value = outcome.value
        notes.formUnion(outcome.notes)
        keep(outcome, of: key, at: place)
        return nil
    }

    private mutating func judge() {
        isWorthIt = hits * 2 > looks
        (looks, hits) = (0, 0)
    }

    private func keep(_ outcome: Outcome, of key: CellKey, at place: Int) {
        var outcome = outcome
        if case .text(let bytes) = outcome.value, let start = bytes.baseAddress {
            guard bytes.count <= CellMemo.longestText else { return }
            let text = texts + place * CellMemo.longestText
            text.update(from: start, count: bytes.count)
            outcome.value = .text(Bytes(start: text, count: bytes.count))
        }
        places[place] = Place(key: key, outcome: outcome)
    }
}
