/// Numbers that fill cells which would be empty (`0000000000`, the office's own telephone): under more names than one person is written with.
/// They say nothing, and would bring everybody together with everybody.
enum FillerNumbers {
    private static let mostNames = 20

    /// Takes them out of every column of numbers.
    /// - Complexity: O(*n*), a byte of four million counted for each row; only numbers that may be many are looked at closely.
    static func drop(from people: inout PersonColumns) {
        for row in rows(people.citizen, people.name) { people.citizen[row] = 0 }
        for row in rows(people.formerID, people.name) { people.formerID[row] = 0 }
        for row in rows(people.insurance, people.name) { people.insurance[row] = 0 }
        for row in rows(people.otherID, people.name) { people.otherID[row] = 0 }
    }

    private static func rows<Value: FixedWidthInteger>(_ numbers: some RandomAccessCollection<Value>, _ names: [UInt32])
        -> [Int]
    {
        let many = manyTimes(numbers)
        guard !many.isEmpty else { return [] }
        var found: [Int] = []
        BlockIndex(pairs: many).forEachBlock { block in
            guard block.count > mostNames, Set(block.map { names[Int($0)] }).count > mostNames else { return }
            found += block.map(Int.init)
        }
        return found
    }

    /// The rows whose number shares its counter with more than ``mostNames``.
    private static func manyTimes<Value: FixedWidthInteger>(_ numbers: some RandomAccessCollection<Value>) -> [KeyedRow] {
        var counters = [UInt8](repeating: 0, count: 1 << 22)
        var isAny = false
        for number in numbers where number > 0 {
            let counter = Int(mixed(UInt64(number)) >> 42)
            guard counters[counter] <= mostNames else { continue }
            counters[counter] += 1
            if counters[counter] > mostNames { isAny = true }
        }
        guard isAny else { return [] }
        return numbers.enumerated().compactMap { row, number in
            let key = mixed(UInt64(clamping: number))
            return number > 0 && counters[Int(key >> 42)] > mostNames ? KeyedRow(key: key, row: UInt32(row)) : nil
        }
    }
}
