import Foundation
import Registry
import TestSupport

@testable import Reporting

/// Two successive lists of a few made-up provinces, with the true class of every person: made by a seed, then written down as clerks do.
struct MovementWorld {
    /// How badly rows are written, in a thousand rows of each list.
    struct Mess {
        var numberLost = 0
        var toneMoved = 0
        var tonesLost = 0
        var letterSlip = 0
        var dateSwapped = 0
        var yearOnly = 0
        var repeated = 0

        static let none = Mess()
        static let realistic = Mess(
            numberLost: 50, toneMoved: 120, tonesLost: 20, letterSlip: 10, dateSwapped: 15, yearOnly: 10, repeated: 5)
    }

    struct Person {
        var id: Int
        var name: String
        var birth: Int64
        var sex: Sex
        var number: Int64?
        var oldNumber: Int64?
        var insurance: Int64?
        var province: Int
        var household: Int
        var member: Int
        var relation: String
        var policy: String?
        var amount: Int64 = 0
        var status = VitalStatus.alive
        /// The list does not have the person at all.
        var isListed = true
    }

    struct Household {
        var code: String
        var commune: Int
        var householdClass: HouseholdClass
    }

    struct Province {
        let code: Int
        let communes: [AdministrativeUnit]
    }

    /// By person code, as it stands in the old and in the new lists.
    private(set) var truthOfOld: [String: MovementClass] = [:]
    private(set) var truthOfNew: [String: MovementClass] = [:]
    /// Persons by the provinces between which they moved.
    private(set) var moves: [ProvinceMoves.Move: Int64] = [:]
    let provinces: [Province]

    private var numbers: SeededNumbers
    private var before: [Person] = []
    private var after: [Person] = []
    private var oldHouseholds: [Household] = []
    private var newHouseholds: [Household] = []
    private var marks: [MovementMarks] = []
    private var stories: [MovementClass?] = []
    private var lastCode = 0
    /// Persons of the first list by household.
    private var families: [Int: [Int]] = [:]

    init(seed: UInt64, households: Int, provinces codes: [Int] = [1, 24, 40]) {
        numbers = SeededNumbers(seed: seed)
        provinces = codes.map { code in
            Province(code: code, communes: Gazetteer.of2021.communes.filter { $0.province == code })
        }
        for province in provinces { for _ in 0..<households { addHousehold(province) } }
        (after, newHouseholds) = (before, oldHouseholds)
        marks = Array(repeating: [], count: before.count)
        stories = Array(repeating: nil, count: before.count)
        live()
        settle()
    }

    // MARK: The first list

    private mutating func addHousehold(_ province: Province) {
        let household = oldHouseholds.count
        oldHouseholds.append(
            Household(
                code: nextCode(province.code), commune: province.communes.randomElement(using: &numbers)!.code,
                householdClass: HouseholdClass.allCases.randomElement(using: &numbers)!))
        let surname = MovementWorld.surnames.randomElement(using: &numbers)!
        let size = Int.random(in: 1...6, using: &numbers)
        var twin: Int64?
        for member in 0..<size {
            let birth = twin ?? birthDate(member)
            twin = member >= 2 && chance(15) ? birth : nil
            before.append(person(province.code, household, member: member, surname: surname, birth: birth))
            // Now and then a son bears his father's name.
            if member == 2, chance(5) { before[before.count - 1].name = before[before.count - 3].name }
        }
    }

    private mutating func person(_ province: Int, _ household: Int, member: Int, surname: String, birth: Int64) -> Person {
        let id = before.count + after.count
        let sex: Sex = member == 0 || chance(500) ? .male : .female
        let own = member == 1 ? MovementWorld.surnames.randomElement(using: &numbers)! : surname
        let name = "\(own) \(sex == .male ? "Văn" : "Thị") \(MovementWorld.given.randomElement(using: &numbers)!)"
        let number = Int64(province) * 1_000_000_000 + birth / 10_000 % 100 * 1_000_000 + Int64(id)
        let benefit = chance(200) ? MovementWorld.policies.randomElement(using: &numbers)! : nil
        return Person(
            id: id, name: name, birth: birth, sex: sex, number: chance(750) ? number : nil,
            oldNumber: chance(150) ? 100_000_000 + Int64(id) : nil, insurance: chance(300) ? 2_400_000_000 + Int64(id) : nil,
            province: province, household: household, member: member + 1, relation: member == 0 ? "Chủ hộ" : "Thành viên",
            policy: benefit, amount: benefit == nil ? 0 : 360_000)
    }

    private mutating func birthDate(_ member: Int) -> Int64 {
        let year = member < 2 ? Int64.random(in: 1930...1985, using: &numbers) : Int64.random(in: 1986...2020, using: &numbers)
        if year < 1950, chance(400) { return year * 10_000 }
        return year * 10_000 + Int64.random(in: 1...12, using: &numbers) * 100 + Int64.random(in: 1...28, using: &numbers)
    }

    // MARK: A month

