import Registry

/// Reads the dates that people and spreadsheets write: `5/8/1950`, `05-08-1950`, `05.08.1950`, ISO, a year alone, `00/00/1950`,
/// `08/1950`, `19500805`, spreadsheet day numbers; a time of day behind the date is dropped.
struct DateCell {
    enum Answer: Equatable {
        case date(PartialDate)
        /// From a spreadsheet's day number.
        case serial(PartialDate)
        case invalid
        case ambiguous
    }

    /// Whether the whole file was shown to write the month first.
    var isMonthFirst = false
    /// The last day that a date of this column may be, where there is one; decides two-digit years.
    var latest: PartialDate?
    /// The first day it may be; decides two-digit years as well.
    var earliest: PartialDate?

    func read(_ cell: Bytes) -> Answer {
        if !isMonthFirst, let date = DateCell.plain(cell) { return date }
        let bytes = DateCell.withoutTime(cell)
        guard var numbers = Numbers(bytes) else { return .invalid }
        switch numbers.count {
        case 1: return single(numbers)
        case 2: return monthAndYear(numbers)
        case 3:
            if numbers.digits.0 == 4 {
                guard numbers.digits.1 <= 2, numbers.digits.2 <= 2 else { return .invalid }
                return exact(numbers.values.0, numbers.values.1, numbers.values.2)
            }
            guard numbers.digits.0 <= 2, numbers.digits.1 <= 2 else { return .invalid }
            if isMonthFirst { swap(&numbers.values.0, &numbers.values.1) }
            if numbers.digits.2 == 2 { return shortYear(numbers) }
            guard numbers.digits.2 == 4 else { return .invalid }
            return exact(numbers.values.2, numbers.values.1, numbers.values.0)
        default: return .invalid
        }
    }

    /// `05/08/1950`, as most dates are written, without looking for anything else; `nil` for all other forms.
    @inline(__always) private static func plain(_ cell: Bytes) -> Answer? {
        guard cell.count == 10, cell[2] == 0x2F, cell[5] == 0x2F else { return nil }
        var packed = 0
        for index in 0..<10 where index != 2 && index != 5 {
            let digit = cell[index] &- 0x30
            guard digit < 10 else { return nil }
            packed = packed * 10 + Int(digit)
        }
        return PartialDate(year: packed % 10_000, month: packed / 10_000 % 100, day: packed / 1_000_000).map(Answer.date)
            ?? .invalid
    }

    private func exact(_ year: Int, _ month: Int, _ day: Int) -> Answer {
        PartialDate(year: year, month: month, day: day).map(Answer.date) ?? .invalid
    }

    private func single(_ numbers: Numbers) -> Answer {
        let value = numbers.values.0
        switch numbers.digits.0 {
        case 4: return exact(value, 0, 0)
        case 5:
            guard value >= 10_000, value < 80_000, let date = DateCell.date(serial: value) else { return .invalid }
            return .serial(date)
        case 8:
            let yearFirst = PartialDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
            let dayFirst = PartialDate(year: value % 10_000, month: value / 10_000 % 100, day: value / 1_000_000)
            let possible = [yearFirst, dayFirst].compactMap { $0 }.filter(isPossible)
            return possible.count == 1 ? .date(possible[0]) : possible.isEmpty ? .invalid : .ambiguous
        default: return .invalid
        }
    }

    private func isPossible(_ date: PartialDate) -> Bool {
        date.day > 0 && (earliest.map { date >= $0 } ?? (date.year > 1850)) && (latest.map { date <= $0 } ?? true)
    }

    private func monthAndYear(_ numbers: Numbers) -> Answer {
        if numbers.digits.0 == 4, numbers.digits.1 <= 2 { return exact(numbers.values.0, numbers.values.1, 0) }
        guard numbers.digits.0 <= 2, numbers.digits.1 == 4 else { return .invalid }
        return exact(numbers.values.1, numbers.values.0, 0)
    }

    /// `5/8/50` can only be 1950 while 2050 is to come; `5/8/05` could be 1905 and 2005.
    private func shortYear(_ numbers: Numbers) -> Answer {
        let dates = [1900, 2000].compactMap { century in
            PartialDate(year: century + numbers.values.2, month: numbers.values.1, day: numbers.values.0)
        }
        guard !dates.isEmpty else { return .invalid }
        let possible = dates.filter(isPossible)
        return possible.count == 1 ? .date(possible[0]) : possible.isEmpty ? .invalid : .ambiguous
    }

    /// The day that a spreadsheet of the 1900 system numbers `serial`: 1 is 1900-01-01, and 60 is a day that never was.
    static func date(serial: Int) -> PartialDate? {
        serial > 60 ? date(epochDay: serial - 25_569) : nil
    }

    /// - Parameter epochDay: Days since 1970-01-01.
    static func date(epochDay: Int) -> PartialDate? {
        // Civil date from days, counted from 0000-03-01 in cycles of 400 years.
        let days = epochDay + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return PartialDate(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// Cuts ` 00:00:00`, `T00:00:00`, ` 0:00` and the fraction of a day number.
    static func withoutTime(_ cell: Bytes) -> Bytes {
        var end = cell.count
        if cell.contains(0x3A) {
            for index in 0..<cell.count where cell[index] == 0x20 || cell[index] == 0x54 || cell[index] == 0x74 {
                end = index
                break
            }
        }
        var date = cell.part(0, end)
        if date.count > 6, date[5] == 0x2E, date[0] != 0x30, !date.part(6, date.count).contains(0x2E),
            Numbers(date.part(0, 5))?.count == 1
        {
            date = date.part(0, 5)
        }
        return date.trimmed
    }

    /// Up to three runs of digits parted by `/`, `-`, `.` or blanks.
    struct Numbers {
        var values = (0, 0, 0)
        var digits = (0, 0, 0)
        var count = 0

        init?(_ bytes: Bytes) {
            guard bytes.count > 0, bytes.count <= 16 else { return nil }
            var value = 0
            var length = 0
            var isParted = false
            for byte in bytes {
                if byte >= 0x30, byte <= 0x39 {
                    value = value * 10 + Int(byte - 0x30)
                    length += 1
                    isParted = false
                    if length > 8 { return nil }
                } else if byte == 0x2F || byte == 0x2D || byte == 0x2E {
                    guard length > 0, !isParted, close(value, length) else { return nil }
                    value = 0
                    length = 0
                    isParted = true
                } else if byte != 0x20 {
                    return nil
                }
            }
            guard length > 0, close(value, length) else { return nil }
        }

        private mutating func close(_ value: Int, _ length: Int) -> Bool {
            switch count {
            case 0: (values.0, digits.0) = (value, length)
            case 1: (values.1, digits.1) = (value, length)
            case 2: (values.2, digits.2) = (value, length)
            default: return false
            }
            count += 1
            return true
        }
    }
}
