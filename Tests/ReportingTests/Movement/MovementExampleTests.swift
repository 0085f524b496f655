import Registry
import TestSupport
import Testing

@testable import Reporting

@Suite("What became of a person between two lists")
struct MovementExampleTests {
    private static let old = "2021-08"
    private static let new = "2021-09"

    private func compare(_ before: [MemberRow], _ after: [MemberRow]) throws -> ListComparison {
        let lists = try MemberLists()
        try lists.add(members: before, Self.old)
        try lists.add(members: after, Self.new)
        return try lists.comparison(Self.new)
    }

    private let head = MemberRow(
        code: "240000000101", household: "2400000001", name: "Giáp Văn Thử", birth: 19_500_312, number: 24_050_000_017,
        relation: "Chủ hộ")
    private let wife = MemberRow(
        code: "240000000102", household: "2400000001", name: "Thân Thị Mẫu", birth: 19_520_000, sex: .female, relation: "Vợ")

    @Test("the same person under another spelling, with the number lost and day and month swapped, is unchanged")
    func spelling() throws {
        let before = MemberRow(code: "1", household: "2400000001", name: "Nguyễn Thị Thuý Hoà", birth: 19_700_508, sex: .female)
        var after = before
        after.name = "NGUYỄN THỊ THÚY HÒA"
        after.birth = 19_700_805
        #expect(try compare([before], [after]).oldClasses == [.unchanged])
    }

    @Test("whoever is only in the new list is new, only in the old one has left")
    func newAndLeft() throws {
        let comparison = try compare([head, wife], [head, MemberRow(code: "9", household: "2400000009", name: "Đồng Văn Mới")])
        #expect(comparison.classes("240000000102").old == .left)
        #expect(comparison.classes("9").new == .new)
        #expect(comparison.classes("240000000101").old == .unchanged)
    }

