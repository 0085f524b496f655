import Registry

/// Codes of communes and districts against the list of their date.
///
/// Which list that is may be known only after the last row, so every row is looked up in all of them.
struct UnitDoubts {
    private struct Tally {
        let list: UnitList
        var unknown = LineTally()
        var elsewhere = LineTally()
        var district = LineTally()
        var communes: Int64 { unknown.count + elsewhere.count }
    }

    private let stated: UnitList?
    private let province: Int?
    private let district: Int?
    private let commune: Int?
    private let provinces = UnitProvinces.shared
    private var tallies = UnitList.allCases.map { Tally(list: $0) }
    private var rows: Int64 = 0

    /// Another list is spoken of when this many rows do not fit the list of the period, more than half of all, and do fit that one.
    private static let doubtfulRows: Int64 = 20

    init(_ fields: [Field], _ options: ImportOptions) {
        province = fields.firstIndex { $0.type == .province }
        district = fields.firstIndex { $0.type == .district }
        commune = fields.firstIndex { $0.type == .commune }
        stated = options.unitListToRead ?? options.period.map { UnitList(for: $0) }
    }

    @inline(__always) mutating func look(_ row: TypedRow) {
        guard let code = row.integer(commune) else { return }
        rows += 1
        let named = row.integer(province)
        let found = provinces.provinces(ofCommune: code)
        if let named, found != UInt32(truncatingIfNeeded: named) &* 0x01_0101 { lookCommune(found, named, row.line) }
        guard let district = row.integer(district) else { return }
        let districts = provinces.provinces(ofDistrict: district)
        if districts & 0xFF == 0 { tallies[0].district.add(row.line) }
        if districts & 0xFF00 == 0 { tallies[1].district.add(row.line) }
    }

    private mutating func lookCommune(_ found: UInt32, _ named: Int64, _ line: Int64) {
        for index in 0..<tallies.count {
            let province = Int64(found >> UInt32(index * 8) & 0xFF)
            if province == 0 { tallies[index].unknown.add(line) } else if province != named { tallies[index].elsewhere.add(line) }
        }
    }

    func warnings(_ period: Period?) -> [WarningCount] {
        let best = tallies.min { $0.communes < $1.communes }
        guard let list = stated ?? period.map({ UnitList(for: $0) }) ?? best?.list,
            let tally = tallies.first(where: { $0.list == list }), let best
        else { return [] }
        var warnings = [
            tally.unknown.counted(as: .communeUnknown), tally.elsewhere.counted(as: .communeElsewhere),
            tally.district.counted(as: .districtUnknown),
        ]
        if tally.communes >= UnitDoubts.doubtfulRows, tally.communes * 2 > rows, best.communes * 10 < rows {
            warnings.append(WarningCount(.unitListDoubtful, count: tally.communes))
        }
        return warnings
    }
}
