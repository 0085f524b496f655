/// Rows grouped by a small number that they bear, as that of their household: 1, 2, 3 …, and 0 for none.
///
/// - Complexity: O(*n*) to build, by counting; two places of memory to look up; 4 bytes a row and 4 a number.
struct RowGroups: Sendable {
    /// By number, where its rows begin.
    private var starts: [UInt32]
    private var rows: [UInt32]

    init(_ numbers: [UInt32]) {
        starts = [UInt32](repeating: 0, count: Int(numbers.max() ?? 0) + 2)
        for number in numbers where number != 0 { starts[Int(number) + 1] += 1 }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        rows = [UInt32](repeating: 0, count: Int(starts[starts.count - 1]))
        // Each start moves to its end, which is the start of the next.
        for (row, number) in numbers.enumerated() where number != 0 {
            rows[Int(starts[Int(number)])] = UInt32(row)
            starts[Int(number)] += 1
        }
        for index in (1..<starts.count).reversed() { starts[index] = starts[index - 1] }
        starts[0] = 0
    }

    /// The rows that bear a number, ascending.
    func rows(of number: UInt32) -> ArraySlice<UInt32> {
        guard number != 0, Int(number) + 1 < starts.count else { return [] }
        return rows[Int(starts[Int(number)])..<Int(starts[Int(number) + 1])]
    }
}
