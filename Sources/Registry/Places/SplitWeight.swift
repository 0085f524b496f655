/// In what proportion a figure of a divided unit is given to its parts. Replaceable: whoever has better knowledge brings it.
package protocol SplitWeight: Sendable {
    /// A few words, for the table beside the figures.
    var name: String { get }
    /// What is assumed, in a sentence that a reader of the figures can judge.
    var statement: String { get }

    /// One mass a link, in any unit; only their proportion counts. All zero means: as in ``EqualParts``.
    ///
    /// - Parameter links: All links of `unit` into the list it is carried to, in the order of their codes: `unit` is the older end of
    ///   each, or the younger end of each.
    func masses(dividing unit: UnitCode, over links: [UnitLink]) -> [UInt64]
}

/// The default: every commune, and every part of a divided one, counts the same.
package struct EqualParts: SplitWeight {
    package let name = "equal parts"
    package let statement =
        "A divided commune gives each part that holds people the same; a unit made of several gives each commune, or part of one, the same. Not verified by any count."

    package init() {}

    package func masses(dividing unit: UnitCode, over links: [UnitLink]) -> [UInt64] { links.map(\.mass) }
}

/// Weights that the operator gives for pairs of units, for example the households that a survey counted in each part.
///
/// A unit is divided by them only when each of its parts that hold people has one; otherwise its parts are equal, because counted and
/// assumed weights cannot be added. A part that only one reading of the resolutions knows (``UnitLink/Relation/partUnconfirmed``) gets
/// a share when it is named here.
package struct PairWeights: SplitWeight {
    package struct Pair: Hashable, Sendable {
        package let older: UnitCode
        package let younger: UnitCode

        package init(older: UnitCode, younger: UnitCode) {
            self.older = older
            self.younger = younger
        }
    }

    package let name: String
    package let statement: String
    private let weights: [Pair: UInt64]

    package init(name: String, statement: String, _ weights: [Pair: UInt64]) {
        self.name = name
        self.statement = statement
        self.weights = weights
    }

    package func masses(dividing unit: UnitCode, over links: [UnitLink]) -> [UInt64] {
        let known = links.map { weights[Pair(older: $0.from, younger: $0.to)] }
        guard zip(links, known).allSatisfy({ $0.mass == 0 || $1 != nil }) else {
            return EqualParts().masses(dividing: unit, over: links)
        }
        return known.map { $0 ?? 0 }
    }
}

/// In proportion to the population of the units that receive. Where one of them has no figure, equal parts.
///
/// Going back this is nearly right: what a unit was made of is known, and its people are in proportion. Going forward it is a guess:
/// the population of the unit that took a part in says little about that part.
package struct PopulationWeights: SplitWeight {
    package let name: String
    package let statement: String
    private let persons: [UnitCode: UInt32]

    package init(name: String, statement: String, _ persons: [UnitCode: UInt32]) {
        self.name = name
        self.statement = statement
        self.persons = persons
    }

    package func masses(dividing unit: UnitCode, over links: [UnitLink]) -> [UInt64] {
        var masses: [UInt64] = []
        for link in links {
            let isForward = link.from == unit
            if link.mass == 0 {
                masses.append(0)
            } else if let persons = persons[isForward ? link.to : link.from] {
                masses.append(isForward ? UInt64(persons) : PopulationWeights.part(link, of: persons))
            } else {
                return EqualParts().masses(dividing: unit, over: links)
            }
        }
        return masses
    }

    /// Going back, a unit that came only in part counts for its part. In 65,536ths of a person.
    private static func part(_ link: UnitLink, of persons: UInt32) -> UInt64 {
        UInt64((UInt128(persons) << 16) * UInt128(link.mass) / UInt128(link.wholeMass))
    }
}
