import Foundation
import Logging
import Registry
import TestSupport
import Testing

@testable import Gateway

/// Persons are planted in what is sent to a running service (``PlantedFile``), in good files, broken files, addresses, forms and headers;
/// then everything that it says is searched for them: pages, headers, log, audit log, jobs, files left over.
///
/// Where a person's data is the purpose it may stand: the page of a finding and the fix-list. Nowhere else. A file's name may be shown to
/// officers, and not to the public, the log or the audit log.
@Suite("No personal data in what the service says") struct PrivacyTests {
    private static let boundary = "----thu"

    @Test("from the upload to the published release")
    func work() async throws {
        let log = LogMemory()
        try await TestServer.run(releases: nil) { configuration in
            configuration.logger = log.logger
            configuration.uploadLimit = 8 << 20
        } _: { server in
            for (name, role, province) in [
                ("canbo", Role.officer, 24), ("rasoat", .reviewer, nil), ("quantri", .administrator, nil),
                ("congbo", .publisher, nil),
                ("kiemtoan", .auditor, nil),
            ] { try server.addAccount(name, role, province: province) }
            let watch = Watch(server: server)
            let officer = try await server.signIn("canbo")
            let administrator = try await server.signIn("quantri")
            let kinds = ["population", "insurance", "households", "members", "beneficiaries", "payments", "statement"]
            for (file, kind) in zip(PlantedFile.good, kinds) {
                let isNational = kind == "population" || kind == "insurance"
                try await watch.upload(file, kind: kind, cookie: isNational ? administrator : officer)
            }
            for file in PlantedFile.misplaced + PlantedFile.broken {
                try await watch.upload(file, kind: file.name.hasPrefix("bang-ke") ? "statement" : "payments", cookie: officer)
            }
            try await watch.upload(PlantedFile.good[5], kind: "payments", cookie: officer)
            try await watch.reconcile()

            let reviewer = try await server.signIn("rasoat")
            for cookie in [officer, reviewer] {
                for path in ["/can-bo", "/can-bo?lang=en", "/can-bo/phat-hien", "/can-bo/bao-cao", "/can-bo/gui-tep"] {
                    try await watch.get(path, cookie: cookie)
                }
                for id in 1...12 {
                    try await watch.get("/can-bo/tep/\(id)", cookie: cookie)
                    try await watch.get("/can-bo/tep/\(id)/can-sua.csv", cookie: cookie, mayShow: true)
                    try await watch.get("/can-bo/phat-hien/\(id)", cookie: cookie, mayShow: true)
                }
            }
            try await watch.decideAndReveal(cookie: officer)
            try await watch.publish()

            for path in [
                "/", "/?lang=en", "/bang", "/tinh/bac_giang", "/tai-ve", "/gioi-thieu", "/ban-do.svg", "/health", "/ready",
                "/khong-co",
            ] {
                try await watch.get(path, fileNamesAllowed: false)
            }
            try await watch.getReleaseFiles()
            #expect(watch.shown(try await server.get("/can-bo/tep/6/can-sua.csv", cookie: officer).body), "the search can find")
            try watch.searchStore()
            try watch.searchSpool()
            #expect(log.lines.count > 100)
            for line in log.lines {
                #expect(Canary.found(in: line, fileNamesAllowed: false).isEmpty, "a line of the log: \(line.prefix(60))")
            }
        }
    }

