import Registry

/// One person, two running allowances of which the law grants only one: two policies of one group, or one policy in two places.
///
/// Where the person is listed twice, the duplicate is a finding too; the same đồng may then be at stake in both classes.
struct ExclusivePolicies {
    let inputs: Inputs
    let rule: FellegiSunter
    let people: AllowancePeople
    let catalogue: PolicyCatalogue

    struct Pair: Sendable, Equatable {
        /// Rows of the beneficiaries.
        let left: Int
        let right: Int
        /// What would not be paid if only the highest were.
        let avoidable: Dong
    }

    func pairs() -> [Pair] {
        let policies = (0..<inputs.codes.policy.count).map { catalogue[inputs.codes.policy.text(UInt32($0))] }
        var found: [Pair] = []
        BlockIndex(people.person.lazy.map(UInt64.init)).forEachBlock { rows in
            let rows = rows.map(Int.init)
            let highest = rows.max { (inputs.beneficiaries.amount[$0], $1) < (inputs.beneficiaries.amount[$1], $0) }
            for (position, left) in rows.enumerated() {
                for right in rows.dropFirst(position + 1) where isExclusive(left, right, policies) {
                    found.append(Pair(left: left, right: right, avoidable: avoidable(left, right, highest)))
                }
            }
        }
        return found.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }

    /// Each allowance but the highest is counted once.
    private func avoidable(_ left: Int, _ right: Int, _ highest: Int?) -> Dong {
        guard left == highest || right == highest else { return .zero }
        return Dong(inputs.beneficiaries.amount[left == highest ? right : left])
    }

    private func isExclusive(_ left: Int, _ right: Int, _ policies: [Policy?]) -> Bool {
        guard let first = policies[Int(inputs.beneficiaries.policy[left])],
            let second = policies[Int(inputs.beneficiaries.policy[right])]
        else { return false }
        return Exclusivity.forbids(first, second)
    }

    func findings(_ pairs: [Pair]) -> [Finding] {
        pairs.map { pair in
            let (left, right) = (inputs.memberCount + pair.left, inputs.memberCount + pair.right)
            let (here, there) = (inputs.province(listed: left), inputs.province(listed: right))
            let codes = [pair.left, pair.right].map { inputs.codes.policy.text(inputs.beneficiaries.policy[$0]) }
            let isTwice = codes[0] == codes[1]
            var finding = Finding(
                .exclusivePolicies, severity: .high, province: here, otherProvince: here == there ? nil : there,
                policyCode: codes[1], amount: pair.avoidable, left: inputs.reference(listed: left),
                right: inputs.reference(listed: right),
                evidence: [Evidence(field: "chinh_sach", level: "exclusive", millibits: 0)],
                vietnamese: isTwice
                    ? "Một người đang hưởng \(codes[0]) hai lần."
                    : "Một người đang hưởng \(codes[0]) và \(codes[1]), trong khi chỉ được hưởng mức cao hơn.",
                english: isTwice
                    ? "One person receives \(codes[0]) twice."
                    : "One person receives \(codes[0]) and \(codes[1]), of which only the higher may be received.")
            if let one = people.direct(left, right) { explain(one, &finding) }
            return finding
        }
    }

    /// Neither a national record nor a code says that the two rows are one person: the card shows why we think so.
    private func explain(_ pair: DuplicatePass.Pair, _ finding: inout Finding) {
        let why = MatchExplanation(
            pattern: pair.pattern, namesakes: rule.frequency.bearers(of: inputs.listed.name[pair.right]))
        finding.severity = .medium
        finding.millibits = Int64(pair.weight.millibits)
        finding.threshold = Int64(DuplicatePass.threshold(rule).millibits)
        finding.pairKey = PairKey(inputs: inputs).allowances(pair.left, pair.right)
        finding.evidence = PairEvidence(inputs: inputs, rule: rule).evidence(pair) + finding.evidence
        finding.sentenceVietnamese += " Hai dòng nhiều khả năng là một người: \(why.vietnamese)."
        finding.sentenceEnglish += " The two rows are probably one person: \(why.english)."
    }
}

/// The exclusivity rules of the catalogue: policies of one group exclude each other where both say that only one is granted.
enum Exclusivity {
    static func forbids(_ left: Policy, _ right: Policy) -> Bool {
        guard !left.exclusiveGroup.isEmpty, left.exclusiveGroup == right.exclusiveGroup else { return false }
        guard grantsOne(left.exclusiveRule), grantsOne(right.exclusiveRule) else { return false }
        return !isExcepted(left, right) && !isExcepted(right, left)
    }

    private static func grantsOne(_ rule: String) -> Bool {
        ["HIGHEST_ONE", "ONE_ONLY", "ONE_CASH_REGIME", "ONCE", "REPLACES"].contains { rule.hasPrefix($0) }
    }

    /// A poor single parent (K4) who is also old, disabled or living with HIV (K5, K6, K8) keeps both: Decree 20/2021 article 6.
    private static func isExcepted(_ parent: Policy, _ other: Policy) -> Bool {
        guard parent.exclusiveRule.contains("EXCEPT_K4"), other.exclusiveRule.contains("EXCEPT_K4") else { return false }
        return clause(parent) == "K4" && ["K5", "K6", "K8"].contains(String(clause(other).prefix(2)))
    }

    private static func clause(_ policy: Policy) -> String {
        let parts = policy.code.split(separator: ".")
        return parts.count > 1 ? String(parts[1]) : ""
    }
}
