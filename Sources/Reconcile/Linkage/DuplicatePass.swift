import Registry

/// Finds people who are on the lists of members twice, as two persons.
///
/// Two rows that are linked to one national record are one person; people without a national record are compared directly.
/// Several rows of one person code are not duplicates: that is a member and their allowances.
struct DuplicatePass {
    let inputs: Inputs
    let links: PersonLinks
    let rule: FellegiSunter

    struct Pair: Sendable, Equatable {
        let left: Int
        let right: Int
        let weight: MatchWeight
        let pattern: ComparisonPattern
    }

    /// Of a hundred people, about one is listed twice.
    static let shareListedTwice = 0.01
    static let lead = MatchWeight(bits: 3)

    func run() -> [Pair] {
        var clustering = Clustering(count: inputs.memberCount)
        for pair in linkedPairs() { _ = clustering.join(pair.left, pair.right) }
        for pair in directPairs() { _ = clustering.join(pair.left, pair.right) }
        return clustering.clusters().flatMap(pairs(of:))
    }

    private func pairs(of cluster: [Int]) -> [Pair] {
        cluster.indices.flatMap { first in
            cluster[(first + 1)...].map { second in
                let pattern = pattern(cluster[first], second)
                return Pair(left: cluster[first], right: second, weight: weight(pattern, second), pattern: pattern)
            }
        }
    }

    private func linkedPairs() -> [(left: Int, right: Int)] {
        var found: [(left: Int, right: Int)] = []
        BlockIndex((0..<inputs.memberCount).lazy.map { UInt64(links.partner[$0]) }).forEachBlock { rows in
            let rows = rows.map(Int.init)
            for (first, second) in zip(rows, rows.dropFirst()) where !isOneEntry(first, second) { found.append((first, second)) }
        }
        return found
    }

    /// Members without a national record, against each other: the key alone is not enough, the weight decides.
    private func directPairs() -> [(left: Int, right: Int)] {
        let listed = inputs.listed
        let open = (0..<inputs.memberCount).filter { links.partner[$0] == 0 }.map { UInt32($0) }
        let rules: [Blocking.Rule] = [.nameAndYear, .birthSexGiven, .lastSixDigits, .syllablesAndYear]
        var scored: [Pair] = []
        for blockingRule in rules {
            let pairs = open.map { KeyedRow(key: mixed(Blocking.key(blockingRule, listed, Int($0), inputs.names)), row: $0) }
            let empty = mixed(0)
            BlockIndex(pairs: pairs.filter { $0.key != empty }).forEachBlock { rows in
                guard rows.count <= Blocking.largestBlock else { return }
                for (position, first) in rows.enumerated() {
                    for second in rows.dropFirst(position + 1) { compare(Int(first), Int(second), &scored) }
                }
            }
        }
        return scored.sorted { ($1.weight, $0.left, $0.right) < ($0.weight, $1.left, $1.right) }.map { ($0.left, $0.right) }
    }

    private func compare(_ left: Int, _ right: Int, _ scored: inout [Pair]) {
        guard !isOneEntry(left, right) else { return }
        let pattern = pattern(left, right)
        guard pattern.name.agrees, pattern.birth != .different else { return }
        let weight = weight(pattern, right)
        if weight >= threshold { scored.append(Pair(left: left, right: right, weight: weight, pattern: pattern)) }
    }

    private var threshold: MatchWeight {
        rule.prior + MatchWeight(m: 1, u: DuplicatePass.shareListedTwice) + DuplicatePass.lead
    }

    private func isOneEntry(_ left: Int, _ right: Int) -> Bool {
        left == right || (inputs.listed.person[left] != 0 && inputs.listed.person[left] == inputs.listed.person[right])
    }

    private func pattern(_ left: Int, _ right: Int) -> ComparisonPattern {
        let listed = inputs.listed
        return ComparisonPattern(
            name: NameComparison(names: inputs.names).level(listed.name[left], listed.name[right]),
            birth: BirthDateComparison.level(listed.birth[left], listed.birth[right]),
            sex: SexComparison.level(listed.sex[left], listed.sex[right]),
            place: PlaceComparison(lists: inputs.unitLists).level(listed, left, listed, right),
            number: NumberComparison.level(listed.citizen[left], listed.citizen[right]),
            formerID: NumberComparison.level(listed.formerID[left], listed.formerID[right]))
    }

    private func weight(_ pattern: ComparisonPattern, _ right: Int) -> MatchWeight {
        let listed = inputs.listed
        return rule.weight(pattern, .init(name: listed.name[right], birth: listed.birth[right], province: listed.province[right]))
    }
}