    private mutating func live() {
        families = Dictionary(grouping: before.indices, by: { before[$0].household })
        let order = families.keys.sorted()
        for household in order {
            let members = families[household] ?? []
            let province = provinces.first { $0.code == before[members[0]].province }!
            switch Int.random(in: 0..<1000, using: &numbers) {
            case ..<12: move(members, to: province, within: true)
            case ..<24: move(members, to: provinces.randomElement(using: &numbers)!, within: false)
            case ..<35 where members.count > 3: split(household, Array(members.suffix(2)))
            case ..<42: join(household, members, order)
            case ..<62: changeClass(household, members)
            // Written anew under another code, and with it its people.
            case ..<120: newHouseholds[household].code = nextCode(province.code)
            default: break
            }
            for person in members { livePerson(person) }
            if chance(15) { addNewborn(household, province.code) }
        }
        for province in provinces { for _ in 0..<max(1, families.count / 200) { addNewFamily(province) } }
    }

    private mutating func livePerson(_ person: Int) {
        switch Int.random(in: 0..<1000, using: &numbers) {
        case ..<8: end(person, .died, .dead)
        case ..<14:
            end(person, .left, .moved)
            // Half of those who go are simply not listed any more.
            after[person].isListed = chance(500)
        case ..<16 where stories[person] == nil:
            before[person].status = .moved
            stories[person] = .returned
        case ..<18 where stories[person] == nil:
            (before[person].status, after[person].status) = (.dead, .dead)
            stories[person] = .gone
        case ..<24: changePolicy(person)
        case ..<40 where after[person].policy != nil:
            after[person].amount += 140_000
            marks[person].insert(.amount)
        default: break
        }
    }

    private mutating func end(_ person: Int, _ story: MovementClass, _ status: VitalStatus) {
        // Who moved to another province is told of there.
        guard stories[person] == nil else { return }
        after[person].status = status
        stories[person] = story
    }

    private mutating func changePolicy(_ person: Int) {
        let policy = MovementWorld.policies.randomElement(using: &numbers)!
        guard policy != after[person].policy else { return }
        if after[person].policy == nil {
            after[person].amount = 360_000
            marks[person].insert(.amount)
        }
        after[person].policy = policy
        marks[person].insert(.category)
    }

    private mutating func changeClass(_ household: Int, _ members: [Int]) {
        let found = HouseholdClass.allCases.filter { $0 != oldHouseholds[household].householdClass }.randomElement(
            using: &numbers)!
        newHouseholds[household].householdClass = found
        for person in members { marks[person].insert(.category) }
    }

    /// The whole household goes to another commune, in half of the moves under a new code; to another province always.
    private mutating func move(_ members: [Int], to province: Province, within: Bool) {
        let old = oldHouseholds[before[members[0]].household]
        guard within || province.code != before[members[0]].province,
            let commune = province.communes.filter({ $0.code != old.commune }).randomElement(using: &numbers)
        else { return }
        var place = old
        place.commune = commune.code
        if !within || chance(500) { place.code = nextCode(province.code) }
        newHouseholds.append(place)
        for person in members {
            after[person].household = newHouseholds.count - 1
            if within {
                marks[person].insert(.moved)
            } else {
                after[person].province = province.code
                stories[person] = .movedProvince
            }
        }
    }

    private mutating func split(_ household: Int, _ members: [Int]) {
        var place = newHouseholds[household]
        place.code = nextCode(before[members[0]].province)
        newHouseholds.append(place)
        for (number, person) in members.enumerated() {
            after[person].household = newHouseholds.count - 1
            after[person].member = number + 1
            after[person].relation = number == 0 ? "Chủ hộ" : "Thành viên"
            marks[person].insert(.split)
        }
    }

    /// The household goes into a larger one of the same province that stays as it is.
    private mutating func join(_ household: Int, _ members: [Int], _ others: [Int]) {
        let province = before[members[0]].province
        guard
            let host = others.first(where: { other in
                let people = families[other] ?? []
                return other > household + 3 && people.count > members.count + 2 && before[people[0]].province == province
            })
        else { return }
        let isSameCommune = newHouseholds[host].commune == oldHouseholds[household].commune
        let isSameClass = newHouseholds[host].householdClass == oldHouseholds[household].householdClass
        for (number, person) in members.enumerated() {
            after[person].household = host
            after[person].member = 20 + number + household % 50
            after[person].relation = "Thành viên"
            marks[person].insert(.joined)
            if !isSameCommune { marks[person].insert(.moved) }
            if !isSameClass { marks[person].insert(.category) }
        }
    }

    private mutating func addNewborn(_ household: Int, _ province: Int) {
        var child = person(
            province, household, member: 9, surname: MovementWorld.surnames.randomElement(using: &numbers)!, birth: 20_210_820)
        child.province = province
        add(child)
    }

    private mutating func addNewFamily(_ province: Province) {
        newHouseholds.append(
            Household(
                code: nextCode(province.code), commune: province.communes.randomElement(using: &numbers)!.code,
                householdClass: .poor))
        for member in 0..<3 {
            add(person(province.code, newHouseholds.count - 1, member: member, surname: "Mới", birth: birthDate(member)))
        }
    }

