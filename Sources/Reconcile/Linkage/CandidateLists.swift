/// The best candidates of each row that looks for a partner, ``depth`` at most, the heaviest first.
///
/// Rows are filled from several threads; no two touch the same row.
final class CandidateLists: @unchecked Sendable {
    static let depth = 6

    struct Entry {
        var national: UInt32
        var weight: MatchWeight
    }

    private let entries: UnsafeMutableBufferPointer<Entry>
    private let counts: UnsafeMutableBufferPointer<UInt8>
    let count: Int

    init(count: Int) {
        self.count = count
        entries = .allocate(capacity: max(1, count * CandidateLists.depth))
        entries.initialize(repeating: Entry(national: 0, weight: .zero))
        counts = .allocate(capacity: max(1, count))
        counts.initialize(repeating: 0)
    }

    deinit {
        entries.deallocate()
        counts.deallocate()
    }

    subscript(_ row: Int) -> UnsafeBufferPointer<Entry> {
        UnsafeBufferPointer(rebasing: entries[(row * CandidateLists.depth)..<(row * CandidateLists.depth + Int(counts[row]))])
    }

    @inline(__always) func contains(_ national: UInt32, _ row: Int) -> Bool {
        let start = row * CandidateLists.depth
        for index in start..<(start + Int(counts[row])) where entries[index].national == national { return true }
        return false
    }

    /// Keeps a candidate if it is among the best. Between equals the smaller row of the register comes first, whatever the order of calls.
    @inline(__always) func insert(_ national: UInt32, _ weight: MatchWeight, _ row: Int) {
        let start = row * CandidateLists.depth
        var position = start + Int(counts[row])
        if Int(counts[row]) == CandidateLists.depth {
            position -= 1
            guard CandidateLists.precedes(national, weight, entries[position]) else { return }
        } else {
            counts[row] += 1
        }
        while position > start, CandidateLists.precedes(national, weight, entries[position - 1]) {
            entries[position] = entries[position - 1]
            position -= 1
        }
        entries[position] = Entry(national: national, weight: weight)
    }

    @inline(__always) private static func precedes(_ national: UInt32, _ weight: MatchWeight, _ other: Entry) -> Bool {
        weight != other.weight ? weight > other.weight : national < other.national
    }
}
