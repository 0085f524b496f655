/// A calendar date of which the day, or the day and the month, may be unknown.
///
/// Old people and people of mountain communes often have only a year of birth; exports write it as `1950`,
/// `00/00/1950` or `01/01/1950`. The unknown parts are kept as zero, so that ``packed`` orders and stores dates as one
/// whole number: `19500000` is the year 1950 and no more.
package struct PartialDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// `yyyymmdd` with zeros for what is unknown.
    package let packed: Int32

    package enum Precision: String, Sendable, Codable { case day, month, year }

    package enum Answer: String, Sendable { case yes, no, unknown }

    /// - Returns: `nil` unless the parts are a real date of the years 1800 to 2200 (proleptic Gregorian calendar).
    package init?(year: Int, month: Int = 0, day: Int = 0) {
        guard (1800...2200).contains(year), (0...12).contains(month), month > 0 || day == 0 else { return nil }
        guard day >= 0, day == 0 || day <= PartialDate.days(inMonth: month, of: year) else { return nil }
        packed = Int32(year * 10_000 + month * 100 + day)
    }

    package init?(packed: Int64) {
        self.init(year: Int(packed / 10_000), month: Int(packed / 100 % 100), day: Int(packed % 100))
    }

    package var year: Int { Int(packed) / 10_000 }
    package var month: Int { Int(packed) / 100 % 100 }
    package var day: Int { Int(packed) % 100 }
    package var precision: Precision { month == 0 ? .year : day == 0 ? .month : .day }

    package static func < (left: PartialDate, right: PartialDate) -> Bool { left.packed < right.packed }

    /// ISO 8601 with reduced precision: `1950-02-28`, `1950-02` or `1950`.
    package var description: String {
        let y = String(year)
        guard month > 0 else { return y }
        let m = month < 10 ? "0\(month)" : "\(month)"
        guard day > 0 else { return "\(y)-\(m)" }
        return "\(y)-\(m)-" + (day < 10 ? "0\(day)" : "\(day)")
    }

    /// As Vietnamese papers write it: `28/02/1950`, `02/1950` or `1950`.
    package var vietnamese: String {
        description.split(separator: "-").reversed().joined(separator: "/")
    }

    /// Has a person born on this date completed `age` years on `date`? Unknown where the precision does not decide it.
    package func hasReached(age: Int, on date: PartialDate) -> Answer {
        let earliest = year + age
        let birthday = earliest * 10_000 + (month == 0 ? 101 : month * 100 + max(day, 1))
        let latest = earliest * 10_000 + (month == 0 ? 1231 : month * 100 + (day == 0 ? 31 : day))
        let now = Int(date.packed)
        if now >= latest { return .yes }
        return now < birthday ? .no : .unknown
    }

    package static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
