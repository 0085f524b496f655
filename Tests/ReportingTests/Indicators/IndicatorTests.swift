import Foundation
import Registry
import TestSupport
import Testing

@testable import Reporting

@Suite("Indicators")
struct IndicatorTests {
    private let tree = PolicyHierarchy(lines: ["ND20.K6", "ND20.K8", "NQ68.12"])

    private func table(_ approved: [BenefitFacts.Approved], _ paid: [BenefitFacts.Paid] = []) -> IndicatorTable {
        IndicatorTable(.init(approved: approved, paid: paid), provinceCount: 2, policies: tree, timeCount: 3)
    }

    @Test("a person with two benefits is counted in both lines, and once above them")
    func distinctPersons() throws {
        let k6 = Int32(try #require(tree.index(of: "ND20.K6")))
        let nq = Int32(try #require(tree.index(of: "NQ68.12")))
        let figures = table([
            .init(area: 1, line: k6, person: 7, household: 1, amount: 100),
            .init(area: 1, line: nq, person: 7, household: 1, amount: 50),
            .init(area: 2, line: k6, person: 7, household: 2, amount: 100),
            .init(area: 2, line: k6, person: 8, household: 2, amount: 100),
        ])
        #expect(figures.figures(1, Int(k6)).beneficiaries == 1)
        #expect(figures.figures(1, 0).beneficiaries == 1)
        #expect(figures.figures(0, 0) == .init(households: 2, beneficiaries: 2, approved: 350, largestApproved: 200))
        #expect(figures.figures(0, Int(k6)).beneficiaries == 2)
    }

    @Test("money adds up over provinces, lines and weeks")
    func additivity() throws {
        var numbers = SeededNumbers(seed: 4)
        let leaves = tree.nodes.indices.filter { tree.nodes[$0].children.isEmpty }
        let paid = (0..<500).map { index in
            BenefitFacts.Paid(
                area: Int32.random(in: 1...2, using: &numbers), line: Int32(leaves.randomElement(using: &numbers)!),
                time: Int32.random(in: 0..<3, using: &numbers), person: UInt64(index % 90), household: UInt64(index % 40),
                amount: Int64.random(in: 1...9, using: &numbers))
        }
        let figures = table([], paid)
        #expect(figures.paid(figures.cell(0, 0)).last == paid.reduce(0) { $0 + $1.amount })
        for (node, policy) in tree.nodes.enumerated() {
            for time in 0..<3 {
                let value = figures.paid(figures.cell(0, node))[time]
                #expect(value == (1...2).reduce(0) { $0 + figures.paid(figures.cell($1, node))[time] })
                guard !policy.children.isEmpty else { continue }
                #expect(value == policy.children.reduce(0) { $0 + figures.paid(figures.cell(0, $1))[time] })
            }
        }
    }

    @Test("the weeks of August 2021 begin with the one of Sunday the first and end two weeks after the last")
    func weeks() {
        let axis = TimeAxis(SmallCountry.period)
        #expect(axis.points.map(\.code) == (30...37).map { "2021-W\($0)" } + ["2021-08"])
        #expect(axis.points.first?.end == "2021-08-01")
        #expect(axis.points.last?.end == "2021-09-19")
        #expect(axis.index(ofDate: 20_210_801) == 0)
        #expect(axis.index(ofDate: 20_210_802) == 1)
        #expect(axis.index(ofDate: 0) == axis.index(ofDate: 20_210_831))
        #expect(axis.index(ofDate: 20_211_231) == 8)
    }

    @Test("weeks keep their ISO year over New Year")
    func newYear() throws {
        let codes = TimeAxis(try #require(Period(year: 2020, month: 12))).points.map(\.code)
        #expect(codes.contains("2020-W53"))
        #expect(codes.contains("2021-W02"))
        #expect(!codes.contains("2020-W01"))
    }

    @Test(
        "a policy as lists write it finds its line",
        arguments: [
            ("ND20.K6.S", "ND20.K6"), ("ND20.K6.S - Người khuyết tật nặng", "ND20.K6"), ("NQ68.04A", "NQ68.04"),
            ("HTXH.75", "HTXH.75"),
            ("ELEC.POOR", "OTHER"), ("Trợ cấp khác", "OTHER"), ("", "OTHER"),
        ])
    func lines(text: String, line: String) { #expect(PolicyHierarchy.lineCode(of: text) == line) }

    @Test("every policy of the catalogue has a line with a name, and every line a parent")
    func catalogue() {
        let codes = Set(PolicyLine.all.map(\.code))
        for policy in PolicyCatalogue.builtIn.policies where policy.programme != "OTHER" {
            #expect(codes.contains(policy.line), "\(policy.code)")
        }
        for line in PolicyLine.all { #expect(line.code == "ALL" || codes.contains(line.parent ?? "")) }
    }

    @Test("what counts as approved and as paid")
    func classes() {
        #expect(PaymentClass.allCases.filter { !BenefitFacts.countsAsApproved($0) } == [.afterDeath, .afterStop])
        #expect(Set(PaymentClass.allCases.filter(BenefitFacts.countsAsPaid)) == [.matched, .arrears, .over, .under])
    }
}
