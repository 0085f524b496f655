import Registry

/// Who stands behind each running allowance. Rows of one national record are one person, and so are those of one local code. The lists of
/// several programmes may have neither in common: such rows are compared with all others by what they say, as members are.
struct AllowancePeople {
    /// By row of the beneficiaries: equal for one person, 0 for an allowance that does not run.
    private(set) var person: [UInt32]
    private var direct: [RowPair: DuplicatePass.Pair] = [:]

    private struct RowPair: Hashable {
        let left: Int
        let right: Int
    }

    /// Allowances that are one person's by what they say; more is a crowd that a wrong pair has tied together.
    private static let limit = 16

    /// - Parameters:
    ///   - duplicates: Members who are listed twice: their codes name one person.
    ///   - pass: Over the rows of the beneficiaries.
    init(inputs: Inputs, links: PersonLinks, duplicates: [DuplicatePass.Pair], pass: DuplicatePass) throws {
        let first = inputs.memberCount
        let isRunning = (0..<inputs.beneficiaries.count).map { inputs.beneficiaries.isActive($0, in: inputs.period) }
        let codes = AllowancePeople.firstCodes(duplicates, inputs.listed)
        let keys = isRunning.indices.map { row -> UInt64 in
            guard isRunning[row] else { return 0 }
            if links.partner[first + row] != 0 { return UInt64(links.partner[first + row]) }
            let code = inputs.listed.person[first + row]
            return code == 0 ? 0 : 1 << 40 | UInt64(codes[code] ?? code)
        }
        // A record or a code is not a guess: however many rows bear it are one person.
        let index = BlockIndex(keys)
        var largest = 0
        index.forEachBlock { largest = max(largest, $0.count) }
        var clustering = Clustering(
            identities: isRunning.indices.map { isRunning[$0] ? UInt64(links.partner[first + $0]) : 0 },
            limit: max(AllowancePeople.limit, largest))
        index.forEachBlock { rows in
            for (left, right) in zip(rows, rows.dropFirst()) { _ = clustering.join(Int(left), Int(right)) }
        }
        // Whoever has a record or a code has been compared: by it, or as a member.
        let nameless = isRunning.indices.map { isRunning[$0] && keys[$0] == 0 }
        if nameless.contains(true) {
            for pair in try pass.directPairs() {
                let (left, right) = (pair.left - first, pair.right - first)
                guard isRunning[left], isRunning[right], nameless[left] || nameless[right], clustering.join(left, right) else {
                    continue
                }
                direct[RowPair(left: pair.left, right: pair.right)] = pass.pair(pair.left, pair.right)
            }
        }
        person = isRunning.indices.map { isRunning[$0] ? UInt32(clustering.root($0) + 1) : 0 }
    }

    /// What two rows of ``Inputs/listed`` say of each other, where that is why they count as one person.
    func direct(_ left: Int, _ right: Int) -> DuplicatePass.Pair? { direct[RowPair(left: left, right: right)] }

    /// Person code of a person listed twice → the code listed first.
    private static func firstCodes(_ duplicates: [DuplicatePass.Pair], _ listed: PersonColumns) -> [UInt32: UInt32] {
        var first: [UInt32: UInt32] = [:]
        for pair in duplicates {
            let (left, right) = (listed.person[pair.left], listed.person[pair.right])
            if left != 0, right != 0, first[right] == nil { first[right] = first[left] ?? left }
        }
        return first
    }
}
