import Glibc

/// Remembers the answers for cells seen lately: columns of words and codes hold few different ones.
///
/// A class with storage of its own: as a struct inside another class, every look would be checked at run time for
/// overlapping access, which cost a quarter of the time of a whole check.
final class RecentCells {
    private static let slots = 64
    private static let longest = 64

    private let cells: UnsafeMutablePointer<UInt8>
    private let counts: UnsafeMutablePointer<Int>
    private let answers: UnsafeMutablePointer<Int>

    init() {
        cells = .allocate(capacity: RecentCells.slots * RecentCells.longest)
        counts = .allocate(capacity: RecentCells.slots)
        answers = .allocate(capacity: RecentCells.slots)
        counts.initialize(repeating: 0, count: RecentCells.slots)
        answers.initialize(repeating: 0, count: RecentCells.slots)
    }

    deinit {
        cells.deallocate()
        counts.deallocate()
        answers.deallocate()
    }

    /// The remembered answer for `cell`, or what `find` says, which is then remembered.
    @inline(__always) func answer(for cell: Bytes, _ find: (Bytes) -> Int) -> Int {
        guard let start = cell.baseAddress, cell.count > 0, cell.count <= RecentCells.longest else { return find(cell) }
        var hash = cell.count &* 31 &+ Int(cell[0])
        hash = hash &* 31 &+ Int(cell[cell.count / 2])
        hash = hash &* 31 &+ Int(cell[cell.count - 1])
        let slot = hash & (RecentCells.slots - 1)
        let known = cells + slot * RecentCells.longest
        if counts[slot] == cell.count, memcmp(known, start, cell.count) == 0 { return answers[slot] }
        let answer = find(cell)
        known.update(from: start, count: cell.count)
        counts[slot] = cell.count
        answers[slot] = answer
        return answer
    }
}
