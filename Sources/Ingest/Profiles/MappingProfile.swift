package import Registry

/// How one system, or one province, writes its exports where that differs from what is known: a YAML file that an officer can read and
/// correct.
///
/// A profile only adds: headings that it does not name are found as ever.
package struct MappingProfile: Sendable, Equatable {
    package enum DateOrder: String, Sendable, CaseIterable { case dayFirst = "dmy", monthFirst = "mdy" }

    /// What a column is taken for.
    package enum Target: Sendable, Equatable {
        /// A field's key.
        case field(String)
        /// None of our fields, whatever the heading looks like; its cells are kept aside.
        case aside
    }

    package struct Column: Sendable, Equatable {
        package let heading: String
        package let target: Target

        package init(_ heading: String, _ target: Target) {
            self.heading = heading
            self.target = target
        }
    }

    package struct Meaning: Sendable, Equatable {
        /// As the file writes it; case, marks and blanks do not matter.
        package let written: String
        /// As one of our own files would.
        package let meant: String
    }

    package var name = ""
    package var kind: SubmissionKind?
    package var unitList: UnitList?
    package var dateOrder: DateOrder?
    package var columns: [Column] = []
    /// By the field's key.
    package var values: [String: [Meaning]] = [:]
    /// By the field's key: what stands in for empty cells and for a column that is not there.
    package var defaults: [String: String] = [:]

    package init() {}

    /// Keys that fields of the profile's kind, or of any kind, have.
    static func keys(_ kind: SubmissionKind?) -> Set<String> {
        Set((kind.map { [$0] } ?? SubmissionKind.allCases).flatMap(\.fields).map(\.key))
    }
}
