import Registry

/// Applies every rule and puts the findings into their fixed order: class by class, rows as they stand in the lists.
struct Rulebook {
    let inputs: Inputs
    let linkage: PersonLinkage.Result
    let registers: RegisterLinks
    let rule: FellegiSunter
    let catalogue: PolicyCatalogue

    func findings(_ duplicates: [DuplicatePass.Pair], _ payments: PaymentClassification.Result) throws -> [Finding] {
        let links = linkage.links
        let people = try AllowancePeople(
            inputs: inputs, links: links, duplicates: duplicates,
            pass: DuplicatePass(
                inputs: linkage.inputs, links: links, rule: rule, among: inputs.memberCount..<inputs.listed.count))
        let exclusive = ExclusivePolicies(inputs: inputs, rule: rule, people: people, catalogue: catalogue)
        let dead = DeadOnLists(inputs: inputs, links: links)
        let missed = MissedHouseholds(inputs: inputs, links: links, registers: registers, catalogue: catalogue)
        let conflicts = IdentityConflicts(
            inputs: inputs, links: links, scorer: PairScorer(inputs: linkage.inputs, rule: rule, values: linkage.values))
        return DuplicateFindings(inputs: inputs, rule: rule, allowances: Allowances(inputs: inputs)).findings(duplicates)
            + exclusive.findings(exclusive.pairs())
            + dead.findings(dead.rows())
            + conflicts.findings(linkage.conflicts)
            + PaymentFindings(inputs: inputs, classes: payments).findings()
            + missed.findings(missed.missed())
            + UnknownUnits(inputs: inputs).findings()
    }
}
