import Registry

/// Where people came from and went to, and which lists were compared.
extension MovementTables {
    // MARK: Provinces

    var provinces: ReportTable {
        let rows = figures.areas.enumerated().map { index, area in
            ReportTable.Row(
                cells: [.number(Int64(index + 1)), .text(provinceCode(area.lists)), .text(provinceName(area.lists))]
                    + (area.lists.state == .compared ? stock(area.flow) : Array(repeating: .missing(notComparable), count: 8)))
        }
        let total = figures.compared.reduce(into: UnitFlow()) { $0.add($1.flow) }
        return ReportTable(
            title: language("Theo tỉnh, thành phố", "By province"), unit: persons,
            columns: [
                numberColumn, .init(title: language("Mã", "Code"), isNumeric: false),
                .init(title: language("Tỉnh, thành phố", "Province"), isNumeric: false),
            ] + stockColumns, rows: rows + [.init(cells: [.text(""), .text(""), .text(totalWord)] + stock(total), isTotal: true)])
    }

    /// Moves between provinces, the largest first.
    var provinceFlows: ReportTable? {
        let names = Dictionary(figures.areas.map { ($0.lists.province, provinceName($0.lists)) }) { first, _ in first }
        let flows = figures.moves.flows.sorted { ($1.value, $0.key.from, $0.key.to) < ($0.value, $1.key.from, $1.key.to) }
        guard !flows.isEmpty else { return nil }
        return flowTable(
            title: language("Chuyển giữa các tỉnh", "Moves between provinces"),
            flows.map { (names[$0.key.from] ?? "", names[$0.key.to] ?? "", $0.value) }, name: { $0 })
    }

    // MARK: Inside a province

    var units: [ReportTable] {
        guard let area = figures.compared.first else { return [] }
        let gazetteer = Gazetteer.of(area.lists.unitList)
        let hasDistricts = !gazetteer.districts.isEmpty
        let rows = area.units.sorted { $0.key < $1.key }.enumerated().map { index, entry in
            let unit = hasDistricts ? gazetteer.district(entry.key) : gazetteer.commune(entry.key)
            let code = AdministrativeUnit.text(entry.key, hasDistricts ? .district : .commune)
            return ReportTable.Row(
                cells: [
                    .number(Int64(index + 1)), .text(entry.key == 0 ? "" : code),
                    .text(entry.key == 0 ? unknownUnit : unit.map { "\($0.kind) \($0.name)" } ?? notListed),
                ] + stock(entry.value))
        }
        let total = area.units.values.reduce(into: UnitFlow()) { $0.add($1) }
        return [
            ReportTable(
                title: hasDistricts ? language("Theo huyện", "By district") : language("Theo xã", "By commune"), unit: persons,
                columns: [
                    numberColumn, .init(title: language("Mã", "Code"), isNumeric: false),
                    .init(title: hasDistricts ? language("Huyện", "District") : language("Xã", "Commune"), isNumeric: false),
                ] + stockColumns,
                rows: rows + [.init(cells: [.text(""), .text(""), .text(totalWord)] + stock(total), isTotal: true)],
                notes: [
                    language(
                        "Người chuyển giữa hai đơn vị của tỉnh được đếm là chuyển đi ở nơi cũ và đến ở nơi mới.",
                        "Who moved between two units of the province counts as gone in the old and as come in the new one.")
                ])
        ]
    }

    var communeFlows: ReportTable? {
        let flows = figures.sum(\.moves).sorted { ($1.value, $0.key.from, $0.key.to) < ($0.value, $1.key.from, $1.key.to) }
        guard !flows.isEmpty else { return nil }
        return flowTable(
            title: language("Chuyển giữa các xã", "Moves between communes"),
            flows.map { (communeName($0.key.from), communeName($0.key.to), $0.value) }, name: { $0 })
    }

    private func communeName(_ place: Int) -> String {
        let (list, code) = AreaMovement.commune(ofPlace: place)
        let unit = Gazetteer.of(list).commune(code)
        return "\(AdministrativeUnit.text(code, .commune)) \(unit.map { "\($0.kind) \($0.name)" } ?? notListed)"
    }

    // MARK: Stock and flow

