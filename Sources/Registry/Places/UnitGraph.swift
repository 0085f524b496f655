/// The administrative units of 2021, 2024 and 2025 and what became of each: a graph whose edges lead from one list to the next.
///
/// Begin here. ``UnitCode`` names a unit (never a code without its list), ``UnitLink`` is an edge, ``UnitChange`` is what a
/// resolution did on one day, `UnitGraph+carrying.swift` moves figures along the edges without losing one, ``UnitSearch`` finds a unit
/// by its name. The theory, and what is not verified, is in `Docs/Theory/Places.md`.
///
/// The tables are read once, on first use. Everything here is pure and may be used from any thread.
package struct UnitGraph: Sendable {
    /// Of the whole country.
    package static let vietnam = UnitGraph(UnitTables())

    /// Every change of units, the earliest first, and on one day in the order of the units they led to.
    package let changes: [UnitChange]

    private let forward: [UnitCode: [UnitLink]]
    private let backward: [UnitCode: [UnitLink]]
    private let changesOfUnit: [UnitCode: [Int]]
    private let kinds2025: [UnitCode: (before: String, after: String, date: PartialDate)]

    init(_ tables: UnitTables) {
        forward = Dictionary(grouping: tables.links, by: \.from)
        backward = Dictionary(grouping: tables.links, by: \.to)
        changes = tables.changes
        var touched: [UnitCode: [Int]] = [:]
        for (index, change) in tables.changes.enumerated() {
            for unit in Set(change.from + change.to) { touched[unit, default: []].append(index) }
        }
        changesOfUnit = touched
        kinds2025 = tables.kinds2025
    }
}

extension UnitGraph {
    /// What the unit became in the next list: its parts, in the order of their codes. Empty for units of the youngest list and for
    /// districts that ended in 2025.
    package func successors(of unit: UnitCode) -> [UnitLink] { forward[unit] ?? [] }

    /// What the unit was made of in the list before.
    package func predecessors(of unit: UnitCode) -> [UnitLink] { backward[unit] ?? [] }

    /// The changes that the unit came from or went into, the earliest first.
    package func changes(of unit: UnitCode) -> [UnitChange] { (changesOfUnit[unit] ?? []).map { changes[$0] } }

    /// The units of `list`, later or earlier, in which the people of `unit` are counted, with their shares, which add up to one.
    ///
    /// - Throws: ``CarryingError`` where the level of the unit ended and no unit took its place: districts after 30 June 2025.
    package func counterparts(
        of unit: UnitCode, in list: UnitList, by weight: some SplitWeight = EqualParts()
    ) throws(CarryingError) -> [UnitShare] {
        let carried = try carry([unit: UnitShare.one], to: list, by: weight)
        return carried.figures.map { UnitShare(unit: $0.key, trillionths: $0.value.value, certainty: $0.value.certainty) }
            .sorted { $0.unit < $1.unit }
    }

    /// The kind of the unit (Xã, Phường, Tỉnh …) on a day. For the list of 2025 it changes on 2026-04-30; the lists of 2021 and 2024
    /// show one state each, and their kind is the one of the list.
    package func kind(of unit: UnitCode, on date: PartialDate) -> String {
        guard let kinds = kinds2025[unit] else { return unit.unit.kind }
        return date < kinds.date ? kinds.before : kinds.after
    }
}

/// How much of a unit another one holds.
package struct UnitShare: Sendable, Equatable {
    package let unit: UnitCode
    /// Of ``one``: whole numbers, so that the shares of a unit add up exactly.
    package let trillionths: Int64
    package let certainty: Certainty

    package static let one: Int64 = 1_000_000_000_000

    package var fraction: Double { Double(trillionths) / Double(UnitShare.one) }
    package var isEstimate: Bool { certainty != .exact }
}
