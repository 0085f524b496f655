import Foundation
import Registry
import TestSupport
import Testing

@testable import Gateway

@Suite("Findings on the officers' side") struct FindingScopeTests {
    /// A run with one finding in province 24, one in 01, and one between 24 and 27. - Returns: their ids in that order.
    private func addFindings(_ store: Store) throws -> [Int64] {
        try store.write { connection in
            let submissions = SubmissionRegister(connection)
            let period = Period(year: 2021, month: 8)!
            let ids = try [24, 1, 27].map { province in
                let id = try submissions.open(
                    .init(
                        kind: .members, scope: SubmissionScope(province: province), period: period, unitList: .units2021,
                        sha256: "\(province)",
                        bytes: 1, fileName: "members.csv", sender: "test"))
                try connection.addRecords(
                    .members, to: id,
                    [
                        [
                            "person_code": .text("\(province)0000012301"), "household_code": .text("2400000123"),
                            "province": .int(province), "full_name": .text("Nguyễn Thị <Thử> \(province)"),
                            "birth_date": .int(19_500_228), "citizen_id": .integer(24_050_001_234 + Int64(province)),
                        ]
                    ])
                return id
            }
            let runs = RunRegister(connection)
            let run = try runs.open(period: period, province: nil, rules: "r", inputs: "i")
            func reference(_ index: Int) -> RecordReference { RecordReference(kind: .members, submission: ids[index], record: 1) }
            try runs.add(
                [
                    Finding(
                        .dead, severity: .high, province: 24, amount: Dong(5), left: reference(0), vietnamese: "v24",
                        english: "e24"),
                    Finding(
                        .dead, severity: .high, province: 1, amount: Dong(4), left: reference(1), vietnamese: "v01",
                        english: "e01"),
                    Finding(
                        .duplicateAcross, severity: .low, province: 24, otherProvince: 27, left: reference(0),
                        right: reference(2),
                        millibits: 9_000, threshold: 5_000, pairKey: "k",
                        evidence: [
                            Evidence(
                                field: "ho_va_ten", level: "exact", millibits: 12_000, bearers: 3,
                                flip: .init(level: "different", millibits: -10_000)),
                            Evidence(field: "ngay_sinh", level: "different", millibits: -3_000),
                        ], vietnamese: "v", english: "e"),
                ], run: run)
            return try connection.rows("SELECT id FROM finding ORDER BY id").compactMap { $0.int64("id") }
        }
    }

    @Test("an officer of 24 gets the same 404 for a finding of 01 as for one that does not exist")
    func scope() async throws {
        try await TestServer.run { server in
            let ids = try addFindings(server.store)
            try server.addAccount("canbo", .officer, province: 24)
            try server.addAccount("rasoat", .reviewer)
            let officer = try await server.signIn("canbo")
            #expect(try await server.get("/can-bo/phat-hien/\(ids[0])", cookie: officer).status == 200)
            #expect(try await server.get("/can-bo/phat-hien/\(ids[2])", cookie: officer).status == 200)
            let foreign = try await server.get("/can-bo/phat-hien/\(ids[1])", cookie: officer)
            let unknown = try await server.get("/can-bo/phat-hien/999999", cookie: officer)
            #expect(foreign.status == 404 && unknown.status == 404)
            #expect(foreign.body == unknown.body)
            let list = try await server.get("/can-bo/phat-hien", cookie: officer).body
            #expect(list.contains("v24") && !list.contains("v01"))
            let reviewer = try await server.signIn("rasoat")
            #expect(try await server.get("/can-bo/phat-hien/\(ids[1])", cookie: reviewer).status == 200)
        }
    }

    @Test("shows both records with names escaped, numbers masked and the differing parts marked in words")
    func card() async throws {
        try await TestServer.run { server in
            let ids = try addFindings(server.store)
            try server.addAccount("canbo", .officer, province: 24)
            let cookie = try await server.signIn("canbo")
            let page = try await server.get("/can-bo/phat-hien/\(ids[2])", cookie: cookie).body
            #expect(page.contains("Nguyễn Thị &lt;Thử&gt; 24") && page.contains("Nguyễn Thị &lt;Thử&gt; 27"))
            #expect(!page.contains("24050001258"))
            #expect(page.contains("258") && page.contains("≠") && page.contains("khác nhau"))
            #expect(!page.contains("⟦"))
        }
    }