    @Test("in addresses, forms, headers and bodies that are refused")
    func refused() async throws {
        let log = LogMemory()
        try await TestServer.run { configuration in
            configuration.logger = log.logger
            configuration.uploadLimit = 20_000
        } _: { server in
            try server.addAccount("canbo", .officer, province: 24)
            let cookie = try await server.signIn("canbo")
            let watch = Watch(server: server)
            let (name, number) = (Canary.person.name, Canary.person.number)
            let word = QueryText.encoded(name)
            for path in [
                "/tinh/\(word)", "/can-bo/phat-hien/\(word)", "/can-bo/tep/\(number)", "/can-bo/viec/\(word)",
                "/releases/\(word)/\(number)",
                "/assets/\(word)/\(number)", "/\(word)", "/?policy=\(word)", "/bang?sort=\(number)",
            ] {
                let answer = try await server.get(path, cookie: cookie)
                #expect(answer.status == 404, "\(path)")
                // Who asks may be shown what they asked for, but not in the page that says there is no such thing.
                watch.search(answer.body, "the page for \(path)")
            }
            for headers in [
                ["X-Ten": word, "Referer": "https://x.vn/?ten=\(word)", "User-Agent": number],
                ["Cookie": "ansinh_session=\(word)"],
                ["If-None-Match": number, "Accept-Language": word],
            ] {
                let answer = try await server.get("/can-bo", headers: headers)
                watch.search("\(answer.headers) \(answer.body)", "the answer to headers")
            }
            let token = try #require(try await server.get("/can-bo", cookie: cookie).formToken)
            for (path, form, status) in [
                ("/can-bo/phat-hien/1", ["verdict": name, "note": number, "form_token": token], 400),
                ("/can-bo/phat-hien/1", ["verdict": "confirmed", "note": name, "form_token": number], 403),
                ("/can-bo/phat-hien/999", ["verdict": "confirmed", "note": name, "form_token": token], 404),
                ("/can-bo/phat-hien/999/so-day-du", ["x": name, "form_token": token], 404),
            ] {
                let answer = try await server.post(path, form: form, cookie: cookie)
                #expect(answer.status == status, "\(path)")
                watch.search("\(answer.headers) \(answer.body)", path)
            }
            let large = try await watch.send(
                name: "to.csv", kind: "payments", bytes: Data(repeating: 65, count: 30_000), cookie, token)
            #expect(large.status == 413)
            let cut = try await server.send(
                "POST", "/can-bo/gui-tep", cookie: cookie,
                headers: ["Content-Type": "multipart/form-data; boundary=\(word)"], body: Array("--\(name)\r\n\(number)".utf8))
            #expect(cut.status == 400)
            for answer in [large, cut] { watch.search("\(answer.headers) \(answer.body)", "a refused body") }

            // People type passwords, and other people's names, into the field for the name.
            for _ in 0..<3 {
                _ = try await server.post("/can-bo/dang-nhap", form: ["name": name, "password": number])
                _ = try await server.post("/can-bo/dang-nhap", form: ["name": "canbo", "password": name])
            }
            try await watch.untilRefusals(4)

            // A store that breaks: the page says so, the log says what kind.
            try server.store.write { try $0.execute("ALTER TABLE finding RENAME TO elsewhere") }
            let broken = try await server.get("/can-bo/phat-hien/\(number)", cookie: cookie)
            #expect(broken.status == 503)
            watch.search("\(broken.headers) \(broken.body)", "the page of a broken store")
            try server.store.write { try $0.execute("ALTER TABLE elsewhere RENAME TO finding") }

            try watch.searchStore()
            #expect(log.lines.contains { $0.contains("store") })
            for line in log.lines {
                #expect(Canary.found(in: line, fileNamesAllowed: false).isEmpty, "a line of the log: \(line.prefix(60))")
            }
        }
    }

    @Test("the memory of log lines keeps what is logged, with its metadata")
    func memory() {
        let log = LogMemory()
        log.logger.trace("x", metadata: ["name": "\(Canary.person.name)"])
        #expect(log.lines.count == 1 && !Canary.found(in: log.lines[0]).isEmpty)
    }
}

/// Asks the service and searches its answers.
private struct Watch: Sendable {
    let server: TestServer

    func search(_ text: String, _ place: String, fileNamesAllowed: Bool = true) {
        let found = Canary.found(in: text, fileNamesAllowed: fileNamesAllowed)
        #expect(found.isEmpty, "\(place)")
    }

    func shown(_ text: String) -> Bool { !Canary.found(in: text).isEmpty }

    /// - Parameter mayShow: Whether a person's data is the purpose of the page; its headers hold none all the same.
    func get(_ path: String, cookie: String? = nil, mayShow: Bool = false, fileNamesAllowed: Bool = true) async throws {
        let answer = try await server.get(path, cookie: cookie)
        search("\(answer.headers)", "the headers of \(path)", fileNamesAllowed: false)
        if !mayShow { search(answer.body, path, fileNamesAllowed: fileNamesAllowed) }
    }

    // MARK: Sending

