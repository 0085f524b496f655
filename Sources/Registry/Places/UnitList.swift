/// Which list of administrative units a code belongs to. A code means nothing without it: of the 3,321 commune codes of
/// July 2025, 1,823 named another place before, and seven province codes changed meaning.
package enum UnitList: String, Sendable, Codable, CaseIterable {
    /// 63 provinces, 705 districts, 10,599 communes: the state of 2021-11-01.
    case units2021 = "2021"
    /// 63 provinces, 696 districts, 10,035 communes: 2025-03-01 to 2025-06-30.
    case units2024 = "2024"
    /// 34 provinces, no districts, 3,321 communes: from 2025-07-01 (Decision 19/2025/QĐ-TTg).
    case units2025 = "2025"

    /// The list in force for a payment period. No table of the years between 2021 and 2025 is at hand: the list of 2021 stands
    /// for them until the end of 2023.
    package init(for period: Period) {
        self =
            switch period.packed {
            case ..<202_401: .units2021
            case ..<202_507: .units2024
            default: .units2025
            }
    }
}
