import Registry

/// Names two records in every run, by what stays when lists are sent again: the province and its code of the person, or the national number.
/// Rows that have neither are named by what they say, so that a corrected row is a new one.
///
/// A hash, so that no code or number stands in a finding.
struct PairKey {
    let inputs: Inputs

    /// Of two listed rows, in either order.
    func duplicate(_ left: Int, _ right: Int) -> String { PairKey.hash(["duplicate"] + [listed(left), listed(right)].sorted()) }

    /// Of two allowances, in either order.
    func allowances(_ left: Int, _ right: Int) -> String {
        PairKey.hash(["allowances"] + [listed(left), listed(right)].sorted())
    }

    /// Of a listed row and the national record whose number it bears.
    func conflict(_ row: Int, owner: Int) -> String { PairKey.hash(["identity", listed(row), national(owner)]) }

    private func listed(_ row: Int) -> String {
        let people = inputs.listed
        let province = inputs.province(listed: row)
        guard people.person[row] == 0 else { return "\(province) code \(inputs.codes.person.text(people.person[row] - 1))" }
        let household = people.household[row] == 0 ? "" : inputs.codes.household.text(people.household[row] - 1)
        return "\(province) row \(household) \(people.contentKey(row, inputs.names))"
    }

    private func national(_ row: Int) -> String {
        let people = inputs.population
        return people.citizen[row] > 0 ? "number \(people.citizen[row])" : "row \(people.contentKey(row, inputs.names))"
    }

    private static func hash(_ parts: [String]) -> String { ContentHash.of(parts.joined(separator: "\u{1F}").utf8) }
}
