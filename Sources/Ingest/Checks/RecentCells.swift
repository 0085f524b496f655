/// Remembers the answers for cells seen lately: columns of words and codes hold few different ones.
///
/// Memory of its own, and no copies: nothing is checked for overlapping access and no references are counted for a look, which cost a
/// quarter of the time of a whole check.
struct RecentCells: ~Copyable {
    private static let placeBits = 8

    private let keys: UnsafeMutablePointer<CellKey>
    private let answers: UnsafeMutablePointer<Int>

    init() {
        keys = .allocate(capacity: 1 << RecentCells.placeBits)
        keys.initialize(repeating: CellKey(), count: 1 << RecentCells.placeBits)
        answers = .allocate(capacity: 1 << RecentCells.placeBits)
        answers.initialize(repeating: 0, count: 1 << RecentCells.placeBits)
    }

    deinit {
        keys.deallocate()
        answers.deallocate()
    }

    /// The remembered answer for `cell`, or what `find` says, which is then remembered.
    @inline(__always) func answer(for cell: Bytes, _ find: (Bytes) -> Int) -> Int {
        guard let key = CellKey(cell) else { return find(cell) }
        let place = key.place(bits: RecentCells.placeBits)
        if keys[place].isSame(key) { return answers[place] }
        let answer = find(cell)
        keys[place] = key
        answers[place] = answer
        return answer
    }
}
