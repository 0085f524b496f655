import Registry

/// Rows that bear the number of another person: the guardian's, the spouse's, or a slip of the pen.
struct IdentityConflicts {
    let inputs: Inputs
    let links: PersonLinks
    let scorer: PairScorer

    /// One a person: a member's allowances repeat the member's number.
    func findings(_ conflicts: [NumberConflict]) -> [Finding] {
        var seen: Set<UInt32> = []
        return conflicts.compactMap { conflict in
            guard links.partner(of: conflict.row) != conflict.owner else { return nil }
            let person = inputs.listed.person[conflict.row]
            guard person == 0 || seen.insert(person).inserted else { return nil }
            return finding(conflict)
        }
    }

    private func finding(_ conflict: NumberConflict) -> Finding {
        let pattern = scorer.pattern(conflict.row, conflict.owner)
        let isOfHousehold = ownerIsOfHousehold(conflict)
        return Finding(
            .identityConflict, severity: .medium, province: inputs.province(listed: conflict.row),
            left: inputs.reference(listed: conflict.row), right: inputs.reference(population: conflict.owner),
            millibits: Int64(scorer.weight(pattern, conflict.owner).millibits),
            threshold: Int64(scorer.rule.prior.millibits),
            pairKey: PairKey(inputs: inputs).conflict(conflict.row, owner: conflict.owner),
            evidence: evidence(conflict, pattern),
            vietnamese: (isOfHousehold
                ? "Số định danh ở dòng này là của người khác trong cùng hộ (có thể là người giám hộ): "
                : "Số định danh ở dòng này là của người khác: ") + why(pattern).vietnamese + ".",
            english: (isOfHousehold
                ? "The number in this row is another member's of the household (perhaps the guardian's): "
                : "The number in this row is another person's: ") + why(pattern).english + ".")
    }

    private func why(_ pattern: ComparisonPattern) -> (vietnamese: String, english: String) {
        if pattern.birth.agrees {
            return (
                "ngày sinh khớp nhưng tên gọi khác, như anh chị em sinh đôi",
                "the date of birth agrees but the given name does not, as with twins"
            )
        }
        if pattern.name.agrees {
            return ("họ tên khớp nhưng năm sinh cách nhau một thế hệ", "the names agree but a generation lies between the births")
        }
        return ("họ tên và ngày sinh đều khác", "name and date of birth both differ")
    }

    /// The number is the person's own where name or date confirm it, whatever the weight.
    private func evidence(_ conflict: NumberConflict, _ pattern: ComparisonPattern) -> [Evidence] {
        let owner = conflict.owner
        let years = NumberPass.yearsApart(inputs.listed.birth[conflict.row], inputs.population.birth[owner])
        let counts = ValueCounts(
            frequency: scorer.rule.frequency, names: inputs.names, people: inputs.population, row: owner)
        return scorer.rule.evidence(pattern, scorer.values(owner), bearers: counts) {
            NumberPass.confirms($0, yearsApart: years)
        }
    }

    private func ownerIsOfHousehold(_ conflict: NumberConflict) -> Bool {
        guard let own = links.partner(of: conflict.row) else { return false }
        let household = inputs.population.household
        return household[own] != 0 && household[own] == household[conflict.owner]
    }
}
