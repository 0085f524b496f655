/// Where the five classes of a choropleth begin. Closed below: a value equal to a break falls in the class that begins there;
/// the last class is closed on both sides.
struct ClassBreaks: Sendable, Equatable {
    static let classCount = 5

    /// The least value of each class; five of them.
    let lower: [Int64]
    /// The greatest value of the last class.
    let upper: Int64
    /// Values for which a class is used; a series with fewer than five different values leaves classes empty.
    let isUsed: [Bool]

    /// Paid ÷ approved: fixed for the whole campaign, so that weeks can be compared.
    static let progress = ClassBreaks(lower: [0, 20, 40, 60, 80], upper: 100, isUsed: Array(repeating: true, count: 5))

    /// 1 to 5.
    func classNumber(of value: Int64) -> Int { max(1, (lower.lastIndex { $0 <= value } ?? 0) + 1) }

    /// Natural breaks after Fisher (1958) and Jenks: the five groups with the least sum of squared deviations, exact by dynamic
    /// programming. Zeros do not belong: they have a look of their own.
    /// - Complexity: O(5 *n*²), *n* at most 63.
    static func natural(_ values: [Int64]) -> ClassBreaks {
        let sorted = values.filter { $0 > 0 }.sorted()
        let distinct = Set(sorted).count
        guard let least = sorted.first, let greatest = sorted.last else {
            return ClassBreaks(
                lower: Array(repeating: 1, count: classCount), upper: 1, isUsed: Array(repeating: false, count: classCount))
        }
        let groups = min(classCount, distinct)
        var lower = Partition(sorted).starts(groups).map { sorted[$0] }
        lower[0] = min(1, least)
        let used = (0..<classCount).map { $0 < groups }
        return ClassBreaks(lower: lower + Array(repeating: .max, count: classCount - groups), upper: greatest, isUsed: used)
    }
}

/// The best cut of a sorted series into groups.
private struct Partition {
    private let values: [Double]
    private let sums: [Double]
    private let squares: [Double]

    init(_ sorted: [Int64]) {
        values = sorted.map(Double.init)
        sums = values.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        squares = values.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1 * $1) }
    }

    /// The position at which each of `groups` groups begins, the first at 0. Equal values are never parted.
    func starts(_ groups: Int) -> [Int] {
        let count = values.count
        var cost = (0...count).map { $0 == 0 ? 0 : deviation(0, $0) }
        var cuts: [[Int]] = []
        for _ in 1..<max(groups, 1) {
            var next = Array(repeating: Double.infinity, count: count + 1)
            var cut = Array(repeating: 0, count: count + 1)
            for end in 1...count {
                for start in 1..<max(end, 1)
                where values[start] != values[start - 1] && cost[start] + deviation(start, end) < next[end] {
                    next[end] = cost[start] + deviation(start, end)
                    cut[end] = start
                }
            }
            cost = next
            cost[0] = .infinity
            cuts.append(cut)
        }
        var starts: [Int] = []
        var end = count
        for cut in cuts.reversed() {
            end = cut[end]
            starts.append(end)
        }
        return [0] + starts.reversed()
    }

    private func deviation(_ start: Int, _ end: Int) -> Double {
        let sum = sums[end] - sums[start]
        return squares[end] - squares[start] - sum * sum / Double(end - start)
    }
}
