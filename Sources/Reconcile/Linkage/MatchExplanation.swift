import Registry

extension FellegiSunter {
    /// The waterfall of a pair's weight: one entry a field, in the order of the card. Fields that neither row has are left out, but for those
    /// that every list should have.
    ///
    /// - Parameter bearers: The register's value of the second row, to tell how rare it is.
    /// - Parameter isOnePerson: How pairs are decided; ``Counterfactuals`` asks what change would turn that. `nil` where something else decided.
    /// - Complexity: O(levels of all fields), about fifty weights.
    func evidence(
        _ pattern: ComparisonPattern, _ values: ValueBits, bearers: ValueCounts, isOnePerson: ((ComparisonPattern) -> Bool)? = nil
    ) -> [Evidence] {
        let weights = weights(pattern, values).fields
        let counterfactuals = isOnePerson.map { Counterfactuals(rule: self, pattern: pattern, values: values, isOnePerson: $0) }
        return FellegiSunter.card.filter { isShown($0, pattern) }.map { field in
            Evidence(
                field: field.key, level: field.word(pattern.level(field)), millibits: Int64(weights[field.rawValue].millibits),
                bearers: bearers.count(field, pattern), flip: counterfactuals?.flip(field))
        }
    }

    private static let card: [ComparedField] = [
        .name, .birth, .sex, .number, .formerID, .insurance, .otherID, .relation, .place, .address, .householdCode, .household,
    ]

    private func isShown(_ field: ComparedField, _ pattern: ComparisonPattern) -> Bool {
        switch field {
        case .name, .birth, .sex, .number, .formerID, .household: true
        case .insurance, .otherID, .relation, .householdCode: pattern.level(field) != field.missing
        case .place: !pattern.isOneHome
        case .address: !pattern.isOneHome && pattern.level(field) != field.missing
        }
    }
}

/// Says in one sentence why two records are taken for one person, or for two. Never a name or a number.
struct MatchExplanation {
    let pattern: ComparisonPattern
    /// How many people of the national records bear the name, where the names agree.
    let namesakes: Int?

    var vietnamese: String {
        var parts = [nameVietnamese, dateVietnamese, numberVietnamese].compactMap { $0 }
        if pattern.household == .shared { parts.append("cùng hộ theo dữ liệu dân cư") }
        if pattern.householdCode == .equal { parts.append("cùng mã số hộ") }
        if pattern.place == .commune { parts.append("cùng xã") }
        if let namesakes, namesakes > 0, pattern.name.agrees {
            parts.append("tên này có \(Dong.grouped(Int64(namesakes))) người cả nước")
        }
        return parts.joined(separator: ", ")
    }

    var english: String {
        var parts = [nameEnglish, dateEnglish, numberEnglish].compactMap { $0 }
        if pattern.household == .shared { parts.append("same household in the national records") }
        if pattern.householdCode == .equal { parts.append("same household code") }
        if pattern.place == .commune { parts.append("same commune") }
        if let namesakes, namesakes > 0, pattern.name.agrees {
            parts.append("\(Dong.grouped(Int64(namesakes), by: ",")) people in the country bear this name")
        }
        return parts.joined(separator: ", ")
    }

    private var nameVietnamese: String? {
        switch pattern.name {
        case .exact: "cùng họ tên"
        case .unmarked: "họ tên chỉ khác dấu"
        case .otherTones: "họ tên khác dấu thanh"
        case .reordered: "họ tên đảo thứ tự"
        case .middleDropped: "họ tên thiếu chữ đệm"
        case .oneLetter: "họ tên lệch một chữ cái"
        case .similar: "họ tên gần giống"
        case .surnameAndGiven: "cùng họ và tên gọi, khác chữ đệm"
        case .given: "chỉ trùng tên gọi"
        case .surname: "chỉ trùng họ"
        case .different: "họ tên khác nhau"
        case .missing: nil
        }
    }

    private var dateVietnamese: String? {
        switch pattern.birth {
        case .exact: "cùng ngày sinh"
        case .swapped: "ngày và tháng sinh đổi chỗ"
        case .yearOnly: "cùng năm sinh"
        case .oneDigit: "ngày sinh lệch một chữ số"
        case .sameYear: "cùng năm sinh, khác ngày"
        case .adjacentYear: "năm sinh lệch một năm"
        case .different: "ngày sinh khác nhau"
        case .missing: nil
        }
    }

    private var numberVietnamese: String? {
        switch pattern.number {
        case .equal: "cùng số định danh"
        case .oneDigit: "số định danh chỉ lệch một chữ số"
        case .different: "số định danh khác nhau"
        case .eachFits: "mỗi người có số định danh của mình"
        case .missing: nil
        }
    }

    private var nameEnglish: String? {
        switch pattern.name {
        case .exact: "same name"
        case .unmarked: "same name but for the marks"
        case .otherTones: "same letters, other tones"
        case .reordered: "same name in another order"
        case .middleDropped: "same name with a middle part dropped"
        case .oneLetter: "name one letter off"
        case .similar: "similar names"
        case .surnameAndGiven: "same surname and given name"
        case .given: "same given name only"
        case .surname: "same surname only"
        case .different: "different names"
        case .missing: nil
        }
    }

    private var dateEnglish: String? {
        switch pattern.birth {
        case .exact: "same date of birth"
        case .swapped: "day and month of birth swapped"
        case .yearOnly: "same year of birth"
        case .oneDigit: "date of birth one digit off"
        case .sameYear: "same year of birth, another day"
        case .adjacentYear: "year of birth one off"
        case .different: "different dates of birth"
        case .missing: nil
        }
    }

    private var numberEnglish: String? {
        switch pattern.number {
        case .equal: "same personal number"
        case .oneDigit: "personal number one digit off"
        case .different: "different personal numbers"
        case .eachFits: "each has a personal number of their own"
        case .missing: nil
        }
    }
}
