import TestSupport
import Testing

@testable import Reconcile

@Suite("Sparse columns")
struct SparseColumnTests {
    @Test("say what an array of the same values says", arguments: 0..<30)
    func likeAnArray(_ seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var column = SparseColumn<UInt32>()
        var array: [UInt32] = []
        let values: ClosedRange<UInt32> = seed % 3 == 0 ? 0...0 : 0...3
        for _ in 0..<Int.random(in: 0...40, using: &numbers) {
            let value = UInt32.random(in: values, using: &numbers)
            column.append(value)
            array.append(value)
            if let row = array.indices.randomElement(using: &numbers), Bool.random(using: &numbers) {
                let other = UInt32.random(in: values, using: &numbers)
                column[row] = other
                array[row] = other
            }
        }
        #expect(Array(column) == array)
        #expect(column.contains(0) == array.contains(0))
        #expect(!column.isBlank || array.allSatisfy { $0 == 0 })
        column.blank()
        #expect(Array(column) == array.map { _ in 0 })
    }

    @Test("take no memory before a row says something")
    func blank() {
        var column = SparseColumn<Int64>(repeating: 0, count: 1000)
        column[7] = 0
        #expect(column.isBlank && column.count == 1000)
        column[7] = 5
        #expect(!column.isBlank && column[7] == 5 && column[8] == 0)
    }
}
