import Registry
import Testing

@testable import Simulation

@Suite("Faults brought in on purpose")
struct MessTests {
    private let country: SimulatedCountry

    init() throws {
        country = try SimulatedCountry(SimulatedCountry.options(households: 3000, provinces: nil, mess: .harsh, format: .mixed))
    }

    @Test("One province in sixty-three sends no payments, one has no statements, one lacks a payer")
    func reporting() throws {
        let all = Set(country.manifest.files.compactMap(\.province))
        let withPayments = Set(country.manifest.files.filter { $0.kind == .payments }.compactMap(\.province))
        let withStatements = Set(country.manifest.files.filter { $0.kind == .statement }.compactMap(\.province))
        #expect(all.count == 63)
        #expect(withPayments.count == 62)
        #expect(withStatements.count == 61 && withStatements.isSubset(of: withPayments))
    }

    @Test("One payment list came twice with the same bytes, another came again with a few more rows")
    func resends() throws {
        let lists = Dictionary(grouping: country.manifest.files.filter { $0.kind == .payments }, by: { $0.province ?? "" })
        let again = lists.values.filter { $0.count == 2 }
        #expect(again.count == 2)
        let same = try #require(again.first { $0[0].rows == $0[1].rows })
        #expect(try country.bytes(same[0].path) == (try country.bytes(same[1].path)))
        let corrected = try #require(again.first { $0[0].rows != $0[1].rows })
        #expect(corrected[0].rows < corrected[1].rows)
    }

    @Test("Unreadable members and beneficiaries are marked, as many as the manifest counts")
    func unreadableRows() throws {
        let links = try country.rows("truth/person_links.csv")
        for (kind, name) in [(SubmissionKind.members, "member"), (.beneficiaries, "beneficiary")] {
            let counted = country.manifest.files.filter { $0.kind == kind }.reduce(0) { $0 + $1.faultyRows }
            #expect(links.count { $0["kind"] == name && $0["readable"] == "0" } == counted)
            #expect(counted > 0)
        }
    }

    @Test("Duplicates are two records of one person, in one province or in two as they say")
    func duplicates() throws {
        let persons = Dictionary(
            uniqueKeysWithValues: try country.rows("truth/person_links.csv").filter { $0["kind"] == "member" }.map {
                ($0["code"] ?? "", $0["national_id"] ?? "")
            })
        let pairs = try country.rows("truth/duplicates.csv")
        #expect(pairs.contains { $0["scope"] == "inside" } && pairs.contains { $0["scope"] == "across" })
        for pair in pairs {
            let (left, right) = (pair["left_code"] ?? "", pair["right_code"] ?? "")
            #expect(left < right && persons[left] == persons[right] && persons[left] != nil)
            #expect((left.prefix(2) == right.prefix(2)) == (pair["scope"] == "inside"))
        }
        let known = pairs.count { persons[$0["left_code"] ?? ""] != "" }
        let all = Dictionary(grouping: persons.filter { $0.value != "" }, by: \.value).values.filter { $0.count > 1 }
        #expect(all.count == known, "no person is listed twice without being named")
    }

    @Test("Every class of payment occurs")
    func allClasses() {
        let found = PaymentSide.allCases.flatMap { Array((country.summary.truth.payments[$0.rawValue] ?? [:]).keys) }
        #expect(Set(found).isSuperset(of: PaymentClass.allCases.map(\.rawValue)))
    }

    @Test("The approved list's answers are one an instruction of the list that counts")
    func referencesAreUnique() throws {
        let rows = try country.rows("truth/payments.csv").map {
            "\($0["side"] ?? "")/\($0["reference"] ?? "")/\($0["period"] ?? "")"
        }
        #expect(Set(rows).count == rows.count)
    }

