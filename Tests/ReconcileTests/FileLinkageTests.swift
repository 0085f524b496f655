import Registry
import Testing

@testable import Reconcile

@Suite("Linking two tables of people")
struct FileLinkageTests {
    private struct Row {
        var id: String
        var name: String
        var birth: Int32
        var sex: UInt8 = 1
        var citizen: Int64 = 0
        var old: Int64 = 0
        var household = ""
        var source = ""
        var commune: UInt32 = 7201

        func lend(_ body: (PersonRow) -> Void) {
            Array(id.utf8).withUnsafeBufferPointer { id in
                Array(name.utf8).withUnsafeBufferPointer { name in
                    Array(household.utf8).withUnsafeBufferPointer { household in
                        Array(source.utf8).withUnsafeBufferPointer { source in
                            var row = PersonRow()
                            (row.id, row.name, row.household, row.source) = (id, name, household, source)
                            (row.birthDate, row.sex, row.citizenID, row.oldID) = (birth, sex, citizen, old)
                            (row.province, row.commune) = (24, commune)
                            body(row)
                        }
                    }
                }
            }
        }
    }

    /// A register of strangers, so that frequencies mean something.
    private static let strangers: [Row] = (0..<3000).map { index in
        let surnames = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ"]
        let middles = ["Văn", "Thị", "Đức", "Minh", "Thanh", "Ngọc", "Quốc", "Hữu"]
        let givens = [
            "An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Tâm", "Vinh",
        ]
        let name = "\(surnames[index % 10]) \(middles[index / 10 % 8]) \(givens[index / 80 % 15])"
        let birth = Int32(19_400_101 + index % 70 * 10_000 + index % 12 * 100 + index * 7 % 28)
        return Row(
            id: "L\(index)", name: name, birth: birth, sex: UInt8(1 + index % 2), citizen: 24_060_000_000 + Int64(index),
            household: "H\(index / 4)",
            commune: UInt32(7200 + index % 40))
    }

    private func linked(_ right: [Row], left: [Row] = strangers, crosswalk: [UInt32: UInt32] = [:]) throws -> FileLinks {
        var register = LinkTable(isRegister: true, crosswalk: crosswalk)
        var lists = LinkTable(isRegister: false, crosswalk: crosswalk)
        for row in left { row.lend { register.append($0) } }
        for row in right { row.lend { lists.append($0) } }
        return try FileLinkage(left: left.isEmpty ? nil : register, right: lists).run()
    }

    private func text(_ id: FileLinks.Link.ID) -> String { String(decoding: id, as: UTF8.self) }

    private func pairs(_ links: FileLinks) -> [String: String] {
        var pairs: [String: String] = [:]
        links.forEachLink { pairs[text($0.right)] = text($0.left) }
        return pairs
    }

    @Test("a person is found by the number, and by name, date and commune without one")
    func found() throws {
        var byNumber = FileLinkageTests.strangers[17]
        byNumber.id = "R1"
        var withoutNumber = FileLinkageTests.strangers[1234]
        (withoutNumber.id, withoutNumber.citizen) = ("R2", 0)
        let stranger = Row(id: "R3", name: "Vừ A Páo", birth: 19_770_303, commune: 1)
        let found = pairs(try linked([byNumber, withoutNumber, stranger]))
        #expect(found == ["R1": "L17", "R2": "L1234"])
    }

    @Test("where nothing but the fields speaks, their weights add up to the weight and the prior")
    func evidence() throws {
        var row = FileLinkageTests.strangers[5]
        (row.id, row.citizen) = ("R", 0)
        var checked = 0
        let links = try linked([row])
        try links.forEachLink(withEvidence: true) { link in
            let evidence = try #require(link.evidence)
            #expect(evidence.millibits.reduce(0, +) + evidence.others + evidence.prior == link.millibits)
            #expect(evidence.others == 0)
            #expect(evidence.prior < -10_000 && evidence.prior > -13_000, "log2 of three thousand strangers")
            #expect(link.probability > 0.5 && link.probability <= 1)
            checked += 1
        }
        #expect(checked == 1)
    }

    @Test("households of two sources that bear one code stay apart, and go where their members live")
    func households() throws {
        var right: [Row] = []
        for (source, start) in [("24", 400), ("01", 800)] {
            for offset in 0..<4 {
                var row = FileLinkageTests.strangers[start + offset]
                (row.id, row.household, row.source) = ("\(source)-\(offset)", "0001", source)
                right.append(row)
            }
        }
        let households = try linked(right).households()
        #expect(households.map(\.rightSource) == ["24", "01"])
        #expect(households.map(\.left) == ["H100", "H200"])
        #expect(households.allSatisfy { $0.right == "0001" })
    }

