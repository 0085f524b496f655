/// What a reviewer decides about a finding.
package enum Verdict: String, CaseIterable, Sendable, Codable {
    case confirmed, rejected
    case sentToProvince = "sent_to_province"

    package var vietnamese: String {
        switch self {
        case .confirmed: "Đúng"
        case .rejected: "Không phải"
        case .sentToProvince: "Gửi tỉnh kiểm tra"
        }
    }

    package var english: String {
        switch self {
        case .confirmed: "Confirmed"
        case .rejected: "Rejected"
        case .sentToProvince: "Sent to the province"
        }
    }
}
