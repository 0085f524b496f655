/// One change of the map: which units became which, when, by what document, and how sure that is.
package struct UnitChange: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Whole units became one.
        case merge
        /// One unit, or a part of one, became this one.
        case split
        /// Parts of units, with or without whole ones, became this one.
        case partTransfer
        case rename
        /// Xã to phường, huyện to thị xã and the like.
        case newKind
        /// The same unit under a new code.
        case recode
        /// A commune moved to another district of its province.
        case newDistrict
        /// The level ended and nothing took the place of its units.
        case abolish
        /// Listed anew without any change.
        case unchanged
    }

    package let kinds: Set<Kind>
    package let effective: ChangeDate
    /// In the order of their codes. The units of 2026 are those of the list of 2025, on both sides.
    package let from: [UnitCode]
    package let to: [UnitCode]
    /// Land that belonged to no unit of the lists, by name.
    package let unlisted: [String]
    /// The number of the resolution, law or decision; empty where no source at hand names it.
    package let instrument: String
    /// The weakest evidence among its links.
    package let evidence: UnitLink.Evidence
}

/// When a change took effect: a day, or the days between which it must lie.
package struct ChangeDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let earliest: PartialDate
    package let latest: PartialDate

    package init(_ day: PartialDate) { self.init(from: day, to: day) }

    package init(from earliest: PartialDate, to latest: PartialDate) {
        self.earliest = earliest
        self.latest = latest
    }

    package var isExact: Bool { earliest == latest }

    package static func < (left: ChangeDate, right: ChangeDate) -> Bool {
        (left.earliest, left.latest) < (right.earliest, right.latest)
    }

    /// `2025-07-01`, or `2021-11-02…2025-03-01`.
    package var description: String { isExact ? "\(earliest)" : "\(earliest)…\(latest)" }
}
