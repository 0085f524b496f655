/// The weights of a pair one below the other, each bar beginning where the one above ended: `█` to the right speaks for one person, `▒` to
/// the left against. `│` is the line that must be passed.
struct EvidenceWaterfall {
    /// What each bar adds, in thousandths of a bit; the first begins at nothing.
    let steps: [Int64]
    var width = 36

    /// The line of each step.
    var lines: [String] {
        var sum: Int64 = 0
        return steps.map { step in
            defer { sum += step }
            return line(from: sum, to: sum + step)
        }
    }

    private func line(from: Int64, to end: Int64) -> String {
        var cells = [Character](repeating: " ", count: width + 1)
        cells[column(0)] = "│"
        let (first, last) = (column(min(from, end)), column(max(from, end)))
        if from != end {
            for cell in first..<max(last, first + 1) { cells[cell] = end > from ? "█" : "▒" }
        }
        return String(cells)
    }

    private func column(_ sum: Int64) -> Int {
        var (low, high, at): (Int64, Int64, Int64) = (0, 0, 0)
        for step in steps {
            at += step
            (low, high) = (min(low, at), max(high, at))
        }
        return high == low ? 0 : Int((sum - low) * Int64(width) / (high - low))
    }
}
