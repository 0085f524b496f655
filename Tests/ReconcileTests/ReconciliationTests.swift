import Registry
import TestSupport
import Testing

@testable import Reconcile

@Suite("A whole run")
struct ReconciliationTests {
    /// Two provinces and the national records: a household with twins, a grandmother with a year of birth only, a child under the
    /// guardian's number, a man listed in both provinces, a woman with two exclusive policies, and a dead man.
    private struct Country {
        let fixture: StoreFixture
        let father = Person(
            name: "Hoàng Văn Páo", birth: 19_780_512, citizen: 24_078_001_001, household: "2400000001", code: "240000000101")
        let twin1 = Person(
            name: "Hoàng Thị Sen", birth: 20_120_907, sex: 2, citizen: 24_312_002_001, household: "2400000001",
            code: "240000000102")
        let twin2 = Person(
            name: "Hoàng Thị Súng", birth: 20_120_907, sex: 2, citizen: 24_312_002_002, household: "2400000001",
            code: "240000000103")
        let grandmother = Person(
            name: "Giàng Thị Mỷ", birth: 19_390_721, sex: 2, citizen: 24_139_003_001, household: "2400000001",
            code: "240000000104")
        let mover = Person(
            name: "Quàng Văn Ún", birth: 19_520_930, citizen: 24_052_004_001, household: "2400000002", code: "240000000201")
        let parent = Person(
            name: "Lường Thị Pâng", birth: 19_850_411, sex: 2, citizen: 24_185_005_001, household: "2400000003",
            code: "240000000301")
        let dead = Person(
            name: "Tòng Văn Hặc", birth: 19_410_316, citizen: 24_041_006_001, household: "2400000004", code: "240000000401")

        init() throws {
            fixture = try StoreFixture()
            var secondTwin = twin2
            secondTwin.citizen = nil
            var elder = grandmother
            elder.citizen = nil
            elder.birth = 19_390_101
            elder.name = "GIANG THI MY"
            var child = Person(name: "Hoàng Thị Bưởi", birth: 20_180_802, sex: 2, household: "2400000001", code: "240000000105")
            child.citizen = father.citizen
            var again = mover
            again.province = 25
            again.district = 227
            again.commune = 7900
            again.household = "2500000001"
            again.code = "250000000101"
            again.birth = 19_520_000
            try fixture.add(
                .members, province: 24,
                [
                    father.member, twin1.member, secondTwin.member, elder.member, child.member, mover.member, parent.member,
                    dead.member,
                ])
            try fixture.add(.members, province: 25, [again.member])
            try fixture.add(
                .beneficiaries, province: 24,
                [
                    parent.beneficiary("1", policy: "ND20.K5C", amount: 360_000), parent.beneficiary("2", policy: "ND20.K6.S"),
                    mover.beneficiary("1"), dead.beneficiary("1"),
                ])
            try fixture.add(.beneficiaries, province: 25, [again.beneficiary("1")])
            var nationals = [father, twin1, twin2, grandmother].map { $0.national(residence: "R1") }
            nationals.append(Self.childAtHome.national(residence: "R1"))
            nationals += [
                mover.national(residence: "R2"), parent.national(residence: "R3"),
                dead.national(residence: "R4", died: 20_210_301),
            ]
            try fixture.add(.population, nationals + Self.strangers())
            try fixture.add(
                .households, province: 24,
                ["2400000001", "2400000002"].map {
                    [
                        "household_code": .text($0), "head_name": .text("x"), "province": .int(24), "district": .int(213),
                        "commune": .int(99_999),
                        "household_class": .text("ho_ngheo"),
                    ]
                })
            try fixture.add(.payments, province: 24, [mover.instruction(), dead.instruction()])
        }

        private static let childAtHome = Person(name: "Hoàng Thị Bưởi", birth: 20_180_802, sex: 2, citizen: 24_318_007_001)

        /// Enough other people that names and dates have frequencies.
        private static func strangers() -> [[String: SQLValue]] {
            var numbers = SeededNumbers(seed: 99)
            return (0..<3000).map { index in
                let name = [
                    ["Nguyễn", "Trần", "Lê", "Phạm"].randomElement(using: &numbers)!,
                    ["Văn", "Thị", "Hữu"].randomElement(using: &numbers)!,
                    ["Lan", "Hùng", "Mai", "Sơn", "Hà", "Tú"].randomElement(using: &numbers)!,
                ].joined(separator: " ")
                let birth = Int.random(in: 1935...2020, using: &numbers) * 10_000 + Int.random(in: 1...12, using: &numbers) * 100
                return Person(
                    name: name, birth: birth + Int.random(in: 2...28, using: &numbers), citizen: 25_099_000_000 + index,
                    commune: 7300 + index % 40
                )
                .national(residence: "S\(index / 4)")
            }
        }

        func run() throws -> ReconciliationSummary {
            try Reconciliation(store: fixture.store).run(period: fixture.period, province: nil, actor: "test")
        }

