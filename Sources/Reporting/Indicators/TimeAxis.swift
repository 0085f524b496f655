import Foundation
import Registry

/// The points in time of a release: the ISO weeks that overlap the period and the two after it, then the period as a whole.
///
/// A week counts everything paid until its Sunday. The last point counts every payment that the statements of the period hold,
/// whatever its date; its `end` is the last Sunday.
struct TimeAxis: Sendable {
    let points: [ReleaseDocument.TimePoint]
    /// The last day of each week, packed as in ``PartialDate``.
    private let weekEnds: [Int32]
    private let periodEnd: Int32

    static let weeksAfter = 2

    init(_ period: Period) {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        var points: [ReleaseDocument.TimePoint] = []
        var ends: [Int32] = []
        let last = TimeAxis.date(period.lastDay, calendar)
        var sunday = TimeAxis.sunday(onOrAfter: TimeAxis.date(period.firstDay, calendar), calendar)
        let end =
            calendar.date(byAdding: .day, value: 7 * TimeAxis.weeksAfter, to: TimeAxis.sunday(onOrAfter: last, calendar)) ?? last
        while sunday <= end {
            let parts = calendar.dateComponents([.year, .month, .day, .weekOfYear, .yearForWeekOfYear], from: sunday)
            let day = PartialDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0) ?? period.lastDay
            let week = parts.weekOfYear ?? 0
            points.append(.init(code: "\(parts.yearForWeekOfYear ?? 0)-W\(week < 10 ? "0" : "")\(week)", end: day.description))
            ends.append(day.packed)
            sunday = calendar.date(byAdding: .day, value: 7, to: sunday) ?? end.addingTimeInterval(1)
        }
        points.append(.init(code: period.description, end: points.last?.end ?? period.lastDay.description))
        self.points = points
        weekEnds = ends
        periodEnd = period.lastDay.packed
    }

    /// The first point that counts a payment of this date (packed; 0 when the statement has none: then the end of the period).
    func index(ofDate date: Int64) -> Int {
        let day = date == 0 ? periodEnd : Int32(clamping: date)
        return weekEnds.firstIndex { day <= $0 } ?? weekEnds.count
    }

    private static func date(_ date: PartialDate, _ calendar: Calendar) -> Date {
        calendar.date(from: DateComponents(year: date.year, month: date.month, day: date.day)) ?? .distantPast
    }

    private static func sunday(onOrAfter date: Date, _ calendar: Calendar) -> Date {
        let weekday = calendar.component(.weekday, from: date)  // 1 is Sunday
        return calendar.date(byAdding: .day, value: (8 - weekday) % 7, to: date) ?? date
    }
}