    @Test("a commune that was merged is the commune it became")
    func crosswalk() throws {
        var row = FileLinkageTests.strangers[40]
        (row.id, row.citizen, row.household, row.commune) = ("R", 0, "", 99_001)
        let place = try #require(FileLinks.fields.firstIndex(of: "ma_xa"))
        func placeWeight(_ crosswalk: [UInt32: UInt32]) throws -> Int32? {
            var weight: Int32?
            try linked([row], crosswalk: crosswalk).forEachLink(withEvidence: true) { weight = $0.evidence?.millibits[place] }
            return weight
        }
        let same = try placeWeight([99_001: FileLinkageTests.strangers[40].commune])
        #expect((same ?? 0) > 3000)
    }

    @Test("one table alone: who is in it twice, the smaller id first")
    func duplicates() throws {
        var twice = FileLinkageTests.strangers[77]
        twice.id = "A77"
        let links = try linked(FileLinkageTests.strangers.map { $0 } + [twice], left: [])
        let found = try links.duplicates()
        #expect(found.map { text($0.left) } == ["A77"] && found.map { text($0.right) } == ["L77"])
        #expect(found.allSatisfy { $0.probability > 0.5 })
    }

    @Test("what is found does not hang on the order of the rows", arguments: [UInt64(1), 2])
    func order(_ seed: UInt64) throws {
        let right = (0..<400).map { index in
            var row = FileLinkageTests.strangers[index * 7]
            row.id = "R\(index)"
            if index % 3 == 0 { row.citizen = 0 }
            if index % 5 == 0 { row.commune = 1 }
            return row
        }
        var random = Shuffle(state: seed)
        let first = pairs(try linked(right))
        let second = pairs(try linked(right.shuffled(using: &random), left: FileLinkageTests.strangers.shuffled(using: &random)))
        #expect(first == second)
        #expect(first.count > 350)
    }

    @Test("truth: pairs count once, and within one table in any order")
    func truth() {
        var truth = PairTruth(isOrdered: false)
        func id(_ text: String) -> FileLinks.Link.ID { Array(text.utf8)[...] }
        for (one, other) in [("a", "b"), ("c", "d"), ("e", "f")] {
            Array(one.utf8).withUnsafeBufferPointer { one in Array(other.utf8).withUnsafeBufferPointer { truth.add(one, $0) } }
        }
        let score = truth.score([
            (left: id("b"), right: id("a")), (left: id("a"), right: id("b")), (left: id("c"), right: id("x")),
        ])
        #expect(score.right == 1 && score.wrong == 1 && score.missed == 2)
        #expect(score.precision == 0.5)
    }

    @Test("takes a code that a household has kept for evidence of who is who, and of which household it is")
    func householdCodes() throws {
        func listed(_ row: Row, _ index: Int, _ change: (inout Row) -> Void) -> Row {
            var copy = row
            (copy.id, copy.source, copy.citizen) = ("R\(index)", "24", index % 3 == 0 ? row.citizen : 0)
            change(&copy)
            return copy
        }
        // Whole households, one in ten with another code; of some only the year is left.
        let kept = Self.strangers.prefix(800).enumerated().map { index, row in
            listed(row, index) {
                if index / 4 % 10 == 0 { $0.household = "N\(index / 4)" }
                if index % 5 == 0 { $0.birth = row.birth / 10_000 * 10_000 }
            }
        }
        // Without a date and a commune and with another letter in the name, alone in a household that the register knows.
        let alone = listed(Self.strangers[1000], 9001) { ($0.birth, $0.commune, $0.name) = (0, 0, "\($0.name.dropLast())m") }
        func found(_ rows: [Row]) throws -> [String: String] {
            var found: [String: String] = [:]
            try linked(rows).forEachLink { found[text($0.right)] = text($0.left) }
            return found
        }
        #expect(try found(kept + [alone])["R9001"] == "L1000")
        let renamed = (kept + [alone]).map { row in
            var copy = row
            copy.household = "X\(row.household)"
            return copy
        }
        #expect(try found(renamed)["R9001"] == nil)
        let households = try linked(kept + [alone]).households()
        #expect(households.count == 201)
        #expect(households.allSatisfy { $0.left == $0.right || $0.right.hasPrefix("N") && $0.left == "H" + $0.right.dropFirst() })
    }
}

private struct Shuffle: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return mixed(state)
    }
}
