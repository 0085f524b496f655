import Registry

/// Who the people of the other national registers are in the population: whoever draws a pension or a merit allowance may be on a list under a
/// number that the register does not have.
struct RegisterLinks: Sendable {
    let insurance: PersonLinks
    let merit: PersonLinks

    /// By the model that was learnt from the lists. These registers know no households, so every row stands for itself.
    /// - Parameter inputs: With places carried to one list of units.
    init(_ inputs: Inputs, frequency: TermFrequency, model: LinkageModel, progress: ProgressReport) throws {
        func links(_ people: PersonColumns) throws -> PersonLinks {
            guard people.count > 0 else { return PersonLinks(count: 0) }
            var register = inputs
            (register.listed, register.memberCount) = (people, people.count)
            (register.beneficiaries, register.insurance) = (BeneficiaryColumns(), PersonColumns())
            return try PersonLinkage(inputs: register, frequency: frequency, model: model, progress: progress).run().links
        }
        insurance = try links(inputs.insurance)
        merit = try links(inputs.merit)
    }

    /// By row of the population: whether a row of a register that is linked to it says so.
    static func people(_ count: Int, _ links: PersonLinks, where isMeant: (Int) -> Bool) -> [Bool] {
        var people = [Bool](repeating: false, count: count)
        for row in 0..<links.count {
            if let person = links.partner(of: row), isMeant(row) { people[person] = true }
        }
        return people
    }
}
