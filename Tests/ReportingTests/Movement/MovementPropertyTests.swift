import Registry
import Testing

@testable import Reporting

@Suite("Two lists of made-up provinces, of which the truth is known")
struct MovementPropertyTests {
    private static let households = 400

    private func world(_ seed: UInt64, _ mess: MovementWorld.Mess) throws -> (MovementWorld, MemberLists) {
        var world = MovementWorld(seed: seed, households: Self.households)
        let lists = try MemberLists()
        try world.write(mess, to: lists)
        return (world, lists)
    }

    /// Persons whose class is not the true one, by true and found class; the province is compared alone, so that who moved to another
    /// province has left one and is new in the other.
    private func errors(_ world: MovementWorld, _ lists: MemberLists) throws -> (wrong: [String: Int], persons: Int) {
        var wrong: [String: Int] = [:]
        var persons = 0
        for province in world.provinces {
            let comparison = try lists.comparison("2021-09", province: province.code)
            let keys = { (codes: [String: MovementClass]) in
                Dictionary(
                    uniqueKeysWithValues: codes.map { entry in
                        (Array(entry.key.utf8).withUnsafeBufferPointer { RecordKey.of(.person, bytes: $0) }, entry.value)
                    })
            }
            let (old, new) = (keys(world.truthOfOld), keys(world.truthOfNew))
            for (list, truth, found, alone) in [
                (comparison.old, old, comparison.oldClasses, MovementClass.left),
                (comparison.new, new, comparison.newClasses, .new),
            ] {
                for (row, person) in list.enumerated() {
                    guard let told = truth[person.code] else { continue }
                    persons += 1
                    let truth = told == .movedProvince ? alone : told
                    if truth != found[row] { wrong["\(told.rawValue) → \(found[row].rawValue)", default: 0] += 1 }
                }
            }
        }
        return (wrong, persons)
    }

    @Test("from clean lists every class is found", arguments: [UInt64(1), 2, 3])
    func clean(seed: UInt64) throws {
        let (world, lists) = try world(seed, .none)
        let (wrong, persons) = try errors(world, lists)
        print("seed \(seed), clean: \(wrong.values.reduce(0, +)) of \(persons) wrong \(wrong)")
        #expect(Double(wrong.values.reduce(0, +)) <= 0.001 * Double(persons), "seed \(seed): \(wrong)")
    }

    @Test("from lists as clerks write them nearly every class is found", arguments: [UInt64(4), 5, 6])
    func messy(seed: UInt64) throws {
        let (world, lists) = try world(seed, .realistic)
        let (wrong, persons) = try errors(world, lists)
        print("seed \(seed), messy: \(wrong.values.reduce(0, +)) of \(persons) wrong \(wrong)")
        #expect(Double(wrong.values.reduce(0, +)) <= 0.005 * Double(persons), "seed \(seed): \(wrong)")
    }

    @Test("who moved between provinces is found by the country's report", arguments: [UInt64(7), 8])
    func moves(seed: UInt64) throws {
        let (world, lists) = try world(seed, .realistic)
        let found = try lists.figures("2021-09").moves.flows
        let truth = world.moves.values.reduce(0, +)
        let right = world.moves.reduce(0) { $0 + min($1.value, found[$1.key] ?? 0) }
        print("seed \(seed): \(right) of \(truth) moves between provinces, \(found.values.reduce(0, +)) said")
        #expect(truth > 10)
        #expect(Double(right) >= 0.95 * Double(truth), "seed \(seed)")
        #expect(Double(found.values.reduce(0, +)) <= 1.02 * Double(truth), "seed \(seed)")
    }

    @Test("the accounts come out whatever the lists hold", arguments: [UInt64(9), 10])
    func accounts(seed: UInt64) throws {
        let (_, lists) = try world(seed, .realistic)
        for province in [nil, 24] {
            let figures = try lists.figures("2021-09", province: province)
            #expect(try figures.arePersonsProved && figures.isMoneyProved(), "seed \(seed)")
            let tally = figures.tally
            let account = tally.old + tally[.new].new + tally[.returned].new - tally[.died].old - tally[.left].old
            #expect(account == tally.new, "seed \(seed)")
            #expect(tally[.movedProvince].old == tally[.movedProvince].new)
            for area in figures.areas {
                let units = area.units.values.reduce(into: UnitFlow()) { $0.add($1) }
                #expect(units.old == area.tally.old && units.current == area.tally.new, "seed \(seed)")
            }
        }
    }

    @Test("equal lists: everybody is unchanged or gone")
    func equal() throws {
        var world = MovementWorld(seed: 12, households: 100, provinces: [24])
        let lists = try MemberLists()
        try world.write(.realistic, to: lists)
        try lists.copy("2021-09", to: "2021-10")
        let figures = try lists.figures("2021-10")
        for movementClass in MovementClass.allCases where movementClass != .unchanged && movementClass != .gone {
            #expect(figures.tally[movementClass].persons == 0, "\(movementClass)")
        }
        #expect(figures.tally[.unchanged].old > 100)
        #expect(figures.tally[.unchanged].before == figures.tally[.unchanged].after)
    }

    @Test("exchanging the lists exchanges new and left, died or left and returned, split and joined; the pairs are the same")
    func mirror() throws {
        var world = MovementWorld(seed: 13, households: 300, provinces: [24])
        let lists = try MemberLists()
        try world.write(.realistic, to: lists)
        let forth = try lists.comparison("2021-09")
        try lists.copy("2021-08", to: "2021-10")
        let back = try lists.comparison("2021-10")
        #expect(forth.old.count == back.new.count)
        let pairs = Set(
            forth.old.indices.compactMap { row in forth.partner(of: row).map { [forth.old[row].code, forth.new[$0].code] } })
        let mirrored = Set(
            back.old.indices.compactMap { row in back.partner(of: row).map { [back.new[$0].code, back.old[row].code] } })
        #expect(pairs == mirrored)
        func count(_ comparison: ListComparison, _ classes: [MovementClass], new: Bool) -> Int {
            (new ? comparison.newClasses : comparison.oldClasses).count { classes.contains($0) }
        }
        func unpaired(_ comparison: ListComparison) -> (old: Int, new: Int) {
            (
                comparison.old.indices.count { comparison.old[$0].isPresent && comparison.partner(of: $0) == nil },
                comparison.new.indices.count {
                    comparison.new[$0].isPresent && comparison.matching.oldOf[$0] == PersonMatching.none
                }
            )
        }
        #expect(unpaired(forth).old == count(back, [.new], new: true))
        #expect(count(forth, [.new], new: true) == unpaired(back).old)
        for movementClass in [MovementClass.unchanged, .amountChanged, .moved] {
            #expect(count(forth, [movementClass], new: false) == count(back, [movementClass], new: false))
        }
    }

    @Test("the order of rows plays no part")
    func order() throws {
        let summaries = try [false, true].map { isReversed in
            var world = MovementWorld(seed: 14, households: 150)
            let lists = try MemberLists()
            try world.write(.realistic, to: lists)
            if isReversed { try lists.reverse() }
            let figures = try lists.figures("2021-09")
            return (figures.tally, figures.moves.flows, figures.areas.map(\.households), figures.areas.map(\.units))
        }
        #expect(summaries[0].0 == summaries[1].0)
        #expect(summaries[0].1 == summaries[1].1)
        #expect(summaries[0].2 == summaries[1].2)
        #expect(summaries[0].3 == summaries[1].3)
    }
}
