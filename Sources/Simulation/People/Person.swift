import Registry

/// Which made-up person: the household in which the person was made, and the place in it. The same person may be listed in more
/// than one household.
struct PersonKey: Hashable, Sendable {
    let province: Int
    let household: Int
    let slot: Int
}

enum Relation: Sendable {
    case head, spouse, child, parent, grandchild

    func vietnamese(_ sex: Sex) -> String {
        switch self {
        case .head: "Chủ hộ"
        case .spouse: sex == .female ? "Vợ" : "Chồng"
        case .child: "Con"
        case .parent: sex == .female ? "Mẹ" : "Bố"
        case .grandchild: "Cháu"
        }
    }
}

enum Disability: Sendable { case none, severe, extreme }

/// Which number the person's list entry can show.
enum Papers: Sendable { case personal, old, none }

/// A made-up person, as the person truly is. What lists write of the person may differ.
struct Person: Sendable {
    let key: PersonKey
    var relation: Relation
    let sex: Sex
    /// Perhaps only a year, also in the national record.
    let birth: PartialDate
    let ethnicity: Ethnicity
    /// UTF-8, NFC.
    let name: [UInt8]
    let personalNumber: Int64
    /// 0 for none.
    let oldNumber: Int64
    /// 0 for none.
    let insuranceNumber: Int64
    let papers: Papers
    let isInPopulation: Bool
    var diedOn: PartialDate?
    let disability: Disability
    /// Monthly, in đồng; 0 for none.
    let pension: Int64

    /// Whether the person had completed `age` years on `date`, for certain.
    func hasReached(_ age: Int, on date: PartialDate) -> Bool { birth.hasReached(age: age, on: date) == .yes }
    /// Whether the person had not yet completed `age` years on `date`, for certain.
    func isUnder(_ age: Int, on date: PartialDate) -> Bool { birth.hasReached(age: age, on: date) == .no }
}
