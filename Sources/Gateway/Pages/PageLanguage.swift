import Registry

/// The language of a page. Vietnamese comes first; English is the same page in the same state.
package enum PageLanguage: String, Sendable, CaseIterable {
    case vi, en

    func callAsFunction(_ vietnamese: String, _ english: String) -> String { self == .vi ? vietnamese : english }

    /// Digits in groups of three: `1.500.000`, in English `1,500,000`.
    func grouped(_ value: Int64) -> String { Dong.grouped(value, by: self == .vi ? "." : ",") }

    /// Three digits at most and a word: `12,5 tỷ`, `350 tr`; for small places such as tiles.
    func short(_ value: Int64) -> String {
        let steps: [(size: Int64, vietnamese: String, english: String)] = [
            (1_000_000_000_000, " nghìn tỷ", " tn"), (1_000_000_000, " tỷ", " bn"), (1_000_000, " tr", " m"),
        ]
        guard let step = steps.first(where: { value.magnitude >= UInt64($0.size) }) else { return grouped(value) }
        let tenths = value / (step.size / 10)
        let rest = tenths % 10
        let isShort = tenths < 1_000 && rest != 0
        return grouped(tenths / 10) + (isShort ? self(",", ".") + "\(rest)" : "") + self(step.vietnamese, step.english)
    }

    /// `2021-09-12` as `12/09/2021`; in English as it stands.
    func date(_ iso: String) -> String {
        self == .vi ? iso.prefix(10).split(separator: "-").reversed().joined(separator: "/") : String(iso.prefix(10))
    }

    /// A stored moment (UTC) in the time of Hà Nội: `18:09 24/09/2021`. Vietnam keeps UTC+7 all year.
    func moment(_ stored: String) -> String {
        let parts = stored.split { "-T:Z".contains($0) }.compactMap { Int($0) }
        guard parts.count >= 5 else { return stored }
        let (day, hour) = CivilDay.adding(hours: 7, toDay: (parts[0], parts[1], parts[2]), hour: parts[3])
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let clock = "\(two(hour)):\(two(parts[4]))"
        return self == .vi
            ? "\(clock) \(two(day.day))/\(two(day.month))/\(day.year)" : "\(day.year)-\(two(day.month))-\(two(day.day)) \(clock)"
    }
}

/// Days of the civil calendar, where a date formatter would be heavy.
enum CivilDay {
    static func adding(hours: Int, toDay day: (Int, Int, Int), hour: Int) -> (day: (year: Int, month: Int, day: Int), hour: Int) {
        let total = hour + hours
        guard total >= 24 else { return ((day.0, day.1, day.2), total) }
        let next = day.2 + 1
        guard next > lastDay(of: day.1, year: day.0) else { return ((day.0, day.1, next), total - 24) }
        return (day.1 == 12 ? (day.0 + 1, 1, 1) : (day.0, day.1 + 1, 1), total - 24)
    }

    private static func lastDay(of month: Int, year: Int) -> Int {
        switch month {
        case 2: (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