        /// Person code or beneficiary code by the number of the national record.
        func links(_ run: Int64) throws -> [String: Int64] {
            let (codes, numbers) = (try fixture.column("person_code", .members), try fixture.column("citizen_id", .population))
            let pairs = try fixture.rows("SELECT * FROM person_link WHERE run_id = \(run)").compactMap { row in
                codes[[row.int64("submission_id") ?? 0, row.int64("record") ?? 0]]?.words.map {
                    ($0, number(of: row, in: numbers))
                }
            }
            return Dictionary(uniqueKeysWithValues: pairs)
        }

        /// Of the national record that a link leads to.
        func number(of link: SQLRow, in numbers: [[Int64]: SQLValue]) -> Int64 {
            numbers[[link.int64("population_submission_id") ?? 0, link.int64("population_record") ?? 0]]?.number ?? 0
        }

        func findings(_ run: Int64, _ findingClass: FindingClass) throws -> [Finding] {
            try fixture.store.read { try RunRegister($0).findings(run: run, findingClass: findingClass).map(\.finding) }
        }
    }

    @Test("links every member to the right national record: twins apart, the child not to its guardian")
    func links() throws {
        let country = try Country()
        let links = try country.links(try country.run().run)
        #expect(links["240000000101"] == 24_078_001_001)
        #expect(links["240000000102"] == 24_312_002_001)
        #expect(links["240000000103"] == 24_312_002_002)
        #expect(links["240000000104"] == 24_139_003_001)
        #expect(links["240000000105"] == 24_318_007_001)
        #expect(links["250000000101"] == 24_052_004_001)
    }

    @Test("finds the man in two provinces, with the smaller allowance at stake")
    func duplicates() throws {
        let country = try Country()
        let summary = try country.run()
        let found = try country.findings(summary.run, .duplicateAcross)
        #expect(summary.duplicates == .init(inside: 0, across: 1))
        #expect(found.map(\.province) == [24])
        #expect(found.map(\.otherProvince) == [25])
        #expect(found.map(\.amount) == [Dong(540_000)])
    }

