import Testing

@testable import Reconcile

@Suite("Rows grouped by a small number")
struct RowGroupsTests {
    @Test("are those that a dictionary finds, ascending", arguments: [0, 1, 7, 1000])
    func dictionary(_ count: Int) {
        var random = RandomNumbers(seed: UInt64(count))
        let numbers = (0..<count).map { _ in UInt32(random.below(count / 3 + 2)) }
        let groups = RowGroups(numbers)
        let expected = Dictionary(grouping: (0..<UInt32(count)), by: { numbers[Int($0)] })
        for number in 1..<UInt32(count + 5) { #expect(Array(groups.rows(of: number)) == expected[number] ?? []) }
        #expect(groups.rows(of: 0).isEmpty)
    }
}

@Suite("The residences of a household")
struct ResidencesTests {
    @Test("are the first eight different ones, ascending")
    func firstEight() {
        var random = RandomNumbers(seed: 8)
        for _ in 0..<200 {
            let met = (0..<random.below(20)).map { _ in UInt32(1 + random.below(15)) }
            var residences = Residences()
            for residence in met { residences.insert(residence) }
            var expected: [UInt32] = []
            for residence in met where !expected.contains(residence) && expected.count < 8 { expected.append(residence) }
            #expect((0..<residences.count).map { residences[$0] } == expected.sorted())
            #expect((1...16).allSatisfy { residences.contains(UInt32($0)) == expected.contains(UInt32($0)) })
        }
    }
}
