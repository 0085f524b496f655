package import Foundation

/// The units of one list, by code. Loaded once a list and shared.
///
/// Source of the tables: the state's lists (Decision 124/2004, Decision 19/2025), through public compilations that were
/// compared with each other; `Geography/SOURCES.md` says which.
package struct Gazetteer: Sendable {
    package let list: UnitList
    /// In the order of their codes.
    package let provinces: [AdministrativeUnit]
    package let districts: [AdministrativeUnit]
    package let communes: [AdministrativeUnit]
    /// Slug (`ha_noi`) and region by province code.
    package let slugs: [Int: String]
    package let regions: [Int: String]

    private let provinceByCode: [Int: AdministrativeUnit]
    private let districtByCode: [Int: AdministrativeUnit]
    private let communeByCode: [Int: AdministrativeUnit]

    package static let of2021 = Gazetteer(.units2021)
    package static let of2024 = Gazetteer(.units2024)
    package static let of2025 = Gazetteer(.units2025)

    package static func of(_ list: UnitList) -> Gazetteer {
        switch list {
        case .units2021: of2021
        case .units2024: of2024
        case .units2025: of2025
        }
    }

    package func province(_ code: Int) -> AdministrativeUnit? { provinceByCode[code] }
    package func district(_ code: Int) -> AdministrativeUnit? { districtByCode[code] }
    /// Finds a commune by an alias of its code (``UnitAliases``) as well.
    package func commune(_ code: Int) -> AdministrativeUnit? {
        communeByCode[code] ?? communeByCode[UnitAliases.canonical(code, .commune, in: list)]
    }

    package func unit(_ level: AdministrativeUnit.Level, _ code: Int) -> AdministrativeUnit? {
        switch level {
        case .province: province(code)
        case .district: district(code)
        case .commune: commune(code)
        }
    }

    package func units(_ level: AdministrativeUnit.Level) -> [AdministrativeUnit] {
        switch level {
        case .province: provinces
        case .district: districts
        case .commune: communes
        }
    }

    private init(_ list: UnitList) {
        self.list = list
        let provinceTable = TableFile(geography: list == .units2025 ? "provinces_34" : "provinces_63")
        let nameColumn = list == .units2021 ? "name_vi_2021" : "name_vi"
        let kindColumn = list == .units2021 ? "kind_2021" : "kind"
        provinces = provinceTable.rows.map { row in
            AdministrativeUnit(
                list: list, level: .province, code: Int(row["code"]) ?? 0, name: row[nameColumn], kind: row[kindColumn],
                district: 0, province: Int(row["code"]) ?? 0)
        }.sorted { $0.code < $1.code }
        slugs = Dictionary(provinceTable.rows.map { (Int($0["code"]) ?? 0, $0["slug"]) }) { first, _ in first }
        let regionColumn = list == .units2025 ? "region_2025" : "region"
        regions = Dictionary(provinceTable.rows.map { (Int($0["code"]) ?? 0, $0[regionColumn]) }) { first, _ in first }
        let districtFile: String? =
            switch list {
            case .units2021: "districts_2021"
            case .units2024: "districts"
            case .units2025: nil
            }
        districts =
            districtFile.map { file in
                TableFile(geography: file).rows.map { row in
                    AdministrativeUnit(
                        list: list, level: .district, code: Int(row["code"]) ?? 0, name: row["name_vi"], kind: row["kind"],
                        district: Int(row["code"]) ?? 0, province: Int(row["province_code"]) ?? 0)
                }
            } ?? []
        communes = TableFile(geography: "communes_\(list.rawValue)").rows.map { row in
            AdministrativeUnit(
                list: list, level: .commune, code: Int(row["code"]) ?? 0, name: row["name_vi"], kind: row["kind"],
                district: Int(row["district_code"]) ?? 0, province: Int(row["province_code"]) ?? 0)
        }
        provinceByCode = Dictionary(provinces.map { ($0.code, $0) }) { first, _ in first }
        districtByCode = Dictionary(districts.map { ($0.code, $0) }) { first, _ in first }
        communeByCode = Dictionary(communes.map { ($0.code, $0) }) { first, _ in first }
    }
}

extension Gazetteer {
    /// A file of `Geography/`, for boundaries and tile grids.
    package static func resource(_ name: String) -> URL {
        Bundle.module.bundleURL.appendingPathComponent("Geography/\(name)")
    }
}
