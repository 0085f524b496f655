import Registry

/// Poor households without any allowance in which a member meets a condition that the lists can show.
///
/// Which communes are especially difficult is not in any list here. A commune in which somebody receives an allowance that is
/// granted in such areas only must be one.
struct MissedHouseholds {
    private let inputs: Inputs
    private let links: PersonLinks
    private let conditions: [AgeCondition]
    private let difficultCommunes: Set<UInt32>
    private let pensioners: Set<Int64>
    /// By row of the population.
    private let isPensioner: [Bool]
    private let hasMerit: [Bool]

    struct Missed: Sendable, Equatable {
        /// Row of the households.
        let household: Int
        /// Row of `Inputs.listed`: the first member who meets a condition.
        let member: Int
        let policy: String
        let amount: Dong
        /// Whether somebody of the household receives a merit allowance.
        let isHonoured: Bool
    }

    init(inputs: Inputs, links: PersonLinks, registers: RegisterLinks, catalogue: PolicyCatalogue) {
        self.inputs = inputs
        self.links = links
        conditions = AgeCondition.all(of: catalogue, in: inputs.period)
        difficultCommunes = MissedHouseholds.difficultCommunes(inputs, catalogue)
        pensioners = MissedHouseholds.pensioners(inputs)
        let count = inputs.population.count
        isPensioner = RegisterLinks.people(count, registers.insurance) { inputs.pensions[$0] > 0 }
        hasMerit = RegisterLinks.people(count, registers.merit) { inputs.meritAllowances[$0] > 0 }
    }

    func missed() -> [Missed] {
        let members = BlockIndex((0..<inputs.memberCount).lazy.map { UInt64(inputs.listed.household[$0]) })
        let helped = helpedHouseholds()
        return (0..<inputs.households.count).compactMap { row in
            let household = inputs.households.household[row]
            guard inputs.households.isPoor[row], household != 0, !helped[Int(household)] else { return nil }
            let people = members.rows(of: UInt64(household))
            return people.lazy.compactMap { missed(row, Int($0), people) }.first
        }
    }

    private func missed(_ household: Int, _ member: Int, _ people: ArraySlice<UInt32>) -> Missed? {
        guard isLiving(member), let condition = conditions.first(where: { isMet($0, member) }) else { return nil }
        let isHonoured = people.contains { links.partner(of: Int($0)).map { hasMerit[$0] } ?? false }
        return Missed(
            household: household, member: member, policy: condition.policy, amount: condition.amount, isHonoured: isHonoured)
    }

    private func isMet(_ condition: AgeCondition, _ member: Int) -> Bool {
        let listed = inputs.listed
        guard condition.isMet(listed.birth[member], inputs.period) else { return false }
        // The lists may be wrong about the date; both must say so.
        if let national = links.partner(of: member), !condition.isMet(inputs.population.birth[national], inputs.period) {
            return false
        }
        if condition.needsDifficultArea, !difficultCommunes.contains(listed.commune[member]) { return false }
        return !condition.excludesPension || !isPensioner(member)
    }

    private func isLiving(_ member: Int) -> Bool {
        guard !inputs.listed.isMarkedDead[member] else { return false }
        guard let national = links.partner(of: member) else { return true }
        return inputs.population.died[national] == 0 && !inputs.population.isMarkedDead[national]
    }

    private func isPensioner(_ member: Int) -> Bool {
        if pensioners.contains(-inputs.listed.insurance[member]) { return true }
        guard let national = links.partner(of: member) else { return pensioners.contains(inputs.listed.citizen[member]) }
        return isPensioner[national] || pensioners.contains(inputs.population.citizen[national])
    }

    /// By household number: whether any member has an entitlement on the list, running or not.
    private func helpedHouseholds() -> [Bool] {
        var helped = [Bool](repeating: false, count: inputs.codes.household.count + 1)
        for row in inputs.memberCount..<inputs.listed.count { helped[Int(inputs.listed.household[row])] = true }
        return helped
    }

    private static func difficultCommunes(_ inputs: Inputs, _ catalogue: PolicyCatalogue) -> Set<UInt32> {
        let isSign = (0..<inputs.codes.policy.count).map { policy in
            catalogue[inputs.codes.policy.text(UInt32(policy))].map(AgeCondition.isForDifficultAreas) ?? false
        }
        var communes: Set<UInt32> = []
        for row in 0..<inputs.beneficiaries.count where isSign[Int(inputs.beneficiaries.policy[row])] {
            communes.insert(inputs.listed.commune[inputs.memberCount + row])
        }
        return communes
    }

    /// Personal numbers of people with a pension, and, below zero, their insurance numbers.
    private static func pensioners(_ inputs: Inputs) -> Set<Int64> {
        var numbers: Set<Int64> = []
        for row in 0..<inputs.insurance.count where inputs.pensions[row] > 0 {
            if inputs.insurance.citizen[row] > 0 { numbers.insert(inputs.insurance.citizen[row]) }
            if inputs.insurance.insurance[row] > 0 { numbers.insert(-inputs.insurance.insurance[row]) }
        }
        return numbers
    }

    func findings(_ missed: [Missed]) -> [Finding] {
        missed.map { missed in
            Finding(
                .missedHousehold, severity: missed.isHonoured ? .low : .medium,
                province: inputs.submissions[Int(inputs.households.submission[missed.household])].scope.province,
                policyCode: missed.policy, amount: missed.amount, left: inputs.reference(household: missed.household),
                right: inputs.reference(listed: missed.member),
                evidence: [Evidence(field: "ngay_sinh", level: "meets_condition", millibits: 0)],
                vietnamese:
                    "Hộ nghèo chưa có ai được hưởng, trong khi một thành viên có tuổi thuộc diện \(missed.policy); hãy kiểm tra điều kiện còn lại."
                    + (missed.isHonoured ? " Trong hộ có người đang hưởng trợ cấp ưu đãi người có công." : ""),
                english:
                    "A poor household without any allowance, though a member's age is within \(missed.policy); check the other conditions."
                    + (missed.isHonoured ? " A member of the household receives a merit allowance." : "")
            )
        }
    }
}