    func send(name: String, kind: String, bytes: Data, _ cookie: String, _ token: String) async throws -> TestAnswer {
        var body = Data()
        for (key, value) in [("form_token", token), ("kind", kind), ("period", "2021-08")] {
            body += Data("------thu\r\nContent-Disposition: form-data; name=\"\(key)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Data("------thu\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n".utf8)
        body += bytes + Data("\r\n------thu--\r\n".utf8)
        return try await server.send(
            "POST", "/can-bo/gui-tep", cookie: cookie, headers: ["Content-Type": "multipart/form-data; boundary=----thu"],
            body: Array(body))
    }

    func upload(_ file: PlantedFile, kind: String, cookie: String) async throws {
        let token = try #require(try await server.get("/can-bo/gui-tep", cookie: cookie).formToken)
        let answer = try await send(name: file.name, kind: kind, bytes: file.bytes, cookie, token)
        #expect(answer.status == 303, "\(file.name)")
        search("\(answer.headers) \(answer.body)", "the answer to \(file.name)", fileNamesAllowed: false)
        let job = try #require(answer.headers["location"])
        var page = try await server.get(job, cookie: cookie)
        while page.body.contains("http-equiv=\"refresh\"") { page = try await server.get(job, cookie: cookie) }
        search(page.body, "the job of \(file.name)")
        search(try await server.get(job + "?lang=en", cookie: cookie).body, "the job of \(file.name), in English")
    }

    func reconcile() async throws {
        let token = Spool.randomName()
        let order = ReconcileOrder(period: Period(year: 2021, month: 8)!, province: nil)
        let payload = String(decoding: try JSONEncoder().encode(order), as: UTF8.self)
        try server.store.load {
            _ = try JobQueue($0).add(
                JobRequest(token: token, kind: .reconciling, payload: payload, province: nil, actor: "rasoat"))
        }
        while try server.store.read({ try JobQueue($0).find(token: token)?.state.isOver }) != true {
            _ = try await server.get("/health")
        }
        #expect(try server.store.read { try JobQueue($0).find(token: token)?.state } == .done)
    }

    // MARK: Acting

    func decideAndReveal(cookie: String) async throws {
        let id = try #require(
            try server.store.read { try $0.row("SELECT MIN(id) AS id FROM finding WHERE left_kind <> 'households'")?.int64("id") }
        )
        let path = "/can-bo/phat-hien/\(id)"
        let token = try #require(try await server.get(path, cookie: cookie).formToken)
        let form = ["verdict": "confirmed", "note": "gặp \(Canary.person.name)", "form_token": token]
        let decided = try await server.post(path, form: form, cookie: cookie)
        #expect(decided.status == 303)
        search("\(decided.headers) \(decided.body)", "the answer to a decision")
        let revealed = try await server.post(path + "/so-day-du", form: ["form_token": token], cookie: cookie)
        #expect(revealed.status == 200 && shown(revealed.body))
        search("\(revealed.headers)", "the headers of a revealed finding")
        try await get("/can-bo/phat-hien", cookie: cookie)
    }

    /// Made, approved and published by two people, then taken back with words that name a person, and made anew.
    func publish() async throws {
        let (publisher, reviewer) = (try await server.signIn("congbo"), try await server.signIn("rasoat"))
        for round in 1...2 {
            func move(_ cookie: String, _ path: String, _ fields: [String: String]) async throws {
                let token = try #require(try await server.get("/can-bo/cong-bo", cookie: cookie).formToken)
                let answer = try await server.post(path, form: fields.merging(["form_token": token]) { $1 }, cookie: cookie)
                #expect(answer.status == 303, "\(path) \(fields)")
                search("\(answer.headers) \(answer.body)", path)
            }
            try await move(publisher, "/can-bo/cong-bo", ["period": "2021-08"])
            let row = try server.store.read { try $0.row("SELECT id FROM release ORDER BY number DESC LIMIT 1") }
            let path = "/can-bo/cong-bo/\(try #require(row?.string("id")))"
            try await move(reviewer, path, ["step": "approve"])
            try await move(publisher, path, ["step": "publish"])
            try await get("/can-bo/cong-bo", cookie: publisher, mayShow: round == 2)
            if round == 1 { try await move(publisher, path, ["step": "withdraw", "reason": "sai tên bà \(Canary.person.name)"]) }
        }
    }

    func getReleaseFiles() async throws {
        let files = try server.store.read { connection in
            try connection.rows(
                "SELECT release_id, path FROM release_file WHERE release_id IN (SELECT id FROM release WHERE state = 'published')"
            ).compactMap { row in row.string("path").map { "/releases/\(row.string("release_id") ?? "")/\($0)" } }
        }
        #expect(files.count >= 5)
        for file in files { try await get(file, fileNamesAllowed: false) }
    }

    // MARK: What is left

    /// The audit log, and all that jobs hold; only the payload of a job may hold the name of a file.
    func searchStore() throws {
        try server.store.read { connection in
            for table in ["audit_event", "job"] {
                for row in try connection.rows("SELECT * FROM \(table)") {
                    for column in [
                        "actor", "action", "subject", "scope", "detail", "lane", "token", "stage", "outcome", "message", "worker",
                    ] {
                        search(row.string(column) ?? "", "\(table).\(column)", fileNamesAllowed: false)
                    }
                    search(row.string("payload") ?? "", "job.payload")
                }
            }
        }
    }

    /// Accepted files are kept as they came, and failed ones until somebody tries again; of refused ones nothing is left.
    func searchSpool() throws {
        let folder = server.folder.appendingPathComponent("spool")
        let open = try server.store.read { connection in
            try connection.rows("SELECT token FROM job WHERE state IN ('failed', 'cancelled')").compactMap { $0.string("token") }
        }
        for path in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) ?? [] {
            search(path, "the name of a file in the spool", fileNamesAllowed: false)
            guard !path.hasPrefix("kept"), !open.contains(where: path.hasPrefix) else { continue }
            Issue.record("left in the spool: \(path)")
        }
    }

    func untilRefusals(_ count: Int) async throws {
        for _ in 0..<2_000 {
            let found = try server.store.read {
                try $0.row("SELECT COUNT(*) AS n FROM audit_event WHERE action = 'session.refuse'")?.int("n")
            }
            if found == count { return }
            _ = try await server.get("/health")
        }
        Issue.record("refused sign-ins did not reach the audit log")
    }
}
