import Foundation
import Registry
import Testing

@testable import Ingest

@Suite("Names that were spoilt on their way, in tables of people")
struct SpoiltNameTests {
    private static func telex(_ name: String) -> String? {
        let arena = ByteArena()
        arena.reset(for: 1000)
        return Array(name.utf8).withUnsafeBufferPointer { bytes in
            TelexName.restore(bytes, into: arena).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test(
        "Telex that was left undone is read; what may stand as it is stands",
        arguments: [
            ("Nguyeenx Thij Hueej", "Nguyễn Thị Huệ"), ("Ddoox Vawn Quaan", "Đỗ Văn Quân"),
            ("LUWOWNG VAWN HAAUJ", "LƯƠNG VĂN HẬU"),
            ("Nguyen Van An", nil), ("Trần Thị Hòa", nil), ("Jessica Harris", nil), ("", nil),
        ])
    func telex(_ sample: (String, String?)) { #expect(Self.telex(sample.0) == sample.1) }

    @Test("one office wrote TCVN3 that was taken for Latin: its names are put right, the other's stand")
    func senders() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spoilt-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var lines = ["id,full_name,source"]
        let spoilt = ["NguyÔn V¨n Hïng", "TrÇn ThÞ H»ng", "Lª Ngäc H¶i", "Ph¹m TuÊn Kh¸nh", "Vò §øc ChiÕn", "Hoµng Minh §¹t"]
        for (index, name) in spoilt.enumerated() { lines.append("A\(index),\(name),52") }
        for index in 0..<20 { lines.append("B\(index),Nguyễn Thị Huệ,24") }
        let path = folder.appendingPathComponent("list.csv").path
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        var names: [String] = []
        _ = try PersonTable(path: path).read { names.append(String(decoding: $0.name, as: UTF8.self)) }
        #expect(
            names.prefix(6) == [
                "Nguyễn Văn Hùng", "Trần Thị Hằng", "Lê Ngọc Hải", "Phạm Tuấn Khánh", "Vũ Đức Chiến", "Hoàng Minh Đạt",
            ])
        #expect(Set(names.dropFirst(6)) == ["Nguyễn Thị Huệ"])
    }
}
