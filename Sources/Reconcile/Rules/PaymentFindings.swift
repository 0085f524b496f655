import Registry

/// Findings for the payment classes that somebody must look into.
struct PaymentFindings {
    let inputs: Inputs
    let classes: PaymentClassification.Result

    static let breaks: Set<PaymentClass> = [
        .paidNotApproved, .over, .under, .twiceOneChannel, .twiceAcrossChannels, .wrongPerson, .afterDeath, .afterStop,
    ]

    func findings() -> [Finding] {
        let lines = classes.paid.indices.filter { PaymentFindings.breaks.contains(classes.paid[$0]) }
        var isTold = [Bool](repeating: false, count: classes.approved.count)
        for line in lines where classes.instruction[line] != 0 { isTold[Int(classes.instruction[line] - 1)] = true }
        let instructions = classes.approved.indices.filter { row in
            (classes.approved[row] == .afterDeath || classes.approved[row] == .afterStop) && !isTold[row]
        }
        return lines.map(finding(line:)) + instructions.map(finding(instruction:)) + unreported()
    }

    private func finding(line: Int) -> Finding {
        let paymentClass = classes.paid[line]
        let row = classes.instruction[line] == 0 ? nil : Int(classes.instruction[line] - 1)
        let paid = Dong(inputs.lines.amount[line])
        let due = row.map { Dong(inputs.instructions.amount[$0]) } ?? .zero
        let stake = paymentClass == .over ? paid - due : paymentClass == .under ? due - paid : paid
        return Finding(
            .payment, severity: paymentClass == .under ? .medium : .high,
            province: inputs.submissions[Int(inputs.lines.submission[line])].scope.province,
            policyCode: row.map { inputs.codes.policy.text(inputs.instructions.policy[$0]) }, amount: stake,
            left: inputs.reference(line: line), right: row.map { inputs.reference(instruction: $0) },
            evidence: [Evidence(field: "class", level: paymentClass.rawValue, millibits: 0)],
            vietnamese: PaymentFindings.vietnamese(paymentClass, stake), english: PaymentFindings.english(paymentClass, stake))
    }

    /// Approved although the right had ended, and nothing paid yet.
    private func finding(instruction row: Int) -> Finding {
        let paymentClass = classes.approved[row]
        let stake = Dong(inputs.instructions.amount[row])
        return Finding(
            .payment, severity: .medium, province: inputs.submissions[Int(inputs.instructions.submission[row])].scope.province,
            policyCode: inputs.codes.policy.text(inputs.instructions.policy[row]), amount: stake,
            left: inputs.reference(instruction: row),
            evidence: [Evidence(field: "class", level: paymentClass.rawValue, millibits: 0)],
            vietnamese: paymentClass == .afterDeath
                ? "Được duyệt \(stake) cho tháng sau khi người hưởng mất; chưa chi."
                : "Được duyệt \(stake) cho tháng sau khi thôi hưởng; chưa chi.",
            english: paymentClass == .afterDeath
                ? "\(stake) approved for a month after the beneficiary's death; not paid yet."
                : "\(stake) approved for a month after the entitlement stopped; not paid yet.")
    }

    /// One a province: instructions that no statement mentions.
    private func unreported() -> [Finding] {
        var groups: [Int: (first: Int, total: ControlTotal)] = [:]
        for row in classes.approved.indices where classes.approved[row] == .notReported {
            let province = inputs.submissions[Int(inputs.instructions.submission[row])].scope.province
            var group = groups[province] ?? (row, ControlTotal())
            group.total.count += 1
            group.total.amount += Dong(inputs.instructions.amount[row])
            groups[province] = group
        }
        return groups.sorted { $0.key < $1.key }.map { province, group in
            Finding(
                .payment, severity: .medium, province: province, amount: group.total.amount,
                left: inputs.reference(instruction: group.first),
                evidence: [Evidence(field: "class", level: PaymentClass.notReported.rawValue, millibits: 0)],
                vietnamese:
                    "\(Dong.grouped(group.total.count)) khoản đã duyệt chưa được đơn vị chi trả nào báo cáo, tổng \(group.total.amount).",
                english: "\(group.total.count) approved payments are in no payer's statement, \(group.total.amount) in all.")
        }
    }

    private static func vietnamese(_ paymentClass: PaymentClass, _ stake: Dong) -> String {
        switch paymentClass {
        case .paidNotApproved: "Đã chi \(stake) mà không có trong danh sách duyệt."
        case .over: "Chi thừa \(stake) so với mức duyệt."
        case .under: "Chi thiếu \(stake) so với mức duyệt."
        case .twiceOneChannel: "Đã chi lần thứ hai \(stake) qua cùng một kênh."
        case .twiceAcrossChannels: "Đã chi lần thứ hai \(stake) qua một kênh khác."
        case .wrongPerson: "Đã chi \(stake) cho người mang số định danh hoặc họ tên khác với người được duyệt."
        case .afterDeath: "Đã chi \(stake) cho tháng sau khi người hưởng mất."
        case .afterStop: "Đã chi \(stake) cho tháng sau khi thôi hưởng."
        default: "\(paymentClass.vietnamese): \(stake)."
        }
    }

    private static func english(_ paymentClass: PaymentClass, _ stake: Dong) -> String {
        switch paymentClass {
        case .paidNotApproved: "\(stake) paid that nobody approved."
        case .over: "\(stake) paid above the approved amount."
        case .under: "\(stake) missing to the approved amount."
        case .twiceOneChannel: "\(stake) paid a second time through the same channel."
        case .twiceAcrossChannels: "\(stake) paid a second time through another channel."
        case .wrongPerson: "\(stake) paid to someone with another number or name than the approved person."
        case .afterDeath: "\(stake) paid for a month after the beneficiary's death."
        case .afterStop: "\(stake) paid for a month after the entitlement stopped."
        default: "\(paymentClass.english): \(stake)."
        }
    }
}
