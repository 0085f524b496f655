/// The one class into which each approved instruction and each line paid falls. The sums of both sides over the classes are the
/// totals of both sides: that is proved at the end of every run.
package enum PaymentClass: String, CaseIterable, Sendable, Codable {
    case matched, uncollected, returned
    case notReported = "not_reported"
    case paidNotApproved = "paid_not_approved"
    case over, under
    case twiceOneChannel = "twice_one_channel"
    case twiceAcrossChannels = "twice_across_channels"
    case wrongPerson = "wrong_person"
    case afterDeath = "after_death"
    case afterStop = "after_stop"
    case arrears, recovered, reversed

    package var vietnamese: String {
        switch self {
        case .matched: "Khớp"
        case .uncollected: "Chưa nhận"
        case .returned: "Hoàn trả"
        case .notReported: "Chưa báo cáo"
        case .paidNotApproved: "Chi ngoài danh sách duyệt"
        case .over: "Chi thừa"
        case .under: "Chi thiếu"
        case .twiceOneChannel: "Chi hai lần, một kênh"
        case .twiceAcrossChannels: "Chi hai lần, hai kênh"
        case .wrongPerson: "Sai người nhận"
        case .afterDeath: "Chi sau khi mất"
        case .afterStop: "Chi sau khi thôi hưởng"
        case .arrears: "Truy lĩnh"
        case .recovered: "Thu hồi"
        case .reversed: "Đảo giao dịch"
        }
    }

    package var english: String {
        switch self {
        case .matched: "Matched"
        case .uncollected: "Not collected"
        case .returned: "Returned"
        case .notReported: "Not reported"
        case .paidNotApproved: "Paid, not approved"
        case .over: "Overpaid"
        case .under: "Underpaid"
        case .twiceOneChannel: "Paid twice, one channel"
        case .twiceAcrossChannels: "Paid twice, two channels"
        case .wrongPerson: "Wrong person"
        case .afterDeath: "Paid after death"
        case .afterStop: "Paid after entitlement stopped"
        case .arrears: "Arrears"
        case .recovered: "Recovered"
        case .reversed: "Reversed"
        }
    }
}

/// The two sides of the payment reconciliation.
package enum PaymentSide: String, CaseIterable, Sendable, Codable {
    /// Instructions of the approved payment list.
    case approved
    /// Lines of the payers' statements.
    case paid
}