    private mutating func add(_ person: Person) {
        after.append(person)
        var absent = person
        absent.isListed = false
        before.append(absent)
        marks.append([])
        stories.append(.new)
    }

    // MARK: Truth

    /// What truly happened, under the precedence of the classes.
    private mutating func settle() {
        oldHouseholds += newHouseholds.dropFirst(oldHouseholds.count)
        for person in before.indices {
            let found = stories[person] ?? marks[person].movementClass
            if before[person].isListed { truthOfOld[code(before[person], oldHouseholds)] = found }
            if after[person].isListed { truthOfNew[code(after[person], newHouseholds)] = found }
            if found == .movedProvince {
                moves[.init(from: before[person].province, to: after[person].province), default: 0] += 1
            }
        }
    }

    private func code(_ person: Person, _ households: [Household]) -> String {
        households[person.household].code + (person.member < 10 ? "0" : "") + String(person.member)
    }

    // MARK: Writing

    /// Stores both lists of every province, in an order of the seed's choice.
    mutating func write(_ mess: Mess, to lists: MemberLists, old: String = "2021-08", new: String = "2021-09") throws {
        for province in provinces {
            try write(before, oldHouseholds, province.code, mess, to: lists, old)
            try write(after, newHouseholds, province.code, mess, to: lists, new)
        }
    }

    private mutating func write(
        _ people: [Person], _ households: [Household], _ province: Int, _ mess: Mess, to lists: MemberLists, _ period: String
    ) throws {
        var rows: [MemberRow] = []
        var benefits: [[String: SQLValue]] = []
        for person in people where person.isListed && person.province == province {
            let row = written(person, households, mess)
            rows.append(row)
            if let policy = person.policy, person.status == .alive {
                var other = written(person, households, mess)
                other.name = row.name
                benefits.append(other.benefit(policy, person.amount))
            }
            if chance(mess.repeated), person.number != nil {
                var copy = written(person, households, mess)
                (copy.code, copy.number) = (nextCode(province) + "77", person.number)
                copy.name = row.name
                copy.birth = row.birth
                if row.number != nil { rows.append(copy) }
            }
        }
        rows.shuffle(using: &numbers)
        benefits.shuffle(using: &numbers)
        let used = Set(rows.map(\.household))
        try lists.add(members: rows, period, province: province)
        try lists.add(.beneficiaries, benefits, period, province: province)
        try lists.add(
            .households,
            households.filter { used.contains($0.code) }.map {
                ["household_code": .text($0.code), "household_class": .text($0.householdClass.rawValue)]
            }, period, province: province)
    }

    private mutating func written(_ person: Person, _ households: [Household], _ mess: Mess) -> MemberRow {
        let household = households[person.household]
        var row = MemberRow(
            code: code(person, households), household: household.code, name: person.name, birth: person.birth, sex: person.sex,
            number: person.number, oldNumber: person.oldNumber, insurance: person.insurance, commune: household.commune,
            district: Gazetteer.of2021.commune(household.commune)?.district ?? 0, relation: person.relation,
            status: person.status)
        if chance(mess.numberLost) { row.number = nil }
        if chance(mess.toneMoved) { row.name = row.name.uppercased() }
        if chance(mess.tonesLost) {
            row.name = row.name.decomposedStringWithCanonicalMapping.filter { !$0.isCombining }.replacing("đ", with: "d")
        }
        if chance(mess.letterSlip) { row.name = "\(row.name.prefix(2))\(row.name.dropFirst(3))" }
        let (month, day) = (row.birth / 100 % 100, row.birth % 100)
        if chance(mess.dateSwapped), day > 0, day <= 12 { row.birth = row.birth / 10_000 * 10_000 + day * 100 + month }
        if chance(mess.yearOnly) { row.birth = row.birth / 10_000 * 10_000 }
        return row
    }

    // MARK: Chance

    private mutating func chance(_ perMille: Int) -> Bool { Int.random(in: 0..<1000, using: &numbers) < perMille }

    private mutating func nextCode(_ province: Int) -> String {
        lastCode += 1
        return AdministrativeUnit.text(province, .province) + String(10_000_000 + lastCode)
    }

    private static let surnames = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Giáp", "Thân", "Ngô", "Lò", "Sùng",
    ]
    private static let given = [
        "Hòa", "Thủy", "Hùng", "Lan", "Mai", "Đức", "Bình", "Sơn", "Hạnh", "Tuấn", "Quý", "Lý", "Nga", "Phúc", "Khánh", "Dũng",
        "Minh Tâm", "Ngọc Ánh", "Thanh Hà", "Bảo Châu", "Gia Huy", "Kim Oanh", "Xuân Trường", "Thế Vinh",
    ]
    private static let policies = ["ND20.K5C", "ND20.K5B", "ND20.K6.S", "ND20.K8"]
}

extension Character {
    fileprivate var isCombining: Bool { unicodeScalars.allSatisfy { $0.properties.canonicalCombiningClass != .notReordered } }
}
