import Glibc

/// Adds up the match weights of a pair's comparisons (Fellegi and Sunter 1969), with term frequencies for names, years, places and
/// addresses. A field that one side does not give weighs nothing.
struct FellegiSunter: Sendable {
    let model: LinkageModel
    let frequency: TermFrequency
    private let names: NameBook
    /// log₂(m ∕ u) in thousandths of a bit, sixteen levels a field; what is missing weighs nothing.
    private let weights: [Int32]

    init(model: LinkageModel, frequency: TermFrequency, names: NameBook) {
        self.model = model
        self.frequency = frequency
        self.names = names
        weights = ComparedField.allCases.flatMap { field in
            let own = zip(model[field].m, model[field].u).map { MatchWeight(m: $0, u: $1).millibits }
            return own + [Int32](repeating: 0, count: 16 - own.count)
        }
    }

    /// The values of one of the two rows that weights hang on: the register's.
    struct Values: Sendable {
        /// What its name adds in the country, and in its province, with marks and without; in thousandths of a bit.
        let name: Int32
        let plainName: Int32
        let localName: Int32
        let localPlainName: Int32
        let birth: Int32
        let province: UInt8
        let commune: UInt32
        let address: UInt32
    }

    /// - Parameter local: Of the same table.
    func values(_ people: PersonColumns, _ row: Int, _ local: LocalNames) -> Values {
        let name = people.name[row]
        return Values(
            name: frequency.bits(name: name), plainName: frequency.bits(plainName: names.plainKey[Int(name)]),
            localName: Int32(local.toned[row]), localPlainName: Int32(local.plain[row]), birth: people.birth[row],
            province: people.province[row], commune: people.commune[row], address: people.address(row))
    }

    func weight(_ pattern: ComparisonPattern, _ values: Values) -> MatchWeight {
        var sum = nameWeight(pattern, values) + dateWeight(pattern.birth, values.birth)
        sum = sum + own(.sex, pattern.sex.rawValue) + own(.number, pattern.number.rawValue)
        sum = sum + own(.formerID, pattern.formerID.rawValue) + own(.insurance, pattern.insurance.rawValue)
        sum = sum + own(.otherID, pattern.otherID.rawValue) + own(.relation, pattern.relation.rawValue)
        // A shared household says where the person lives: the place would say it a second time.
        if pattern.household == .shared { return sum + own(.household, pattern.household.rawValue) }
        sum = sum + addressWeight(pattern.address, values.address) + placeWeight(pattern.place, values)
        return sum + own(.household, pattern.household.rawValue)
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
    func weights(_ pattern: ComparisonPattern, _ values: Values) -> (fields: [MatchWeight], sum: MatchWeight) {
        let isShared = pattern.household == .shared
        let fields = ComparedField.allCases.map { field -> MatchWeight in
            switch field {
            case .name: nameWeight(pattern, values)
            case .birth: dateWeight(pattern.birth, values.birth)
            case .place: isShared ? .zero : placeWeight(pattern.place, values)
            case .address: isShared ? .zero : addressWeight(pattern.address, values.address)
            case .sex, .number, .formerID, .insurance, .otherID, .relation, .household:
                own(field, UInt8(pattern.level(field)))
            }
        }
        return (fields, fields.reduce(.zero, +))
    }

    func nameWeight(_ pattern: ComparisonPattern, _ values: Values) -> MatchWeight {
        let weight = own(.name, pattern.name.rawValue)
        let isLocal = pattern.place <= .province
        let plain = isLocal ? values.localPlainName : values.plainName
        switch pattern.name {
        case .exact:
            return min(weight + MatchWeight(millibits: isLocal ? values.localName : values.name), LinkageModel.nameCap)
        case .unmarked, .otherTones: return min(weight + MatchWeight(millibits: plain), LinkageModel.nameCap)
        case .reordered, .middleDropped, .oneLetter, .similar:
            // What is near a rare name is not all that rare.
            let half = MatchWeight(millibits: max(-2000, min(4000, plain / 2)))
            return min(weight + half, LinkageModel.nameCap)
        case .surnameAndGiven, .given, .surname, .different, .missing: return weight
        }
    }

    func dateWeight(_ level: DateLevel, _ birth: Int32) -> MatchWeight {
        let weight = own(.birth, level.rawValue)
        switch level {
        case .exact, .swapped, .yearOnly, .sameYear: return weight + MatchWeight(millibits: frequency.bits(yearOf: birth))
        case .oneDigit, .adjacentYear, .different, .missing: return weight
        }
    }

    func placeWeight(_ level: PlaceLevel, _ values: Values) -> MatchWeight {
        let weight = own(.place, level.rawValue)
        switch level {
        case .commune: return weight + MatchWeight(millibits: frequency.bits(commune: values.commune))
        case .district, .province: return weight + MatchWeight(millibits: frequency.bits(province: values.province))
        case .different, .missing: return weight
        }
    }

    func addressWeight(_ level: AddressLevel, _ address: UInt32) -> MatchWeight {
        let weight = own(.address, level.rawValue)
        guard level == .exact else { return min(weight, LinkageModel.addressCap) }
        return min(weight + MatchWeight(millibits: frequency.bits(address: address)), LinkageModel.addressCap)
    }

    /// The weight of a level for no value in particular.
    @inline(__always) func own(_ field: ComparedField, _ level: UInt8) -> MatchWeight {
        MatchWeight(millibits: weights[field.rawValue << 4 | Int(level)])
    }
}
