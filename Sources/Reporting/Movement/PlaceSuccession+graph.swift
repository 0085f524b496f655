import Registry
import Synchronization

extension PlaceSuccession {
    /// By the dated graph of places, over as many lists as lie between. A commune that was divided has several heirs, and whoever is
    /// listed in one of them has not moved; a unit that the lists do not know has none.
    package static let dated = PlaceSuccession(successors: DatedSuccession().successors)
}

/// Looks up each commune once: a province's list asks for the same few hundred a million times.
private final class DatedSuccession: Sendable {
    private struct Question: Hashable {
        let commune: Int
        let old: UnitList
        let new: UnitList
    }

    private let answers = Mutex<[Question: [Int]]>([:])

    @Sendable func successors(_ commune: Int, _ old: UnitList, _ new: UnitList) -> [Int] {
        if old == new { return [commune] }
        let question = Question(commune: commune, old: old, new: new)
        if let known = answers.withLock({ $0[question] }) { return known }
        let answer = DatedSuccession.walk(from: commune, old, to: new)
        answers.withLock { $0[question] = answer }
        return answer
    }

    private static func walk(from commune: Int, _ old: UnitList, to new: UnitList) -> [Int] {
        guard let start = try? UnitCode(old, .commune, commune) else { return [] }
        var units: Set<UnitCode> = [start]
        // One step a list; the graph ends where it knows no further.
        for _ in UnitList.allCases where units.contains(where: { $0.list != new }) {
            units = Set(units.flatMap { unit in unit.list == new ? [unit] : UnitGraph.vietnam.successors(of: unit).map(\.to) })
        }
        return units.filter { $0.list == new && $0.level == .commune }.map(\.number).sorted()
    }
}