    @Test("a row marked dead, a name with (đã chết), and a benefit that ended by death all say died; the household goes on")
    func died() throws {
        var marked = head
        marked.status = .dead
        var named = wife
        named.name += " (đã chết)"
        let son = MemberRow(code: "240000000103", household: "2400000001", name: "Giáp Văn Con", birth: 19_800_101)
        let lists = try MemberLists()
        let elder = MemberRow(
            code: "240000000201", household: "2400000002", name: "Dương Thị Cụ", birth: 19_300_000, sex: .female)
        try lists.add(members: [head, wife, son, elder], Self.old)
        try lists.add(members: [marked, named, son], Self.new)
        try lists.add(.beneficiaries, [elder.benefit("ND20.K5C", 360_000)], Self.old)
        try lists.add(
            .beneficiaries, [elder.benefit("ND20.K5C", 360_000, stopped: 202_109, reason: "Đối tượng đã chết")], Self.new)
        let comparison = try lists.comparison(Self.new)
        for code in [head.code, wife.code, elder.code] { #expect(comparison.classes(code).old == .died, "\(code)") }
        #expect(comparison.classes(son.code).old == .unchanged)
        #expect(comparison.households.keptWhole == 1)
        #expect(comparison.households.dissolved == 1)
        let figures = try lists.figures(Self.new, province: 24)
        #expect(figures.tally[.died].before == Dong(360_000))
        #expect(try figures.arePersonsProved && figures.isMoneyProved())
    }

    @Test("a row marked moved away is someone who left with a known reason")
    func movedAway() throws {
        var noted = head
        noted.status = .moved
        let comparison = try compare([head], [noted])
        #expect(comparison.oldClasses == [.left])
        #expect(comparison.isNotedAway == [true])
    }

    @Test("who was noted as moved away and lives there again has returned; who is in neither list is gone")
    func returned() throws {
        var noted = head
        noted.status = .moved
        var dead = wife
        dead.status = .dead
        let comparison = try compare([noted, dead], [head, dead])
        #expect(comparison.classes(head.code) == (.returned, .returned))
        #expect(comparison.classes(wife.code) == (.gone, .gone))
    }

    @Test("another commune is a move, before a new household and another amount, which stay as marks")
    func moved() throws {
        let lists = try MemberLists()
        var after = head
        after.commune = 7210
        after.household = "2400000077"
        after.code = "240000007701"
        try lists.add(members: [head, wife], Self.old)
        try lists.add(members: [after, wife], Self.new)
        try lists.add(.beneficiaries, [head.benefit("ND20.K5C", 360_000)], Self.old)
        try lists.add(.beneficiaries, [after.benefit("ND20.K5C", 500_000)], Self.new)
        let figures = try lists.figures(Self.new, province: 24)
        #expect(figures.tally[.moved].old == 1)
        #expect(figures.tally[.moved].alsoHousehold == 1)
        #expect(figures.tally[.moved].alsoAmount == 1)
        #expect(figures.tally[.moved].after - figures.tally[.moved].before == Dong(140_000))
        #expect(try figures.isMoneyProved())
    }

    @Test("another policy or another class of the household is a category, another sum of the same policies an amount")
    func categoryAndAmount() throws {
        let lists = try MemberLists()
        let poor = MemberRow(code: "31", household: "2400000003", name: "Trịnh Văn Nghèo", birth: 19_601_120)
        let policy = MemberRow(code: "41", household: "2400000004", name: "Vi Văn Đổi", birth: 19_411_120)
        let amount = MemberRow(code: "51", household: "2400000005", name: "Lục Văn Tăng", birth: 19_400_220)
        let group = MemberRow(code: "61", household: "2400000006", name: "Hà Văn Khoản", birth: 19_400_620)
        for period in [Self.old, Self.new] { try lists.add(members: [poor, policy, amount, group], period) }
        for (period, found) in [(Self.old, HouseholdClass.poor), (Self.new, .nearPoor)] {
            try lists.add(
                .households, [["household_code": .text("2400000003"), "household_class": .text(found.rawValue)]], period)
        }
        try lists.add(
            .beneficiaries,
            [
                policy.benefit("ND20.K5B", 360_000), amount.benefit("ND20.K5C", 360_000),
                group.benefit("ND20.K5C", 360_000, group: "Khoản 5, điểm c"),
            ], Self.old)
        try lists.add(
            .beneficiaries,
            [
                policy.benefit("ND20.K5C", 360_000), amount.benefit("ND20.K5C - Người cao tuổi", 500_000),
                group.benefit("ND20.K5C", 360_000, group: "khoản 5 điểm C"),
            ], Self.new)
        let comparison = try lists.comparison(Self.new)
        #expect(comparison.classes("31").old == .categoryChanged)
        #expect(comparison.classes("41").old == .categoryChanged)
        #expect(comparison.classes("51").old == .amountChanged)
        #expect(comparison.classes("61").old == .unchanged)
    }

    @Test("twins stay themselves when their codes change places and one loses the number")
    func twins() throws {
        let first = MemberRow(code: "2", household: "2400000001", name: "Leo Văn Anh", birth: 20_150_607, number: 24_215_000_011)
        let second = MemberRow(code: "3", household: "2400000001", name: "Leo Văn Em", birth: 20_150_607)
        var firstAfter = first
        var secondAfter = second
        (firstAfter.code, secondAfter.code) = (second.code, first.code)
        firstAfter.number = nil
        let comparison = try compare([first, second], [firstAfter, secondAfter])
        #expect(comparison.oldClasses == [.unchanged, .unchanged])
        for row in comparison.old.indices {
            #expect(comparison.partner(of: row).map { comparison.new[$0].name } == comparison.old[row].name)
        }
    }

    @Test("of twins of whom one died the living one is not taken for the other")
    func oneTwin() throws {
        let first = MemberRow(code: "2", household: "2400000001", name: "Leo Văn Anh", birth: 20_150_607)
        let second = MemberRow(code: "3", household: "2400000001", name: "Leo Văn Em", birth: 20_150_607)
        let comparison = try compare([first, second], [second])
        #expect(comparison.classes("2").old == .left)
        #expect(comparison.classes("3").old == .unchanged)
    }

    @Test("father and son with the same name are two people, also when the son takes over the code")
    func fatherAndSon() throws {
        let father = MemberRow(code: "1", household: "2400000001", name: "Nông Văn Thành", birth: 19_480_215)
        let son = MemberRow(code: "2", household: "2400000001", name: "Nông Văn Thành", birth: 19_790_930)
        var heir = son
        heir.code = "1"
        let comparison = try compare([father, son], [heir])
        #expect(comparison.classes("1") == (.left, .unchanged))
        #expect(comparison.classes("2").old == .unchanged)
    }

    @Test("a number or a code that was given to clearly another person joins nobody")
    func reused() throws {
        let other = MemberRow(
            code: head.code, household: "2400000001", name: "Ngọc Thị Khác", birth: 19_990_817, sex: .female, number: head.number)
        let comparison = try compare([head], [other])
        #expect(comparison.oldClasses == [.left])
        #expect(comparison.newClasses == [.new])
    }

    @Test("the head's number put on all members joins each with themselves")
    func borrowedNumber() throws {
        var borrowed = wife
        borrowed.number = head.number
        let comparison = try compare([head, wife], [head, borrowed])
        #expect(comparison.oldClasses == [.unchanged, .unchanged])
    }

    @Test("two people who cannot be told apart are not guessed")
    func ambiguous() throws {
        let one = MemberRow(code: "1", household: "2400000001", name: "Hoàng Thị Trùng", birth: 19_850_101, sex: .female)
        var two = one
        (two.code, two.household) = ("2", "2400000002")
        var after = one
        (after.code, after.household) = ("3", "2400000003")
        let comparison = try compare([one, two], [after])
        #expect(comparison.oldClasses == [.left, .left])
        #expect(comparison.newClasses == [.new])
    }

    @Test("a person twice in one list is one person and a repeated row")
    func repeated() throws {
        var copy = head
        (copy.code, copy.household, copy.name) = ("240000000501", "2400000005", "GIÁP VĂN THỬ")
        let lists = try MemberLists()
        try lists.add(members: [head, wife], Self.old)
        try lists.add(members: [head, wife, copy], Self.new)
        let figures = try lists.figures(Self.new, province: 24)
        #expect(figures.tally[.unchanged].old == 2)
        #expect(figures.tally[.new].new == 0)
        #expect(figures.areas[0].repeatedNew == 1)
        #expect(figures.arePersonsProved)
    }
}

@Suite("What became of a household between two lists")
struct HouseholdChangeTests {
    private func changes(_ pairs: [(UInt64, UInt64)], old: Set<UInt64> = [], new: Set<UInt64> = []) -> HouseholdChanges {
        HouseholdChanges(
            members: pairs.map { .init(old: $0.0, new: $0.1, heads: 0) }, old: old.union(pairs.map(\.0)),
            new: new.union(pairs.map(\.1)))
    }

