import Registry
import Testing

@testable import Simulation

@Suite("Made-up people")
struct PeopleTests {
    private func families(_ count: Int, province position: Int = 0, provinces: [Int]? = [1, 40, 66]) throws -> (
        CountryPlan, [Family]
    ) {
        let country = try CountryPlan(SimulatedCountry.options(households: 90_000, provinces: provinces, mess: .realistic))
        let generator = FamilyGenerator(country: country)
        return (country, (0..<count).map { generator.family(country.provinces[position], $0) })
    }

    @Test("A personal number tells province, sex, century and year of birth")
    func numbersAreStructured() throws {
        let (country, families) = try families(1500)
        let allowed = Set([country.provinces[0].code] + country.provinces[0].birthplacesElsewhere)
        for person in families.flatMap(\.members) {
            let number = try #require(PersonalNumber(person.personalNumber))
            #expect(allowed.contains(number.birthProvince))
            #expect(number.sex == person.sex)
            #expect(number.birthYear == person.birth.year)
        }
    }

    @Test("No two people have one personal number, in their own province or where others were born too")
    func numbersAreUnique() throws {
        let country = try CountryPlan(SimulatedCountry.options(households: 100_000, provinces: [2, 4, 6, 8, 10, 11, 12]))
        let generator = FamilyGenerator(country: country)
        var seen = Set<Int64>()
        var count = 0
        for province in country.provinces {
            for household in 0..<2500 {
                for person in generator.family(province, household).members {
                    seen.insert(person.personalNumber)
                    count += 1
                }
            }
        }
        #expect(count > 40_000)
        #expect(seen.count == count)
    }

    @Test("The last digits of a couple's numbers are not alike")
    func numbersDoNotTellHouseholds() throws {
        let (_, families) = try families(400)
        let alike = families.count { Set($0.members.map { $0.personalNumber % 1_000_000 }).count < $0.members.count }
        #expect(alike < 5)
    }

    @Test("Surnames of the Kinh majority come as often as the table says")
    func surnamesFollowTable() throws {
        let (_, families) = try families(9000)
        let names = families.filter { $0.ethnicity == .kinh }.map { String(decoding: $0.members[0].name, as: UTF8.self) }
        for (surname, percent) in [("Nguyễn", 31.5), ("Trần", 10.9), ("Lê", 8.9), ("Phạm", 5.9), ("Phan", 2.8), ("Đỗ", 1.9)] {
            let share = Double(names.count { $0.hasPrefix(surname + " ") }) / Double(names.count) * 100
            #expect(abs(share - percent) < max(0.6, percent * 0.06), "\(surname): \(share)")
        }
    }

    @Test("Hoàng and Vũ in the north are Huỳnh and Võ in the south")
    func surnamesChangeSouthward() throws {
        let table = { (code: Int) in Set(Surnames.table(province: code).choices.map { String(decoding: $0, as: UTF8.self) }) }
        #expect(table(1).isSuperset(of: ["Hoàng", "Vũ"]) && table(1).isDisjoint(with: ["Huỳnh", "Võ"]))
        #expect(table(79).isSuperset(of: ["Huỳnh", "Võ"]) && table(79).isDisjoint(with: ["Hoàng", "Vũ"]))
    }

    @Test("Ê Đê women's names begin with H', men's with Y, and the clan comes last")
    func edeNames() throws {
        let (_, families) = try families(3000, province: 2)
        let people = families.flatMap(\.members).filter { $0.ethnicity == .ede }
        #expect(people.count > 500)
        for person in people {
            let name = String(decoding: person.name, as: UTF8.self)
            #expect(name.hasPrefix(person.sex == .female ? "H'" : "Y "))
            #expect(name.split(separator: " ").count >= 2)
        }
    }

    @Test("Some of the old have only a year of birth, some of the young no number, and there are twins")
    func rareThingsOccur() throws {
        let (_, families) = try families(4000)
        let people = families.flatMap(\.members)
        let old = people.filter { $0.birth.year < 1942 }
        let yearOnly = Double(old.count { $0.birth.precision == .year }) / Double(old.count)
        #expect((0.4...0.7).contains(yearOnly))
        #expect(people.contains { $0.birth.year > 2010 && $0.papers == .none })
        #expect(people.contains { $0.birth.year < 1955 && $0.papers == .old })
        #expect(
            families.contains { family in
                let children = family.members.filter { $0.relation == .child && $0.birth.precision == .day }
                return Set(children.map(\.birth)).count < children.count
            })
    }
}
