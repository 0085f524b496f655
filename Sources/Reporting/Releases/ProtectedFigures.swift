import Registry

/// Indicators after disclosure control: exact figures go in, and nothing that is not safe comes out.
struct ProtectedFigures: Sendable {
    private let table: IndicatorTable
    private let areas: [ReportingArea]
    private let pattern: DisclosureControl.Pattern
    /// Areas of the protected table by area of the release (0 the country); `nil` for silent provinces.
    private let rowOfArea: [Int?]
    private let weeklyPaid: WeeklyPaid
    /// Money approved in the provinces whose payers have reported, by policy.
    private let completeApproved: [Int64]
    /// Policies of which the progress of the country is not published; see ``TotalProgress``.
    private let hiddenTotalProgress: Set<Int>

    /// - Parameter hiddenBefore: What published releases of the same period hid.
    /// - Throws: ``ReleaseError/Kind/unprotectable``.
    init(_ table: IndicatorTable, areas: [ReportingArea], hiddenBefore: Set<PublishedCell> = []) throws(ReleaseError) {
        self.table = table
        self.areas = areas
        var rows: [Int?] = [0]
        for area in areas { rows.append(area.reporting == .silent ? nil : rows.compactMap { $0 }.count) }
        rowOfArea = rows
        completeApproved = table.policies.nodes.indices.map { policy in
            areas.indices.filter { areas[$0].reporting == .complete }.reduce(0) { $0 + table.figures($1 + 1, policy).approved }
        }
        let cells = ProtectedFigures.cellTable(table, areas: areas, rows: rows)
        let pattern = try DisclosureControl().protect(
            cells, hiddenBefore: ProtectedFigures.indices(of: hiddenBefore, table.policies, areas: areas, rows: rows))
        self.pattern = pattern
        let weeklyPaid = WeeklyPaid(table) { area, policy in
            rows[area].map { pattern.suppressed[cells.cell($0, policy)] } ?? true
        }
        self.weeklyPaid = weeklyPaid
        let approved = completeApproved
        hiddenTotalProgress = Set(
            table.policies.nodes.indices.filter { policy in
                !TotalProgress().isSafe(
                    approved: approved[policy], paid: weeklyPaid.publishedTotals(policy),
                    leastWidth: ProtectedFigures.widthAtStake(cells, pattern, policy))
            })
    }

    /// The widest interval that a hidden cell of an area without statements needs; 0 when there is none.
    private static func widthAtStake(_ cells: CellTable, _ pattern: DisclosureControl.Pattern, _ policy: Int) -> Int64 {
        let widths = cells.approvedWidths
        return (1..<cells.areaCount).filter { !cells.isComplete[$0] && pattern.suppressed[cells.cell($0, policy)] }
            .map { widths[cells.cell($0, policy)] }.max() ?? 0
    }

    var suppressedCount: Int { pattern.suppressed.count { $0 } }
    var primaryCount: Int { pattern.primaryCount }

    /// The cell of a release. `area` 0 is the country; `policy` a node of the hierarchy.
    func cell(area: Int, policy: Int, time: Int) -> ReleaseDocument.Cell {
        guard let row = rowOfArea[area] else {
            return .init(
                households: .notReported, beneficiaries: .notReported, approved: .notReported, paid: .notReported,
                progress: .notReported)
        }
        let hasStatements = area == 0 ? areas.contains { $0.reporting == .complete } : areas[area - 1].reporting == .complete
        if pattern.suppressed[row * table.policies.nodes.count + policy] {
            let money: CellValue = hasStatements ? .suppressed : .notReported
            return .init(households: .suppressed, beneficiaries: .suppressed, approved: .suppressed, paid: money, progress: money)
        }
        let figures = table.figures(area, policy)
        return .init(
            households: .count(figures.households), beneficiaries: .count(figures.beneficiaries),
            approved: .count(figures.approved),
            paid: hasStatements ? paid(area, policy, time) { $0 } : .notReported,
            progress: hasStatements ? progress(area, policy, time) : .notReported)
    }

    private func paid(_ area: Int, _ policy: Int, _ time: Int, _ figure: (Int64) -> Int64) -> CellValue {
        switch weeklyPaid.value(area: area, policy: policy, time: time) {
        case .exact(let value): .count(figure(value))
        case .partial(let value): .estimated(figure(value))
        case .hidden: .suppressed
        }
    }

    /// The country's progress is over the provinces whose payers have reported: one that has not must not lower the rate.
    private func progress(_ area: Int, _ policy: Int, _ time: Int) -> CellValue {
        if area == 0, hiddenTotalProgress.contains(policy) { return .suppressed }
        let approved = area == 0 ? completeApproved[policy] : table.figures(area, policy).approved
        return approved == 0 ? .notApplicable : paid(area, policy, time) { Percentage.floor($0, of: approved) }
    }

    // MARK: Making

    private static func indices(
        of hidden: Set<PublishedCell>, _ policies: PolicyHierarchy, areas: [ReportingArea], rows: [Int?]
    ) -> Set<Int> {
        let codes = ["VN"] + areas.map(\.unit.codeText)
        let rowOfCode = Dictionary(zip(codes, rows)) { first, _ in first }
        return Set(
            hidden.compactMap { cell in
                guard let row = rowOfCode[cell.area] ?? nil, let policy = policies.index(of: cell.policy) else { return nil }
                return row * policies.nodes.count + policy
            })
    }

    private static func cellTable(_ table: IndicatorTable, areas: [ReportingArea], rows: [Int?]) -> CellTable {
        let policies = table.policies.nodes.map {
            CellTable.Policy(parent: $0.parent, children: $0.children, threshold: $0.threshold, isNationalOnly: $0.isNationalOnly)
        }
        let shown = rows.indices.filter { rows[$0] != nil }
        let sizes = additiveSizes(table)
        let cells = shown.flatMap { area in
            policies.indices.map { policy -> CellTable.Cell in
                let figures = table.figures(area, policy)
                return CellTable.Cell(
                    households: figures.households, beneficiaries: figures.beneficiaries, approved: figures.approved,
                    paid: table.paid(table.cell(area, policy)).last ?? 0, paidPersons: figures.paidPersons,
                    paidHouseholds: figures.paidHouseholds, largestApproved: figures.largestApproved,
                    largestPaid: figures.largestPaid,
                    size: sizes[table.cell(area, policy)])
            }
        }
        return CellTable(
            isComplete: shown.map { $0 == 0 || areas[$0 - 1].reporting == .complete }, policies: policies, cells: cells)
    }

    private static func additiveSizes(_ table: IndicatorTable) -> [Int64] {
        let nodes = table.policies.nodes
        var sizes = Array(repeating: Int64(0), count: table.figures.count)
        for area in 1..<table.areaCount {
            for leaf in nodes.indices where nodes[leaf].children.isEmpty {
                for node in table.policies.paths[leaf] {
                    let persons = max(table.figures(area, leaf).beneficiaries, table.figures(area, leaf).paidPersons)
                    sizes[table.cell(area, node)] += persons
                    sizes[table.cell(0, node)] += persons
                }
            }
        }
        return sizes
    }
}

/// A cell of a release by its codes: an area and a policy, at all times.
struct PublishedCell: Sendable, Hashable {
    let area: String
    let policy: String
}

extension CellValue {
    static func count(_ value: Int64) -> CellValue { value == 0 ? .zero : .number(value) }
}
