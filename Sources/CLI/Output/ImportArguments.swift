import ArgumentParser
import Foundation
import Ingest
import Registry

extension SubmissionKind: ExpressibleByArgument {}
extension UnitList: ExpressibleByArgument {}

/// The day on which the program runs, in Vietnam; nobody is born later.
func todayInVietnam() -> PartialDate? {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
    let parts = calendar.dateComponents([.year, .month, .day], from: Date())
    guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
    return PartialDate(year: year, month: month, day: day)
}
