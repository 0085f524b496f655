import Foundation
import Testing

@Suite("The movement report, through the program")
struct MovementTests {
    private static let header =
        "Mã thành viên,Mã hộ,Mã tỉnh,Mã huyện,Mã xã,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Số BHXH,Số thẻ BHYT,Quan hệ với chủ hộ,Dân tộc,Tình trạng\n"

    private func store(in folder: URL, _ month: String, _ rows: [String]) throws {
        try folder.write(Self.header + rows.joined(separator: "\n") + "\n", to: "thanh-vien-\(month).csv")
        let result = try Program.run(["ingest", "--kind", "members", "--period", month, "thanh-vien-\(month).csv"], in: folder)
        try #require(result.status == 0, "\(result.talk)")
    }

    private let head = "240000000101,2400000001,24,213,07207,Giáp Văn Thử,12/03/1950,Nam,024050000017,,,Chủ hộ,Kinh,Còn sống"
    private let wife = "240000000102,2400000001,24,213,07207,Thân Thị Mẫu,1952,Nữ,,,,Vợ,Kinh,Còn sống"

    @Test("two lists give one page, one CSV and one JSON document with the counts by class")
    func twoLists() throws {
        try withFolder { folder throws in
            try store(in: folder, "2021-08", [head, wife])
            try store(
                in: folder, "2021-09",
                [
                    head, wife.replacing("Còn sống", with: "Đã chết"),
                    "240000000103,2400000001,24,213,07207,Giáp Thị Cháu,20/08/2021,Nữ,,,,Cháu,Kinh,Còn sống",
                ])
            let result = try Program.run(
                ["report", "movement", "--period", "2021-09", "--out", "m.html", "--json"], in: folder)
            #expect(result.status == 0, "\(result.talk)")
            let movement = try #require(try result.json()["movement"] as? [String: Any])
            let classes = try #require(movement["classes"] as? [String: [String: Any]])
            #expect(classes["unchanged"]?["persons"] as? Int == 1)
            #expect(classes["died"]?["persons"] as? Int == 1)
            #expect(classes["new"]?["persons"] as? Int == 1)
            #expect(movement["proved"] as? Bool == true)
            let page = try String(contentsOf: folder.appendingPathComponent("m.html"), encoding: .utf8)
            #expect(page.contains("Biến động danh sách kỳ 09/2021"))
            #expect(!page.contains("Giáp"))
            let csv = try Program.run(
                ["report", "movement", "--period", "2021-09", "--province", "24", "--out", "m.csv", "--lang", "en"], in: folder)
            #expect(csv.status == 0)
            #expect(try String(contentsOf: folder.appendingPathComponent("m.csv"), encoding: .utf8).contains("Died;1"))
        }
    }

    @Test("a first list is told to be one, and no list at all ends with 66")
    func missing() throws {
        try withFolder { folder throws in
            try store(in: folder, "2021-09", [head, wife])
            let first = try Program.run(["report", "movement", "--period", "2021-09", "--out", "m.html"], in: folder)
            #expect(first.status == 0)
            #expect(
                try String(contentsOf: folder.appendingPathComponent("m.html"), encoding: .utf8)
                    .contains("chưa có danh sách trước để so"))
            let none = try Program.run(
                ["report", "movement", "--period", "2021-09", "--province", "40", "--out", "n.html"], in: folder)
            #expect(none.status == 66)
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("n.html").path))
        }
    }
}
