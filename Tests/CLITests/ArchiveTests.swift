import Foundation
import TestSupport
import Testing

@Suite("Archives and workbooks on the command line")
struct ArchiveTests {
    private func archive(_ folder: URL) throws {
        let workbook = WorkbookFile(
            texts: goodList.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            })
        let packed = PackedFiles([
            .init("xa/list-2021-08.csv", Array(goodList.utf8), isDeflated: true), .init("xa/thang9.xlsx", workbook.bytes),
            .init("hong.csv", Array("thư".utf8)), .init("mat-khau.csv", [1, 2, 3], isEncrypted: true),
            .init("__MACOSX/._x", [1]),
        ])
        try Data(packed.bytes).write(to: folder.appendingPathComponent("tinh.zip"))
    }

    @Test("every entry is checked as a file of its own, under its name in the archive")
    func check() throws {
        try withFolder { folder throws in
            try archive(folder)
            let result = try Program.run(["check", "--json", "tinh.zip"], in: folder)
            #expect(result.status == 65)
            let list = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
            #expect(
                list.map { $0["file"] as? String }
                    == ["tinh.zip/xa/list-2021-08.csv", "tinh.zip/xa/thang9.xlsx", "tinh.zip/hong.csv", "tinh.zip/mat-khau.csv"])
            #expect(list.map { $0["file_reason"] as? String } == [nil, nil, "header_not_found", "archive_encrypted"])
            #expect(list.map { $0["rows_accepted"] as? Int } == [2, 2, 0, 0])
            #expect(list.map { $0["format"] as? String } == ["csv", "xlsx", "csv", nil])
        }
    }

    @Test("every good entry is stored as a submission of its own, and the bad ones set the exit code")
    func ingest() throws {
        try withFolder { folder throws in
            try archive(folder)
            try folder.write(goodList, to: "list.csv")
            let result = try Program.run(["ingest", "--json", "tinh.zip", "list.csv"], in: folder)
            #expect(result.status == 65)
            let files = try #require(try result.json()["files"] as? [[String: Any]])
            #expect(files.map { $0["exit_code"] as? Int } == [0, 0, 65, 65, 0])
            #expect(files[3]["file_reason"] as? String == "archive_encrypted")
            // The same bytes, packed or not, are the same submission.
            #expect(files[4]["submission"] as? Int == files[0]["submission"] as? Int)
            #expect(files[4]["is_new"] as? Bool == false)
            #expect(result.talk.contains("tinh.zip/mat-khau.csv"))
        }
    }

    @Test("workbooks and compressed tables are cleaned like others, an archive is not")
    func clean() throws {
        try withFolder { folder throws in
            try archive(folder)
            let table = goodList.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            try Data(WorkbookFile(texts: [["Danh sách"], []] + table).bytes).write(to: folder.appendingPathComponent("a.xlsx"))
            try Data(gzipped(Array(goodList.utf8))).write(to: folder.appendingPathComponent("b.csv.gz"))
            for name in ["a.xlsx", "b.csv.gz"] {
                #expect(try Program.run(["clean", name, "--out", "out.csv"], in: folder).status == 0)
                #expect(try String(contentsOf: folder.appendingPathComponent("out.csv"), encoding: .utf8) == goodList)
            }
            let refused = try Program.run(["clean", "tinh.zip", "--out", "no.csv"], in: folder)
            #expect(refused.status == 65)
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("no.csv").path))
        }
    }

    @Test("a damaged compressed file is refused whole and leaves nothing")
    func damaged() throws {
        try withFolder { folder throws in
            let bytes = gzipped(Array(goodList.utf8))
            try Data(bytes.dropLast(9)).write(to: folder.appendingPathComponent("cut.csv.gz"))
            let result = try Program.run(["ingest", "--json", "--period", "2021-08", "cut.csv.gz"], in: folder)
            #expect(result.status == 65)
            let files = try #require(try result.json()["files"] as? [[String: Any]])
            #expect(files[0]["file_reason"] as? String == "archive_truncated")
            #expect(try Program.run(["clean", "cut.csv.gz", "--out", "o.csv"], in: folder).status == 65)
        }
    }
}
