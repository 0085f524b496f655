/// How far a carried figure may be trusted.
package enum Certainty: Int, Sendable, Comparable, CaseIterable {
    /// Went whole, by documents that agree.
    case exact
    /// Went whole to one unit, but which one is inferred or disputed.
    case unverified
    /// Is a share of a divided figure, by an assumed weight.
    case divided

    package static func < (left: Certainty, right: Certainty) -> Bool { left.rawValue < right.rawValue }
}

/// A figure on the borders of another list, with what it was made of.
package struct CarriedFigure: Sendable, Equatable {
    /// What one unit of the original list gave. Never two of one origin.
    package struct Part: Sendable, Equatable {
        package let origin: UnitCode
        package let amount: Int64
        package let certainty: Certainty
    }

    /// The sum of the parts.
    package let value: Int64
    /// In the order of their origins.
    package let parts: [Part]

    /// That of the least certain part.
    package var certainty: Certainty { parts.map(\.certainty).max() ?? .exact }
    package var isEstimate: Bool { certainty != .exact }

    /// The sum of the parts of a certainty. Wider than a figure, since parts of both signs may cancel out in the value.
    package func amount(_ certainty: Certainty) -> Int128 {
        parts.reduce(0) { $1.certainty == certainty ? $0 + Int128($1.amount) : $0 }
    }

    package var estimated: Int128 { amount(.unverified) + amount(.divided) }
}

/// Figures carried to the borders of one list. Their total is that of the figures they were made of, to the last unit.
package struct CarriedFigures: Sendable {
    package let list: UnitList
    /// The weight by which divided units were divided, and what it assumes.
    package let weight: String
    package let statement: String
    package let figures: [UnitCode: CarriedFigure]

    package subscript(_ unit: UnitCode) -> CarriedFigure? { figures[unit] }

    /// Without what they were made of.
    package var values: [UnitCode: Int64] { figures.mapValues(\.value) }
    package var amounts: [UnitCode: Dong] { figures.mapValues { Dong($0.value) } }

    package var total: Int128 { figures.values.reduce(0) { $0 + Int128($1.value) } }
}
