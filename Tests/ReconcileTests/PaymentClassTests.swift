import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("Payment classes")
struct PaymentClassTests {
    /// One beneficiary with a national record, the payment list and the statements of one month.
    private struct Month {
        var person = Person(name: "Nguyễn Văn Bình", birth: 19_500_203, citizen: 24_050_001_234)
        var died: Int?
        var stopped: Int?
        var instructions: [[String: SQLValue]]?
        var lines: [[String: SQLValue]] = []
        var others: [[String: SQLValue]] = []

        /// The classes of both sides, in the order of the rows.
        func classes() throws -> (approved: [String], paid: [String]) {
            let fixture = try StoreFixture()
            try fixture.add(.members, province: 24, [person.member])
            try fixture.add(.beneficiaries, province: 24, [person.beneficiary(stopped: stopped)])
            try fixture.add(.population, [person.national(residence: "H1", died: died)])
            try fixture.add(.payments, province: 24, instructions ?? [person.instruction()])
            if !lines.isEmpty { try fixture.add(.statement, province: 24, payer: "Bưu điện", lines) }
            if !others.isEmpty { try fixture.add(.statement, province: 24, payer: "Ngân hàng", others) }
            let summary = try Reconciliation(store: fixture.store).run(period: fixture.period, province: nil, actor: "test")
            #expect(summary.proof.proved)
            let rows = try fixture.rows("SELECT side, class FROM payment_class ORDER BY submission_id, record")
            func side(_ name: String) -> [String] { rows.filter { $0.string("side") == name }.compactMap { $0.string("class") } }
            return (side("approved"), side("paid"))
        }
    }

    @Test("Paid as approved is matched")
    func matched() throws {
        var month = Month()
        month.lines = [month.person.line("T1")]
        #expect(try month.classes() == (["matched"], ["matched"]))
    }

