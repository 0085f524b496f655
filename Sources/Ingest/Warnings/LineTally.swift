/// Rows that were met in the order of the file: how many, and the first of them. Asked for every row, so it allocates nothing for most.
struct LineTally {
    private(set) var count: Int64 = 0
    private var first: [Int64] = []

    @inline(__always) mutating func add(_ line: Int64) {
        count += 1
        if count <= WarningCount.named { first.append(line) }
    }

    func counted(as warning: ImportWarning) -> WarningCount {
        WarningCount(warning, count: count, lines: first.sorted().map { [$0] })
    }
}
