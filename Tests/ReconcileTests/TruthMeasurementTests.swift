import Foundation
import Registry
import Testing

@testable import Reconcile

@Suite("Measuring against the truth")
struct TruthMeasurementTests {
    @Test("counts right, wrong and missed links, pairs and classes")
    func scores() throws {
        let fixture = try StoreFixture()
        let known = Person(
            name: "Hoàng Văn Páo", birth: 19_780_512, citizen: 24_078_001_001, household: "2400000001", code: "240000000101")
        var again = known
        again.household = "2400000002"
        again.code = "240000000201"
        var stranger = Person(name: "Giàng Thị Mỷ", birth: 19_390_721, sex: 2, household: "2400000003", code: "240000000301")
        stranger.citizen = 24_139_003_001
        try fixture.add(.members, province: 24, [known.member, again.member, stranger.member])
        try fixture.add(.beneficiaries, province: 24, [known.beneficiary()])
        try fixture.add(.population, [known.national(residence: "R1")])
        try fixture.add(
            .merit,
            [
                [
                    "merit_file_no": .text("NCC1"), "full_name": .text(known.name), "birth_date": .int(known.birth),
                    "citizen_id": .optional(known.citizen), "province": .int(24),
                ]
            ])
        try fixture.add(.payments, province: 24, [known.instruction()])
        try fixture.add(.statement, province: 24, payer: "Bưu điện", [known.line("T1")])
        let summary = try Reconciliation(store: fixture.store).run(period: fixture.period, province: nil, actor: "test")
        let truth = try TruthDirectory([
            "person_links.csv": """
            kind,code,national_id,readable
            member,240000000101,024078001001,1
            member,240000000201,024078009999,1
            member,240000000301,024139003001,1
            beneficiary,240000000101-1,024078001001,1
            member,240000000999,024078001001,0
            merit,NCC1,024078001001,1
            merit,NCC2,024139003001,1
            """,
            "duplicates.csv": "left_code,right_code,scope\n240000000101,240000000201,inside\n",
            "exclusive.csv": "left_code,right_code\n",
            "dead.csv": "kind,code\nmember,240000000301\n",
            "missed_households.csv": "ma_ho\n",
            "payments.csv": """
            side,province,reference,period,class,amount
            approved,24,240000000101-1,2021-08,matched,540000
            paid,24,T1,2021-08,over,540000
            """,
        ])
        let scores = try TruthMeasurement(store: fixture.store, directory: truth.path).measure(summary)
        #expect(scores.personLinks == .init(right: 2, wrong: 1, missed: 2))
        // The second file number is in no list.
        #expect(scores.meritLinks == .init(right: 1, wrong: 0, missed: 0))
        #expect(scores.rowsNotStored == 1)
        #expect(scores.duplicatePairs == .init(right: 1, wrong: 0, missed: 0))
        #expect(scores.dead == .init(right: 0, wrong: 0, missed: 1))
        #expect(scores.payments.rows == 2 && scores.payments.right == 1)
        #expect(scores.payments.confusions.map(\.found) == ["matched"])
        #expect(scores.personLinks.precision == 2.0 / 3)
        #expect(scores.personLinks.recall == 0.5)
    }

    @Test("says which file is missing")
    func missing() throws {
        let fixture = try StoreFixture()
        let person = Person(name: "Hoàng Văn Páo", birth: 19_780_512, citizen: 24_078_001_001)
        try fixture.add(.members, province: 24, [person.member])
        let summary = try Reconciliation(store: fixture.store).run(period: fixture.period, province: nil, actor: "test")
        let empty = try TruthDirectory([:])
        #expect(throws: TruthMissing(file: "person_links.csv")) {
            try TruthMeasurement(store: fixture.store, directory: empty.path).measure(summary)
        }
    }
}

/// A directory of files, removed with the object.
private final class TruthDirectory {
    let path: String

    init(_ files: [String: String]) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("truth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, text) in files { try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8) }
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
