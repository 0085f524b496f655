import Foundation
import Testing

@Suite("The whole job, through the program")
struct WholeJobTests {
    @Test("a made-up country goes in and a release comes out; the sums are proved and the same seed gives the same bytes")
    func demo() throws {
        try withFolder { folder throws in
            let first = try demo(in: folder, name: "first")
            let second = try demo(in: folder, name: "second")
            let json = try first.json()
            let stages = try #require(json["stages"] as? [[String: Any]])
            #expect(stages.count >= 4)
            #expect(stages.allSatisfy { $0["rows"] is Int && $0["seconds"] is Double })
            #expect(json["proved"] as? Bool == true)
            #expect((json["findings"] as? [String: Any])?.isEmpty == false)
            let release = try #require(json["release"] as? String)
            #expect(try second.json()["release"] as? String == release)
            for name in ["first", "second"] {
                let export = try Program.run(
                    ["release", "export", release, "--out", "release-\(name)", "--store", "sqlite:\(name).sqlite"], in: folder)
                #expect(export.status == 0, "\(export.talk)")
            }
            let bytes = try ["first", "second"].map { try contents(folder.appendingPathComponent("release-\($0)")) }
            #expect(bytes[0].count >= 5)
            #expect(bytes[0] == bytes[1])
        }
    }

    @Test("a made-up country is never mixed into a store with somebody's data")
    func notMixed() throws {
        try withFolder { folder throws in
            try folder.write(goodList, to: "list.csv")
            #expect(try Program.run(["ingest", "list.csv"], in: folder).status == 0)
            let result = try Program.run(["demo", "--no-serve", "--households", "200"], in: folder)
            #expect(result.status == 77)
            #expect(try submissions(folder).count == 1)
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("demo").path))
        }
    }

    @Test("the same file twice is one submission, and withdrawing takes it back")
    func twice() throws {
        try withFolder { folder throws in
            try folder.write(goodList, to: "list.csv")
            #expect(try Program.run(["ingest", "list.csv"], in: folder).status == 0)
            let again = try Program.run(["ingest", "--json", "list.csv"], in: folder)
            #expect(again.status == 0)
            #expect(try submissions(folder).count == 1)
            #expect(try Program.run(["submissions", "withdraw", "1"], in: folder).status == 0)
            let state = try submissions(folder).first?["state"] as? String
            #expect(state == "withdrawn")
            // The answer to the first command may have been lost: given again, it changes nothing and is no mistake.
            #expect(try Program.run(["submissions", "withdraw", "1"], in: folder).status == 0)
            #expect(try Program.run(["submissions", "withdraw", "99"], in: folder).status == 66)
            let audit = try Program.run(["audit", "verify", "--json"], in: folder)
            #expect(audit.status == 0)
            #expect(try audit.json()["intact"] as? Bool == true)
        }
    }

    @Test("check prints the rows it accepts under the keys of the import vocabulary")
    func rows() throws {
        try withFolder { folder throws in
            try folder.write(goodList, to: "list.csv")
            let result = try Program.run(["check", "--json", "--rows", "list.csv"], in: folder)
            let json = try result.json()
            let rows = try #require(json["rows"] as? [[String: Any]])
            #expect(rows.count == 2)
            #expect(rows[0]["ho_va_ten"] as? String == "Giáp Thị Mẫu")
            #expect(rows[0]["ngay_sinh"] as? String == "1938-03-12")
            #expect(rows[1]["ngay_sinh"] as? String == "1950")
            #expect(rows[0]["so_cccd"] as? String == "024138000017")
            #expect(rows[0]["so_tien"] as? Int == 360_000)
            #expect(rows[0]["line"] as? Int == 2)
            #expect(json["delimiter"] as? String == ",")
            #expect(json["encoding"] as? String == "utf-8")
            #expect(json["header_line"] as? Int == 1)
            #expect(json["rows_accepted"] as? Int == 2)
        }
    }

    private func demo(in folder: URL, name: String) throws -> Program.Result {
        let result = try Program.run(
            [
                "demo", "--no-serve", "--json", "--households", "1500", "--folder", "country-\(name)", "--store",
                "sqlite:\(name).sqlite",
            ], in: folder)
        try #require(result.status == 0, "\(result.talk)")
        return result
    }

    private func submissions(_ folder: URL) throws -> [[String: Any]] {
        let list = try Program.run(["submissions", "list", "--json"], in: folder)
        return try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
    }

    private func contents(_ folder: URL) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.appendingPathComponent($0))) })
    }
}
