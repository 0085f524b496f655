/// How a row came to its national record, surest first.
enum LinkagePass: UInt8, CaseIterable, Sendable {
    /// Same 12-digit number; name or date of birth agrees.
    case number
    /// Same social insurance number, which the insurance records tie to a 12-digit number; name or date agrees.
    case insurance
    /// Same 9-digit number; name agrees.
    case formerNumber
    /// By weight, far ahead of every other candidate.
    case scored
    /// By weight, with the help of household members that are linked already.
    case household
    /// Through another row of the same person on the same lists.
    case samePerson

    /// Whether the link rests on a weight, and so on the model and on who else is there.
    var isWeighed: Bool { rawValue > LinkagePass.formerNumber.rawValue }

    var word: String {
        switch self {
        case .number: "number"
        case .insurance: "insurance"
        case .formerNumber: "former_number"
        case .scored: "scored"
        case .household: "household"
        case .samePerson: "same_person"
        }
    }

    var vietnamese: String {
        switch self {
        case .number: "Số định danh khớp"
        case .insurance: "Qua số bảo hiểm xã hội"
        case .formerNumber: "Số CMND cũ khớp"
        case .scored: "So tên, ngày sinh, nơi ở"
        case .household: "Nhờ người cùng hộ"
        case .samePerson: "Nhờ dòng khác của cùng người"
        }
    }
}

/// The national record of each listed row, if one was found.
struct PersonLinks: Sendable {
    /// Row of the population + 1, or 0.
    private(set) var partner: [UInt32]
    private(set) var weight: [MatchWeight]
    private(set) var pass: [LinkagePass]
    /// Bits ahead of all rivals together, "has no record" among them. Links by number are as sure as can be.
    private(set) var lead: [MatchWeight]

    init(count: Int) {
        lead = [MatchWeight](repeating: PersonLinks.sure, count: count)
        partner = [UInt32](repeating: 0, count: count)
        weight = [MatchWeight](repeating: .zero, count: count)
        pass = [LinkagePass](repeating: .number, count: count)
    }

    static let sure = MatchWeight(bits: 20)

    var count: Int { partner.count }

    /// The row of the population that belongs to a listed row.
    func partner(of row: Int) -> Int? { partner[row] == 0 ? nil : Int(partner[row] - 1) }

    /// Rows without a record yet, ascending.
    var openRows: [UInt32] { (0..<UInt32(count)).filter { partner[Int($0)] == 0 } }

    /// - Parameter lead: Of a link that was weighed against rivals.
    mutating func link(
        _ row: Int, to national: Int, _ weight: MatchWeight, _ pass: LinkagePass, lead: MatchWeight = PersonLinks.sure
    ) {
        partner[row] = UInt32(national + 1)
        self.weight[row] = weight
        self.pass[row] = pass
        self.lead[row] = lead
    }

    /// Takes the weights of another model for the links that there are.
    mutating func weigh(_ weights: [MatchWeight]) { weight = weights }

    mutating func unlink(_ row: Int) { partner[row] = 0 }

    /// What other links over the same rows say of one.
    mutating func take(_ row: Int, from other: PersonLinks) {
        partner[row] = other.partner[row]
        weight[row] = other.weight[row]
        pass[row] = other.pass[row]
        lead[row] = other.lead[row]
    }

    func counts() -> [(pass: LinkagePass, rows: Int)] {
        var counts = [Int](repeating: 0, count: LinkagePass.allCases.count)
        for row in 0..<count where partner[row] != 0 { counts[Int(pass[row].rawValue)] += 1 }
        return LinkagePass.allCases.map { ($0, counts[Int($0.rawValue)]) }
    }
}

/// A listed row that bears the number of somebody else.
struct NumberConflict: Sendable {
    let row: Int
    /// Whose number it is: a row of the population.
    let owner: Int
}
