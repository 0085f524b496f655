import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("The drift of links")
struct LinkageDriftTests {
    private static func profile(
        rows: Int, linked: [Double], peak: Int = 8, exact: Double = 0.8, _ numbers: inout SeededNumbers
    ) -> LinkageProfile {
        var passes = LinkagePass.allCases.map { LinkageProfile.Pass(pass: $0.word, weights: [Int](repeating: 0, count: 16)) }
        for _ in 0..<rows {
            var rest = Double.random(in: 0..<1, using: &numbers)
            for (index, share) in linked.enumerated() {
                rest -= share
                guard rest < 0 else { continue }
                passes[index].weights[min(15, peak + Int.random(in: 0..<4, using: &numbers))] += 1
                break
            }
        }
        return LinkageProfile(rows: rows, passes: passes, exact: ["ho_va_ten": exact])
    }

    @Test("runs drawn from one country raise no alarm, however small they are", arguments: [250, 1_000, 20_000])
    func calm(rows: Int) throws {
        var numbers = SeededNumbers(seed: 4)
        var alarms = 0
        for _ in 0..<(rows > 5_000 ? 20 : 200) {
            let before = Self.profile(rows: rows, linked: [0.7, 0.02, 0.05, 0.1, 0.05], &numbers)
            let now = Self.profile(rows: rows, linked: [0.7, 0.02, 0.05, 0.1, 0.05], &numbers)
            let drift = try #require(LinkageDrift(from: before, of: 1, to: now))
            if !drift.moved.isEmpty { alarms += 1 }
        }
        #expect(alarms <= 2)
    }

    @Test("a share linked that falls, weights that move and a field that agrees less often are each told apart")
    func moved() throws {
        var numbers = SeededNumbers(seed: 6)
        let before = Self.profile(rows: 5_000, linked: [0.8, 0, 0, 0.14], &numbers)
        func moved(_ now: LinkageProfile) throws -> [String] {
            try #require(LinkageDrift(from: before, of: 1, to: now)).moved.map(\.name)
        }
        #expect(try moved(Self.profile(rows: 5_000, linked: [0.6, 0, 0, 0.14], &numbers)) == ["passes"])
        #expect(try moved(Self.profile(rows: 5_000, linked: [0.8, 0, 0, 0.14], peak: 6, &numbers)) == ["weights"])
        #expect(try moved(Self.profile(rows: 5_000, linked: [0.8, 0, 0, 0.14], exact: 0.65, &numbers)) == ["exact_ho_va_ten"])
        #expect(try moved(Self.profile(rows: 5_000, linked: [0.8, 0, 0, 0.14], exact: 0.75, &numbers)) == [])
    }

    @Test("the index is nothing for equal shares, the same both ways, and known by hand")
    func index() {
        #expect(LinkageDrift.stabilityIndex([100, 300], [100, 300]) == 0)
        let (there, back) = (
            LinkageDrift.stabilityIndex([900, 100], [700, 300]), LinkageDrift.stabilityIndex([700, 300], [900, 100])
        )
        #expect(abs(there - back) < 1e-12)
        // (0.7 − 0.9) ln (0.7 ∕ 0.9) + (0.3 − 0.1) ln (0.3 ∕ 0.1), but for the half rows.
        #expect(abs(there - 0.26999) < 0.002)
        #expect(LinkageDrift.stabilityIndex([10, 0], [0, 10]).isFinite)
        #expect(LinkageDrift.stabilityIndex([], []) == 0)
    }

    @Test("runs that are too small are not compared")
    func small() {
        var numbers = SeededNumbers(seed: 8)
        let few = Self.profile(rows: 199, linked: [1], &numbers)
        let many = Self.profile(rows: 5_000, linked: [0.5], &numbers)
        #expect(LinkageDrift(from: few, of: 1, to: many) == nil)
        #expect(LinkageDrift(from: many, of: 1, to: few) == nil)
    }

    @Test(
        "a run is held against the one before of its scope: equal inputs do not drift, a register that lost half of its people does"
    )
    func runs() throws {
        let fixture = try StoreFixture()
        let people = (0..<400).map { index in
            Person(
                name: ["Nguyễn Văn Nam", "Trần Thị Lan", "Lê Hữu Sơn"][index % 3], birth: 19_400_105 + index / 5 * 10_000,
                citizen: 24_090_000_000 + index, household: "24000100\(index)", code: "2400010\(index)01")
        }
        try fixture.add(.members, province: 24, people.map(\.member))
        try fixture.add(.population, people.map { $0.national(residence: "R\($0.household)") })
        func run() throws -> ReconciliationSummary {
            try Reconciliation(store: fixture.store).run(period: fixture.period, province: nil, actor: "test")
        }
        let first = try run()
        #expect(first.drift == nil && first.linkage?.linked == 400)
        let second = try run()
        #expect(second.drift?.run == first.run && second.drift?.moved.isEmpty == true)
        try fixture.add(.population, people.prefix(200).map { $0.national(residence: "R\($0.household)") })
        let third = try run()
        #expect(third.drift?.run == second.run)
        #expect(third.drift?.moved.contains { $0.name == "passes" && $0.before == 1 && ($0.now ?? 1) < 0.9 } == true)
    }
}
