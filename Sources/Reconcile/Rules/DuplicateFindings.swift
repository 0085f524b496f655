import Registry

/// Findings for people who are listed twice.
struct DuplicateFindings {
    let inputs: Inputs
    let rule: FellegiSunter
    let allowances: Allowances

    func findings(_ pairs: [DuplicatePass.Pair]) -> [Finding] { pairs.map(finding) }

    private func finding(_ pair: DuplicatePass.Pair) -> Finding {
        let listed = inputs.listed
        let (left, right) = (inputs.province(listed: pair.left), inputs.province(listed: pair.right))
        let isInside = left == right
        let stake = min(allowances.monthly(of: pair.left), allowances.monthly(of: pair.right))
        let why = MatchExplanation(pattern: pair.pattern, namesakes: rule.frequency.bearers(of: listed.name[pair.right]))
        return Finding(
            isInside ? .duplicateInside : .duplicateAcross, severity: stake > .zero ? .high : .medium, province: left,
            otherProvince: isInside ? nil : right, amount: stake, left: inputs.reference(listed: pair.left),
            right: inputs.reference(listed: pair.right), millibits: Int64(pair.weight.millibits),
            threshold: Int64(DuplicatePass.threshold(rule).millibits),
            pairKey: PairKey(inputs: inputs).duplicate(pair.left, pair.right),
            evidence: PairEvidence(inputs: inputs, rule: rule).evidence(pair),
            vietnamese: "Nhiều khả năng là một người được ghi hai lần\(isInside ? "" : " ở hai tỉnh"): \(why.vietnamese).",
            english: "Probably one person listed twice\(isInside ? "" : " in two provinces"): \(why.english).")
    }
}

/// What makes two listed rows one person, field by field.
struct PairEvidence {
    let inputs: Inputs
    let rule: FellegiSunter

    func evidence(_ pair: DuplicatePass.Pair) -> [Evidence] {
        let counts = ValueCounts(frequency: rule.frequency, names: inputs.names, people: inputs.listed, row: pair.right)
        guard pair.basis == .weight else {
            return rule.evidence(pair.pattern, pair.values, bearers: counts)
                + [Evidence(field: Evidence.basis, level: pair.basis.rawValue, millibits: 0)]
        }
        let household = inputs.listed.household
        let isOneHousehold = household[pair.left] != 0 && household[pair.left] == household[pair.right]
        let threshold = DuplicatePass.threshold(rule)
        return rule.evidence(pair.pattern, pair.values, bearers: counts) { pattern in
            DuplicatePass.isOnePerson(
                pattern, rule.weight(pattern, pair.values), threshold: threshold, isOneHousehold: isOneHousehold)
        }
    }
}

/// What each person of the lists is due in the month.
struct Allowances {
    private let inputs: Inputs
    private let byPerson: BlockIndex

    init(inputs: Inputs) {
        self.inputs = inputs
        byPerson = BlockIndex(
            (0..<inputs.beneficiaries.count).lazy.map { row in
                inputs.beneficiaries.isActive(row, in: inputs.period) ? UInt64(inputs.listed.person[inputs.memberCount + row]) : 0
            })
    }

    func monthly(of row: Int) -> Dong {
        byPerson.rows(of: UInt64(inputs.listed.person[row])).reduce(.zero) { $0 + Dong(inputs.beneficiaries.amount[Int($1)]) }
    }
}