    @Test("Every encoding and every shape is sent by someone, and no legacy file by provinces with letters that it lacks")
    func looks() {
        let exports = country.manifest.files.filter { $0.path.hasPrefix("exports/") }
        #expect(Set(exports.map(\.encoding)) == Set(TextEncoding.allCases.map(\.rawValue)))
        #expect(Set(exports.map(\.format)) == ["csv", "xml"])
        for file in exports where TextEncoding(rawValue: file.encoding)?.isLegacy == true {
            #expect(!Ethnicity.provincesWithOtherLetters.contains(Int(file.province ?? "") ?? 0))
        }
    }
}

@Suite("The class of a payment")
struct PaymentClassifierTests {
    private let august = Period(year: 2021, month: 8)!
    private let july = Period(year: 2021, month: 7)!

    private func line(
        _ state: PaymentState = .paid, day: Int = 10, amount: Int64 = 360_000, channel: PaymentChannel = .post,
        month: Period? = nil,
        isOther: Bool = false, reverses: Int? = nil
    ) -> PaymentStory.Line {
        let date = PartialDate(year: 2021, month: 8, day: day)!
        return .init(
            channel: channel, state: state, period: month ?? august, amount: amount, paidOn: date, isOtherPerson: isOther,
            reverses: reverses)
    }

    private func classes(
        _ lines: [PaymentStory.Line], month: Period? = nil, diedOn: PartialDate? = nil, stoppedFrom: Period? = nil
    ) -> (approved: PaymentClass, paid: [PaymentClass]) {
        var story = PaymentStory(instructions: [.init(period: month ?? august, amount: 360_000)], lines: lines)
        PaymentClassifier(period: august, diedOn: diedOn, stoppedFrom: stoppedFrom).classify(&story)
        return (story.instructions[0].paymentClass, story.lines.map(\.paymentClass))
    }

    @Test("A second payment is the later one, and says whether the channel changed")
    func twice() {
        let (approved, paid) = classes([line(day: 12), line(day: 10), line(day: 14, channel: .bank)])
        #expect(approved == .matched)
        #expect(paid == [.twiceOneChannel, .matched, .twiceAcrossChannels])
    }

    @Test("A reversal takes its payment with it; paid again, the instruction is matched")
    func reversed() {
        let lines = [line(day: 10), line(.reversed, day: 11, reverses: 0)]
        #expect(classes(lines).approved == .reversed)
        #expect(classes(lines).paid == [.reversed, .reversed])
        let (approved, paid) = classes(lines + [line(day: 12)])
        #expect(approved == .matched && paid.last == .matched)
    }

    @Test("Death counts from the month after, and before everything but what the line itself says")
    func death() {
        let inAugust = PartialDate(year: 2021, month: 8, day: 2)
        let inJuly = PartialDate(year: 2021, month: 7, day: 31)
        #expect(classes([line()], diedOn: inAugust).approved == .matched)
        #expect(classes([line()], diedOn: inJuly).paid == [.afterDeath])
        let (approved, paid) = classes([line(.uncollected)], diedOn: inJuly)
        #expect(approved == .afterDeath && paid == [.uncollected])
    }

    @Test("Money recovered does not change the instruction")
    func recovered() {
        let (approved, paid) = classes([line(amount: 500_000), line(.recovered, day: 20, amount: 140_000)])
        #expect(approved == .over && paid == [.over, .recovered])
        #expect(classes([]).approved == .notReported)
    }

    @Test("Earlier months are arrears; a stop ends them; another person is told first")
    func others() {
        #expect(classes([line(month: july)], month: july).approved == .arrears)
        #expect(classes([line()], stoppedFrom: august).approved == .afterStop)
        #expect(classes([line(isOther: true)], stoppedFrom: august).paid == [.wrongPerson])
        #expect(classes([line(.uncollected, day: 8), line(day: 12)]).paid == [.uncollected, .matched])
        #expect(classes([line(.uncollected)]).approved == .uncollected && classes([line(.returned)]).approved == .returned)
    }
}
