import Foundation
import Testing

@Suite("Linking tables of people from the command line")
struct LinkTests {
    private static let register = """
        id,full_name,date_of_birth,sex,citizen_id,household_id,province_code,commune_code
        N1,Giáp Thị Mẫu,12/03/1938,Nữ,024138000017,H1,24,07207
        N2,Thân Văn Thử,05/08/1950,Nam,024050000021,H1,24,07207
        N3,Nguyễn Văn Nam,01/02/1961,Nam,024061000033,H2,24,07210
        N4,Trần Thị Lan,20/11/1972,Nữ,024172000044,H3,24,07213

        """
    /// Another order of columns, Vietnamese headers, semicolons, and a column of no use.
    private static let list = """
        Mã thành viên;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Mã hộ;Ghi chú
        M1;GIÁP THỊ MẪU;12-03-1938;nữ;024138000017;0001;
        M2;Thân Văn Thử;1950;Nam;'024050000021;0001;x
        M3;Vừ A Páo;03/03/1977;Nam;;0002;
        M4;Tran Thi Lan;20/11/1972;Nu;024172000044;0003;

        """

    @Test("links, households and figures against the truth")
    func links() throws {
        try withFolder { folder throws in
            try folder.write(LinkTests.register, to: "register.csv")
            try folder.write(LinkTests.list, to: "list.csv")
            try folder.write("left_id,right_id\nN1,M1\nN2,M2\nN4,M4\n", to: "truth.csv")
            let result = try Program.run(
                [
                    "link", "--json", "register.csv", "list.csv", "--out", "links.csv", "--truth", "truth.csv", "--households",
                    "hh.csv",
                    "--evidence", "--model", "model.json",
                ], in: folder)
            #expect(result.status == 0, "\(result.talk)")
            #expect(result.talk.contains("Ghi chú"), "columns of no use are named")
            let json = try result.json()
            #expect(json["links"] as? Int == 3 && json["f1"] as? Double == 1)
            let links = try folder.read("links.csv").split(separator: "\n")
            #expect(links.first?.hasPrefix("left_id,right_id,probability,weight,weight_ho_va_ten") ?? false)
            #expect(
                links.dropFirst().map { $0.split(separator: ",").prefix(2).joined(separator: " ") } == [
                    "N1 M1", "N2 M2", "N4 M4",
                ])
            #expect(try folder.read("hh.csv") == "left_household,right_source,right_household\nH1,,0001\nH3,,0003\n")

            let again = try Program.run(
                ["link", "register.csv", "list.csv", "--out", "again.csv", "--evidence", "--model", "model.json"], in: folder)
            #expect(again.status == 0)
            #expect(try folder.read("again.csv") == folder.read("links.csv"), "a model that was kept gives the same links")
        }
    }

    @Test("with --all every pair that was weighed is written, the figures stay those of the decision, and weights add up")
    func all() throws {
        try withFolder { folder throws in
            try folder.write(LinkTests.register + "N5,Giáp Thị Mẫu,1939,Nữ,024139000055,H9,24,07300\n", to: "register.csv")
            try folder.write(
                "id,full_name,date_of_birth,sex,commune_code,province_code\nM1,Giáp Thị Mẫu,1938,Nữ,07207,24\n", to: "list.csv")
            try folder.write("left_id,right_id\nN1,M1\n", to: "truth.csv")
            func run(_ more: [String]) throws -> (links: Int?, rows: [[String]]) {
                let result = try Program.run(
                    ["link", "--json", "register.csv", "list.csv", "--out", "o.csv", "--truth", "truth.csv", "--evidence"] + more,
                    in: folder)
                let rows = try folder.read("o.csv").split(separator: "\n").dropFirst().map { line in
                    line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                }
                return (try result.json()["links"] as? Int, rows)
            }
            let (decided, every) = (try run([]), try run(["--all"]))
            #expect(decided.links == every.links && decided.links == decided.rows.count)
            #expect(every.rows.count > decided.rows.count, "N5 is no partner, but was weighed")
            for row in every.rows {
                let weights = row[4..<(row.count - 1)].compactMap(Double.init)
                #expect(abs(weights.reduce(0, +) - (Double(row[3]) ?? 0)) < 0.001, "\(row)")
            }
        }
    }

    @Test("bad input: the code of the contract, the file named, nothing written")
    func refused() throws {
        try withFolder { folder throws in
            try folder.write(LinkTests.register, to: "register.csv")
            try folder.write("ten,tuoi\nA,1\n", to: "other.csv")
            try folder.write("{}", to: "model.json")
            let cases: [(arguments: [String], status: Int32, word: String)] = [
                (["register.csv", "other.csv"], 65, "full_name"), (["register.csv", "none.csv"], 66, "none.csv"),
                (["register.csv", "register.csv", "--model", "model.json"], 65, "model.json"),
                (["register.csv", "register.csv", "--truth", "other.csv"], 65, "left_id"),
                (["register.csv", "--households", "h.csv"], 64, "--households"),
                (["register.csv", "register.csv", "--threshold", "2"], 64, "--threshold"),
            ]
            for (arguments, status, word) in cases {
                let result = try Program.run(["link"] + arguments + ["--out", "o.csv"], in: folder)
                #expect(result.status == status, "\(arguments): \(result.talk)")
                #expect(result.talk.contains(word), "\(arguments): \(result.talk)")
                #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("o.csv").path), "\(arguments)")
                #expect(!result.talk.contains("Giáp") && !result.talk.contains("024138000017"))
            }
        }
    }
}

extension URL {
    fileprivate func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: appendingPathComponent(name)), as: UTF8.self)
    }
}
