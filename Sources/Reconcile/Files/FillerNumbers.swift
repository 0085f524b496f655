/// Numbers that fill cells which would be empty (`1111111111`, the code of the office): under more names than one person is written with.
/// They say nothing, and would bring everybody together with everybody.
enum FillerNumbers {
    private static let mostNames = 20

    /// Takes them out of every column of numbers. - Returns: how many cells they filled.
    /// - Complexity: O(*n*), a byte of four million counted for each row; only numbers that may be many are looked at closely.
    static func drop(from people: inout PersonColumns) -> Int {
        let citizen = rows(people.citizen, people.name)
        for row in citizen { people.citizen[row] = 0 }
        let formerID = rows(people.formerID, people.name)
        for row in formerID { people.formerID[row] = 0 }
        let insurance = rows(people.insurance, people.name)
        for row in insurance { people.insurance[row] = 0 }
        let otherID = rows(people.otherID, people.name)
        for row in otherID { people.otherID[row] = 0 }
        return citizen.count + formerID.count + insurance.count + otherID.count
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
