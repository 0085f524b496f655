/// A calendar month, the period for which benefits are due and paid.
package struct Period: Hashable, Comparable, Sendable, CustomStringConvertible, Codable {
    /// `yyyymm`, as stored.
    package let packed: Int32

    package init?(year: Int, month: Int) {
        guard (1990...2200).contains(year), (1...12).contains(month) else { return nil }
        packed = Int32(year * 100 + month)
    }

    package init?(packed: Int64) { self.init(year: Int(packed / 100), month: Int(packed % 100)) }

    /// Reads `2021-08` and nothing else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, let year = Int(parts[0]), let month = Int(parts[1])
        else { return nil }
        self.init(year: year, month: month)
    }

    package var year: Int { Int(packed) / 100 }
    package var month: Int { Int(packed) % 100 }

    package static func < (left: Period, right: Period) -> Bool { left.packed < right.packed }

    package var description: String { "\(year)-" + (month < 10 ? "0\(month)" : "\(month)") }

    /// As Vietnamese papers write it: `08/2021`.
    package var vietnamese: String { (month < 10 ? "0\(month)" : "\(month)") + "/\(year)" }

    /// The period `months` later (earlier when negative).
    package func advanced(by months: Int) -> Period {
        let count = year * 12 + month - 1 + months
        return Period(year: count / 12, month: count % 12 + 1) ?? self
    }

    package var firstDay: PartialDate { PartialDate(year: year, month: month, day: 1)! }  // a period is always a real month
    package var lastDay: PartialDate {
        PartialDate(year: year, month: month, day: PartialDate.days(inMonth: month, of: year))!  // the same
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let period = Period(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not YYYY-MM"))
        }
        self = period
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