    @Test("says what would turn the conclusion and how rare a value is, and in the next run that the pair was decided")
    func flips() async throws {
        try await TestServer.run { server in
            let ids = try addFindings(server.store)
            try server.addAccount("rasoat", .reviewer)
            let cookie = try await server.signIn("rasoat")
            let page = try await server.get("/can-bo/phat-hien/\(ids[2])", cookie: cookie).body
            for part in [
                "Nếu họ tên khác nhau thì không còn đủ bằng chứng là một người.", "Dù riêng ngày sinh khác đi",
                "3 người cùng họ tên",
                "phải vượt",
            ] { #expect(page.contains(part), "\(part)") }
            let english = try await server.get("/can-bo/phat-hien/\(ids[2])?lang=en", cookie: cookie).body
            #expect(english.contains("If the name were different"))
            let again = try server.store.write { connection in
                let register = RunRegister(connection)
                try register.decide(ids[2], verdict: "rejected", note: "", actor: "rasoat")
                let finding = try #require(try register.finding(ids[2])).finding
                let run = try register.open(period: Period(year: 2021, month: 8)!, province: nil, rules: "r", inputs: "i")
                try register.add([finding], run: run)
                return try #require(try register.findings(run: run).first).id
            }
            let next = try await server.get("/can-bo/phat-hien/\(again)", cookie: cookie).body
            #expect(next.contains("phát hiện \(ids[2]) của lượt trước") && next.contains("Không phải"))
        }
    }

    @Test(
        "whole numbers are shown to who asks with the form's token and may, each time with an audit event; foreign findings are not there"
    )
    func reveal() async throws {
        try await TestServer.run { server in
            let ids = try addFindings(server.store)
            for (name, role, province) in [
                ("canbo", Role.officer, 24), ("kiemtoan", .auditor, nil), ("quantri", .administrator, nil),
                ("congbo", .publisher, nil),
            ] { try server.addAccount(name, role, province: province) }
            let cookie = try await server.signIn("canbo")
            func path(_ index: Int) -> String { "/can-bo/phat-hien/\(ids[index])/so-day-du" }
            let masked = try await server.get("/can-bo/phat-hien/\(ids[2])", cookie: cookie).body
            #expect(masked.contains("Xem số đầy đủ") && masked.contains("ghi vào nhật ký") && !masked.contains("024050001258"))
            let token = try #require(try await server.get("/can-bo", cookie: cookie).formToken)
            #expect(try await server.post(path(2), form: [:], cookie: cookie).status == 403)
            let whole = try await server.post(path(2), form: ["form_token": token], cookie: cookie)
            #expect(whole.status == 200 && whole.headers["cache-control"] == "no-store")
            #expect(whole.body.contains("024050001258") && whole.body.contains("024050001261"))
            #expect(!whole.body.contains("Xem số đầy đủ") && !whole.body.contains("⟦"))
            let foreign = try await server.post(path(1), form: ["form_token": token], cookie: cookie)
            let unknown = try await server.post(
                "/can-bo/phat-hien/999999/so-day-du", form: ["form_token": token], cookie: cookie)
            #expect(foreign.status == 404 && unknown.status == 404 && foreign.body == unknown.body)
            let again = try await server.get(path(2) + "?lang=en", cookie: cookie)
            #expect(again.status == 303 && again.headers["location"] == "/can-bo/phat-hien/\(ids[2])?lang=en")
            for name in ["quantri", "congbo"] {
                let other = try await server.signIn(name)
                let token = try #require(try await server.get("/can-bo", cookie: other).formToken)
                #expect(try await server.post(path(0), form: ["form_token": token], cookie: other).status == 404)
                #expect(try await !server.get("/can-bo/phat-hien/\(ids[0])", cookie: other).body.contains("Xem số đầy đủ"))
            }
            let auditor = try await server.signIn("kiemtoan")
            let auditorToken = try #require(try await server.get("/can-bo", cookie: auditor).formToken)
            #expect(try await server.post(path(1), form: ["form_token": auditorToken], cookie: auditor).status == 200)
            let events = try server.store.read { connection in
                try connection.rows(
                    "SELECT actor, subject, scope, detail FROM audit_event WHERE action = 'identity.reveal' ORDER BY id")
            }
            #expect(events.map { $0.string("subject") } == ["finding/\(ids[2])", "finding/\(ids[1])"])
            #expect(events.map { $0.string("actor") } == ["canbo", "kiemtoan"])
            #expect(events.map { $0.string("scope") } == ["24", "01"] && events.map { $0.string("detail") } == ["27", ""])
        }
    }

    @Test("a decision needs the form's token, is kept, goes into the audit log, and never reaches a foreign finding")
    func decide() async throws {
        try await TestServer.run { server in
            let ids = try addFindings(server.store)
            try server.addAccount("canbo", .officer, province: 24)
            try server.addAccount("kiemtoan", .auditor)
            let cookie = try await server.signIn("canbo")
            let token = try #require(try await server.get("/can-bo/phat-hien/\(ids[0])", cookie: cookie).formToken)
            let path = "/can-bo/phat-hien/\(ids[0])"
            #expect(try await server.post(path, form: ["verdict": "confirmed"], cookie: cookie).status == 403)
            #expect(try await server.post(path, form: ["verdict": "x", "form_token": token], cookie: cookie).status == 400)
            let form = ["verdict": "confirmed", "note": "đã gặp", "form_token": token]
            #expect(try await server.post(path, form: form, cookie: cookie).status == 303)
            #expect(try await server.post("/can-bo/phat-hien/\(ids[1])", form: form, cookie: cookie).status == 404)
            let decided = try server.store.read { connection in
                try connection.rows("SELECT id, verdict, note, decided_by FROM finding WHERE verdict IS NOT NULL")
            }
            #expect(decided.map { $0.int64("id") } == [ids[0]])
            #expect(decided.first?.string("note") == "đã gặp")
            let events = try server.store.read { try $0.rows("SELECT subject FROM audit_event WHERE action = 'finding.decide'") }
            #expect(events.compactMap { $0.string("subject") } == ["finding/\(ids[0])"])
            let auditor = try await server.signIn("kiemtoan")
            #expect(try await server.get(path, cookie: auditor).status == 200)
            #expect(try await server.post(path, form: form, cookie: auditor).status == 404)
        }
    }
}
