import Glibc

/// Adds up the match weights of a pair's comparisons (Fellegi and Sunter 1969), with term frequencies for names, years, places and
/// addresses. A field that one side does not give weighs nothing.
struct FellegiSunter: Sendable {
    let model: LinkageModel
    let frequency: TermFrequency
    /// log₂(m ∕ u) in thousandths of a bit, sixteen levels a field; what is missing weighs nothing.
    private let weights: [Int32]

    init(model: LinkageModel, frequency: TermFrequency) {
        self.model = model
        self.frequency = frequency
        weights = ComparedField.allCases.flatMap { field in
            let own = zip(model[field].m, model[field].u).map { MatchWeight(m: $0, u: $1).millibits }
            return own + [Int32](repeating: 0, count: 16 - own.count)
        }
    }

    func weight(_ pattern: ComparisonPattern, _ values: ValueBits) -> MatchWeight {
        var sum = nameWeight(pattern, values) + dateWeight(pattern.birth, values)
        sum = sum + own(.sex, pattern.sex.rawValue) + own(.number, pattern.number.rawValue)
        sum = sum + own(.formerID, pattern.formerID.rawValue) + own(.insurance, pattern.insurance.rawValue)
        sum = sum + own(.otherID, pattern.otherID.rawValue) + own(.relation, pattern.relation.rawValue)
        sum = sum + own(.household, pattern.household.rawValue)
        sum = sum + codeWeight(pattern)
        if pattern.isOneHome { return sum }
        return sum + addressWeight(pattern.address, values) + placeWeight(pattern.place, values)
    }

    /// What a pair must outweigh: among all people of the register one partner is hidden, and perhaps none.
    var prior: MatchWeight { MatchWeight(bits: log2(Double(frequency.total) / model.coverage)) }

    /// The weight of "this person has no record in the register", on the scale of pair weights.
    var absent: MatchWeight { prior + MatchWeight(bits: log2(1 - model.coverage)) }

    /// What two rows of one table must outweigh to be one person.
    var duplicatePrior: MatchWeight { MatchWeight(bits: log2(Double(frequency.total) / model.partners)) }

    /// What it takes from a weight that a surer row of another household is that person already.
    var claimedElsewhere: MatchWeight { MatchWeight(bits: log2(model.listedTwice)) }

    /// The weight of each field of a pair, in the order of ``ComparedField``, and their sum.
    func weights(_ pattern: ComparisonPattern, _ values: ValueBits) -> (fields: [MatchWeight], sum: MatchWeight) {
        let fields = ComparedField.allCases.map { field -> MatchWeight in
            switch field {
            case .name: nameWeight(pattern, values)
            case .birth: dateWeight(pattern.birth, values)
            case .place: pattern.isOneHome ? .zero : placeWeight(pattern.place, values)
            case .address: pattern.isOneHome ? .zero : addressWeight(pattern.address, values)
            case .householdCode: codeWeight(pattern)
            case .sex, .number, .formerID, .insurance, .otherID, .relation, .household:
                own(field, UInt8(pattern.level(field)))
            }
        }
        return (fields, fields.reduce(.zero, +))
    }

    /// Who lives with the same people has mostly kept the code, and who has moved away has mostly another: it would say so a second time.
    private func codeWeight(_ pattern: ComparisonPattern) -> MatchWeight {
        if pattern.household == .shared { return .zero }
        let isImplied = pattern.place == .different || pattern.household == .other
        if pattern.householdCode == .different, isImplied { return .zero }
        return own(.householdCode, pattern.householdCode.rawValue)
    }

    func nameWeight(_ pattern: ComparisonPattern, _ values: ValueBits) -> MatchWeight {
        let weight = own(.name, pattern.name.rawValue)
        let isLocal = pattern.place <= .province
        let plain = isLocal ? values.localPlainName : values.plainName
        switch pattern.name {
        case .exact: return min(weight + (isLocal ? values.localName : values.name), LinkageModel.nameCap)
        case .unmarked, .otherTones: return min(weight + plain, LinkageModel.nameCap)
        case .reordered, .middleDropped, .oneLetter, .similar:
            // What is near a rare name is not all that rare.
            return min(weight + max(-2000, min(4000, plain / 2)), LinkageModel.nameCap)
        case .surnameAndGiven, .given, .surname, .different, .missing: return weight
        }
    }

    func dateWeight(_ level: DateLevel, _ values: ValueBits) -> MatchWeight {
        let weight = own(.birth, level.rawValue)
        switch level {
        case .exact, .swapped, .yearOnly, .sameYear: return weight + values.year
        case .oneDigit, .adjacentYear, .different, .missing: return weight
        }
    }

    func placeWeight(_ level: PlaceLevel, _ values: ValueBits) -> MatchWeight {
        let weight = own(.place, level.rawValue)
        switch level {
        case .commune: return weight + values.commune
        case .district, .province: return weight + values.province
        case .different, .missing: return weight
        }
    }

    func addressWeight(_ level: AddressLevel, _ values: ValueBits) -> MatchWeight {
        let weight = own(.address, level.rawValue)
        return min(level == .exact ? weight + values.address : weight, LinkageModel.addressCap)
    }

    /// The weight of a level for no value in particular.
    @inline(__always) func own(_ field: ComparedField, _ level: UInt8) -> MatchWeight {
        MatchWeight(millibits: weights[field.rawValue << 4 | Int(level)])
    }
}
