import Registry
import Testing

@Suite("Dates of which a part may be unknown")
struct PartialDateTests {
    @Test("only real calendar dates exist")
    func realDates() {
        #expect(PartialDate(year: 2020, month: 2, day: 29) != nil)
        #expect(PartialDate(year: 2021, month: 2, day: 29) == nil)
        #expect(PartialDate(year: 1900, month: 2, day: 29) == nil)
        #expect(PartialDate(year: 2000, month: 2, day: 29) != nil)
        #expect(PartialDate(year: 1950, month: 0, day: 5) == nil)
        #expect(PartialDate(year: 1950, month: 13) == nil)
        #expect(PartialDate(year: 150) == nil)
    }

    @Test("every day from 1900 to 2100 survives packing and printing, and days follow each other")
    func everyDay() throws {
        var last: PartialDate?
        for year in 1900...2100 {
            for month in 1...12 {
                for day in 1...PartialDate.days(inMonth: month, of: year) {
                    let date = try #require(PartialDate(year: year, month: month, day: day))
                    if PartialDate(packed: Int64(date.packed)) != date { Issue.record("packing loses \(date)") }
                    if let last, !(last < date) { Issue.record("\(last) does not come before \(date)") }
                    last = date
                }
            }
        }
        #expect(last?.description == "2100-12-31")
    }

    @Test(
        "an age test says unknown in the year that cannot decide it",
        arguments: [
            // Born 1941: 80 some time in 2021.
            ("1941", "2021-08-31", PartialDate.Answer.unknown), ("1941", "2020-12-31", .no), ("1941", "2021-12-31", .yes),
            ("1941", "2022-01-01", .yes), ("1941-08", "2021-07-31", .no), ("1941-08", "2021-08-15", .unknown),
            ("1941-08", "2021-08-31", .yes), ("1941-08-20", "2021-08-19", .no), ("1941-08-20", "2021-08-20", .yes),
        ])
    func ages(birth: String, on: String, expected: PartialDate.Answer) throws {
        #expect(try parse(birth).hasReached(age: 80, on: parse(on)) == expected)
    }

    @Test("a birthday on 29 February is reached on 1 March at the latest")
    func leapDay() throws {
        let birth = try parse("1940-02-29")
        #expect(birth.hasReached(age: 81, on: try parse("2021-02-28")) == .no)
        #expect(birth.hasReached(age: 81, on: try parse("2021-03-01")) == .yes)
    }

    private func parse(_ text: String) throws -> PartialDate {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return try #require(
            PartialDate(year: parts[0], month: parts.count > 1 ? parts[1] : 0, day: parts.count > 2 ? parts[2] : 0))
    }
}
