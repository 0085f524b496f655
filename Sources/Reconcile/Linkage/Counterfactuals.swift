import Registry

/// What single change of a pair would turn its conclusion: for each field the level, nearest in weight, with which it would be decided the
/// other way.
struct Counterfactuals {
    let rule: FellegiSunter
    let pattern: ComparisonPattern
    let values: ValueBits
    /// The rule by which pairs are decided: a threshold, and what no weight outweighs.
    let isOnePerson: (ComparisonPattern) -> Bool

    /// - Returns: `nil` where the field alone cannot turn it. That a value goes missing never makes one person of two, and where two rows
    ///   live is not theirs to give (``HouseholdLevel/unknown``).
    func flip(_ field: ComparedField) -> Evidence.Flip? {
        let isOne = isOnePerson(pattern)
        let own = pattern.level(field)
        guard field != .household || pattern.household != .unknown else { return nil }
        let sum = rule.weight(pattern, values)
        var best: (level: Int, weight: MatchWeight)?
        for level in 0...field.missing where level != own && (isOne || level != field.missing) {
            let other = pattern.replacing(field, with: UInt8(level))
            guard isOnePerson(other) != isOne else { continue }
            let weight = rule.weight(other, values)
            let isNearer = best.map { abs((weight - sum).millibits) < abs(($0.weight - sum).millibits) } ?? true
            if isNearer { best = (level, weight) }
        }
        return best.map { Evidence.Flip(level: field.word($0.level), millibits: Int64($0.weight.millibits)) }
    }
}

/// How many people of the register have the values of one row.
struct ValueCounts {
    let frequency: TermFrequency
    let names: NameBook
    let people: PersonColumns
    let row: Int

    /// Of the value on which both rows agree; `nil` where they do not, and for what is not counted.
    func count(_ field: ComparedField, _ pattern: ComparisonPattern) -> Int? {
        switch field {
        case .name:
            guard pattern.name.agrees else { return nil }
            return pattern.name == .exact
                ? frequency.bearers(of: people.name[row]) : frequency.bearers(ofPlain: names.plainKey[Int(people.name[row])])
        case .birth: return pattern.birth <= .yearOnly ? frequency.people(bornIn: people.birth[row]) : nil
        case .place:
            if pattern.place == .commune { return frequency.people(inCommune: people.commune[row]) }
            return pattern.place <= .province ? frequency.people(in: people.province[row]) : nil
        case .address: return pattern.address == .exact ? frequency.people(at: people.address[row]) : nil
        case .sex, .number, .formerID, .insurance, .otherID, .relation, .householdCode, .household: return nil
        }
    }
}
