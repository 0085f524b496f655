import Registry

/// A tile a province, in about its place, and one for each archipelago: for those whom areas mislead, and for small provinces.
struct TileGrid: Sendable {
    struct Tile: Sendable {
        let code: String
        let row, column: Int
        let archipelago: Archipelago?
        /// The name broken into lines that fit.
        let lines: [String]
    }

    static let tileWidth = 64
    static let tileHeight = 40

    let tiles: [Tile]
    let rows, columns: Int

    init(_ list: UnitList) {
        let names = Dictionary(Gazetteer.of(list).provinces.map { ($0.codeText, $0.name) }) { first, _ in first }
        tiles = TableFile(geography: list == .units2025 ? "tilegrid_34" : "tilegrid_63").rows.map { row in
            let owner = row["draw_with"]
            let archipelago = Archipelago.allCases.first { row["tile_kind"] == "archipelago" && $0.provinceCode == owner }
            return Tile(
                code: archipelago?.provinceCode ?? row["code"], row: Int(row["row"]) ?? 0, column: Int(row["col"]) ?? 0,
                archipelago: archipelago, lines: TileGrid.lines(names[row["code"]] ?? row["name_vi"]))
        }
        rows = (tiles.map(\.row).max() ?? 0) + 1
        columns = (tiles.map(\.column).max() ?? 0) + 1
    }

    /// At most two lines of about eleven letters.
    static func lines(_ name: String) -> [String] {
        guard name.count > 11 else { return [name] }
        let words = name.split(separator: " ").map(String.init)
        let cut = (1..<max(words.count, 2)).min { left, right in longest(words, left) < longest(words, right) } ?? 1
        return [words.prefix(cut).joined(separator: " "), words.dropFirst(cut).joined(separator: " ")].filter { !$0.isEmpty }
    }

    private static func longest(_ words: [String], _ cut: Int) -> Int {
        max(words.prefix(cut).joined(separator: " ").count, words.dropFirst(cut).joined(separator: " ").count)
    }
}
