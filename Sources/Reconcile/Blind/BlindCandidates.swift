/// Looks up who shares a token with a row. Blocks of more than ``RuleIndex/largest`` rows are left out: a token that so many have says little,
/// and a rarer one brings the right person in.
struct BlindCandidates: Sendable {
    struct Pair: Sendable {
        let row: UInt32
        let left: UInt32
        var cell: BlindCell
    }

    private let left: BlindTable
    private let indexes: [BlockIndex]

    init(left: BlindTable) {
        self.left = left
        indexes = inChunks(of: BlindToken.allCases.count, size: 1) { [BlockIndex(left.tokens[$0.lowerBound])] }
    }

    /// The candidates of each of `rows`, in their order.
    func pairs(of table: BlindTable, rows: [Int]) -> [Pair] {
        inChunks(of: rows.count, size: 4096) { range in range.flatMap { pairs(of: table, rows[$0], besides: nil) } }
    }

    /// The same for rows of the left table itself: each is somebody else, for a person stands there once.
    func decoys(rows: [Int]) -> [Pair] {
        inChunks(of: rows.count, size: 4096) { range in range.flatMap { pairs(of: left, rows[$0], besides: UInt32(rows[$0])) } }
    }

    private func pairs(of table: BlindTable, _ row: Int, besides own: UInt32?) -> [Pair] {
        var found: [Pair] = []
        for token in BlindToken.allCases {
            let block = indexes[token.rawValue].rows(of: table.tokens[token.rawValue][row])
            guard block.count <= RuleIndex.largest else { continue }
            for candidate in block where candidate != own {
                if let place = found.firstIndex(where: { $0.left == candidate }) {
                    found[place].cell.shared.insert(token)
                } else {
                    var pair = Pair(row: UInt32(row), left: candidate, cell: BlindCell())
                    pair.cell.shared.insert(token)
                    found.append(pair)
                }
            }
        }
        for place in found.indices {
            found[place].cell.band = BlindCell.band(table.filters[row].similarity(to: left.filters[Int(found[place].left)]))
        }
        return found
    }
}

/// What two rows have in common, as far as can be seen: which tokens, and how alike their filters are.
struct BlindCell: Hashable, Sendable {
    var shared = BlindTokenSet()
    var band: UInt8 = 0

    /// Twentieths; below two fifths nothing is left to tell apart, for so much any two filters share.
    static func band(_ similarity: Double) -> UInt8 { UInt8(max(0, Int(similarity * 20) - 8)) }
}
