/// The tables of `Geography/` read into links and changes.
struct UnitTables {
    private(set) var links: [UnitLink] = []
    private(set) var changes: [UnitChange] = []
    private(set) var kinds2025: [UnitCode: (before: String, after: String, date: PartialDate)] = [:]

    /// The first list is of 2021-11-01, the second of 2025-03-01: what changed without a date changed between them.
    private static let span2021 = ChangeDate(
        from: PartialDate(year: 2021, month: 11, day: 2)!, to: PartialDate(year: 2025, month: 3, day: 1)!)  // real days
    private static let reform2025 = ChangeDate(PartialDate(year: 2025, month: 7, day: 1)!)  // a real day
    /// One resolution a province; which of them it is, is not in the tables.
    private static let communes2025 = "1654–1687/NQ-UBTVQH15"
    private static let provinces2025 = "202/2025/QH15"

    /// A row of a table of changes.
    private struct Row {
        let from: UnitCode
        let to: UnitCode
        let relations: [UnitLink.Relation]
        let evidence: UnitLink.Evidence
        let pieces: UInt64
        let date: ChangeDate
        let instrument: String

        var carriesPeople: Bool { relations.first?.carriesPeople == true }
    }

    init() {
        let hop2024 = UnitTables.rows2024()
        let crosswalk = TableFile(geography: "commune_crosswalk").rows
        let hop2025 = UnitTables.provinceRows2025() + UnitTables.communeRows2025(crosswalk)
        links = UnitTables.links(hop2024 + UnitTables.untouched(hop2024)) + UnitTables.links(hop2025)
        changes =
            UnitTables.changes(hop2024, unlisted: [:]) + UnitTables.changes(hop2025, unlisted: UnitTables.unlistedLand(crosswalk))
        changes.append(UnitTables.endOfDistricts(crosswalk))
        addChanges2026()
        changes.sort { ($0.effective, $0.to.first ?? $0.from[0]) < ($1.effective, $1.to.first ?? $1.from[0]) }
    }

    // MARK: 2021 to 2024

    private static func rows2024() -> [Row] {
        TableFile(geography: "unit_changes_2021_2024").rows.compactMap { row in
            guard let level = AdministrativeUnit.Level(rawValue: row["level"]), let from = Int(row["old_code"]),
                let to = Int(row["new_code"])
            else { return nil }
            return Row(
                from: UnitCode(listed: .units2021, level, from), to: UnitCode(listed: .units2024, level, to),
                relations: row["relation"].split(separator: "+").compactMap { relation($0) },
                evidence: UnitLink.Evidence(rawValue: row["evidence"]) ?? .spread, pieces: UInt64(row["pieces"]) ?? 1,
                date: day(row["effective"]).map { ChangeDate($0) } ?? span2021, instrument: row["instrument"])
        }
    }

    private static func relation(_ word: Substring) -> UnitLink.Relation? {
        word == "merged" ? .whole : UnitLink.Relation(rawValue: String(word))
    }

    /// Codes that are in both lists and in no row: the same unit.
    private static func untouched(_ rows: [Row]) -> [Row] {
        let changed = Set(rows.map(\.from))
        let communes = communeCounts(.of2021)
        return [AdministrativeUnit.Level.province, .district, .commune].flatMap { level in
            Gazetteer.of2021.units(level).compactMap { unit in
                let from = UnitCode(unit)
                guard !changed.contains(from), Gazetteer.of2024.unit(level, unit.code) != nil else { return nil }
                return Row(
                    from: from, to: UnitCode(listed: .units2024, level, unit.code), relations: [.unchanged],
                    evidence: .sameCode, pieces: communes[from] ?? 1, date: span2021, instrument: "")
            }
        }
    }

    /// How many communes each province and district has.
    private static func communeCounts(_ gazetteer: Gazetteer) -> [UnitCode: UInt64] {
        var counts: [UnitCode: UInt64] = [:]
        for commune in gazetteer.communes {
            counts[UnitCode(listed: gazetteer.list, .province, commune.province), default: 0] += 1
            counts[UnitCode(listed: gazetteer.list, .district, commune.district), default: 0] += 1
        }
        return counts
    }

    // MARK: 2024 to 2025

    private static func provinceRows2025() -> [Row] {
        let communes = communeCounts(.of2024)
        return TableFile(geography: "crosswalk_63_34").rows.compactMap { row in
            guard let from = Int(row["old_code"]), let to = Int(row["new_code"]) else { return nil }
            let older = UnitCode(listed: .units2024, .province, from)
            return Row(
                from: older, to: UnitCode(listed: .units2025, .province, to),
                relations: [row["relation"] == "unchanged" ? .unchanged : .whole], evidence: .confirmed,
                pieces: communes[older] ?? 1, date: reform2025, instrument: provinces2025)
        }
    }

    private static func communeRows2025(_ crosswalk: [TableFile.Row]) -> [Row] {
        crosswalk.compactMap { row in
            guard let level = AdministrativeUnit.Level(rawValue: row["old_level"]), let from = Int(row["old_code"]),
                let to = Int(row["new_code"]), let relation = UnitLink.Relation(rawValue: row["relation"])
            else { return nil }
            return Row(
                from: UnitCode(listed: .units2024, level, from), to: UnitCode(listed: .units2025, .commune, to),
                relations: [relation], evidence: UnitLink.Evidence(rawValue: row["source"]) ?? .resolution, pieces: 1,
                date: reform2025, instrument: communes2025)
        }
    }

    /// The coastal strip of Kim Sơn district: land without a commune, and so without a code.
    private static func unlistedLand(_ crosswalk: [TableFile.Row]) -> [UnitCode: [String]] {
        Dictionary(
            crosswalk.filter { $0["old_level"] == "area" }.compactMap { row in
                Int(row["new_code"]).map { (UnitCode(listed: .units2025, .commune, $0), [row["old_name_vi"]]) }
            }, uniquingKeysWith: +)
    }

