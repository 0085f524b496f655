/// A closed list of words that a cell may hold: the code that is stored, the word our users print, and the other ways it
/// is written. Matching folds case, tone marks and blanks.
package protocol FieldWords: RawRepresentable<String>, CaseIterable, Sendable {
    var vietnamese: String { get }
    var spellings: [String] { get }
}

package enum HouseholdClass: String, FieldWords, Codable {
    case poor = "ho_ngheo"
    case nearPoor = "ho_can_ngheo"
    case socialProtection = "btxh"

    package var vietnamese: String {
        switch self {
        case .poor: "Hộ nghèo"
        case .nearPoor: "Hộ cận nghèo"
        case .socialProtection: "BTXH"
        }
    }

    package var spellings: [String] {
        switch self {
        case .poor: ["ho_ngheo", "nghèo", "HN"]
        case .nearPoor: ["ho_can_ngheo", "cận nghèo", "HCN", "CN"]
        case .socialProtection: ["btxh", "bảo trợ xã hội", "hộ có đối tượng BTXH", "khác"]
        }
    }
}

package enum AreaType: String, FieldWords {
    case urban, rural

    package var vietnamese: String { self == .urban ? "Thành thị" : "Nông thôn" }
    package var spellings: [String] { self == .urban ? ["urban", "TT", "đô thị"] : ["rural", "NT"] }
}

package enum VitalStatus: String, FieldWords {
    case alive, dead, moved

    package var vietnamese: String {
        switch self {
        case .alive: "Còn sống"
        case .dead: "Đã chết"
        case .moved: "Chuyển đi"
        }
    }

    package var spellings: [String] {
        switch self {
        case .alive: ["alive", "sống", "đang cư trú", "hiện có"]
        case .dead: ["dead", "chết", "đã mất", "mất", "từ trần"]
        case .moved: ["moved", "đã chuyển đi", "chuyển nơi khác"]
        }
    }
}

/// What became of one payment, in the words of the approved list and of the payers' statements.
package enum PaymentState: String, FieldWords {
    case planned, sent, paid, paidProxy = "paid_proxy", uncollected, returned, suspended, stopped, recovered, reversed, cancelled

    package var vietnamese: String {
        switch self {
        case .planned: "Trong danh sách"
        case .sent: "Đã chuyển đơn vị chi trả"
        case .paid: "Đã chi"
        case .paidProxy: "Ủy quyền nhận"
        case .uncollected: "Chưa nhận"
        case .returned: "Hoàn trả"
        case .suspended: "Tạm dừng"
        case .stopped: "Thôi hưởng"
        case .recovered: "Thu hồi"
        case .reversed: "Đảo giao dịch"
        case .cancelled: "Hủy"
        }
    }

    package var spellings: [String] {
        switch self {
        case .planned: ["planned", "chờ chi", "chưa chi"]
        case .sent: ["sent", "đã chuyển"]
        case .paid: ["paid", "đã nhận", "đã chi trả", "thành công"]
        case .paidProxy: ["paid_proxy", "nhận thay", "đã chi (ủy quyền)"]
        case .uncollected: ["uncollected", "không nhận", "chưa đến nhận"]
        case .returned: ["returned", "chi không thành công", "trả lại"]
        case .suspended: ["suspended"]
        case .stopped: ["stopped"]
        case .recovered: ["recovered", "truy thu"]
        case .reversed: ["reversed", "hoàn nhập", "đảo bút toán"]
        case .cancelled: ["cancelled", "đã hủy"]
        }
    }
}

package enum PaymentChannel: String, FieldWords {
    case post, bank, wallet, vneid, cash

    package var vietnamese: String {
        switch self {
        case .post: "Bưu điện"
        case .bank: "Ngân hàng"
        case .wallet: "Ví điện tử"
        case .vneid: "Tài khoản VNeID"
        case .cash: "Tiền mặt tại xã"
        }
    }

    package var spellings: [String] {
        switch self {
        case .post: ["post", "VNPost", "tiền mặt qua bưu điện"]
        case .bank: ["bank", "chuyển khoản", "tài khoản ngân hàng"]
        case .wallet: ["wallet", "ví", "Viettel Money", "mobile money"]
        case .vneid: ["vneid", "tài khoản an sinh"]
        case .cash: ["cash", "tiền mặt"]
        }
    }
}

/// What a province announces on the way of a support package, in the order it happens.
package enum MilestoneKind: String, FieldWords {
    case plan, guidance, started, finished

    package var vietnamese: String {
        switch self {
        case .plan: "Ban hành kế hoạch"
        case .guidance: "Hướng dẫn thực hiện"
        case .started: "Bắt đầu chi trả"
        case .finished: "Hoàn thành"
        }
    }

    package var spellings: [String] {
        switch self {
        case .plan: ["plan", "kế hoạch"]
        case .guidance: ["guidance", "hướng dẫn"]
        case .started: ["started", "bắt đầu chi"]
        case .finished: ["finished"]
        }
    }
}
