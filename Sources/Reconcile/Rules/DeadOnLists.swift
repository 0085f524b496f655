import Registry

/// People on the lists whose national record says that they died before the period began.
struct DeadOnLists {
    let inputs: Inputs
    let links: PersonLinks

    /// Rows of `Inputs.listed`. Entitlements that are stopped and members who are listed as dead are in order.
    func rows() -> [Int] {
        (0..<inputs.listed.count).filter { row in
            guard let national = links.partner(of: row) else { return false }
            let died = DeathDate.latest(inputs.population.died[national])
            guard died > 0, DeathDate.isBefore(died, month: inputs.period.packed) else { return false }
            return row < inputs.memberCount
                ? !inputs.listed.isMarkedDead[row] : inputs.beneficiaries.isActive(row - inputs.memberCount, in: inputs.period)
        }
    }

    func findings(_ rows: [Int]) -> [Finding] {
        rows.compactMap { row in
            guard let national = links.partner(of: row) else { return nil }
            let isBeneficiary = row >= inputs.memberCount
            let beneficiary = row - inputs.memberCount
            return Finding(
                .dead, severity: isBeneficiary ? .high : .low, province: inputs.province(listed: row),
                policyCode: isBeneficiary ? inputs.codes.policy.text(inputs.beneficiaries.policy[beneficiary]) : nil,
                amount: isBeneficiary ? Dong(inputs.beneficiaries.amount[beneficiary]) : .zero,
                left: inputs.reference(listed: row), right: inputs.reference(population: national),
                millibits: Int64(links.weight[row].millibits),
                evidence: [Evidence(field: "ngay_mat", level: "before_period", millibits: 0)],
                vietnamese: isBeneficiary
                    ? "Người hưởng đã mất trước kỳ chi trả theo dữ liệu dân cư nhưng chế độ chưa dừng."
                    : "Thành viên đã mất trước kỳ này theo dữ liệu dân cư nhưng vẫn trong danh sách.",
                english: isBeneficiary
                    ? "The beneficiary died before the period by the national record, but the allowance runs on."
                    : "The member died before the period by the national record, but is still listed.")
        }
    }
}
