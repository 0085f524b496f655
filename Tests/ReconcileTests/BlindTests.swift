import Registry
import Testing

@testable import Reconcile

@Suite("People under a key")
struct BlindTests {
    private struct Person {
        var id = "1"
        var name: String
        var birth: Int32
        var sex: UInt8 = 1
        var citizen: Int64 = 0
        var commune: UInt32 = 7201

        func lend<T>(_ body: (PersonRow) throws -> T) rethrows -> T {
            try Array(id.utf8).withUnsafeBufferPointer { id in
                try Array(name.utf8).withUnsafeBufferPointer { name in
                    var row = PersonRow()
                    (row.id, row.name, row.birthDate, row.sex) = (id, name, birth, sex)
                    (row.citizenID, row.province, row.commune) = (citizen, 24, commune)
                    return try body(row)
                }
            }
        }
    }

    private static let bytes = (0..<32).map { UInt8($0 * 7 + 1) }
    private static let person = Person(name: "Giáp Thị Mẫu", birth: 19_380_312, sex: 2, citizen: 24_138_000_017)

    private func record(_ person: Person, key: [UInt8] = bytes) throws -> BlindRecord {
        var encoder = BlindEncoder(key: try BlindKey(key))
        return person.lend { encoder.record(of: $0) }
    }

    private func shared(_ one: BlindRecord, _ other: BlindRecord) -> [BlindToken] {
        BlindToken.allCases.filter { one[$0] != BlindToken.Value() && one[$0] == other[$0] }
    }

    // MARK: Encoding

    @Test(
        "one person, written in many ways, is the same under one key",
        arguments: ["GIÁP THỊ MẪU", "giap thi mau", "Giáp  Thị Mẫu (đã chết)", "Bà Giáp Thị Mẫu"])
    func same(_ name: String) throws {
        var other = BlindTests.person
        other.name = name
        #expect(try record(other) == record(BlindTests.person))
    }

    @Test("two children without a name have no name in common")
    func unnamed() throws {
        let one = Person(name: "Chưa đặt tên", birth: 20_210_312, sex: 2)
        let other = Person(name: "Không tên", birth: 20_210_312, sex: 2)
        #expect(shared(try record(one), try record(other)) == [.dateAndCommune])
        #expect(shared(try record(one), try record(one)) == [.dateAndCommune])
    }

    @Test("under another key nothing is the same")
    func otherKey() throws {
        let key = BlindTests.bytes.map { $0 ^ 1 }
        let (one, other) = try (record(BlindTests.person), record(BlindTests.person, key: key))
        #expect(shared(one, other).isEmpty)
        #expect(one.filter.similarity(to: other.filter) < 0.5)
        #expect(try BlindKey(BlindTests.bytes).fingerprint != BlindKey(key).fingerprint)
    }

    @Test("every token of a whole record is there, and no two are alike")
    func kinds() throws {
        var tokens: Set<BlindToken.Value> = []
        let record = try record(BlindTests.person)
        for token in BlindToken.allCases where ![.former, .insurance, .other].contains(token) {
            #expect(record[token] != BlindToken.Value(), "\(token)")
            #expect(tokens.insert(record[token]).inserted, "\(token)")
        }
    }

    @Test("a letter that is wrong leaves filters alike; another person's are not")
    func typing() throws {
        let filter = try record(BlindTests.person).filter
        var typo = BlindTests.person
        typo.name = "Giáp Thi Mẫn"
        var stranger = BlindTests.person
        (stranger.name, stranger.birth, stranger.sex, stranger.commune) = ("Vừ A Páo", 19_380_711, 1, 1234)
        #expect(try record(typo).filter.similarity(to: filter) > 0.8)
        #expect(try record(stranger).filter.similarity(to: filter) < 0.6)
        #expect(filter.similarity(to: filter) == 1 && BlindFilter().similarity(to: filter) == 0)
    }

    @Test("day and month that changed places keep the name and date; a year alone has no date")
    func dates() throws {
        var swapped = BlindTests.person
        swapped.birth = 19_381_203
        #expect(try shared(record(swapped), record(BlindTests.person)).contains(.nameAndDate))
        var year = BlindTests.person
        year.birth = 19_380_101
        let record = try record(year)
        #expect(record[.nameAndDate] == BlindToken.Value() && record[.dateAndCommune] == BlindToken.Value())
        #expect(try shared(record, self.record(BlindTests.person)).contains(.nameYearAndCommune))
    }

    @Test("what is not given has no token")
    func missing() throws {
        let record = try record(Person(name: "", birth: 0, sex: 0, commune: 0))
        #expect(BlindToken.allCases.allSatisfy { record[$0] == BlindToken.Value() })
    }

    @Test("keys that can be guessed are refused")
    func keys() {
        #expect(throws: BlindKey.Problem.tooShort(bytes: 31)) { try BlindKey([UInt8](1...31)) }
        #expect(throws: BlindKey.Problem.notRandom) { try BlindKey([UInt8](repeating: 0, count: 64)) }
        #expect(throws: BlindKey.Problem.tooLong) { try BlindKey([UInt8](repeating: 0, count: 5000)) }
    }

