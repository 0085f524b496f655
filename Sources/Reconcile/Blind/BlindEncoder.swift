package import Registry

/// Turns people into tokens and filters under one key. Names are folded as the open engine folds them, so that marks, capitals, the place
/// of the tone and forms of address make no difference.
package struct BlindEncoder {
    private let key: BlindKey
    private let crosswalk: [UInt32: UInt32]
    private var name = NameFolder()
    private var filters: BlindFilterMaker
    private var message: [UInt8] = []

    /// - Parameter crosswalk: Codes of communes that are no more, to what became of them.
    package init(key: BlindKey, crosswalk: [UInt32: UInt32] = [:]) {
        self.key = key
        self.crosswalk = crosswalk
        filters = BlindFilterMaker(key: key)
    }

    package mutating func record(of row: PersonRow) -> BlindRecord {
        name.fold(row.name)
        // "Chưa đặt tên" is no name that two children have in common.
        if name.isUnnamed { name.fold(UnsafeBufferPointer(start: nil, count: 0)) }
        let commune = UInt64(crosswalk[row.commune] ?? row.commune)
        let date = BlindEncoder.wholeDate(row.birthDate).map(BlindEncoder.unordered)
        var record = BlindRecord()
        addNumbers(row, to: &record)
        let year = BlindEncoder.year(row.birthDate)
        // A single syllable is no name: it is what a list has for a child that is not named yet.
        if name.syllableCount > 1 {
            if let date { addNames(date, to: &record) }
            if let year { record[.nameAndYear] = value(.nameAndYear, [year], name.plainName) }
            if commune != 0 { addNames(commune, year, to: &record) }
        }
        if let date, commune != 0 {
            record[.dateAndCommune] = value(.dateAndCommune, [date, commune])
            if let given = name.syllables.last {
                record[.givenDateAndCommune] = value(.givenDateAndCommune, [date, commune], name.plain(given))
            }
        }
        record.filter = filters.filter(of: row, name, commune: commune)
        return record
    }

    private mutating func addNumbers(_ row: PersonRow, to record: inout BlindRecord) {
        if row.citizenID > 0 {
            record[.citizen] = value(.citizen, [UInt64(row.citizenID)])
            // Relatives lend each other their numbers.
            if let given = name.syllables.last {
                record[.citizenAndGiven] = value(.citizenAndGiven, [UInt64(row.citizenID)], name.plain(given))
            }
        }
        if row.oldID > 0 { record[.former] = value(.former, [UInt64(row.oldID)]) }
        if row.insuranceNumber > 0 { record[.insurance] = value(.insurance, [UInt64(row.insuranceNumber)]) }
        if !row.otherID.isEmpty { record[.other] = value(.other, [], row.otherID) }
    }

    private mutating func addNames(_ date: UInt64, to record: inout BlindRecord) {
        record[.nameAndDate] = value(.nameAndDate, [date], name.plainName)
        record[.syllablesAndDate] = value(.syllablesAndDate, [date], sortedSyllables())
        record[.soundAndDate] = value(.soundAndDate, [date], soundOfName())
        record[.endsAndDate] = value(.endsAndDate, [date], surnameAndGiven())
    }

    private mutating func addNames(_ commune: UInt64, _ year: UInt64?, to record: inout BlindRecord) {
        record[.nameAndCommune] = value(.nameAndCommune, [commune], name.plainName)
        guard let year, let surname = name.syllables.first, let given = name.syllables.last else { return }
        record[.nameYearAndCommune] = value(.nameYearAndCommune, [year, commune], name.plainName)
        record[.surnameYearAndCommune] = value(.surnameYearAndCommune, [year, commune], name.plain(surname))
        record[.givenYearAndCommune] = value(.givenYearAndCommune, [year, commune], name.plain(given))
    }

    // MARK: Parts

    /// `nil` where no day is given: the first of January is how lists write "that year".
    static func wholeDate(_ date: Int32) -> UInt64? { date > 0 && !BirthDateComparison.isYearOnly(date) ? UInt64(date) : nil }

    static func year(_ date: Int32) -> UInt64? { date > 0 ? UInt64(date / 10_000) : nil }

    /// One date for 05/08 and 08/05.
    private static func unordered(_ date: UInt64) -> UInt64 {
        let (month, day) = (date / 100 % 100, date % 100)
        return date / 10_000 * 10_000 + min(month, day) * 100 + max(month, day)
    }

    private func surnameAndGiven() -> [UInt8] {
        guard let first = name.syllables.first, let last = name.syllables.last else { return [] }
        return name.plain(first) + [0] + name.plain(last)
    }

    private func sortedSyllables() -> [UInt8] {
        let syllables = name.syllables.map { name.plain($0) }.sorted { $0.lexicographicallyPrecedes($1) }
        return syllables.flatMap { $0 + [0] }
    }

    private func soundOfName() -> [UInt8] {
        var sound: [UInt8] = []
        for syllable in name.syllables { RegionalSpelling.append(name.plain(syllable), to: &sound) }
        return sound
    }

    /// The first 128 bits of the code of a token's kind, its numbers and its text; how many numbers there are stands in front, so that no
    /// two sets of parts make one message.
    private mutating func value(_ token: BlindToken, _ numbers: [UInt64], _ text: some Collection<UInt8> = []) -> BlindToken.Value
    {
        message.removeAll(keepingCapacity: true)
        message.append(0)
        message.append(UInt8(token.rawValue))
        message.append(UInt8(numbers.count))
        for number in numbers {
            for shift in stride(from: UInt64(0), to: 64, by: 8) { message.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        message += text
        let code = key.code(.token, &message)
        return BlindToken.Value(code[0], code[1])
    }
}
