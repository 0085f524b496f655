import Glibc
package import Registry

/// Links two tables of tokens: candidates by shared tokens, then tokens and filters weighed together, then for each right row its best
/// left one.
///
/// What is found depends on the rows alone, not on the number of cores.
/// - Complexity: O(*n* + pairs); about 380 bytes a left row and 190 a right one, beside the pairs.
package struct BlindLinkage: Sendable {
    package struct Link: Sendable {
        package let left: String
        package let right: String
        /// Bits above (or below) which the pair is one person more likely than not, rivals left out of account.
        package let weight: Double
        /// That the two rows are one person, all rivals weighed, "is not in the register" among them.
        package let probability: Double
    }

    package var left = BlindTable()
    package var right = BlindTable()
    /// Pairs that shared a token.
    package private(set) var candidatePairs = 0

    package init() {}

    /// So many rows of the register show what chance does.
    private static let mostDecoyRows = 1 << 18

    /// - Parameter threshold: Links of at least this probability; below one half the best partner of a row is more likely wrong than right.
    /// - Returns: links in the order of the right table.
    /// - Throws: ``WorkCancelled``.
    package mutating func run(threshold: Double, progress: ProgressReport = .silent) throws -> [Link] {
        let candidates = BlindCandidates(left: left)
        try progress.checkCancellation()
        let step = (left.count + BlindLinkage.mostDecoyRows - 1) / BlindLinkage.mostDecoyRows
        let sample = Array(stride(from: 0, to: left.count, by: max(step, 1)))
        let pairs = candidates.pairs(of: right, rows: Array(0..<right.count))
        candidatePairs = pairs.count
        try progress.checkCancellation()
        let model = BlindModel(
            right: right, pairs: pairs, decoys: candidates.decoys(rows: sample), decoyRows: sample.count, known: left.given())
        try progress.checkCancellation()
        return links(pairs, model, threshold)
    }

    private func links(_ pairs: [BlindCandidates.Pair], _ model: BlindModel, _ threshold: Double) -> [Link] {
        var links: [Link] = []
        var start = 0
        while start < pairs.count {
            let row = pairs[start].row
            let end = pairs[start...].firstIndex { $0.row != row } ?? pairs.count
            if let link = best(pairs[start..<end], model), link.probability >= threshold { links.append(link) }
            start = end
        }
        return links
    }

    /// The likeliest of the candidates of one row; of equals the first of the register.
    private func best(_ pairs: ArraySlice<BlindCandidates.Pair>, _ model: BlindModel) -> Link? {
        guard let row = pairs.first.map({ Int($0.row) }) else { return nil }
        let given = right.given(row)
        let absent = model.absent(given)
        var best: (left: UInt32, odds: Double)?
        var sum = absent
        for pair in pairs {
            let odds = model.odds(pair.cell, of: given)
            sum += odds
            if best.map({ (odds, $0.left) > ($0.odds, pair.left) }) ?? true { best = (pair.left, odds) }
        }
        guard let best else { return nil }
        return Link(
            left: String(decoding: left.ids[Int(best.left)], as: UTF8.self),
            right: String(decoding: right.ids[row], as: UTF8.self),
            weight: log2(best.odds / absent), probability: best.odds / sum)
    }
}
