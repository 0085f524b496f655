/// The table that has to be protected: areas × policies, with margins in both directions and, in each cell, how many contribute
/// what. Area 0 is the total of the others; the policies are a tree with the total first.
///
/// Knows nothing of provinces, files or money: tests build small ones by hand. Silent provinces are not in it.
struct CellTable: Sendable {
    struct Policy: Sendable {
        var parent: Int?
        var children: [Int] = []
        /// The least number of contributors a published cell may have.
        var threshold: Int64 = 5
        /// Never published below the total of all areas.
        var isNationalOnly = false
    }

    struct Cell: Sendable {
        var households: Int64 = 0
        var beneficiaries: Int64 = 0
        var approved: Int64 = 0
        var paid: Int64 = 0
        var paidPersons: Int64 = 0
        var paidHouseholds: Int64 = 0
        /// The largest amount of one household.
        var largestApproved: Int64 = 0
        var largestPaid: Int64 = 0
        /// Beneficiaries as they add up over the lines and provinces below this cell: the size of the cell for the choice of
        /// secondary cells, and for the intruder who takes counts for additive.
        var size: Int64 = 0
    }

    /// Published figures that are known to add up: `total` = the sum of `parts`. Cells by index.
    struct Equation: Sendable {
        let total: Int
        let parts: [Int]
        let holdsForApproved: Bool
        let holdsForPaid: Bool
    }

    /// Whether the area's payers have reported; the total counts the money paid in those areas only.
    let isComplete: [Bool]
    let policies: [Policy]
    var cells: [Cell]
    let equations: [Equation]

    /// - Parameter cells: In the order areas × policies.
    init(isComplete: [Bool], policies: [Policy], cells: [Cell]) {
        precondition(cells.count == isComplete.count * policies.count, "one cell an area and policy")
        self.isComplete = isComplete
        self.policies = policies
        self.cells = cells
        equations = CellTable.equations(isComplete: isComplete, policies: policies)
    }

    var areaCount: Int { isComplete.count }
    func cell(_ area: Int, _ policy: Int) -> Int { area * policies.count + policy }
    func area(of cell: Int) -> Int { cell / policies.count }
    func policy(of cell: Int) -> Int { cell % policies.count }
    func threshold(_ cell: Int) -> Int64 { policies[policy(of: cell)].threshold }

    /// A cell that must be hidden whatever it holds, an empty one too: where nobody is counted says something about the others.
    func isNationalOnly(_ cell: Int) -> Bool { area(of: cell) > 0 && policies[policy(of: cell)].isNationalOnly }

    private static func equations(isComplete: [Bool], policies: [Policy]) -> [Equation] {
        let count = policies.count
        var equations: [Equation] = []
        for area in isComplete.indices {
            for (policy, node) in policies.enumerated() where !node.children.isEmpty {
                equations.append(
                    Equation(
                        total: area * count + policy, parts: node.children.map { area * count + $0 }, holdsForApproved: true,
                        holdsForPaid: area == 0 || isComplete[area]))
            }
        }
        let all = Array(isComplete.indices.dropFirst())
        let complete = all.filter { isComplete[$0] }
        for policy in policies.indices {
            let parts = all.map { $0 * count + policy }
            guard complete.count < all.count else {
                equations.append(Equation(total: policy, parts: parts, holdsForApproved: true, holdsForPaid: true))
                continue
            }
            equations.append(Equation(total: policy, parts: parts, holdsForApproved: true, holdsForPaid: false))
            guard !complete.isEmpty else { continue }
            equations.append(
                Equation(total: policy, parts: complete.map { $0 * count + policy }, holdsForApproved: false, holdsForPaid: true))
        }
        return equations
    }
}
