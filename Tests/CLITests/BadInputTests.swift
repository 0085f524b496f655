import Foundation
import TestSupport
import Testing

/// A payment list of two rows that is right in everything.
let goodList = """
    Mã hộ,Mã tỉnh,Mã huyện,Mã xã,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Quan hệ với chủ hộ,Loại hộ,Mã đối tượng,Chính sách,Kỳ chi trả,Số tiền,Ngày chi,Trạng thái chi trả
    2400000001,24,213,07207,Giáp Thị Mẫu,12/03/1938,Nữ,024138000017,Chủ hộ,Hộ nghèo,240000000101-1,ND20.K5C,2021-08,360000,,
    2400000002,24,213,07207,Thân Văn Thử,1950,Nam,,Chủ hộ,Hộ nghèo,240000000201-1,ND20.K6.S.CE,2021-08,720000,,

    """

@Suite("Bad input ends in a clear message, the documented exit code, and nothing stored")
struct BadInputTests {
    @Test(
        "a file that is not what it says",
        arguments: [
            ("empty.csv", "", "empty_file"), ("blank.csv", " \n\n ", "empty_file"),
            ("list.csv", "%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "wrong_format"),
            ("page.csv", "<!DOCTYPE html><html><body>Danh sách</body></html>", "wrong_format"),
            ("letter.csv", "Kính gửi: Sở Lao động\nTôi xin gửi danh sách sau.\n", "header_not_found"),
            ("cut.xml", "<?xml version=\"1.0\"?><DanhSachDoiTuong><DoiTuong><MaHo>2400000001</MaHo>", "xml_truncated"),
            (
                "bomb.xml", "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><DanhSachDoiTuong><DoiTuong/></DanhSachDoiTuong>",
                "xml_doctype_forbidden"
            ), ("other.xml", "<KhoHang><Mat>1</Mat></KhoHang>", "xml_wrong_root"),
        ])
    func refused(name: String, content: String, reason: String) throws {
        try withFolder { folder throws in
            try folder.write(content, to: name)
            let checked = try Program.run(["check", "--json", name], in: folder)
            #expect(checked.status == 65, "\(checked.talk)")
            let json = try checked.json()
            #expect(json["outcome"] as? String == "reject_file")
            #expect(json["file_reason"] as? String == reason)
            let ingested = try Program.run(["ingest", "--period", "2021-08", name], in: folder)
            #expect(ingested.status == 65)
            #expect((ingested.talk + ingested.output).contains(name), "the message names the file")
            try expectNothingStored(folder)
        }
    }

    @Test("a file of another kind than the one asked for")
    func otherKind() throws {
        try withFolder { folder throws in
            try folder.write(goodList, to: "list.csv")
            let result = try Program.run(["ingest", "--kind", "population", "--period", "2021-08", "list.csv"], in: folder)
            #expect(result.status == 65)
            try expectNothingStored(folder)
        }
    }

    @Test("a file that is not there")
    func missing() throws {
        try withFolder { folder throws in
            for verb in ["check", "ingest", "clean"] {
                let tail = verb == "clean" ? ["--out", "o.csv"] : []
                let result = try Program.run([verb, "khong-co.csv"] + tail, in: folder)
                #expect(result.status == 66, "\(verb): \(result.talk)")
                #expect((result.talk + result.output).contains("khong-co.csv"))
            }
        }
    }

    @Test("one bad file among good ones does not hold up the others, and sets the exit code")
    func mixed() throws {
        try withFolder { folder throws in
            try folder.write(goodList, to: "good.csv")
            try folder.write("", to: "empty.csv")
            let result = try Program.run(["ingest", "--json", "empty.csv", "good.csv"], in: folder)
            #expect(result.status == 65)
            let list = try Program.run(["submissions", "list", "--json"], in: folder)
            #expect(list.output.contains("good.csv"))
            #expect(!list.output.contains("empty.csv"))
        }
    }

    @Test("a store that cannot be opened")
    func store() throws {
        try withFolder { folder throws in
            try folder.write(goodList, to: "good.csv")
            let result = try Program.run(["ingest", "--store", "sqlite:/no/such/place/x.sqlite", "good.csv"], in: folder)
            #expect(result.status == 69)
        }
    }

    @Test("wrong words on the command line")
    func usage() throws {
        try withFolder { folder throws in
            for arguments in [
                ["frobnicate"], ["ingest"], ["ingest", "--period", "08/2021", "a.csv"], ["check", "--no-such", "a.csv"],
            ] {
                #expect(try Program.run(arguments, in: folder).status == 64, "\(arguments)")
            }
        }
    }

    @Test("a full disk leaves the store as it was", .enabled(if: geteuid() == 0, "mounting a small disk needs root"))
    func fullDisk() throws {
        try withFolder { folder throws in
            let disk = folder.appendingPathComponent("disk")
            try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
            guard try shell("/bin/mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.path]) == 0 else {
                return withKnownMountRefusal()
            }
            defer { _ = try? shell("/bin/umount", [disk.path]) }
            // Rows of which none can be put into fewer bytes for being like another.
            var numbers = SeededNumbers(seed: 1)
            let rows = (0..<60_000).map { _ in
                let name = (0..<12).map { _ in "abcdeghiklmnopqrstuvxy".randomElement(using: &numbers)! }
                let code = 2_400_000_000 + Int.random(in: 0...99_999_999, using: &numbers)
                return
                    "\(code),24,213,07207,Thân Văn \(String(name)),1950,Nam,,Chủ hộ,Hộ nghèo,\(code)01-1,ND20.K6.S.CE,2021-08,720000,,\n"
            }
            try folder.write(goodList, to: "good.csv")
            try folder.write(goodList + rows.joined(), to: "large.csv")
            let store = "sqlite:\(disk.path)/store.sqlite"
            #expect(try Program.run(["ingest", "--store", store, "good.csv"], in: folder).status == 0)
            let full = try Program.run(["ingest", "--store", store, "large.csv"], in: folder)
            #expect(full.status == 73, "\(full.talk)")
            #expect(full.talk.contains("large.csv") || full.talk.contains("Đĩa đầy"))
            let list = try Program.run(["submissions", "list", "--json", "--store", store], in: folder)
            #expect(list.output.contains("good.csv"))
            #expect(!list.output.contains("large.csv"))
        }
    }

    private func withKnownMountRefusal() { print("skipped: this sandbox refuses mount") }

    private func expectNothingStored(_ folder: URL) throws {
        let list = try Program.run(["submissions", "list", "--json"], in: folder)
        #expect(list.status == 69 || !list.output.contains("sha256"), "\(list.output)")
    }

    private func shell(_ path: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
