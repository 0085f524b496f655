import Foundation
import Logging
import Registry
import TestSupport
import Testing

@testable import Gateway

@Suite("Uploads") struct UploadTests {
    private static let boundary = "----thu"

    private func form(_ fields: [(String, String)], file: String?, name: String = "chi-tra-2021-08.csv") -> [UInt8] {
        var body = ""
        for (key, value) in fields {
            body += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(key)\"\r\n\r\n\(value)\r\n"
        }
        if let file {
            body += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n\(file)\r\n"
        }
        return Array((body + "--\(Self.boundary)--\r\n").utf8)
    }

    private func send(_ server: TestServer, _ body: [UInt8], _ cookie: String) async throws -> TestAnswer {
        try await server.send(
            "POST", "/can-bo/gui-tep", cookie: cookie,
            headers: ["Content-Type": "multipart/form-data; boundary=\(Self.boundary)"], body: body)
    }

    /// A payment list of province 24 with one row to fix.
    static func list(province: String = "24") -> String {
        let commune = Gazetteer.of2021.communes.first { $0.province == Int(province) }
        let values: [String: String] = [
            "ma_ho": "\(province)00000123", "ma_tinh": province,
            "ma_huyen": AdministrativeUnit.text(commune?.district ?? 0, .district),
            "ma_xa": commune?.codeText ?? "", "ho_va_ten": "Nguyễn Văn Thử", "ngay_sinh": "28/02/1950", "gioi_tinh": "Nam",
            "quan_he": "Chủ hộ", "loai_ho": "Hộ nghèo", "ma_doi_tuong": "\(province)0000012301-1", "chinh_sach": "ND20.K6.S",
            "ky_chi_tra": "2021-08", "so_tien": "540000",
        ]
        let fields = SubmissionKind.payments.fields
        let header = fields.map(\.header).joined(separator: ",")
        let good = fields.map { values[$0.key] ?? "" }.joined(separator: ",")
        let bad = fields.map { $0.key == "ngay_sinh" ? "31/02/1950" : values[$0.key] ?? "" }.joined(separator: ",")
        return ([header] + Array(repeating: good, count: 12) + [bad]).joined(separator: "\r\n") + "\r\n"
    }

    static func submissions(_ server: TestServer) throws -> [Submission] {
        try server.store.read { try SubmissionRegister($0).all() }
    }

    /// Asks for the job's page until the work is over; each question is answered by the server, none waits by the clock.
    static func settled(_ server: TestServer, _ job: String, _ cookie: String) async throws -> TestAnswer {
        while true {
            let page = try await server.get(job, cookie: cookie)
            guard page.body.contains("http-equiv=\"refresh\"") else { return page }
            await Task.yield()
        }
    }

