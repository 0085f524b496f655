import Registry
import Testing

@testable import Reconcile

@Suite("Rules")
struct RuleTests {
    private static func forbids(_ left: String, _ right: String) -> Bool? {
        guard let first = PolicyCatalogue.builtIn[left], let second = PolicyCatalogue.builtIn[right] else { return nil }
        let answer = Exclusivity.forbids(first, second)
        return answer == Exclusivity.forbids(second, first) ? answer : nil
    }

    @Test(
        "Exclusive policies are those of which the law grants one",
        arguments: [
            ("ND20.K5C", "ND20.K6.S", true), ("ND20.K4", "ND20.K6.S", false), ("ND20.K4", "ND20.K5C", false),
            ("ND20.K4", "ND20.K8", false),
            ("ND20.K4", "ND20.K1.U4", true), ("HTXH.75", "ND20.K6.S", true), ("HTXH.75", "ND20.K4", true),
            ("ND20.K6.S", "ND20.CARE.HH", false),
            ("NQ68.12", "NQ68.05", true), ("NQ68.05", "NQ68.07C", false), ("NQ68.12", "ND20.K6.S", false),
            ("NQ42.POOR", "NQ42.BTXH", true),
            ("ND20.K5C", "ND20.K5C", true), ("ND20.CARE.HH", "ND20.CARE.HH", false),
        ])
    func exclusivity(_ sample: (String, String, Bool)) { #expect(Self.forbids(sample.0, sample.1) == sample.2) }

    @Test("Age bounds are read from the catalogue's conditions")
    func ages() {
        #expect(AgeCondition.bounds("age<3; HH_POOR")! == (0, 3))
        #expect(AgeCondition.bounds("75<=age<80; HH_POOR or HH_NEAR_POOR")! == (75, 80))
        #expect(AgeCondition.bounds("age>=80; not K5A")! == (80, 200))
        #expect(AgeCondition.bounds("HH_POOR; children=1") == nil)
        #expect(AgeCondition.bounds("disability=EXTREME; age<16 or age>=60") == nil)
    }

    @Test(
        "A year of birth alone does not decide at the bound",
        arguments: [(19_410_801, true), (19_410_802, false), (19_410_000, false), (19_400_000, true)])
    func certainty(_ sample: (Int32, Bool)) {
        let condition = AgeCondition(
            policy: "ND20.K5C", from: 80, below: 200, needsDifficultArea: false, excludesPension: true, amount: .zero)
        #expect(condition.isMet(sample.0, Period(year: 2021, month: 8)!) == sample.1)  // a real month
    }

    @Test("A policy cell may carry its name after the code")
    func policyCode() {
        let cell = Array("ND20.K6.S - Người khuyết tật nặng".utf8)
        #expect(String(decoding: cell.withUnsafeBufferPointer(InputLoader.policyCode), as: UTF8.self) == "ND20.K6.S")
    }
}