    /// The level ended; five districts without communes went on as special zones and have their own changes.
    private static func endOfDistricts(_ crosswalk: [TableFile.Row]) -> UnitChange {
        let goneOn = Set(crosswalk.filter { $0["old_level"] == "district" }.compactMap { Int($0["old_code"]) })
        return UnitChange(
            kinds: [.abolish], effective: reform2025,
            from: Gazetteer.of2024.districts.filter { !goneOn.contains($0.code) }.map { UnitCode($0) }.sorted(), to: [],
            unlisted: [],
            instrument: "72/2025/QH15", evidence: .confirmed)
    }

    // MARK: 2026

    private mutating func addChanges2026() {
        for row in TableFile(geography: "unit_changes_2026").rows {
            guard let level = AdministrativeUnit.Level(rawValue: row["level"]), let code = Int(row["code"]),
                let date = UnitTables.day(row["effective"])
            else { continue }
            let unit = UnitCode(listed: .units2025, level, code)
            kinds2025[unit] = (row["kind_before"], row["kind_after"], date)
            changes.append(
                UnitChange(
                    kinds: [.newKind], effective: ChangeDate(date), from: [unit], to: [unit], unlisted: [],
                    instrument: row["instrument"], evidence: .confirmed))
        }
    }

    // MARK: Links and changes from rows

    /// A multiple of 1 to 16, so that the parts of a commune are equal to the last digit.
    private static let wholeMass: UInt64 = 720_720

    private static func links(_ rows: [Row]) -> [UnitLink] {
        // A commune that was renamed and later moved has two rows; the first one says the relation.
        let sorted = rows.enumerated().sorted {
            ($0.element.from, $0.element.to, $0.offset) < ($1.element.from, $1.element.to, $1.offset)
        }
        .map(\.element)
        var pairs: [Row] = []
        for row in sorted where pairs.last?.from != row.from || pairs.last?.to != row.to { pairs.append(row) }
        var pieces: [UnitCode: UInt64] = [:]
        for row in pairs where row.carriesPeople { pieces[row.from, default: 0] += row.pieces }
        return pairs.compactMap { row in
            guard let relation = row.relations.first, let all = pieces[row.from] else { return nil }
            // Provinces and districts weigh as many communes as they have; a commune weighs one, whatever its parts.
            let whole = row.from.level == .commune ? wholeMass : wholeMass * all
            return UnitLink(
                from: row.from, to: row.to, relation: relation, evidence: row.evidence,
                mass: row.carriesPeople ? whole / all * row.pieces : 0, wholeMass: whole)
        }
    }

    private struct ChangeKey: Hashable {
        let unit: UnitCode
        let date: ChangeDate
    }

    /// One change a day and unit that came out of it, as resolutions are written: "X is formed of …". Where the unit that came out
    /// is not known, one change a unit that ended.
    private static func changes(_ rows: [Row], unlisted: [UnitCode: [String]]) -> [UnitChange] {
        let parts = Dictionary(grouping: rows, by: \.from).mapValues { Set($0.map(\.to)).count }
        return Dictionary(grouping: rows) { ChangeKey(unit: $0.evidence == .spread ? $0.from : $0.to, date: $0.date) }.map {
            key, rows in
            let from = Set(rows.map(\.from)).union(survivor(rows)).sorted()
            let isSpread = key.unit.list == .units2021
            let isDivided = rows.contains { (parts[$0.from] ?? 1) > 1 }
            return UnitChange(
                kinds: isSpread ? [.merge] : isDivided ? [from.count == 1 ? .split : .partTransfer] : kinds(rows, from, key.unit),
                effective: key.date, from: from, to: Set(rows.map(\.to)).sorted(), unlisted: unlisted[key.unit] ?? [],
                instrument: Set(rows.map(\.instrument)).filter { !$0.isEmpty }.sorted().joined(separator: "; "),
                evidence: UnitLink.Evidence.allCases.last { known in rows.contains { $0.evidence == known } } ?? .spread)
        }
    }

    /// The unit that took others in and kept its code. It has no row of its own where neither its name nor its kind changed.
    private static func survivor(_ rows: [Row]) -> Set<UnitCode> {
        Set(
            rows.filter { $0.relations == [.whole] && $0.evidence != .spread && $0.from.list == .units2021 }.compactMap { row in
                Gazetteer.of2021.unit(row.to.level, row.to.number).map { UnitCode($0) }
            })
    }

    private static func kinds(_ rows: [Row], _ from: [UnitCode], _ to: UnitCode) -> Set<UnitChange.Kind> {
        var kinds = Set(rows.flatMap { row in row.relations.compactMap(kind) })
        if from.count > 1 {
            kinds.insert(.merge)
        } else if to.list == .units2025, let unit = from.first {
            if PlaceKey(unit.name) != PlaceKey(to.name) { kinds.insert(.rename) }
            if unit.unit.kind != to.unit.kind { kinds.insert(.newKind) }
            if unit.number != to.number { kinds.insert(.recode) }
        }
        return kinds.isEmpty ? [.unchanged] : kinds
    }

    private static func kind(_ relation: UnitLink.Relation) -> UnitChange.Kind? {
        switch relation {
        case .renamed: .rename
        case .kindChanged: .newKind
        case .recoded: .recode
        case .moved: .newDistrict
        case .whole, .unchanged, .part, .partArea, .partAreaAllPeople, .partPeople, .partUnconfirmed: nil
        }
    }

    private static func day(_ text: String) -> PartialDate? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? PartialDate(year: parts[0], month: parts[1], day: parts[2]) : nil
    }
}