    @Test("a file sent is a submission with its report; sent twice it is still one")
    func uploadTwice() async throws {
        try await TestServer.run { server in
            try server.addAccount("canbo", .officer, province: 24)
            let cookie = try await server.signIn("canbo")
            let token = try #require(try await server.get("/can-bo/gui-tep", cookie: cookie).formToken)
            let body = form([("form_token", token), ("kind", "payments"), ("period", "")], file: Self.list())
            let first = try await send(server, body, cookie)
            #expect(first.status == 303)
            let page = try await Self.settled(server, try #require(first.headers["location"]), cookie)
            #expect(page.body.contains(ContentHash.of(Self.list().utf8)), "the receipt shows the hash of what was received")
            let all = try Self.submissions(server)
            #expect(all.count == 1)
            #expect(all.first?.rows == RowCounts(seen: 13, accepted: 12, rejected: 1, skipped: 0))
            #expect(all.first?.scope.province == 24)
            let submission = try await server.get("/can-bo/tep/\(try #require(all.first).id)", cookie: cookie)
            #expect(submission.status == 200)
            #expect(submission.body.contains("ngày có thật") && !submission.body.contains("⟦"))
            let fixes = try await server.get("/can-bo/tep/\(try #require(all.first).id)/can-sua.csv", cookie: cookie)
            #expect(fixes.status == 200 && fixes.body.contains("31/02/1950"))
            let second = try await send(server, body, cookie)
            let again = try await Self.settled(server, try #require(second.headers["location"]), cookie)
            #expect(again.body.contains("đã được gửi trước đây"))
            #expect(try Self.submissions(server).count == 1)
            let left = try FileManager.default.contentsOfDirectory(atPath: server.folder.appendingPathComponent("spool").path)
            #expect(!left.contains { $0.hasSuffix(".upload") || $0.hasSuffix(".part") })
            let kept = server.folder.appendingPathComponent("spool/kept/\(ContentHash.of(Self.list().utf8))")
            #expect(try Data(contentsOf: kept) == Data(Self.list().utf8), "the accepted file is kept as it came, under its hash")
        }
    }

    @Test("a submission whose rows were purged says so, has no fix-list, and the same file sent again is stored anew")
    func purged() async throws {
        try await TestServer.run { server in
            try server.addAccount("canbo", .officer, province: 24)
            let cookie = try await server.signIn("canbo")
            let token = try #require(try await server.get("/can-bo/gui-tep", cookie: cookie).formToken)
            func upload(_ file: String) async throws {
                let sent = try await send(server, form([("form_token", token), ("kind", "payments")], file: file), cookie)
                _ = try await Self.settled(server, try #require(sent.headers["location"]), cookie)
            }
            try await upload(Self.list())
            try await upload(Self.list() + "\r\n")
            let old = try #require(try Self.submissions(server).last?.id)
            let uploads = UploadFolder(server.folder.appendingPathComponent("spool"))
            let kept = uploads.keptURL(ContentHash.of(Self.list().utf8)).path
            #expect(FileManager.default.fileExists(atPath: kept))
            let outcome = try Retention(store: server.store, uploads: uploads).purge(before: .now(), actor: "test")
            #expect(outcome.purged.map(\.id) == [old] && outcome.files == 1 && !FileManager.default.fileExists(atPath: kept))
            let page = try await server.get("/can-bo/tep/\(old)", cookie: cookie)
            #expect(page.status == 200 && page.body.contains("đã xóa dòng theo thời hạn lưu") && !page.body.contains("⟦"))
            #expect(page.body.contains(ContentHash.of(Self.list().utf8)) && !page.body.contains("can-sua.csv"))
            #expect(try await server.get("/can-bo", cookie: cookie).body.contains("đã xóa dòng theo thời hạn lưu"))
            let fixes = try await server.get("/can-bo/tep/\(old)/can-sua.csv", cookie: cookie)
            #expect(fixes.status == 404 && fixes.body.contains("Không còn bảng cần sửa") && !fixes.body.contains("⟦"))
            try await upload(Self.list())
            let anew = try #require(try Self.submissions(server).first)
            #expect(anew.id > old && anew.isCurrent && FileManager.default.fileExists(atPath: kept))
            #expect(try await server.get("/can-bo/tep/\(anew.id)", cookie: cookie).body.contains("đã gửi trước đây"))
        }
    }

    @Test("another province's submissions, jobs and files are not there")
    func scope() async throws {
        try await TestServer.run { server in
            try server.addAccount("canbo", .officer, province: 24)
            try server.addAccount("hanoi", .officer, province: 1)
            let cookie = try await server.signIn("canbo")
            let token = try #require(try await server.get("/can-bo/gui-tep", cookie: cookie).formToken)
            let sent = try await send(server, form([("form_token", token), ("kind", "payments")], file: Self.list()), cookie)
            let job = try #require(sent.headers["location"])
            _ = try await Self.settled(server, job, cookie)
            let id = try #require(try Self.submissions(server).first?.id)
            let other = try await server.signIn("hanoi")
            for path in [job, "/can-bo/tep/\(id)", "/can-bo/tep/\(id)/can-sua.csv", "/can-bo/tep/999"] {
                #expect(try await server.get(path, cookie: other).status == 404, "\(path)")
            }
            let otherToken = try #require(try await server.get("/can-bo", cookie: other).formToken)
            #expect(
                try await server.post("/can-bo/tep/\(id)/thu-hoi", form: ["form_token": otherToken], cookie: other).status == 404)
            let home = try await server.get("/can-bo", cookie: other).body
            #expect(!home.contains("chi-tra-2021-08.csv"))
        }
    }

    @Test("a province cannot send another province's file, nor national records")
    func foreignFile() async throws {
        try await TestServer.run { server in
            try server.addAccount("canbo", .officer, province: 24)
            let cookie = try await server.signIn("canbo")
            let token = try #require(try await server.get("/can-bo/gui-tep", cookie: cookie).formToken)
            let sent = try await send(
                server, form([("form_token", token), ("kind", "payments")], file: Self.list(province: "27")), cookie)
            let page = try await Self.settled(server, try #require(sent.headers["location"]), cookie)
            #expect(page.body.contains("tỉnh khác"))
            #expect(
                try await send(server, form([("form_token", token), ("kind", "population")], file: "x"), cookie).status == 400)
            #expect(try Self.submissions(server).isEmpty)
        }
    }

    @Test("an upload without the form's token is refused before its bytes are kept")
    func formToken() async throws {
        try await TestServer.run { server in
            try server.addAccount("canbo", .officer, province: 24)
            try server.addAccount("rasoat", .reviewer)
            let cookie = try await server.signIn("canbo")
            for fields in [[("kind", "payments")], [("form_token", String(repeating: "0", count: 64)), ("kind", "payments")]] {
                #expect(try await send(server, form(fields, file: "x"), cookie).status == 403)
            }
            let reviewer = try await server.signIn("rasoat")
            #expect(try await send(server, form([("kind", "payments")], file: "x"), reviewer).status == 404)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: server.folder.appendingPathComponent("spool").path).isEmpty)
        }
    }

    @Test("a body over the limit is 413, declared or not, and leaves nothing")
    func oversize() async throws {
        try await TestServer.run { configuration in
            configuration.uploadLimit = 20_000
        } _: { server in
            try server.addAccount("canbo", .officer, province: 24)
            let cookie = try await server.signIn("canbo")
            let token = try #require(try await server.get("/can-bo/gui-tep", cookie: cookie).formToken)
            let body = form([("form_token", token), ("kind", "payments")], file: String(repeating: "x", count: 40_000))
            #expect(try await send(server, body, cookie).status == 413)
            let declared = try await server.send(
                "POST", "/can-bo/gui-tep", cookie: cookie,
                headers: ["Content-Type": "multipart/form-data; boundary=\(Self.boundary)", "Content-Length": "1125899906842624"])
            #expect(declared.status == 413)
            let cut = Array(form([("form_token", token), ("kind", "payments")], file: "a,b\r\n1,2\r\n").dropLast(12))
            #expect(try await send(server, cut, cookie).status == 400)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: server.folder.appendingPathComponent("spool").path).isEmpty)
        }
    }

    @Test("what was received and not read when the service ended is read when it begins again")
    func resumption() throws {
        try withTemporaryStore { store, place in
            let spool = try Spool(place.folder.appendingPathComponent("spool"))
            let text = Self.list()
            let file = ReceivedFile(
                id: Spool.randomName(), sender: "canbo", province: 24, kind: .payments, period: nil,
                fileName: "chi-tra-2021-08.csv",
                bytes: Int64(text.utf8.count), sha256: ContentHash.of(text.utf8), receivedAt: "2021-09-01T00:00:00Z")
            try spool.save(file)
            try Data(text.utf8).write(to: spool.dataURL(file.id))
            // Taken into the queue and taken up by a process that has died since.
            try store.load { connection in
                let queue = JobQueue(connection)
                try queue.add(try JobRequest(file))
                #expect(try queue.claim(worker: "died", at: Timestamp("2021-09-01T00:00:01Z")) != nil)
            }
            let jobs = ImportJobs(store: store, spool: spool, logger: .init(label: "test"))
            try jobs.worker.runUntilEmpty()
            let job = try #require(try jobs.job(file.id, province: 24)?.job)
            #expect(job.state == .done && job.outcome?.submission != nil)
            #expect(try jobs.job(file.id, province: 1) == nil)
            #expect(!spool.hasData(file.id))
            #expect(FileManager.default.fileExists(atPath: spool.keptURL(file.sha256).path))
        }
    }
}
