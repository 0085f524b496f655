import Registry
import TestSupport

@testable import Reconcile

/// A made person as a row of any list, with everything that two rows are compared by.
struct ListedPerson {
    var id = ""
    var name = ""
    var birth: Int32 = 0
    var sex: UInt8 = 0
    var province: UInt8 = 0
    var commune: UInt32 = 0
    var citizen: Int64 = 0
    var old: Int64 = 0
    var insurance: Int64 = 0
    var otherID = ""
    var address = ""
    var relation = ""
    var household = ""

    private static let surnames = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Giàng", "Thạch", "Niê", "Tôn Nữ", "H'",
    ]
    private static let middles = ["Văn", "Thị", "Đức", "Minh", "A", "Thị Thu", "", "Hữu", "Ngọc"]
    private static let givens = [
        "An", "Bình", "Cường", "Hà", "Hạ", "Lan", "Mai", "Páo", "Sa Rây", "Hen", "Thuý", "Quý", "Giang", "Nương",
    ]
    private static let roads = ["Lê Lợi", "Trần Phú", "Hai Bà Trưng", "Nguyễn Huệ", "Cầu Gỗ"]
    private static let relations = ["chủ hộ", "vợ", "con", "cháu", "bố"]

    static func random(_ id: String, using numbers: inout SeededNumbers) -> ListedPerson {
        func some(_ words: [String]) -> String { words[Int.random(in: 0..<words.count, using: &numbers)] }
        var person = ListedPerson(id: id, name: [some(surnames), some(middles), some(givens)].joined(separator: " "))
        person.birth = Int32.random(in: 1940...2005, using: &numbers) * 10_000
        person.birth += Int32.random(in: 1...12, using: &numbers) * 100 + Int32.random(in: 1...28, using: &numbers)
        person.sex = UInt8.random(in: 1...2, using: &numbers)
        person.province = UInt8.random(in: 24...26, using: &numbers)
        person.commune = UInt32(person.province) * 300 + UInt32.random(in: 0..<20, using: &numbers)
        person.citizen = ListedPerson.number(birth: person.birth, sex: person.sex, province: person.province, using: &numbers)
        person.old = Int64.random(in: 100_000_000...399_999_999, using: &numbers)
        person.insurance = Int64.random(in: 1_000_000_000...9_999_999_999, using: &numbers)
        person.otherID = "HN\(Int.random(in: 10_000...99_999, using: &numbers))"
        person.address =
            "\(Int.random(in: 1...90, using: &numbers)) \(some(roads)), thôn \(Int.random(in: 1...12, using: &numbers))"
        person.relation = some(relations)
        person.household = "H\(Int.random(in: 0..<300, using: &numbers))"
        return person
    }

    /// A personal number as they are given: province, century and sex, year, six digits.
    static func number(birth: Int32, sex: UInt8, province: UInt8, using numbers: inout SeededNumbers) -> Int64 {
        let year = Int64(birth / 10_000)
        let century = (year / 100 - 19) * 2 + (sex == 2 ? 1 : 0)
        let serial = Int64.random(in: 0...999_999, using: &numbers)
        return Int64(province) * 1_000_000_000 + century * 100_000_000 + year % 100 * 1_000_000 + serial
    }

    /// The same person as another clerk writes it down: each field right, spoilt, another's or left out.
    func spoilt(using numbers: inout SeededNumbers) -> ListedPerson {
        var copy = self
        let other = ListedPerson.random("", using: &numbers)
        for field in ComparedField.allCases {
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: copy.copy(field, of: other)
            case 1: copy.copy(field, of: ListedPerson())
            case 2, 3: copy.spoil(field, using: &numbers)
            default: break
            }
        }
        return copy
    }

    func without(_ field: ComparedField) -> ListedPerson {
        var copy = self
        copy.copy(field, of: ListedPerson())
        return copy
    }

    private mutating func copy(_ field: ComparedField, of other: ListedPerson) {
        switch field {
        case .name: name = other.name
        case .birth: birth = other.birth
        case .sex: sex = other.sex
        case .place: (province, commune) = (other.province, other.commune)
        case .number: citizen = other.citizen
        case .formerID: old = other.old
        case .insurance: insurance = other.insurance
        case .otherID: otherID = other.otherID
        case .address: address = other.address
        case .relation: relation = other.relation
        case .householdCode: household = other.household
        case .household: break
        }
    }

    private mutating func spoil(_ field: ComparedField, using numbers: inout SeededNumbers) {
        switch field {
        case .name: name = ListedPerson.spoilt(name, using: &numbers)
        case .birth:
            let (year, month, day) = (birth / 10_000, birth / 100 % 100, birth % 100)
            let others = [
                year * 10_000, year * 10_000 + 101, year * 10_000 + day * 100 + month, birth + 10_000, birth + 1, birth - 100_000,
            ]
            birth = others[Int.random(in: 0..<others.count, using: &numbers)]
        case .number: citizen += Bool.random(using: &numbers) ? 1000 : 1090
        case .formerID: old += 10
        case .insurance: insurance += 100
        case .otherID: otherID = String(otherID.dropLast())
        case .address: address = ListedPerson.spoilt(address, using: &numbers)
        case .place: commune += 1
        case .householdCode: household += "0"
        case .sex, .relation, .household: break
        }
    }

    private static func spoilt(_ text: String, using numbers: inout SeededNumbers) -> String {
        var words = text.split(separator: " ").map(String.init)
        let place = Int.random(in: 0..<words.count, using: &numbers)
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: words.swapAt(0, place)
        case 1: if words.count > 2 { words.remove(at: place) }
        case 2: words[place] = String(words[place].prefix(1))
        case 3: words[place] += "n"
        case 4: return NameKey(text).syllables.joined(separator: " ")
        default: return text.uppercased()
        }
        return words.joined(separator: " ")
    }

    func lend(_ body: (PersonRow) -> Void) {
        let texts = [id, name, otherID, address, relation, household].map { Array($0.utf8) }
        func with(_ lent: [UnsafeBufferPointer<UInt8>]) {
            if lent.count < texts.count { return texts[lent.count].withUnsafeBufferPointer { with(lent + [$0]) } }
            var row = PersonRow()
            (row.id, row.name, row.otherID, row.address, row.relation) = (lent[0], lent[1], lent[2], lent[3], lent[4])
            row.household = lent[5]
            (row.birthDate, row.sex, row.province, row.commune) = (birth, sex, province, commune)
            (row.citizenID, row.oldID, row.insuranceNumber) = (citizen, old, insurance)
            body(row)
        }
        with([])
    }
}

extension LinkTable {
    init(_ people: [ListedPerson], isRegister: Bool) {
        self.init(isRegister: isRegister)
        for person in people { person.lend { append($0) } }
    }
}

extension Inputs {
    /// Two tables as a linkage sees them.
    init(register: [ListedPerson], lists: [ListedPerson]) {
        self.init(period: Period(year: 2021, month: 1)!)  // a real month
        var (left, right) = (LinkTable(register, isRegister: true), LinkTable(lists, isRegister: false))
        left.join(&right)
        left.complete()
        right.complete()
        (population, listed) = (left.people, right.people)
        (names, addresses, codes.otherID) = (left.names, left.addresses, left.otherIDs)
        (codes.residence, codes.household) = (left.households, right.households)
        unitLists = [.units2021]
        HouseholdCodes(self)?.number(&self)
    }
}
