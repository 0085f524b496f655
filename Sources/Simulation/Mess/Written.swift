import Registry

/// What a list says of a person, which may differ from the truth.
struct Written {
    enum Identity {
        case personal(Int64)
        case old(Int64)
        case none
    }

    var name: [UInt8]
    var birth: PartialDate
    var identity: Identity

    /// The truth, as far as the person has papers.
    init(_ person: Person) {
        name = person.name
        birth = person.birth
        identity =
            switch person.papers {
            case .personal: .personal(person.personalNumber)
            case .old: .old(person.oldNumber)
            case .none: .none
            }
    }

    /// Whether the number is the person's own twelve digits.
    func hasOwnNumber(_ person: Person) -> Bool {
        if case .personal(let number) = identity { number == person.personalNumber } else { false }
    }
}

/// Spoils what lists write of persons, at the rates of the simulation.
struct ListNoise {
    let rates: MessRates

    /// - Parameters:
    ///   - guardian: Whose number may stand on a child.
    ///   - isCopy: The same person once more, written by another hand.
    func write(_ person: Person, guardian: Person?, isCopy: Bool, onDay day: PartialDate, _ draw: inout Draw) -> Written {
        var written = Written(person)
        guard rates.name > 0 else { return written }
        if draw.perMille(isCopy ? 420 : rates.name) { written.name = NameNoise.spoil(person.name, person, &draw) }
        if draw.perMille(isCopy ? rates.birthDate * 3 : rates.birthDate) { written.birth = DateNoise.spoil(person.birth, &draw) }
        if draw.perMille(isCopy ? rates.identity * 4 : rates.identity) {
            spoilIdentity(&written, person, person.isUnder(16, on: day) ? guardian : nil, &draw)
        }
        return written
    }

    private func spoilIdentity(_ written: inout Written, _ person: Person, _ guardian: Person?, _ draw: inout Draw) {
        guard case .personal(let number) = written.identity else {
            if let guardian, guardian.papers == .personal { written.identity = .personal(guardian.personalNumber) }
            return
        }
        switch draw.below(10) {
        case 0...3: written.identity = .none
        case 4...5: written.identity = .personal(ListNoise.oneDigitWrong(number, &draw))
        case 6: written.identity = .personal(ListNoise.transposed(number, &draw))
        case 7...8: if person.oldNumber > 0 { written.identity = .old(person.oldNumber) } else { written.identity = .none }
        default: if let guardian, guardian.papers == .personal { written.identity = .personal(guardian.personalNumber) }
        }
    }

    /// Among the six last digits, so that the number still passes every structural check.
    private static func oneDigitWrong(_ number: Int64, _ draw: inout Draw) -> Int64 {
        var power: Int64 = 1
        for _ in 0..<draw.below(6) { power *= 10 }
        let digit = number / power % 10
        return number + ((digit + Int64(1 + draw.below(9))) % 10 - digit) * power
    }

    private static func transposed(_ number: Int64, _ draw: inout Draw) -> Int64 {
        var power: Int64 = 1
        for _ in 0..<draw.below(5) { power *= 10 }
        let low = number / power % 10
        let high = number / (power * 10) % 10
        return number + (high - low) * power + (low - high) * power * 10
    }
}

/// Mistakes in birth dates, as clerks make them. The result is always a real date.
enum DateNoise {
    static func spoil(_ birth: PartialDate, _ draw: inout Draw) -> PartialDate {
        guard birth.precision == .day else { return birth }
        let changed: PartialDate?
        switch draw.below(10) {
        case 0...1:
            changed = PartialDate(
                year: birth.year, month: birth.day <= 12 ? birth.day : birth.month, day: birth.day <= 12 ? birth.month : birth.day
            )
        case 2...4: changed = PartialDate(year: birth.year, month: 1, day: 1)
        case 5...6: changed = PartialDate(year: birth.year)
        case 7: changed = PartialDate(year: birth.year + draw.pick([-10, -1, 1]), month: birth.month, day: birth.day)
        case 8: changed = PartialDate(year: birth.year, month: birth.month, day: max(1, birth.day % 10 + draw.below(3) * 10))
        default: changed = PartialDate(year: birth.year, month: (birth.month + draw.below(2)) % 12 + 1, day: birth.day)
        }
        // Never a birth after the list itself: a date of this year keeps what it was.
        guard let changed, changed.year <= birth.year || birth.year < 2015 else { return birth }
        return changed
    }
}
