import Registry

/// Decides which rows of a list cannot be read, and how.
///
/// Only rows are taken that no answer rests on: no duplicates, no dead, no forgotten households.
struct RowFaults: Sendable {
    enum Fault: Sendable { case impossibleDate, missingName, unknownSex, negativeAmount, unknownClass }

    let seed: UInt64
    let province: Int
    let isOn: Bool
    let perHundredThousand: Int

    init(_ country: CountryPlan, _ province: ProvincePlan) {
        seed = country.options.seed
        self.province = province.code
        isOn = province.hasFaultyRows
        perHundredThousand = country.rates.faultyRow
    }

    /// - Parameter row: What tells the rows of one household apart.
    func fault(_ kind: SubmissionKind, _ listing: Listing, row: Int) -> Fault? {
        guard isOn, !listing.isDuplicated, !listing.family.isMissed, let kindNumber = SubmissionKind.allCases.firstIndex(of: kind)
        else {
            return nil
        }
        // A poor household whose only beneficiary cannot be read would look forgotten.
        if kind == .beneficiaries || kind == .payments, listing.family.householdClass == .poor { return nil }
        var draw = Draw(seed, .fault, province, listing.household, row * 16 + kindNumber)
        guard draw.perHundredThousand(perHundredThousand) else { return nil }
        switch kind {
        case .households: return draw.pick([.missingName, .unknownClass])
        case .members: return draw.pick([.impossibleDate, .missingName, .unknownSex])
        case .beneficiaries, .payments: return draw.pick([.impossibleDate, .missingName, .unknownSex, .negativeAmount])
        case .statement: return draw.pick([.missingName, .negativeAmount])
        default: return nil
        }
    }
}
