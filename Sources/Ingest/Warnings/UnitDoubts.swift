import Registry

/// Codes of communes and districts against the list of their date.
///
/// Which list that is may be known only after the last row, so every row is looked up in all that may be meant.
final class UnitDoubts {
    private struct Tally {
        let list: UnitList
        let provinces: UnitProvinces
        var unknown = WarningCount(.communeUnknown)
        var elsewhere = WarningCount(.communeElsewhere)
        var district = WarningCount(.districtUnknown)
        var communes: Int64 { unknown.count + elsewhere.count }
    }

    private let stated: UnitList?
    private let province: Int?
    private let district: Int?
    private let commune: Int?
    private let tallies: UnsafeMutableBufferPointer<Tally>
    private var rows: Int64 = 0

    /// Another list is spoken of when this many rows do not fit the list of the period, more than half of all, and do fit that one.
    private static let doubtfulRows: Int64 = 20

    init(_ fields: [Field], _ options: ImportOptions) {
        province = fields.firstIndex { $0.type == .province }
        district = fields.firstIndex { $0.type == .district }
        commune = fields.firstIndex { $0.type == .commune }
        stated = options.unitListToRead ?? options.period.map { UnitList(for: $0) }
        let lists = commune == nil ? [] : UnitList.allCases
        tallies = .allocate(capacity: lists.count)
        _ = tallies.initialize(from: lists.map { Tally(list: $0, provinces: .of($0)) })
    }

    deinit {
        tallies.deinitialize()
        tallies.deallocate()
    }

    @inline(__always) func look(_ row: TypedRow) {
        guard let code = row.integer(commune) else { return }
        rows += 1
        let province = row.integer(province)
        for index in 0..<tallies.count {
            let found = tallies[index].provinces.province(ofCommune: code)
            if found == 0 {
                tallies[index].unknown.add(row.line)
            } else if let province, found != province {
                tallies[index].elsewhere.add(row.line)
            }
            guard tallies[index].provinces.hasDistricts, let district = row.integer(district) else { continue }
            if tallies[index].provinces.province(ofDistrict: district) == 0 { tallies[index].district.add(row.line) }
        }
    }

    func warnings(_ period: Period?) -> [WarningCount] {
        let best = tallies.min { $0.communes < $1.communes }
        guard let list = stated ?? period.map({ UnitList(for: $0) }) ?? best?.list,
            let tally = tallies.first(where: { $0.list == list }), let best
        else { return [] }
        var warnings = [tally.unknown, tally.elsewhere, tally.district]
        if tally.communes >= UnitDoubts.doubtfulRows, tally.communes * 2 > rows, best.communes * 10 < rows {
            warnings.append(WarningCount(.unitListDoubtful, count: tally.communes))
        }
        return warnings
    }
}
