import Foundation
import Logging
import Registry
import TestSupport
import Testing

@testable import Gateway

@Suite("Uploads of archives") struct ArchiveUploadTests {
    private struct SentFile {
        let field: String
        let name: String
        let bytes: [UInt8]
    }

    private static let boundary = "----goi"
    /// Two lists of one month that differ.
    private static let (full, part) = (
        UploadTests.list(), UploadTests.list().replacingOccurrences(of: "540000", with: "270000")
    )

    /// Sends a form with these files and waits for the end of the job.
    private func upload(_ server: TestServer, _ cookie: String, _ files: [SentFile]) async throws -> TestAnswer {
        let token = try #require(try await server.get("/can-bo/gui-tep", cookie: cookie).formToken)
        var body: [UInt8] = []
        for (key, value) in [("form_token", token), ("kind", ""), ("period", "")] {
            body += Array("--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(key)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            let head = "Content-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\""
            body += Array("--\(Self.boundary)\r\n\(head)\r\n\r\n".utf8) + file.bytes + [13, 10]
        }
        body += Array("--\(Self.boundary)--\r\n".utf8)
        let sent = try await server.send(
            "POST", "/can-bo/gui-tep", cookie: cookie,
            headers: ["Content-Type": "multipart/form-data; boundary=\(Self.boundary)"], body: body)
        return try await UploadTests.settled(server, try #require(sent.headers["location"]), cookie)
    }

    private func archive(_ entries: [PackedFiles.Entry]) -> SentFile {
        SentFile(field: "file", name: "thang8.zip", bytes: PackedFiles(entries).bytes)
    }

    private func run(_ body: (TestServer, String) async throws -> Void) async throws {
        try await TestServer.run { server in
            try server.addAccount("canbo", .officer, province: 24)
            try await body(server, try await server.signIn("canbo"))
        }
    }

    /// What the page says of a file of the archive.
    private func line(_ page: TestAnswer, _ file: String) -> String {
        page.body.components(separatedBy: "<tr>").first { $0.contains(file) } ?? ""
    }

    @Test("every file of an archive is a submission of its own, and one that is refused stops none and leaves nothing")
    func eachForItself() async throws {
        try await run { server, cookie async throws in
            let file = archive([
                .init("xa/mot.csv", Array(Self.full.utf8), isDeflated: true), .init("hong.csv", Array("thư".utf8)),
                .init("khoa.csv", [1, 2, 3], isEncrypted: true),
                .init("../../27.csv", Array(UploadTests.list(province: "27").utf8)),
                .init("trong.zip", PackedFiles([.init("a.csv", Array(Self.full.utf8))]).bytes), .init("__MACOSX/._x", [1]),
                .init("hai.csv", Array(Self.part.utf8)),
            ])
            let page = try await upload(server, cookie, [file])
            let all = try UploadTests.submissions(server)
            #expect(Set(all.map(\.fileName)) == ["thang8.zip/xa/mot.csv", "thang8.zip/hai.csv"])
            #expect(all.allSatisfy { $0.rows == RowCounts(seen: 13, accepted: 12, rejected: 1, skipped: 0) })
            for submission in all { #expect(page.body.contains("href=\"/can-bo/tep/\(submission.id)\"")) }
            #expect(page.body.contains("có tệp cần gửi lại") && !page.body.contains("⟦"))
            #expect(line(page, "khoa.csv").contains("mật khẩu"))
            #expect(line(page, "27.csv").contains("tỉnh khác") && !page.body.contains(".."))
            for refused in ["hong.csv", "khoa.csv", "27.csv", "trong.zip"] {
                #expect(line(page, refused).contains("Không nhận") && !line(page, refused).contains("href"), "\(refused)")
            }
            let spool = server.folder.appendingPathComponent("spool")
            let kept = try FileManager.default.contentsOfDirectory(atPath: spool.appendingPathComponent("kept").path)
            #expect(Set(kept) == Set(all.map(\.sha256)), "what was accepted is kept under its hash, and nothing else")
            let again = try await upload(server, cookie, [file])
            #expect(line(again, "mot.csv").contains("gửi trước đây") && line(again, "hai.csv").contains("gửi trước đây"))
            #expect(try UploadTests.submissions(server).count == 2)
            let left = try FileManager.default.contentsOfDirectory(atPath: spool.path)
            #expect(left == ["kept"])
        }
    }

    @Test(
        "a manifest in the archive, or beside it, refuses the file that disagrees and names what did not come",
        arguments: [true, false])
    func manifest(isInside: Bool) async throws {
        try await run { server, cookie async throws in
            let table = "Tệp;Số dòng\r\nmot.csv;13\r\nhai.csv;99\r\nba.csv;5\r\n"
            var entries = [PackedFiles.Entry("mot.csv", Array(Self.full.utf8)), .init("hai.csv", Array(Self.part.utf8))]
            if isInside { entries.insert(.init("ke.csv", Array(table.utf8)), at: 0) }
            let beside = SentFile(field: "manifest", name: isInside ? "" : "ke.csv", bytes: isInside ? [] : Array(table.utf8))
            let page = try await upload(server, cookie, [beside, archive(entries)])
            #expect(try UploadTests.submissions(server).map(\.fileName) == ["thang8.zip/mot.csv"])
            #expect(line(page, "hai.csv").contains("Không nhận") && line(page, ">ke.csv").isEmpty)
            #expect(page.body.contains("chưa gửi: ba.csv"))
        }
    }

    @Test("a manifest that cannot be read is named with its line, and nothing is stored; it may also go with a single file")
    func manifestOfOne() async throws {
        try await run { server, cookie async throws in
            let list = SentFile(field: "file", name: "mot.csv", bytes: Array(Self.full.utf8))
            func sent(_ table: String) async throws -> TestAnswer {
                try await upload(server, cookie, [SentFile(field: "manifest", name: "ke.csv", bytes: Array(table.utf8)), list])
            }
            #expect(try await sent("Tệp;Số dòng\r\nmot.csv;mười\r\n").body.contains("ke.csv, dòng 2"))
            #expect(try await sent("Tệp;Số dòng\r\nkhac.csv;1\r\n").body.contains("không có trong bảng kê"))
            #expect(try await sent("Tệp;Số dòng\r\nmot.csv;12\r\n").body.contains("Cả tệp không được nhận"))
            #expect(try UploadTests.submissions(server).isEmpty)
            #expect(try await sent("Tệp;Số dòng\r\nmot.csv;13\r\nba.csv;5\r\n").body.contains("chưa gửi: ba.csv"))
            #expect(try UploadTests.submissions(server).count == 1)
        }
    }

    @Test("an archive whose reading broke off goes on behind the last file that is stored")
    func resumption() throws {
        try withTemporaryStore { store, place in
            let spool = try Spool(place.folder.appendingPathComponent("spool"))
            let bytes = PackedFiles([.init("mot.csv", Array(Self.full.utf8)), .init("hai.csv", Array(Self.part.utf8))]).bytes
            let file = ReceivedFile(
                id: Spool.randomName(), sender: "canbo", province: 24, kind: .payments, period: nil, fileName: "thang8.zip",
                bytes: Int64(bytes.count), sha256: ContentHash.of(bytes), receivedAt: "2021-09-01T00:00:00Z")
            try spool.save(file)
            try Data(bytes).write(to: spool.dataURL(file.id))
            let claim = try store.load { connection in
                try JobQueue(connection).add(try JobRequest(file))
                return try JobQueue(connection).claim(worker: "died", at: Timestamp("2021-09-01T00:00:01Z"))
            }
            let (job, lease) = try #require(claim)
            @Sendable func parts() throws -> [ArchivePart] {
                try store.read { try JobQueue($0).parts(of: job.id) }.map { try ArchivePart(json: $0) }
            }
            // The worker dies between two files.
            let dying = ProgressReport(isCancelled: { (try? !parts().isEmpty) ?? true }) { _, _, _ in }
            #expect(throws: WorkCancelled.self) {
                _ = try ImportWork(store: store, spool: spool).run(job, JobWorker.Seal(lease: lease), dying)
            }
            let first = try #require(try parts().first)
            #expect(try parts().count == 1 && first.isNew)
            try store.write { connection in
                try connection.execute("UPDATE job SET heartbeat_at = ?", [.text("2021-09-01T00:00:01Z")])
            }
            let jobs = ImportJobs(store: store, spool: spool, logger: .init(label: "test"))
            try jobs.worker.runUntilEmpty()
            let done = try #require(try jobs.job(file.id, province: 24)?.job)
            #expect(done.state == .done && done.parts.map(\.name) == ["mot.csv", "hai.csv"])
            #expect(done.parts.allSatisfy(\.isNew) && done.parts.first?.submission == first.submission)
            #expect(try store.read { try SubmissionRegister($0).all() }.count == 2)
            for hash in done.parts.map(\.sha256) {
                let kept = spool.keptURL(try #require(hash)).path
                #expect(FileManager.default.fileExists(atPath: kept))
            }
            #expect(!spool.hasData(file.id))
        }
    }
}
