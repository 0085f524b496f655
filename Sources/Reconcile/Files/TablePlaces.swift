import Registry

/// Finds out what places two tables speak of: which list of units their codes are of, and which province a commune belongs to.
enum TablePlaces {
    /// The list that knows most of a table's communes, between equals the youngest; `nil` where none knows nine in ten, as in tables with codes
    /// of their own.
    ///
    /// What is left of a merger keeps one of the old codes: all codes of 2025 stand in the list of 2021 as well, but hardly ten communes of 2021
    /// all stand in the list of 2025.
    static func list(of people: PersonColumns) -> UnitList? {
        var counts: [UInt32: Int] = [:]
        for commune in people.commune where commune != 0 { counts[commune, default: 0] += 1 }
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return nil }
        let known = UnitList.allCases.map { list in
            let gazetteer = Gazetteer.of(list)
            return (list, counts.reduce(0) { $0 + (gazetteer.commune(Int($1.key)) == nil ? 0 : $1.value) })
        }
        guard let most = known.map(\.1).max(), most * 10 >= total * 9 else { return nil }
        return known.last { $0.1 == most }?.0
    }

    /// Gives the rows of `lists` the provinces that the register knows their communes in: codes of provinces that were merged say the same then.
    static func alignProvinces(of lists: inout PersonColumns, to register: PersonColumns) {
        let communes = commonest(pairs(register, register.commune))
        guard !communes.isEmpty else { return }
        var merged: [UInt32: [UInt8: Int]] = [:]
        for row in 0..<lists.count {
            guard let province = communes[lists.commune[row]] else { continue }
            merged[UInt32(lists.province[row]), default: [:]][province, default: 0] += 1
        }
        let provinces = commonest(merged)
        for row in 0..<lists.count {
            lists.province[row] = communes[lists.commune[row]] ?? provinces[UInt32(lists.province[row])] ?? lists.province[row]
        }
    }

    private static func pairs(_ people: PersonColumns, _ keys: [UInt32]) -> [UInt32: [UInt8: Int]] {
        var counts: [UInt32: [UInt8: Int]] = [:]
        for row in 0..<people.count where keys[row] != 0 && people.province[row] != 0 {
            counts[keys[row], default: [:]][people.province[row], default: 0] += 1
        }
        return counts
    }

    private static func commonest(_ counts: [UInt32: [UInt8: Int]]) -> [UInt32: UInt8] {
        counts.compactMapValues { $0.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }
    }
}
