import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("Columns that say nothing")
struct IdleColumnTests {
    enum Column: CaseIterable {
        case insurance, otherID, address, relation

        func fill(_ person: inout ListedPerson) {
            switch self {
            case .insurance: person.insurance = 1_111_111_111
            case .otherID: person.otherID = "HN00000"
            case .address: person.address = "Thôn 3, xã Tân Lập"
            case .relation: person.relation = "chủ hộ"
            }
        }
    }

    /// A register, and lists of half of its people and of some strangers. Nobody has more than name, date, sex, place and numbers of cards.
    private struct Country {
        var register: [ListedPerson]
        var lists: [ListedPerson]

        init() {
            var numbers = SeededNumbers(seed: 8)
            func people(_ count: Int, _ letter: String) -> [ListedPerson] {
                (0..<count).map { index in
                    let person = ListedPerson.random("\(letter)\(index)", using: &numbers)
                    return person.without(.insurance).without(.otherID).without(.address).without(.relation).without(
                        .householdCode)
                }
            }
            let register = people(800, "L")
            self.register = register
            lists = (0..<400).map { index in
                var person = register[index * 2]
                person.id = "R\(index)"
                if index % 2 == 0 { person.citizen = 0 }
                if index % 5 == 0 { person.commune = 1 }
                if index % 10 == 3 { (person.citizen, person.birth) = (0, person.birth / 10_000 * 10_000) }
                return person
            }
            lists += people(100, "S")
        }

        func filling(_ column: Column, where fits: (Int) -> Bool) -> Country {
            var country = self
            for index in register.indices where fits(index) { column.fill(&country.register[index]) }
            for index in lists.indices where fits(index) { column.fill(&country.lists[index]) }
            return country
        }

        func linked() throws -> (right: Int, wrong: Int) {
            let links = try FileLinkage(
                left: LinkTable(register, isRegister: true), right: LinkTable(lists, isRegister: false)
            ).run()
            var (right, wrong) = (0, 0)
            links.forEachLink { link in
                let (left, other) = (String(decoding: link.left, as: UTF8.self), String(decoding: link.right, as: UTF8.self))
                if other.first == "R", left == "L\((Int(other.dropFirst()) ?? 0) * 2)" { right += 1 } else { wrong += 1 }
            }
            return (right, wrong)
        }
    }

    @Test("the same of everybody, or something of one row only: they find and lose nobody", arguments: Column.allCases)
    func idle(_ column: Column) throws {
        let country = Country()
        let without = try country.linked()
        #expect(without.right > 380 && without.wrong < 8, "\(without)")
        let same = try country.filling(column) { _ in true }.linked()
        #expect(same.right >= without.right - 4 && same.wrong <= without.wrong + 4, "\(same), \(without)")
        let single = try country.filling(column) { $0 == 17 }.linked()
        #expect(single.right >= without.right - 3 && single.wrong <= without.wrong + 3, "\(single), \(without)")
    }

    @Test("a number of everybody is nobody's, but one person's number in many rows stays theirs", arguments: [true, false])
    func fillers(_ isOnePerson: Bool) throws {
        var numbers = SeededNumbers(seed: 9)
        var people = (0..<300).map { ListedPerson.random("A\($0)", using: &numbers) }
        let other = people[0]
        for index in 0..<30 {
            people[index].insurance = 1_111_111_111
            if isOnePerson { people[index].name = other.name }
        }
        let linkage = FileLinkage(left: nil, right: LinkTable(people, isRegister: false))
        #expect(linkage.fillerCells == (isOnePerson ? 0 : 30))
        let insurance = try linkage.run().inputs.listed.insurance
        #expect(insurance[..<30].allSatisfy { $0 == (isOnePerson ? 1_111_111_111 : 0) })
        #expect(insurance[30...].allSatisfy { $0 > 0 })
    }
}
