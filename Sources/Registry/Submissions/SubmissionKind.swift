/// What a submitted file is about. Each kind has its fields and the columns in which they are kept (``RecordLayout``).
package enum SubmissionKind: String, CaseIterable, Sendable, Codable {
    case households, members, beneficiaries, payments, statement, population, insurance, milestones, merit

    package var vietnamese: String {
        switch self {
        case .households: "Danh sách hộ"
        case .members: "Danh sách thành viên"
        case .beneficiaries: "Danh sách đối tượng hưởng"
        case .payments: "Danh sách chi trả"
        case .statement: "Bảng kê của đơn vị chi trả"
        case .population: "Dữ liệu dân cư quốc gia"
        case .insurance: "Dữ liệu bảo hiểm quốc gia"
        case .milestones: "Mốc triển khai"
        case .merit: "Dữ liệu người có công"
        }
    }

    /// National records cover the whole country and belong to no province.
    package var isNational: Bool { self == .population || self == .insurance || self == .merit || self == .milestones }
}
