package import Registry

/// The counts of a movement report, for programs.
package struct MovementSummary: Sendable, Encodable {
    package struct Line: Sendable, Encodable {
        package let persons: Int64
        package let before: Dong
        package let after: Dong
        package let alsoHousehold: Int64
        package let alsoCategory: Int64
        package let alsoAmount: Int64
    }

    package struct Side: Sendable, Encodable {
        package let rows: Int64
        package let repeated: Int64
        package let notices: Int64
        package let persons: Int64
        package let households: Int64
        /// Running benefits of all, those of no known person included.
        package let amount: Dong
    }

    package let provincesCompared: Int
    package let provincesWithoutEarlier: Int
    package let old: Side
    package let new: Side
    package let classes: [MovementClass: Line]
    /// Of those who left: noted as moved away.
    package let leftNotedAway: Int64
    package let placesUnknown: Int64
    /// The classes add up to what the lists hold, in persons and in đồng.
    package let proved: Bool

    init(_ figures: MovementFigures) throws {
        provincesCompared = figures.compared.count
        provincesWithoutEarlier = figures.areas.count - figures.compared.count
        var before = Dong.zero
        var after = Dong.zero
        for area in figures.areas {
            before = try before.adding(area.money(\.before, and: area.unjoinedOld))
            after = try after.adding(area.money(\.after, and: area.unjoinedNew))
        }
        old = Side(
            rows: figures.held.reduce(0) { $0 + $1.oldRows }, repeated: figures.sum(\.repeatedOld),
            notices: figures.sum(\.noticesOld), persons: figures.tally.old, households: figures.sum(\.households.old),
            amount: before)
        new = Side(
            rows: figures.held.reduce(0) { $0 + $1.newRows }, repeated: figures.sum(\.repeatedNew),
            notices: figures.sum(\.noticesNew), persons: figures.tally.new, households: figures.sum(\.households.new),
            amount: after)
        classes = Dictionary(
            uniqueKeysWithValues: MovementClass.allCases.map { movementClass in
                let line = figures.tally[movementClass]
                return (
                    movementClass,
                    Line(
                        persons: line.persons, before: line.before, after: line.after, alsoHousehold: line.alsoHousehold,
                        alsoCategory: line.alsoCategory, alsoAmount: line.alsoAmount)
                )
            })
        leftNotedAway = figures.sum(\.notedAway)
        placesUnknown = figures.sum(\.placesUnknown)
        proved = try figures.arePersonsProved && figures.isMoneyProved()
    }
}