    // MARK: The file

    @Test("what is written is read; headings of another version, other tables and damage are told")
    func format() throws {
        let record = try record(BlindTests.person)
        var line: [UInt8] = []
        BlindFormat.append("N1".utf8, record, to: &line)
        let cells = line.split(separator: 0x2C, omittingEmptySubsequences: false).map(Array.init)
        #expect(try read(cells) == record)
        let format = BlindFormat(fingerprint: "00ff")
        #expect(try BlindFormat(header: format.header.split(separator: ",").map(String.init)) == format)
        #expect(throws: BlindFormat.Problem.otherTable) { try BlindFormat(header: ["id", "full_name"]) }
        #expect(throws: BlindFormat.Problem.otherVersion) { try BlindFormat(header: ["id", "filter_v0_00ff"]) }
        var short = cells
        short[1].removeLast()
        #expect(throws: BlindFormat.Problem.damaged(row: 3)) { try read(short) }
        #expect(throws: BlindFormat.Problem.damaged(row: 3)) { try read(cells.dropLast()) }
    }

    private func read(_ cells: [[UInt8]]) throws -> BlindRecord {
        // Lent for a call each: the reader copies what it takes.
        let texts = cells.map { cell in
            let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: cell.count)
            _ = text.initialize(from: cell)
            return text
        }
        defer { texts.forEach { $0.deallocate() } }
        return try BlindFormat.record(row: 3, cells: cells.count) { UnsafeBufferPointer(texts[$0]) }
    }

    @Test("how many share a token is counted")
    func exposure() throws {
        var exposure = BlindExposure()
        for (name, birth) in [("Trần Thị Lan", 19_500_203), ("Trần Thị Lan", 19_500_304), ("Lê Văn Nam", 0)] as [(String, Int32)]
        {
            exposure.add(try record(Person(name: name, birth: birth)))
        }
        let groups = exposure.groups()
        let name = try #require(groups.first { $0.token == .nameAndCommune })
        #expect(name.rows == 3 && name.largest == 2)
        let date = try #require(groups.first { $0.token == .nameAndDate })
        #expect(date.rows == 2 && date.largest == 1)
    }

    // MARK: Matching

    /// A register in which names, dates and communes meet by chance as they do in life.
    private static let register: [Person] = (0..<3000).map { index in
        let surnames = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ"]
        let middles = ["Văn", "Thị", "Đức", "Minh", "Thanh", "Ngọc", "Quốc", "Hữu"]
        let givens = [
            "An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Tâm", "Vinh",
        ]
        return Person(
            id: "L\(index)", name: "\(surnames[index % 10]) \(middles[index / 10 % 8]) \(givens[index / 80 % 15])",
            birth: Int32(19_400_101 + index % 70 * 10_000 + index % 12 * 100 + index * 7 % 28), sex: UInt8(1 + index % 2),
            citizen: 24_060_000_000 + Int64(index), commune: UInt32(7200 + index % 40))
    }

    private func links(_ people: [Person], threshold: Double = 0.5) throws -> [String: String] {
        var encoder = BlindEncoder(key: try BlindKey(BlindTests.bytes))
        var linkage = BlindLinkage()
        for person in BlindTests.register { person.lend { linkage.left.append(id: $0.id, encoder.record(of: $0)) } }
        for person in people { person.lend { linkage.right.append(id: $0.id, encoder.record(of: $0)) } }
        let links = try linkage.run(threshold: threshold)
        #expect(links.allSatisfy { $0.probability >= threshold && $0.probability <= 1 })
        return Dictionary(uniqueKeysWithValues: links.map { ($0.right, $0.left) })
    }

    @Test("people are found by number, and without one by name and date; who is not in the register is not found")
    func found() throws {
        var list: [Person] = (0..<300).map { BlindTests.register[$0 * 10] }
        for index in list.indices {
            list[index].id = "R\(index)"
            if index % 2 == 0 { list[index].citizen = 0 }
            if index % 5 == 0 { list[index].name = list[index].name.replacing("Nguyễn", with: "Nguyên") }
        }
        list.append(Person(id: "stranger", name: "Vừ A Páo", birth: 19_770_303, commune: 1))
        let found = try links(list)
        #expect(found["stranger"] == nil)
        let right = (0..<300).count { found["R\($0)"] == "L\($0 * 10)" }
        #expect(right > 285, "\(right)")
    }

    @Test("the number of a relative does not outweigh name, date and commune of somebody else")
    func lentNumber() throws {
        var child = BlindTests.register[444]
        (child.id, child.citizen) = ("R", BlindTests.register[17].citizen)
        #expect(try links([child]) == ["R": "L444"])
    }

    @Test("what is found does not hang on the order of the rows")
    func order() throws {
        let list: [Person] = (0..<200).map { index in
            var person = BlindTests.register[index * 7]
            person.id = "R\(index)"
            if index % 3 == 0 { person.citizen = 0 }
            if index % 4 == 0 { person.birth = person.birth / 10_000 * 10_000 }
            return person
        }
        #expect(try links(list) == links(list.reversed()))
    }
}
