/// Why figures could not be carried.
package enum CarryingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The unit's level ended, and no unit took its place.
    case levelEnded(UnitCode, UnitList)
    /// The figures that meet in this unit are too large for one number.
    case overflow(UnitCode)

    package var description: String {
        switch self {
        case .levelEnded(let unit, let list):
            "\(unit.unit.kind) \(unit.name) (\(unit)) has no successor in the list of \(list.rawValue): the level of districts ended on "
                + "30 June 2025. Carry the figures of its communes, or of its province."
        case .overflow(let unit): "The figures that meet in \(unit) are too large to be added. Carry them in smaller groups."
        }
    }
}

extension UnitGraph {
    /// Carries counts to the borders of `list`, later or earlier. Each figure is moved or divided whole, so the totals of each unit, and
    /// so of all, are conserved to the last one; what is divided is marked as an estimate.
    ///
    /// - Throws: ``CarryingError``; nothing is carried in part.
    /// - Complexity: O(*n* log *n*) for *n* figures.
    package func carry(
        _ figures: [UnitCode: Int64], to list: UnitList, by weight: some SplitWeight = EqualParts()
    ) throws(CarryingError) -> CarriedFigures {
        var ledger = Ledger()
        for (unit, amount) in figures.sorted(by: { $0.key < $1.key }) {
            try carry(CarriedFigure.Part(origin: unit, amount: amount, certainty: .exact), from: unit, to: list, weight, &ledger)
        }
        return try ledger.closed(list, weight)
    }

    /// The same for money.
    package func carry(
        _ amounts: [UnitCode: Dong], to list: UnitList, by weight: some SplitWeight = EqualParts()
    ) throws(CarryingError) -> CarriedFigures {
        try carry(amounts.mapValues(\.amount), to: list, by: weight)
    }

    /// Carries figures on that were carried before. What comes back to the list it was made on returns to its own unit and is exact
    /// again: a figure remembers what it was made of.
    package func carry(
        _ carried: CarriedFigures, to list: UnitList, by weight: some SplitWeight = EqualParts()
    ) throws(CarryingError) -> CarriedFigures {
        var ledger = Ledger()
        for (unit, figure) in carried.figures.sorted(by: { $0.key < $1.key }) {
            for part in figure.parts {
                if part.origin.list == list {
                    ledger.enter(
                        CarriedFigure.Part(origin: part.origin, amount: part.amount, certainty: .exact), in: part.origin)
                } else {
                    try carry(part, from: unit, to: list, weight, &ledger)
                }
            }
        }
        return try ledger.closed(list, weight)
    }

    /// One list at a time, so that a share of a share is divided as a figure of its own.
    private func carry(
        _ part: CarriedFigure.Part, from unit: UnitCode, to list: UnitList, _ weight: some SplitWeight, _ ledger: inout Ledger
    ) throws(CarryingError) {
        guard unit.list != list else { return ledger.enter(part, in: unit) }
        let isForward = unit.list.order < list.order
        let links = isForward ? successors(of: unit) : predecessors(of: unit)
        guard !links.isEmpty else { throw .levelEnded(unit, list) }
        if links.count == 1, let only = links.first {
            let certainty = max(part.certainty, only.evidence.isVerified ? .exact : .unverified)
            let whole = CarriedFigure.Part(origin: part.origin, amount: part.amount, certainty: certainty)
            return try carry(whole, from: isForward ? only.to : only.from, to: list, weight, &ledger)
        }
        let masses = weight.masses(dividing: unit, over: links)
        let certainty = max(part.certainty, UnitGraph.certainty(links, masses, isForward: isForward))
        for (link, amount) in zip(links, Apportionment.divide(part.amount, by: masses)) where amount != 0 || link.mass > 0 {
            let share = CarriedFigure.Part(origin: part.origin, amount: amount, certainty: certainty)
            try carry(share, from: isForward ? link.to : link.from, to: list, weight, &ledger)
        }
    }

    /// A unit whose people all went to one place is not divided, whatever became of its land.
    private static func certainty(_ links: [UnitLink], _ masses: [UInt64], isForward: Bool) -> Certainty {
        let named = zip(links, masses).filter { $1 > 0 }.map(\.0)
        let receiving = named.isEmpty ? links : named
        guard receiving.count == 1, let only = receiving.first else { return .divided }
        let isDisputed = links.contains { $0.relation == .partUnconfirmed }
        let isWhole = !isForward || only.relation.carriesEverybody
        return only.evidence.isVerified && isWhole && !isDisputed ? .exact : .unverified
    }
}

/// The figures of the units of one list while they come in.
private struct Ledger {
    private struct Entry {
        let unit: UnitCode
        var part: CarriedFigure.Part
    }

    private var entries: [Entry] = []

    mutating func enter(_ part: CarriedFigure.Part, in unit: UnitCode) { entries.append(Entry(unit: unit, part: part)) }

    /// Adds up what came from one origin to one unit, and then what came to one unit.
    func closed(_ list: UnitList, _ weight: some SplitWeight) throws(CarryingError) -> CarriedFigures {
        var figures: [UnitCode: CarriedFigure] = [:]
        var parts: [CarriedFigure.Part] = []
        let sorted = entries.sorted { ($0.unit, $0.part.origin) < ($1.unit, $1.part.origin) }
        for (index, entry) in sorted.enumerated() {
            if let last = parts.last, last.origin == entry.part.origin {
                parts[parts.count - 1] = try Ledger.sum(last, entry.part, in: entry.unit)
            } else {
                parts.append(entry.part)
            }
            guard index + 1 == sorted.count || sorted[index + 1].unit != entry.unit else { continue }
            let sum = parts.reduce(Int128(0)) { $0 + Int128($1.amount) }
            guard let value = Int64(exactly: sum) else { throw .overflow(entry.unit) }
            figures[entry.unit] = CarriedFigure(value: value, parts: parts)
            parts = []
        }
        return CarriedFigures(list: list, weight: weight.name, statement: weight.statement, figures: figures)
    }

    private static func sum(
        _ left: CarriedFigure.Part, _ right: CarriedFigure.Part, in unit: UnitCode
    ) throws(CarryingError) -> CarriedFigure.Part {
        let (sum, overflow) = left.amount.addingReportingOverflow(right.amount)
        guard !overflow else { throw .overflow(unit) }
        return CarriedFigure.Part(origin: left.origin, amount: sum, certainty: max(left.certainty, right.certainty))
    }
}
