@testable import Reporting

/// Tables made by hand: persons of one household each, who all get the same amount.
enum SmallTables {
    static let rate: Int64 = 360_000

    /// `ALL` over the lines, without packages.
    static func flat(_ persons: [[Int64]], complete: [Bool]? = nil) -> CellTable {
        table(persons, policies: tree([Array(0..<(persons.first?.count ?? 0))]), complete: complete)
    }

    /// `ALL` over packages over lines; a package of one line is the line itself.
    static func packaged(_ persons: [[Int64]], sizes: [Int], nationalOnly: Set<Int> = [], complete: [Bool]? = nil) -> CellTable {
        var start = 0
        let groups = sizes.map { size -> [Int] in
            defer { start += size }
            return Array(start..<start + size)
        }
        var policies = tree(groups)
        let leaves = policies.indices.filter { policies[$0].children.isEmpty }
        for line in nationalOnly {
            policies[leaves[line]].isNationalOnly = true
            policies[leaves[line]].threshold = 10
        }
        return table(persons, policies: policies, complete: complete)
    }

    static func tree(_ groups: [[Int]]) -> [CellTable.Policy] {
        var policies = [CellTable.Policy(parent: nil)]
        for group in groups {
            let parent: Int
            if groups.count > 1, group.count > 1 {
                parent = policies.count
                policies.append(.init(parent: 0))
                policies[0].children.append(parent)
            } else {
                parent = 0
            }
            for _ in group {
                policies[parent].children.append(policies.count)
                policies.append(.init(parent: parent))
            }
        }
        return policies
    }

    /// - Parameter persons: One row an area, one column a leaf of `policies` in order.
    static func table(_ persons: [[Int64]], policies: [CellTable.Policy], complete: [Bool]? = nil) -> CellTable {
        let areas = persons.count + 1
        let leaves = policies.indices.filter { policies[$0].children.isEmpty }
        let isComplete = [true] + (complete ?? persons.map { _ in true })
        var counts = Array(repeating: Int64(0), count: areas * policies.count)
        var paid = counts
        for (row, line) in persons.enumerated() {
            for (leaf, count) in zip(leaves, line) {
                var node: Int? = leaf
                while let current = node {
                    for area in [0, row + 1] {
                        counts[area * policies.count + current] += count
                        if isComplete[row + 1] { paid[area * policies.count + current] += count }
                    }
                    node = policies[current].parent
                }
            }
        }
        let cells = zip(counts, paid).map { count, paid in
            CellTable.Cell(
                households: count, beneficiaries: count, approved: count * rate, paid: paid * rate, paidPersons: paid,
                paidHouseholds: paid,
                largestApproved: count > 0 ? rate : 0, largestPaid: paid > 0 ? rate : 0, size: count)
        }
        return CellTable(isComplete: isComplete, policies: policies, cells: cells)
    }
}

extension CellTable {
    /// The cells that are sensitive by themselves and hold someone.
    var sensitive: [Int] { cells.indices.filter { cells[$0].size > 0 && (isNationalOnly($0) || cells[$0].size < threshold($0)) } }
}
