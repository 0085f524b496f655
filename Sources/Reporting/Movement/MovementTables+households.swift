import Registry

/// Households, and the classes that households and benefits changed between.
extension MovementTables {
    var households: ReportTable {
        let counts = figures.areas.map(\.households)
        func sum(_ value: (HouseholdChanges.Counts) -> Int64) -> Int64 { counts.reduce(0) { $0 + value($1) } }
        let lines: [(String, Int64?, Int64?)] = [
            (language("Còn nguyên", "Kept whole"), sum(\.keptWhole), sum(\.keptWhole)),
            (
                language("Còn, có người tách sang hộ khác", "Kept, with people gone to another household"), sum(\.keptSplit),
                sum(\.keptSplit)
            ),
            (language("Nhập vào hộ khác", "Absorbed by other households"), sum(\.absorbed), nil),
            (language("Không còn ai trong danh sách", "Nobody left in the list"), sum(\.dissolved), nil),
            (language("Tách ra từ một hộ", "Split off from one household"), nil, sum(\.splitOff)),
            (language("Lập từ người của nhiều hộ", "Made of people of several households"), nil, sum(\.merged)),
            (language("Hộ mới", "New"), nil, sum(\.fresh)),
        ]
        let rows = lines.enumerated().map { index, line in
            ReportTable.Row(cells: [
                .number(Int64(index + 1)), .text(line.0), line.1.map { .number($0) } ?? .missing(dash),
                line.2.map { .number($0) } ?? .missing(dash),
            ])
        }
        let total = ReportTable.Row(
            cells: [.text(""), .text(totalWord), .number(sum(\.old)), .number(sum(\.new))], isTotal: true)
        return ReportTable(
            title: language("Hộ", "Households"), unit: language("hộ", "households"),
            columns: [
                numberColumn, .init(title: language("Tình hình", "What became of it"), isNumeric: false),
                .init(title: language("Danh sách trước", "Earlier list")),
                .init(title: language("Danh sách kỳ này", "This list")),
            ], rows: rows + [total],
            notes: [
                language(
                    "Hộ được nhận ra qua những người trong hộ, không qua mã hộ. \(number(sum(\.tookIn))) hộ còn lại đã nhận thêm người của hộ khác.",
                    "A household is recognised by its people, not by its code. \(number(sum(\.tookIn))) kept households took in people of others."
                )
            ])
    }

    /// `nil` when no province has both lists of households, or nothing changed.
    var householdClasses: ReportTable? {
        let flows = figures.sum(\.classChanges)
        guard !flows.isEmpty else { return nil }
        return flowTable(
            title: language("Người trong hộ đổi loại", "Persons whose household changed its class"), sorted(flows),
            name: { className($0) })
    }

    var benefits: ReportTable? {
        let flows = figures.sum(\.benefitChanges)
        guard !flows.isEmpty else { return nil }
        return flowTable(
            title: language("Đổi đối tượng, chính sách đang hưởng", "Changed benefits"),
            byName(sorted(flows)), name: { $0 })
    }

    /// Two sets of benefits that read alike (of groups that are written in two ways) are one line.
    private func byName(_ flows: [(AreaMovement.Flow, Int64)]) -> [(from: String, to: String, count: Int64)] {
        var sums: [[String]: Int64] = [:]
        for (flow, count) in flows {
            var names = [flow.from, flow.to].map { figures.sets.title(UInt32($0), language) }
            // The same policies, and the list gives another group (khoản, điểm).
            if names[0] == names[1] { names[1] += language(" (nhóm khác)", " (another group)") }
            sums[names, default: 0] += count
        }
        return sums.sorted { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }
            .map { ($0.key[0], $0.key[1], $0.value) }
    }

    private func sorted(_ flows: [AreaMovement.Flow: Int64]) -> [(AreaMovement.Flow, Int64)] {
        flows.sorted { ($1.value, $0.key.from, $0.key.to) < ($0.value, $1.key.from, $1.key.to) }.map { ($0.key, $0.value) }
    }

    private func className(_ place: Int) -> String {
        let householdClass = HouseholdClass.allCases[place - 1]
        switch householdClass {
        case .poor: return language(householdClass.vietnamese, "poor")
        case .nearPoor: return language(householdClass.vietnamese, "near-poor")
        case .socialProtection: return language("Hộ có đối tượng BTXH", "with a social-assistance beneficiary")
        }
    }

    private func flowTable(
        title: String, _ flows: [(AreaMovement.Flow, Int64)], name: (Int) -> String
    ) -> ReportTable {
        flowTable(title: title, flows.map { (name($0.0.from), name($0.0.to), $0.1) }, name: { $0 })
    }

    /// The largest flows, and the rest in one line, so that the column adds up.
    func flowTable(
        title: String, _ flows: [(from: String, to: String, count: Int64)], name: (String) -> String, notes: [String] = []
    ) -> ReportTable {
        let shown = flows.prefix(MovementTables.mostFlows)
        let rest = flows.dropFirst(MovementTables.mostFlows)
        var rows = shown.enumerated().map { index, flow in
            ReportTable.Row(cells: [
                .number(Int64(index + 1)), .text(name(flow.from)), .text(name(flow.to)), .number(flow.count),
            ])
        }
        if !rest.isEmpty {
            let words = language("\(number(Int64(rest.count))) luồng nhỏ hơn", "\(number(Int64(rest.count))) smaller flows")
            rows.append(
                .init(cells: [.text(""), .text(words), .missing(dash), .number(rest.reduce(0) { $0 + $1.count })]))
        }
        let total = ReportTable.Row(
            cells: [.text(""), .text(totalWord), .missing(dash), .number(flows.reduce(0) { $0 + $1.count })], isTotal: true)
        return ReportTable(
            title: title, unit: persons,
            columns: [
                numberColumn, .init(title: language("Từ", "From"), isNumeric: false),
                .init(title: language("Sang", "To"), isNumeric: false), .init(title: language("Số người", "Persons")),
            ], rows: rows + [total], notes: notes)
    }

    static let mostFlows = 30
}
