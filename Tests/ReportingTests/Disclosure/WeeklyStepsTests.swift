import TestSupport
import Testing

@testable import Reporting

@Suite("Weekly steps")
struct WeeklyStepsTests {
    private let steps = WeeklySteps(threshold: 5)

    @Test("a week with one to four newly paid persons repeats the figure before")
    func smallWeek() {
        let weeks = PaidWeeks(patterns: [0b001: 10, 0b010: 3, 0b100: 8])
        #expect(steps.protect([100, 130, 210], paid: [weeks]) == [100, 100, 210])
    }

    @Test("when the last step is too small the one before is held back, and the last figure is the true one")
    func smallEnd() {
        let weeks = PaidWeeks(patterns: [0b001: 10, 0b010: 6, 0b100: 2])
        #expect(steps.protect([100, 160, 180], paid: [weeks]) == [100, 100, 180])
        let fewAtTheEnd = PaidWeeks(patterns: [0b001: 10, 0b100: 2])
        #expect(steps.protect([100, 100, 120], paid: [fewAtTheEnd]) == [0, 0, 120])
    }

    @Test("from the last week with payments on the figure is the true one")
    func quietEnd() {
        let weeks = PaidWeeks(patterns: [0b00001: 10, 0b00010: 6, 0b00100: 2])
        #expect(steps.protect([100, 160, 180, 180, 180], paid: [weeks]) == [100, 100, 180, 180, 180])
        #expect(steps.protect([0, 0, 0], paid: [PaidWeeks(patterns: [:])]) == [0, 0, 0])
    }

    @Test("a quiet week is published as it is")
    func quiet() {
        let weeks = PaidWeeks(patterns: [0b0001: 10, 0b1000: 9])
        #expect(steps.protect([100, 100, 100, 190], paid: [weeks]) == [100, 100, 100, 190])
    }

    @Test("the same persons paid again in another week are not counted as more persons")
    func samePersons() {
        let weeks = PaidWeeks(patterns: [0b011: 4, 0b100: 7])
        #expect(weeks.persons(in: 0..<2) == 4)
        #expect(steps.protect([40, 80, 150], paid: [weeks]) == [0, 0, 150])
    }

    @Test("behind every difference of two published weeks stand none or at least five persons", arguments: 0..<300)
    func differences(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let times = Int.random(in: 2...9, using: &numbers)
        var payments: [BenefitFacts.Paid] = []
        for person in 0..<Int.random(in: 0...30, using: &numbers) {
            for _ in 0..<Int.random(in: 1...2, using: &numbers) {
                let time = Int32.random(in: 0..<Int32(times), using: &numbers)
                payments.append(
                    .init(area: 1, line: 0, time: time, person: UInt64(person), household: UInt64(person), amount: 360_000))
            }
        }
        let series = (0..<times).map { time in payments.filter { $0.time <= time }.reduce(0) { $0 + $1.amount } }
        let published = steps.protect(series, paid: [PaidWeeks(payments)])
        #expect(published.last == series.last)
        let total = Set(payments.map(\.person)).count
        for (earlier, later) in pairs(times) where published[earlier] != published[later] {
            let low = published[earlier]
            let behind = payments.filter { payment in
                let value = series[Int(payment.time)]
                return value > low && value <= published[later]
            }
            let persons = Set(behind.map(\.person)).count
            // A cell with fewer than five persons in all is hidden by the frequency rule.
            #expect(persons >= 5 || total < 5, "seed \(seed): weeks \(earlier) and \(later)")
        }
    }

    private func pairs(_ count: Int) -> [(Int, Int)] {
        (0..<count).flatMap { first in (first..<count).map { (first, $0) } }
    }
}
