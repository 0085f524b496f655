/// What happened to one person between two lists of members. Every person of both lists is in exactly one class.
///
/// Only who lives there by the list is *present*; a row that says the person died or moved away is a notice of it. Where several
/// things happened, the class is the first of these that holds: died, moved, household, category, amount; the others stay as
/// ``MovementMarks``.
package enum MovementClass: String, CaseIterable, Sendable, CodingKeyRepresentable, Codable {
    /// Present in both lists, and nothing we compare differs.
    case unchanged
    /// The same benefits, another sum.
    case amountChanged = "amount_changed"
    /// Other benefits, or the household is of another class (poor, near-poor …).
    case categoryChanged = "category_changed"
    /// Left the household for one that did not exist.
    case householdSplit = "household_split"
    /// Went into a household of other people.
    case householdJoined = "household_joined"
    /// Lives in another commune of the same province.
    case moved
    /// Left one province and stands in the list of another.
    case movedProvince = "moved_province"
    /// Was present; the new list, or the reason for which a benefit ended, says dead.
    case died
    /// Was present, is not any more, and did not turn up elsewhere.
    case left
    /// The old list said dead or moved away; the new one has the person living there.
    case returned
    /// Present in the new list and in no old one.
    case new
    /// Present in neither: only notices.
    case gone

    /// Whether persons of the class were present in the old list, and are in the new one.
    var isInOld: Bool {
        switch self {
        case .returned, .new, .gone: false
        default: true
        }
    }

    var isInNew: Bool {
        switch self {
        case .died, .left, .gone: false
        default: true
        }
    }

    var vietnamese: String {
        switch self {
        case .unchanged: "Không thay đổi"
        case .amountChanged: "Đổi mức hưởng"
        case .categoryChanged: "Đổi diện, đổi đối tượng"
        case .householdSplit: "Tách hộ"
        case .householdJoined: "Nhập hộ"
        case .moved: "Chuyển xã trong tỉnh"
        case .movedProvince: "Chuyển sang tỉnh khác"
        case .died: "Chết"
        case .left: "Ra khỏi danh sách"
        case .returned: "Trở lại danh sách"
        case .new: "Mới vào danh sách"
        case .gone: "Không còn ở cả hai kỳ"
        }
    }

    var english: String {
        switch self {
        case .unchanged: "Unchanged"
        case .amountChanged: "Amount changed"
        case .categoryChanged: "Category changed"
        case .householdSplit: "Household split"
        case .householdJoined: "Household joined"
        case .moved: "Moved within the province"
        case .movedProvince: "Moved to another province"
        case .died: "Died"
        case .left: "Left the list"
        case .returned: "Returned to the list"
        case .new: "New in the list"
        case .gone: "Present in neither"
        }
    }
}

/// Everything that changed about a person who is present in both lists, whatever the class.
struct MovementMarks: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let moved = MovementMarks(rawValue: 1)
    static let split = MovementMarks(rawValue: 2)
    static let joined = MovementMarks(rawValue: 4)
    static let category = MovementMarks(rawValue: 8)
    static let amount = MovementMarks(rawValue: 16)
    static let household: MovementMarks = [.split, .joined]

    /// The first that holds.
    var movementClass: MovementClass {
        if contains(.moved) { return .moved }
        if contains(.split) { return .householdSplit }
        if contains(.joined) { return .householdJoined }
        if contains(.category) { return .categoryChanged }
        return contains(.amount) ? .amountChanged : .unchanged
    }
}
