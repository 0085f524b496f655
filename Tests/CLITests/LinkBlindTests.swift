import Foundation
import Testing

@Suite("Blind matching from the command line")
struct LinkBlindTests {
    private static let register = """
        id,full_name,date_of_birth,sex,citizen_id,province_code,commune_code
        N1,Giáp Thị Mẫu,12/03/1938,Nữ,024138000017,24,07207
        N2,Thân Văn Thử,05/08/1950,Nam,024050000021,24,07207
        N3,Nguyễn Văn Nam,01/02/1961,Nam,024061000033,24,07210

        """
    private static let list = """
        Mã thành viên;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Mã tỉnh;Mã xã
        M1;GIÁP THỊ MẪU;12-03-1938;nữ;024138000017;24;07207
        M2;Than Van Thu;05/08/1950;Nam;;24;07207
        M3;Vừ A Páo;03/03/1977;Nam;;24;07213

        """

    @Test("two agencies encode, a third party matches, and no file that is sent holds a name, a date or a number")
    func whole() throws {
        try withFolder { folder throws in
            try folder.write(LinkBlindTests.register, to: "register.csv")
            try folder.write(LinkBlindTests.list, to: "list.csv")
            try folder.write("left_id,right_id\nN1,M1\nN2,M2\n", to: "truth.csv")
            #expect(try run(["key", "--out", "khoa.bin"], folder).status == 0)
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.appendingPathComponent("khoa.bin").path)
            #expect(attributes[.posixPermissions] as? Int == 0o600 && attributes[.size] as? Int == 32)
            for (table, tokens) in [("register.csv", "A.csv"), ("list.csv", "B.csv")] {
                let result = try run(["encode", table, "--key-file", "khoa.bin", "--out", tokens], folder)
                #expect(result.status == 0, "\(result.talk)")
                let sent = try text(tokens, folder)
                for word in ["Giáp", "giap", "12/03/1938", "1938-03-12", "19380312", "024138000017"] {
                    #expect(!sent.contains(word))
                }
                // Tokens are random: four or five digits may stand in one of them by chance, but are no cell.
                let cells = Set(sent.split { $0 == "," || $0 == "\n" }.map(String.init))
                #expect(cells.isDisjoint(with: ["1938", "07207", "24"]))
            }
            let result = try run(["match", "A.csv", "B.csv", "--out", "links.csv", "--truth", "truth.csv", "--json"], folder)
            #expect(result.status == 0, "\(result.talk)")
            #expect(try result.json()["f1"] as? Double == 1)
            let links = try text("links.csv", folder).split(separator: "\n")
            #expect(links.first == "left_id,right_id,probability,weight")
            #expect(links.dropFirst().map { $0.split(separator: ",").prefix(2).joined(separator: " ") } == ["N1 M1", "N2 M2"])
        }
    }

    @Test("hidden ids: what is sent has none, and the file that stays tells whose they are")
    func hidden() throws {
        try withFolder { folder throws in
            try folder.write(LinkBlindTests.register, to: "register.csv")
            #expect(try run(["key", "--out", "khoa.bin"], folder).status == 0)
            let arguments = ["encode", "register.csv", "--key-file", "khoa.bin", "--out", "A.csv", "--hide-id", "ids.csv"]
            #expect(try run(arguments, folder).status == 0)
            let ids = try text("ids.csv", folder).split(separator: "\n").dropFirst().map {
                $0.split(separator: ",").map(String.init)
            }
            #expect(ids.map { $0[1] }.sorted() == ["N1", "N2", "N3"])
            let sent = try text("A.csv", folder).split(separator: "\n").dropFirst().map { $0.split(separator: ",")[0] }
            #expect(sent.map(String.init) == ids.map { $0[0] } && sent == sent.sorted())
        }
    }

    @Test("what cannot be used is refused, with the file and what to do, and nothing is written")
    func refused() throws {
        try withFolder { folder throws in
            try folder.write(LinkBlindTests.register, to: "register.csv")
            try folder.write("short", to: "short.bin")
            for key in ["one.bin", "two.bin"] { #expect(try run(["key", "--out", key], folder).status == 0) }
            for (key, out) in [("one.bin", "A.csv"), ("two.bin", "B.csv")] {
                #expect(try run(["encode", "register.csv", "--key-file", key, "--out", out], folder).status == 0)
            }
            try folder.write(try text("A.csv", folder).replacing("N2,", with: "N2,x"), to: "damaged.csv")
            let cases: [(arguments: [String], status: Int32, word: String)] = [
                (["key", "--out", "one.bin"], 73, "one.bin"),
                (["encode", "register.csv", "--key-file", "short.bin", "--out", "o.csv"], 65, "32 byte"),
                (["encode", "register.csv", "--key-file", "none.bin", "--out", "o.csv"], 66, "none.bin"),
                (["encode", "none.csv", "--key-file", "one.bin", "--out", "o.csv"], 66, "none.csv"),
                (["match", "A.csv", "B.csv", "--out", "o.csv"], 65, "khóa"),
                (["match", "A.csv", "register.csv", "--out", "o.csv"], 65, "encode"),
                (["match", "A.csv", "damaged.csv", "--out", "o.csv"], 65, "2"),
                (["match", "A.csv", "A.csv", "--threshold", "2", "--out", "o.csv"], 64, "--threshold"),
            ]
            for (arguments, status, word) in cases {
                let result = try run(arguments, folder)
                #expect(result.status == status, "\(arguments): \(result.talk)")
                #expect(result.talk.contains(word), "\(arguments): \(result.talk)")
                #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("o.csv").path), "\(arguments)")
                #expect(!result.talk.contains("Giáp") && !result.talk.contains("024138000017"))
            }
        }
    }

    private func run(_ arguments: [String], _ folder: URL) throws -> Program.Result {
        try Program.run(["link", "blind"] + arguments, in: folder)
    }

    private func text(_ name: String, _ folder: URL) throws -> String {
        String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }
}
