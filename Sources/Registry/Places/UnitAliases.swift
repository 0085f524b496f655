/// Codes and names that official sources print differently for the same unit (`code_aliases.tsv`). Accepted wherever a unit is
/// read; what is kept is the code of the list.
package enum UnitAliases {
    /// The code of the list for a code as printed, which stays as it is where nothing is known of it.
    package static func canonical(_ number: Int, _ level: AdministrativeUnit.Level, in list: UnitList) -> Int {
        guard level == .commune, list == .units2025 else { return number }
        return communes2025[number] ?? number
    }

    /// From the code as printed to the code of the list.
    package static func communes(of list: UnitList) -> [Int: Int] { list == .units2025 ? communes2025 : [:] }

    /// Other writings of names, for the search.
    static func names(of list: UnitList) -> [(unit: UnitCode, name: String)] {
        guard list == .units2025 else { return [] }
        return names2025
    }

    private static let rows = TableFile(geography: "code_aliases").rows

    private static let communes2025: [Int: Int] = Dictionary(
        rows.compactMap { row in Int(row["alias"]).flatMap { alias in Int(row["code"]).map { (alias, $0) } } }
    ) { first, _ in first }

    private static let names2025: [(unit: UnitCode, name: String)] = rows.compactMap { row in
        guard !row["name_alias"].isEmpty, let code = Int(row["code"]) else { return nil }
        return (UnitCode(listed: .units2025, .commune, code), row["name_alias"])
    }
}
