import Registry

/// Poor households without any allowance in which a member meets a condition that can be checked from the lists: age.
struct MissedHouseholds {
    let inputs: Inputs
    let links: PersonLinks
    let catalogue: PolicyCatalogue

    /// The categories whose condition is age and poverty; others need a disability certificate, a family history and the like.
    static let categories: Set<String> = ["ELDER_75_DIFFICULT", "ELDER_80_NO_PENSION", "CHILD_U3_DIFFICULT", "SOCIAL_PENSION"]

    struct Missed: Sendable, Equatable {
        /// Row of the households.
        let household: Int
        /// Row of `Inputs.listed`: the first member who meets a condition.
        let member: Int
        let policy: String
        let amount: Dong
    }

    func missed() -> [Missed] {
        let conditions = AgeCondition.all(of: catalogue, in: inputs.period)
        let members = BlockIndex((0..<inputs.memberCount).lazy.map { UInt64(inputs.listed.household[$0]) })
        let helped = helpedHouseholds()
        return (0..<inputs.households.count).compactMap { row in
            let household = inputs.households.household[row]
            guard inputs.households.isPoor[row], household != 0, !helped[Int(household)] else { return nil }
            for member in members.rows(of: UInt64(household)).map(Int.init) where isLiving(member) {
                if let condition = conditions.first(where: { $0.isMet(inputs.listed.birth[member], inputs.period) }) {
                    return Missed(household: row, member: member, policy: condition.policy, amount: condition.amount)
                }
            }
            return nil
        }
    }

    /// By household number: whether any member has an entitlement on the list, running or not.
    private func helpedHouseholds() -> [Bool] {
        var helped = [Bool](repeating: false, count: inputs.codes.household.count + 1)
        for row in inputs.memberCount..<inputs.listed.count { helped[Int(inputs.listed.household[row])] = true }
        return helped
    }

    private func isLiving(_ member: Int) -> Bool {
        guard !inputs.listed.isMarkedDead[member] else { return false }
        guard let national = links.partner(of: member) else { return true }
        return inputs.population.died[national] == 0 && !inputs.population.isMarkedDead[national]
    }

    func findings(_ missed: [Missed]) -> [Finding] {
        missed.map { missed in
            Finding(
                .missedHousehold, severity: .medium,
                province: inputs.submissions[Int(inputs.households.submission[missed.household])].scope.province,
                policyCode: missed.policy, amount: missed.amount, left: inputs.reference(household: missed.household),
                right: inputs.reference(listed: missed.member),
                evidence: [Evidence(field: "ngay_sinh", level: "meets_condition", millibits: 0)],
                vietnamese: "Hộ nghèo chưa có ai được hưởng, trong khi một thành viên có tuổi thuộc diện \(missed.policy); hãy kiểm tra điều kiện còn lại.",
                english: "A poor household without any allowance, though a member's age is within \(missed.policy); check the other conditions.")
        }
    }
}

/// The age bounds of a policy, read from the condition of its row in the catalogue: `75<=age<80`, `age>=80`, `age<3`.
struct AgeCondition: Sendable, Equatable {
    let policy: String
    let from: Int
    let below: Int
    let amount: Dong

    static func all(of catalogue: PolicyCatalogue, in period: Period) -> [AgeCondition] {
        catalogue.policies.filter { MissedHouseholds.categories.contains($0.category) && $0.isValid(in: period) }.compactMap { policy in
            guard let bounds = bounds(policy.condition) else { return nil }
            return AgeCondition(
                policy: policy.code, from: bounds.from, below: bounds.below, amount: catalogue.amount(of: policy, in: period) ?? .zero)
        }
    }

    static func bounds(_ condition: String) -> (from: Int, below: Int)? {
        guard let term = condition.split(separator: ";").first(where: { $0.contains("age") && !$0.contains(" or ") }) else { return nil }
        let parts = term.filter { $0 != " " }.split(separator: "<", omittingEmptySubsequences: false)
        if let from = term.firstRange(of: ">=").flatMap({ Int(term[$0.upperBound...].filter(\.isNumber)) }) { return (from, 200) }
        if parts.count == 2, parts[0] == "age", let below = Int(parts[1]) { return (0, below) }
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
