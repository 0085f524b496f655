import TestSupport
import Testing

@testable import Reconcile

@Suite("Columns")
struct ColumnTests {
    @Test("A block index finds exactly the rows of a key, ascending")
    func blockIndex() {
        var numbers = SeededNumbers(seed: 3)
        let keys = (0..<20_000).map { _ in UInt64.random(in: 0...3000, using: &numbers) }
        let index = BlockIndex(keys)
        let oracle = Dictionary(grouping: keys.indices.filter { keys[$0] != 0 }) { keys[$0] }
        for key in UInt64(0)...3100 { #expect(index.rows(of: key).map(Int.init) == (oracle[key] ?? [])) }
        var blocks = 0
        index.forEachBlock { _ in blocks += 1 }
        #expect(blocks == oracle.values.count { $0.count > 1 })
    }

    @Test("The radix sort is stable and agrees with the library's", arguments: [0, 1, 63, 64, 65, 5000])
    func radixSort(_ count: Int) {
        var numbers = SeededNumbers(seed: UInt64(count))
        let pairs = (0..<count).map { KeyedRow(key: numbers.next() & (count.isMultiple(of: 2) ? 0xFF : .max), row: UInt32($0)) }
        let expected = pairs.sorted { ($0.key, $0.row) < ($1.key, $1.row) }
        #expect(KeyedRow.sorted(pairs).map(\.row) == expected.map(\.row))
    }

    @Test("An interner gives equal texts one number and keeps every text")
    func interner() {
        var interner = ByteInterner(capacity: 4)
        var numbers = SeededNumbers(seed: 5)
        var known: [String: UInt32] = [:]
        for _ in 0..<20_000 {
            let text = "code-\(Int.random(in: 0..<7000, using: &numbers))"
            let number = interner.intern(text)
            #expect(known[text] == nil || known[text] == number)
            known[text] = number
        }
        #expect(interner.count == known.count)
        for (text, number) in known { #expect(interner.text(number) == text) }
    }

    @Test("Work in chunks comes back in order")
    func chunks() { #expect(inChunks(of: 1000, size: 7) { $0.map { $0 * 2 } } == (0..<1000).map { $0 * 2 }) }
}