    private var stockColumns: [ReportTable.Column] {
        [
            .init(title: language("Danh sách trước", "Earlier list")), .init(title: language("Mới", "New")),
            .init(title: language("Trở lại", "Returned")), .init(title: language("Đến", "Came")),
            .init(title: language("Chết", "Died")), .init(title: language("Ra khỏi", "Left")),
            .init(title: language("Đi", "Went")), .init(title: language("Danh sách kỳ này", "This list")),
        ]
    }

    private func stock(_ flow: UnitFlow) -> [ReportTable.Value] {
        [flow.old, flow.new, flow.returned, flow.arrived, flow.died, flow.left, flow.departed, flow.current].map { .number($0) }
    }

    // MARK: Coverage

    var coverage: ReportTable {
        let rows = figures.areas.enumerated().map { index, area in
            ReportTable.Row(
                cells: [.number(Int64(index + 1)), .text(provinceName(area.lists))] + periods(area.lists) + [
                    .text(remark(area.lists))
                ])
        }
        return ReportTable(
            title: language("Các danh sách đã so", "The lists that were compared"), unit: language("tháng", "month"),
            columns: [
                numberColumn, .init(title: language("Tỉnh, thành phố", "Province"), isNumeric: false),
                .init(title: language("Danh sách trước", "Earlier list"), isNumeric: false),
                .init(title: language("Danh sách kỳ này", "This list"), isNumeric: false),
                .init(title: language("Ghi chú", "Remark"), isNumeric: false),
            ], rows: rows, notes: silence)
    }

    private func periods(_ lists: ProvinceListPair) -> [ReportTable.Value] {
        let old: ReportTable.Value =
            lists.state == .compared
            ? .text(lists.old.period.map(month) ?? "")
            : .missing(language("chưa có danh sách trước để so", "no earlier list to compare with"))
        return [old, .text(lists.new.period.map(month) ?? "")]
    }

    private func month(_ period: Period) -> String { language(period.vietnamese, period.description) }

    private func remark(_ lists: ProvinceListPair) -> String {
        var remarks: [String] = []
        if case .withoutEarlier(let parts) = lists.state, parts != [lists.province] {
            let names = parts.compactMap { Gazetteer.of2024.province($0)?.name }.joined(separator: ", ")
            remarks.append(language("thiếu danh sách trước của \(names)", "no earlier list of \(names)"))
        }
        if let period = lists.new.period, period < figures.period {
            remarks.append(
                language("chưa nộp danh sách kỳ \(figures.period.vietnamese)", "has not sent the list of \(figures.period)"))
        }
        guard lists.state == .compared else { return remarks.joined(separator: "; ") }
        if !lists.scope.contains(.householdClasses) {
            remarks.append(language("không so loại hộ", "household classes not compared"))
        }
        if !lists.scope.contains(.benefits) { remarks.append(language("không so mức hưởng", "benefits not compared")) }
        if lists.old.members.contains(where: { $0.unitList != lists.unitList }) {
            remarks.append(language("hai danh mục đơn vị khác nhau", "two unit lists"))
        }
        return remarks.joined(separator: "; ")
    }

    private var silence: [String] {
        guard !figures.silent.isEmpty else { return [] }
        let names = figures.silent.map(\.name).joined(separator: ", ")
        return [language("Chưa nộp danh sách thành viên nào: \(names).", "Without any list of members: \(names).")]
    }

    // MARK: Words

    func provinceName(_ lists: ProvinceListPair) -> String { Gazetteer.of(lists.unitList).province(lists.province)?.name ?? "" }
    private func provinceCode(_ lists: ProvinceListPair) -> String { AdministrativeUnit.text(lists.province, .province) }
    private var notComparable: String { language("chưa so được", "not comparable") }
    private var notListed: String { language("ngoài danh mục", "not in the unit list") }
    private var unknownUnit: String { language("Đơn vị cũ, chưa rõ nay thuộc đâu", "Old unit, heir not known") }
}

extension AreaMovement {
    /// The province as one unit: moves inside it are no movement.
    var flow: UnitFlow {
        UnitFlow(
            old: tally.old, new: tally[.new].new, returned: tally[.returned].new, arrived: tally[.movedProvince].new,
            died: tally[.died].old, left: tally[.left].old, departed: tally[.movedProvince].old, current: tally.new)
    }
}

extension UnitFlow {
    mutating func add(_ other: UnitFlow) {
        old += other.old
        new += other.new
        returned += other.returned
        arrived += other.arrived
        died += other.died
        left += other.left
        departed += other.departed
        current += other.current
    }
}
