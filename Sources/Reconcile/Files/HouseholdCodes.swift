/// Codes of households that two tables share, as two years' lists of one province do. The residences of a national register have codes of their own,
/// which say nothing of the lists'.
struct HouseholdCodes {
    /// By number of the listed household: that of the register's household with the same code, from 1; 0 for none.
    private let residences: [UInt32]

    /// Of the lists' codes, as many must be known to the register before they are compared at all.
    private static let leastShare = 0.05
    /// Codes that are looked at first.
    private static let sample = 4000

    /// `nil` where the tables do not share their codes.
    /// - Complexity: one look-up a household, where they do.
    init?(_ inputs: Inputs) {
        let (lists, register) = (inputs.codes.household, inputs.codes.residence)
        guard lists.count > 0, register.count > 0 else { return nil }
        func residence(_ household: Int) -> UInt32 {
            let code = lists[UInt32(household)]
            let separator = code.firstIndex(of: LinkTable.separator)
            return register.number(of: separator.map { code[($0 + 1)...] } ?? code).map { $0 + 1 } ?? 0
        }
        func isEnough(_ known: Int, of all: Int) -> Bool { Double(known) >= HouseholdCodes.leastShare * Double(all) }
        let drawn = min(lists.count, HouseholdCodes.sample)
        let known = (0..<drawn).count { residence($0 * lists.count / drawn) != 0 }
        guard known > 0, isEnough(known * 2, of: drawn) else { return nil }
        residences = (0..<lists.count).map(residence)
        guard isEnough(residences.count { $0 != 0 }, of: lists.count) else { return nil }
    }

    /// - Parameter household: A number as in ``PersonColumns/household``.
    subscript(_ household: UInt32) -> UInt32 { residences[Int(household) - 1] }

    /// Gives every row the number of its household's code.
    func number(_ inputs: inout Inputs) {
        for household in inputs.population.household { inputs.population.householdCode.append(household) }
        let others = UInt32(inputs.codes.residence.count)
        for household in inputs.listed.household {
            let same = household == 0 ? 0 : self[household]
            inputs.listed.householdCode.append(same != 0 || household == 0 ? same : others + household)
        }
    }
}