    @Test("a household under a new code is kept; its old code with other people is a new household")
    func renumbered() {
        let found = changes([(1, 9), (1, 9), (1, 9)], new: [1])
        #expect(found.change(from: 1, to: 9) == .none)
        #expect(found.counts.keptWhole == 1)
        #expect(found.counts.fresh == 1)
    }

    @Test("who leaves for a household that did not exist has split, who stays has not")
    func split() {
        let found = changes([(1, 1), (1, 1), (1, 2)])
        #expect(found.change(from: 1, to: 2) == .split)
        #expect(found.change(from: 1, to: 1) == .none)
        #expect(
            found.counts
                == {
                    var counts = HouseholdChanges.Counts(); (counts.keptSplit, counts.splitOff) = (1, 1); return counts
                }())
    }

    @Test("a couple from two households who found one have joined; so has a household that goes into another")
    func joined() {
        let couple = changes([(1, 1), (1, 1), (2, 2), (2, 2), (1, 3), (2, 3)])
        #expect(couple.change(from: 1, to: 3) == .joined)
        #expect(couple.change(from: 2, to: 3) == .joined)
        #expect(couple.counts.merged == 1)
        let absorbed = changes([(1, 2), (2, 2), (2, 2)])
        #expect(absorbed.change(from: 1, to: 2) == .joined)
        #expect(absorbed.change(from: 2, to: 2) == .none)
        #expect(absorbed.counts.absorbed == 1)
        #expect(absorbed.counts.tookIn == 1)
    }

    @Test("of two equal halves the one that keeps the code goes on")
    func halves() {
        let found = changes([(1, 7), (1, 1)])
        #expect(found.change(from: 1, to: 1) == .none)
        #expect(found.change(from: 1, to: 7) == .split)
    }

    @Test("every old and every new household is counted once")
    func accounts() {
        var numbers = SeededNumbers(seed: 11)
        let pairs = (0..<4000).map { _ in
            (UInt64.random(in: 1...900, using: &numbers), UInt64.random(in: 1...900, using: &numbers))
        }
        let found = changes(pairs, old: Set(1...1000), new: Set(1...1000))
        #expect(found.counts.old == 1000)
        #expect(found.counts.new == 1000)
    }
}
