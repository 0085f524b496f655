/// What became of one unit in another: an edge of the graph between two lists that follow each other.
package struct UnitLink: Sendable, Equatable {
    /// The unit of the older list.
    package let from: UnitCode
    /// The unit of the younger list.
    package let to: UnitCode
    package let relation: Relation
    package let evidence: Evidence
    /// How much of the older unit this part is, if every commune, and every part of one that holds people, weighs the same; 0 where no
    /// people went. Comparable between the links of one step.
    package let mass: UInt64
    /// The same for all of the older unit.
    package let wholeMass: UInt64

    /// As the tables say it. The relations of 2025 are those of the Statistics Office's conversion table.
    package enum Relation: String, Sendable, CaseIterable {
        /// All of the unit, into one that may hold others too.
        case whole
        case unchanged, renamed
        case kindChanged = "kind_changed"
        /// The same unit under another code.
        case recoded
        /// The same unit in another district.
        case moved
        /// Some of the area and some of the people; how many is not said.
        case part
        /// Some of the area. People are not named.
        case partArea = "part_area"
        /// Some of the area and all of the people.
        case partAreaAllPeople = "part_area_all_people"
        /// Some of the people without their land: a resettlement.
        case partPeople = "part_people"
        /// A part that a reading of the resolutions has and the Statistics Office's table has not.
        case partUnconfirmed = "part_unconfirmed"

        /// Whether a figure that counts people follows this link. What only one reading claims is left to a weight of the operator.
        package var carriesPeople: Bool { self != .partArea && self != .partUnconfirmed }

        /// Whether all of the unit's people are said to be in the other one.
        package var carriesEverybody: Bool {
            switch self {
            case .whole, .unchanged, .renamed, .kindChanged, .recoded, .moved, .partAreaAllPeople: true
            case .part, .partArea, .partPeople, .partUnconfirmed: false
            }
        }
    }

    /// Where the link comes from, the surest first.
    package enum Evidence: String, Sendable, CaseIterable {
        /// Two compilations of official documents agree.
        case confirmed = "nso+resolution"
        /// The Statistics Office's table alone.
        case office = "nso"
        /// The code goes on, and nothing says that it stands for another place.
        case sameCode = "same_code"
        /// Read off the districts of the communes that went on.
        case communes
        /// One public compilation of press reports and encyclopaedias; not held against the resolution.
        case compiled
        /// Inferred: a unit of the same district took over the name.
        case name
        /// Inferred: a new code beside that of a town which was divided on the same day.
        case neighbour
        /// A reading of the resolutions that the Statistics Office's table does not have.
        case resolution
        /// Nothing known but the district: one of several candidates.
        case spread

        /// Whether a figure carried over this link may be shown as a fact.
        package var isVerified: Bool {
            switch self {
            case .confirmed, .office, .sameCode, .communes: true
            case .compiled, .name, .neighbour, .resolution, .spread: false
            }
        }
    }
}