    @Test("Nothing in any statement is not reported")
    func notReported() throws { #expect(try Month().classes() == (["not_reported"], [])) }

    @Test("What was not collected or came back keeps its word on both sides", arguments: [PaymentState.uncollected, .returned])
    func notArrived(_ state: PaymentState) throws {
        var month = Month()
        month.lines = [month.person.line("T1", state: state)]
        #expect(try month.classes() == ([state.rawValue], [state.rawValue]))
    }

    @Test("Collected after all counts as paid")
    func collectedLater() throws {
        var month = Month()
        month.lines = [month.person.line("T1", state: .uncollected), month.person.line("T2", on: 20_210_820)]
        #expect(try month.classes() == (["matched"], ["uncollected", "matched"]))
    }

    @Test("A line without instruction is paid but not approved")
    func notApproved() throws {
        var month = Month()
        month.lines = [month.person.line("T1"), month.person.line("T2", "9")]
        #expect(try month.classes() == (["matched"], ["matched", "paid_not_approved"]))
    }

    @Test("Another amount is over or under", arguments: [(600_000, "over"), (500_000, "under")])
    func amounts(_ sample: (Int, String)) throws {
        var month = Month()
        month.lines = [month.person.line("T1", amount: sample.0)]
        #expect(try month.classes() == ([sample.1], [sample.1]))
    }

    @Test("Another person's number is the wrong person, whatever the amount")
    func wrongPerson() throws {
        var month = Month()
        var stranger = month.person
        stranger.name = "Trần Thị Mai"
        stranger.citizen = 24_160_009_876
        month.lines = [stranger.line("T1", amount: 600_000)]
        #expect(try month.classes() == (["wrong_person"], ["wrong_person"]))
    }

    @Test("One wrong digit beside the right name is the same person")
    func slipOfThePen() throws {
        var month = Month()
        var typo = month.person
        typo.citizen = 24_050_001_834
        month.lines = [typo.line("T1")]
        #expect(try month.classes() == (["matched"], ["matched"]))
    }

    @Test("Without numbers the name decides who was paid")
    func wrongName() throws {
        var month = Month()
        var stranger = month.person
        stranger.name = "Trần Thị Mai"
        stranger.citizen = nil
        month.lines = [stranger.line("T1")]
        #expect(try month.classes().paid == ["wrong_person"])
    }

    @Test(
        "After death begins with the month after the month of death",
        arguments: [(20_210_731, "after_death"), (20_210_801, "matched"), (20_210_000, "matched")])
    func death(_ sample: (Int, String)) throws {
        var month = Month()
        month.died = sample.0
        month.lines = [month.person.line("T1")]
        #expect(try month.classes() == ([sample.1], [sample.1]))
    }

    @Test("After stop begins with the month of the stop", arguments: [(202_108, "after_stop"), (202_109, "matched")])
    func stop(_ sample: (Int, String)) throws {
        var month = Month()
        month.stopped = sample.0
        month.lines = [month.person.line("T1")]
        #expect(try month.classes() == ([sample.1], [sample.1]))
    }

    @Test("Of two payments the first by date stands; the other is twice, by its channel")
    func twice() throws {
        var month = Month()
        month.lines = [month.person.line("T2", on: 20_210_812), month.person.line("T1", on: 20_210_809)]
        month.others = [month.person.line("B1", on: 20_210_815, channel: .bank)]
        #expect(try month.classes() == (["matched"], ["twice_one_channel", "matched", "twice_across_channels"]))
    }

    @Test("On one day the transaction number decides which was first")
    func sameDay() throws {
        var month = Month()
        month.lines = [month.person.line("T2"), month.person.line("T1", amount: 600_000)]
        #expect(try month.classes() == (["over"], ["twice_one_channel", "over"]))
    }

    @Test("A reversal takes back the line it names, and only that")
    func reversal() throws {
        var month = Month()
        month.lines = [month.person.line("T1"), month.person.line("T2", state: .reversed, on: 20_210_811, original: "T1")]
        #expect(try month.classes() == (["reversed"], ["reversed", "reversed"]))
        month.lines.append(month.person.line("T3", on: 20_210_812))
        #expect(try month.classes() == (["matched"], ["reversed", "reversed", "matched"]))
    }

    @Test("A recovered line does not change what was approved")
    func recovered() throws {
        var month = Month()
        month.lines = [month.person.line("T1"), month.person.line("T2", state: .recovered)]
        #expect(try month.classes() == (["matched"], ["matched", "recovered"]))
    }

    @Test("A month before the list's own is arrears")
    func arrears() throws {
        var month = Month()
        month.instructions = [month.person.instruction(), month.person.instruction(month: 202_107)]
        month.lines = [month.person.line("T1"), month.person.line("T2", month: 202_107)]
        #expect(try month.classes() == (["matched", "arrears"], ["matched", "arrears"]))
    }

    @Test("A line without code is found by its number, or by its name")
    func withoutCode() throws {
        var month = Month()
        month.lines = [month.person.line("T1", nil)]
        #expect(try month.classes() == (["matched"], ["matched"]))
        var nameless = month.person
        nameless.citizen = nil
        month.lines = [nameless.line("T1", nil)]
        #expect(try month.classes() == (["matched"], ["matched"]))
    }

    @Test("Sums that do not agree stop the run")
    func proof() throws {
        let inputs = Inputs(period: Period(year: 2021, month: 8)!)  // a real month
        let classes = PaymentClassification(inputs: inputs, links: PersonLinks(count: 0)).run()
        let totals = try ClassTotals(inputs: inputs, classes: classes)
        var expected = ControlTotal()
        try expected.add(Dong(1))
        #expect(throws: ControlTotalMismatch.self) { try totals.prove([ProvinceSide(province: 24, side: .paid): expected]) }
    }

    @Test("Every row of any month falls into one class and the sums are proved", arguments: 0..<12)
    func everyRowOnce(_ seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let fixture = try StoreFixture()
        let people = (1...30).map { Self.person($0) }
        var instructions: [[String: SQLValue]] = []
        var lines: [[String: SQLValue]] = []
        for (index, person) in people.enumerated() {
            for month in [202_107, 202_108] where Bool.random(using: &numbers) {
                instructions.append(person.instruction(month: month))
            }
            for number in 0..<Int.random(in: 0...4, using: &numbers) {
                lines.append(
                    person.line(
                        "T\(index)-\(number)", [nil, "1", "1", "1", "7"].randomElement(using: &numbers)!,
                        state: PaymentState.allCases.randomElement(using: &numbers)!,
                        month: [202_107, 202_108, 202_108].randomElement(using: &numbers)!,
                        amount: [540_000, 540_000, 100_000].randomElement(using: &numbers)!,
                        channel: PaymentChannel.allCases.randomElement(using: &numbers)!,
                        original: Bool.random(using: &numbers) ? "T\(index)-0" : nil))
            }
        }
        try fixture.add(
            .beneficiaries, province: 24, people.map { $0.beneficiary(stopped: Bool.random(using: &numbers) ? 202_108 : nil) })
        try fixture.add(
            .population, people.map { $0.national(residence: "H", died: Bool.random(using: &numbers) ? 20_210_720 : nil) })
        try fixture.add(.payments, province: 24, instructions)
        try fixture.add(.statement, province: 24, payer: "Bưu điện", lines)
        let summary = try Reconciliation(store: fixture.store).run(period: fixture.period, province: nil, actor: "test")
        let stored = try fixture.rows(
            "SELECT side, COUNT(*) AS n, SUM(amount) AS money FROM payment_class GROUP BY side ORDER BY side")
        #expect(stored.map { $0.int("n") ?? 0 } == [instructions.count, lines.count])
        #expect(summary.proof.approvedRows == Int64(instructions.count))
        #expect(summary.proof.paidAmount == Dong(lines.reduce(0) { $0 + Self.amount($1) }))
        #expect(stored.last?.int64("money") == summary.proof.paidAmount.amount)
    }

    private static func amount(_ row: [String: SQLValue]) -> Int64 {
        if case .integer(let value) = row["amount"] { value } else { 0 }
    }

    private static func person(_ number: Int) -> Person {
        let household = 2_400_000_000 + number
        return Person(
            name: "Nguyễn Văn " + ["An", "Bình", "Cường", "Dũng", "Hải"][number % 5], birth: 19_400_203 + number * 10_000,
            citizen: 24_050_001_000 + number * 7, household: "\(household)", code: "\(household)01")
    }
}
