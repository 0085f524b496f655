import Glibc

/// Adds up the match weights of a pair's comparisons (Fellegi and Sunter 1969), with term frequencies for names, years and
/// places. A field that one side does not give weighs nothing.
struct FellegiSunter: Sendable {
    let model: LinkageModel
    let frequency: TermFrequency
    private let names: NameBook

    init(model: LinkageModel, frequency: TermFrequency, names: NameBook) {
        self.model = model
        self.frequency = frequency
        self.names = names
    }

    /// The values of the national record that weights hang on.
    struct Values: Sendable {
        let name: UInt32
        let birth: Int32
        let province: UInt8
    }

    func weight(_ pattern: ComparisonPattern, _ values: Values) -> MatchWeight {
        var sum = nameWeight(pattern.name, values.name) + dateWeight(pattern.birth, values.birth) + sexWeight(pattern.sex)
        sum = sum + numberWeight(pattern.number) + formerIDWeight(pattern.formerID)
        // A shared household says where the person lives: the place would say it a second time.
        if pattern.household == .shared { return sum + householdWeight(.shared) }
        return sum + placeWeight(pattern.place, values.province) + householdWeight(pattern.household)
    }

    /// What a pair must outweigh: among `total` strangers one partner is hidden, and perhaps none.
    var prior: MatchWeight { MatchWeight(bits: log2(Double(frequency.total) / LinkageModel.coverage)) }

    /// The weight of "this person has no national record", on the scale of pair weights.
    var absent: MatchWeight { prior + MatchWeight(bits: log2(1 - LinkageModel.coverage)) }

    func nameWeight(_ level: NameLevel, _ name: UInt32) -> MatchWeight {
        guard level != .missing else { return .zero }
        let plainShare = frequency.share(plainName: names.plainKey[Int(name)])
        let u: Double =
            switch level {
            case .exact: frequency.share(name: name)
            case .unmarked, .otherTones: plainShare
            case .reordered, .middleDropped: min(plainShare * LinkageModel.looserName, 0.01)
            case .oneLetter: min(max(plainShare * LinkageModel.looserName, LinkageModel.oneLetterU / 8), 0.01)
            case .surnameAndGiven: LinkageModel.surnameAndGivenU
            case .given: LinkageModel.givenU
            case .different, .missing: 0.98
            }
        return min(MatchWeight(m: model.nameM[Int(level.rawValue)], u: u), LinkageModel.nameCap)
    }

    func dateWeight(_ level: DateLevel, _ birth: Int32) -> MatchWeight {
        guard level != .missing else { return .zero }
        let year = frequency.share(yearOf: birth)
        let u: Double =
            switch level {
            case .exact, .swapped: year / 365
            case .yearOnly: year
            case .oneDigit: LinkageModel.dateOneDigitU
            case .sameYear: year
            case .adjacentYear: year * 2
            case .different, .missing: 0.95
            }
        return MatchWeight(m: model.dateM[Int(level.rawValue)], u: u)
    }

    func sexWeight(_ level: SexLevel) -> MatchWeight {
        level == .missing ? .zero : MatchWeight(m: model.sexM[Int(level.rawValue)], u: 0.5)
    }

    func placeWeight(_ level: PlaceLevel, _ province: UInt8) -> MatchWeight {
        let provinceShare = frequency.share(province: province)
        switch level {
        case .missing: return .zero
        case .commune: return MatchWeight(m: model.placeM[0], u: frequency.shareOfACommune)
        case .district: return MatchWeight(m: model.placeM[1], u: min(LinkageModel.districtU, provinceShare / 2))
        case .province: return MatchWeight(m: model.placeM[2], u: provinceShare)
        case .different: return MatchWeight(m: model.placeM[3], u: max(1 - provinceShare, 0.05))
        }
    }

    func numberWeight(_ level: NumberLevel) -> MatchWeight {
        switch level {
        case .missing: .zero
        case .equal: MatchWeight(m: model.numberM[0], u: 1 / Double(max(frequency.total, 100_000)))
        case .oneDigit: MatchWeight(m: model.numberM[1], u: LinkageModel.numberOneDigitU * 100)
        case .different: MatchWeight(m: model.numberM[2], u: 1)
        }
    }

    /// A person may own several old numbers: another one says little, an equal one is not proof.
    func formerIDWeight(_ level: NumberLevel) -> MatchWeight {
        switch level {
        case .missing: .zero
        case .equal: MatchWeight(bits: 12)
        case .oneDigit: MatchWeight(bits: 7)
        case .different: MatchWeight(bits: -1)
        }
    }

    func householdWeight(_ level: HouseholdLevel) -> MatchWeight {
        switch level {
        case .unknown: .zero
        case .shared: MatchWeight(m: model.householdM[0], u: 4 / Double(frequency.total))
        case .other: MatchWeight(m: model.householdM[1], u: 1)
        }
    }
}
