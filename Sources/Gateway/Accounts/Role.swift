/// What an account is for.
package enum Role: String, CaseIterable, Sendable {
    /// Sends the files of one province and sees its findings.
    case officer
    /// Goes through findings and decides them: of one province, or of the country.
    case reviewer
    /// Releases figures.
    case publisher
    /// Sees, changes nothing.
    case auditor
    /// Adds accounts.
    case administrator

    /// Whether an account of this role is bound to a province.
    package var needsProvince: Bool { self == .officer }

    package var vietnamese: String {
        switch self {
        case .officer: "Cán bộ tỉnh"
        case .reviewer: "Người rà soát"
        case .publisher: "Người công bố"
        case .auditor: "Kiểm toán"
        case .administrator: "Quản trị"
        }
    }

    package var english: String {
        switch self {
        case .officer: "Province officer"
        case .reviewer: "Reviewer"
        case .publisher: "Publisher"
        case .auditor: "Auditor"
        case .administrator: "Administrator"
        }
    }
}