    @Test("finds the guardian's number, the dead man, the exclusive policies, the missed household and the unknown commune")
    func rules() throws {
        let country = try Country()
        let run = try country.run().run
        #expect(try country.findings(run, .identityConflict).count == 1)
        #expect(try country.findings(run, .dead).map(\.left.kind) == [.beneficiaries, .members])
        #expect(try country.findings(run, .exclusivePolicies).map(\.amount) == [Dong(540_000), Dong(360_000)])
        #expect(try country.findings(run, .missedHousehold).map(\.policyCode) == ["ND20.K5C"])
        #expect(try country.findings(run, .unknownUnit).count == 1)
        #expect(
            try country.findings(run, .payment).contains {
                $0.evidence == [Evidence(field: "class", level: "after_death", millibits: 0)]
            })
    }

    @Test("finds one person under two programmes without a record, a number or a code in common, and says why")
    func acrossProgrammes() throws {
        let country = try Country()
        // Spelt and placed as two offices would; a neighbour of the same name and another year is somebody else.
        var here = Person(name: "Vàng Thị Dợ", birth: 19_470_315, sex: 2, household: "2400000009", code: "")
        here.commune = 7333
        var there = here
        (there.name, there.province, there.district, there.household) = ("VANG THI DO", 25, 227, "2500000009")
        var neighbour = there
        (neighbour.birth, neighbour.household) = (19_620_101, "2500000010")
        func row(_ person: Person, _ code: String, _ policy: String) -> [String: SQLValue] {
            person.beneficiary(policy: policy, amount: 540_000).merging([
                "person_code": .null, "beneficiary_code": .text(code),
            ]) { $1 }
        }
        try country.fixture.add(.beneficiaries, province: 24, [row(here, "A1", "ND20.K5C")])
        try country.fixture.add(
            .beneficiaries, province: 25, [row(neighbour, "B1", "ND20.K6.S"), row(there, "B2", "ND20.K6.S")])
        let run = try country.run().run
        let found = try country.findings(run, .exclusivePolicies).filter { $0.left.record == 1 && $0.pairKey != nil }
        #expect(found.map(\.right?.record) == [2])
        let finding = try #require(found.first)
        #expect((finding.province, finding.otherProvince) == (24, 25))
        #expect(finding.amount == Dong(540_000))
        #expect(finding.millibits ?? 0 >= finding.threshold ?? .max)
        #expect(finding.evidence.contains { $0.field == "ho_va_ten" || $0.field == "name" })
        #expect(finding.sentenceVietnamese.contains("nhiều khả năng là một người"))
        #expect(finding.steadyFields.contains("gioi_tinh") && !finding.steadyFields.contains("chinh_sach"))
        #expect(!finding.sentenceVietnamese.contains("Dợ"))
    }

    @Test("however many allowances one record has, all of them are one person's")
    func manyAllowances() throws {
        let country = try Country()
        let rows = (1...20).map { country.mover.beneficiary("\($0)", policy: "ND20.K6.S") }
        try country.fixture.add(.beneficiaries, province: 24, rows)
        let exclusive = try country.run().findings.first { $0.findingClass == .exclusivePolicies }
        // Every two of the twenty, and each with the one in the other province.
        #expect(exclusive?.count == 21 * 20 / 2)
    }

    @Test("a pension counts where the insurance record bears no personal number: it is found like a row of a list")
    func pensionWithoutNumber() throws {
        let country = try Country()
        #expect(try country.findings(country.run().run, .missedHousehold).count == 1)
        let grandmother = country.grandmother
        try country.fixture.add(
            .insurance,
            [
                [
                    "insurance_no": .int(2_401_234_567), "full_name": .text("GIÀNG THỊ MỶ"),
                    "birth_date": .int(grandmother.birth),
                    "sex": .int(2), "province": .int(24), "pension_amount": .int(2_100_000),
                ]
            ])
        let summary = try country.run()
        #expect(summary.people.registers?.first == .init(kind: .insurance, rows: 1, linked: 1))
        #expect(try country.findings(summary.run, .missedHousehold).isEmpty)
    }

    @Test("people of merit are found in the population, and a missed household in which one is paid says so")
    func merit() throws {
        let country = try Country()
        func row(_ person: Person, file: String, allowance: Int) -> [String: SQLValue] {
            [
                "merit_file_no": .text(file), "full_name": .text(person.name.uppercased()), "birth_date": .int(person.birth),
                "sex": .int(person.sex), "province": .int(24), "district": .int(213), "commune": .int(person.commune),
                "merit_allowance": .int(allowance),
            ]
        }
        var nobody = country.grandmother
        (nobody.name, nobody.birth) = ("Bế Thị Nghìn", 19_330_202)
        let id = try country.fixture.add(
            .merit,
            [
                row(country.grandmother, file: "NCC1", allowance: 1_624_000), row(nobody, file: "NCC2", allowance: 0),
                row(country.father, file: "NCC3", allowance: 0),
            ])
        let summary = try country.run()
        #expect(summary.people.registers?.last == .init(kind: .merit, rows: 3, linked: 2))
        let numbers = try country.fixture.column("citizen_id", .population)
        let links = try country.fixture.rows(
            "SELECT * FROM person_link WHERE run_id = \(summary.run) AND submission_id = \(id) ORDER BY record")
        #expect(
            links.map { Int(country.number(of: $0, in: numbers)) } == [country.grandmother.citizen, country.father.citizen])
        let missed = try country.findings(summary.run, .missedHousehold)
        #expect(missed.map(\.severity) == [.low])
        #expect(missed.first?.sentenceVietnamese.contains("ưu đãi người có công") == true)
    }

    @Test("names no person and no number in any sentence")
    func sentences() throws {
        let country = try Country()
        let run = try country.run().run
        let rows = try country.fixture.rows("SELECT sentence_vi, sentence_en FROM finding WHERE run_id = \(run)")
        for row in rows {
            for sentence in [row.string("sentence_vi") ?? "", row.string("sentence_en") ?? ""] {
                #expect(!sentence.isEmpty && sentence.hasSuffix("."))
                #expect(!sentence.contains("Páo") && !sentence.contains("Ún") && !sentence.contains("24052004001"))
            }
        }
    }

    @Test("gives the same findings, links and fingerprint again")
    func determinism() throws {
        let country = try Country()
        let (first, second) = (try country.run(), try country.run())
        #expect(first.inputs == second.inputs)
        #expect(try country.links(first.run) == country.links(second.run))
        let columns =
            "class, severity, province, other_province, amount, left_submission, left_record, millibits, evidence, sentence_vi"
        func rows(_ run: Int64) throws -> [[SQLValue]] {
            try country.fixture.rows("SELECT \(columns) FROM finding WHERE run_id = \(run) ORDER BY id").map { row in
                columns.split(separator: ", ").map { row[String($0)] }
            }
        }
        #expect(try rows(first.run) == rows(second.run))
        #expect(try !rows(first.run).isEmpty)
    }

    @Test("carries lists of people forward, but not into a month without any file")
    func otherMonth() throws {
        let country = try Country()
        #expect(throws: NothingToReconcile.self) {
            try Reconciliation(store: country.fixture.store).run(
                period: country.fixture.period.advanced(by: 5), province: nil, actor: "test")
        }
    }

    @Test("of one province reads that province's lists only")
    func oneProvince() throws {
        let country = try Country()
        let summary = try Reconciliation(store: country.fixture.store).run(
            period: country.fixture.period, province: 25, actor: "test")
        #expect(summary.people.members == 1)
        #expect(summary.duplicates == .init(inside: 0, across: 0))
    }

    @Test("needs a list of the period, and stores nothing without one")
    func nothingToDo() throws {
        let fixture = try StoreFixture()
        #expect(throws: NothingToReconcile.self) {
            try Reconciliation(store: fixture.store).run(period: fixture.period, province: nil, actor: "test")
        }
        #expect(try fixture.rows("SELECT id FROM run").isEmpty)
    }
}
