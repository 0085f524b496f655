import Registry

/// The part of a policy's condition that lists can show: age, area, and no pension. Read from its row in the catalogue:
/// `75<=age<80; HH_POOR or HH_NEAR_POOR; area=ESPECIALLY_DIFFICULT; not K5A`.
struct AgeCondition: Sendable, Equatable {
    let policy: String
    let from: Int
    let below: Int
    let needsDifficultArea: Bool
    let excludesPension: Bool
    let amount: Dong

    /// The categories whose condition is age and poverty; others need a disability certificate, a family history and the like.
    static let categories: Set<String> = ["ELDER_75_DIFFICULT", "ELDER_80_NO_PENSION", "CHILD_U3_DIFFICULT", "SOCIAL_PENSION"]

    static func all(of catalogue: PolicyCatalogue, in period: Period) -> [AgeCondition] {
        catalogue.policies.filter { categories.contains($0.category) && $0.isValid(in: period) }.compactMap { policy in
            guard let bounds = bounds(policy.condition) else { return nil }
            return AgeCondition(
                policy: policy.code, from: bounds.from, below: bounds.below, needsDifficultArea: isForDifficultAreas(policy),
                excludesPension: policy.condition.contains("no pension"),
                amount: catalogue.amount(of: policy, in: period) ?? .zero)
        }
    }

    static func isForDifficultAreas(_ policy: Policy) -> Bool { policy.condition.contains("area=ESPECIALLY_DIFFICULT") }

    /// From the first age on, below the second: `75<=age<80`, `age>=80`, `age<3`. `nil` where age is not bounded so.
    static func bounds(_ condition: String) -> (from: Int, below: Int)? {
        guard let term = condition.split(separator: ";").first(where: { $0.contains("age") && !$0.contains(" or ") }) else {
            return nil
        }
        if let sign = term.firstRange(of: ">=") { return Int(term[sign.upperBound...].filter(\.isNumber)).map { ($0, 200) } }
        let parts = term.filter { $0 != " " }.split(separator: "<", omittingEmptySubsequences: false)
        if parts.count == 2, parts[0] == "age" { return Int(parts[1]).map { (0, $0) } }
        guard parts.count == 3, parts[1] == "=age", let from = Int(parts[0]), let below = Int(parts[2]) else { return nil }
        return (from, below)
    }

    /// Only what is certain: a year of birth alone does not decide at the bounds.
    func isMet(_ birth: Int32, _ period: Period) -> Bool {
        guard let date = PartialDate(packed: Int64(birth)) else { return false }
        return (from == 0 || date.hasReached(age: from, on: period.firstDay) == .yes)
            && date.hasReached(age: below, on: period.firstDay) == .no
    }
}
