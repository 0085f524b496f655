import Registry

/// The exact figures of every area and policy before any protection. Area 0 is the country, the provinces follow; policies are the
/// nodes of a ``PolicyHierarchy``.
///
/// Persons and households are counted once a cell, so counts of parts may add up to more than the whole; money adds up exactly.
struct IndicatorTable: Sendable {
    struct Figures: Sendable, Equatable {
        var households: Int64 = 0
        var beneficiaries: Int64 = 0
        var approved: Int64 = 0
        var paidPersons: Int64 = 0
        var paidHouseholds: Int64 = 0
        /// The largest amount that one household stands for.
        var largestApproved: Int64 = 0
        var largestPaid: Int64 = 0
    }

    let areaCount: Int
    let policies: PolicyHierarchy
    let timeCount: Int
    private(set) var figures: [Figures]
    /// Paid until each time point, in the order areas × policies × times.
    private(set) var paid: [Int64]
    /// Who was paid in which weeks, for each area and line that has payments. Keyed by cell.
    private(set) var weeks: [Int: PaidWeeks] = [:]

    /// - Parameter provinceCount: Without the country.
    /// - Complexity: O(*n* log *n*) in the number of facts.
    init(_ facts: BenefitFacts, provinceCount: Int, policies: PolicyHierarchy, timeCount: Int) {
        areaCount = provinceCount + 1
        self.policies = policies
        self.timeCount = timeCount
        figures = Array(repeating: Figures(), count: areaCount * policies.nodes.count)
        paid = Array(repeating: 0, count: areaCount * policies.nodes.count * timeCount)
        countApproved(facts.approved)
        countPaid(facts.paid)
    }

    func cell(_ area: Int, _ policy: Int) -> Int { area * policies.nodes.count + policy }
    func figures(_ area: Int, _ policy: Int) -> Figures { figures[cell(area, policy)] }
    func paid(_ cell: Int) -> [Int64] { Array(paid[cell * timeCount..<(cell + 1) * timeCount]) }

    // MARK: Counting

    private mutating func countApproved(_ facts: [BenefitFacts.Approved]) {
        let lines = facts.map { Entry(area: $0.area, line: $0.line, amount: $0.amount) }
        forEachGroup(facts.map(\.person), lines) { table, sums in
            for (cell, amount) in sums {
                table.figures[cell].beneficiaries += 1
                table.figures[cell].approved += amount
            }
        }
        forEachGroup(facts.map(\.household), lines) { table, sums in
            for (cell, amount) in sums {
                table.figures[cell].households += 1
                table.figures[cell].largestApproved = max(table.figures[cell].largestApproved, amount)
            }
        }
    }

    private mutating func countPaid(_ facts: [BenefitFacts.Paid]) {
        let lines = facts.map { Entry(area: $0.area, line: $0.line, amount: $0.amount) }
        forEachGroup(facts.map(\.person), lines) { table, sums in
            for cell in sums.keys { table.figures[cell].paidPersons += 1 }
        }
        forEachGroup(facts.map(\.household), lines) { table, sums in
            for (cell, amount) in sums {
                table.figures[cell].paidHouseholds += 1
                table.figures[cell].largestPaid = max(table.figures[cell].largestPaid, amount)
            }
        }
        for fact in facts {
            for node in policies.paths[Int(fact.line)] {
                for area in [0, Int(fact.area)] { paid[cell(area, node) * timeCount + Int(fact.time)] += fact.amount }
            }
        }
        for cell in figures.indices {
            for time in 1..<timeCount { paid[cell * timeCount + time] += paid[cell * timeCount + time - 1] }
        }
        weeks = Dictionary(grouping: facts) { cell(Int($0.area), Int($0.line)) }.mapValues { PaidWeeks($0) }
    }

    private struct Entry {
        let area: Int32
        let line: Int32
        let amount: Int64
    }

    /// Calls `body` once a person (or household) with the amount that it has in each cell it belongs to.
    private mutating func forEachGroup(
        _ keys: [UInt64], _ entries: [Entry], _ body: (inout IndicatorTable, [Int: Int64]) -> Void
    ) {
        let order = keys.indices.sorted { keys[$0] < keys[$1] }
        var start = 0
        var sums: [Int: Int64] = [:]
        while start < order.count {
            var end = start
            sums.removeAll(keepingCapacity: true)
            while end < order.count, keys[order[end]] == keys[order[start]] {
                let entry = entries[order[end]]
                for node in policies.paths[Int(entry.line)] {
                    sums[cell(0, node), default: 0] += entry.amount
                    sums[cell(Int(entry.area), node), default: 0] += entry.amount
                }
                end += 1
            }
            body(&self, sums)
            start = end
        }
    }
}
