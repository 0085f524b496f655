import Foundation
import Registry
import Testing

@testable import Simulation

@Suite("Encodings written")
struct TextEncoderTests {
    private struct Letter {
        let character: String
        let cells: [String: String]
    }

    private static func letters() throws -> [Letter] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let table = tests.appendingPathComponent("../../Sources/Simulation/Tables/vietnamese.tsv")
        let lines = try String(contentsOf: table, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Letter(character: $0[0], cells: Dictionary(zip(lines[0], $0)) { first, _ in first }) }
    }

    @Test(
        "All 134 letters have the bytes of the table",
        arguments: [
            (TextEncoding.tcvn3, "tcvn3_pair_hex"), (.vni, "vni_bytes_hex"), (.windows1258, "cp1258_hex"),
            (.viscii, "viscii_hex"),
        ])
    func legacyBytes(encoding: TextEncoding, column: String) throws {
        let letters = try TextEncoderTests.letters()
        #expect(letters.count == 134)
        let encoder = TextEncoder(encoding)
        for letter in letters {
            var bytes: [UInt8] = []
            encoder.append(Array(letter.character.utf8), to: &bytes)
            #expect(
                bytes.map { String(format: "%02X", $0) }.joined() == letter.cells[column]?.uppercased(), "\(letter.character)")
        }
    }

    @Test(
        "What legacy encodings write can be read back, letter by letter",
        arguments: [(TextEncoding.tcvn3, "tcvn3_pair_hex"), (.vni, "vni_bytes_hex"), (.viscii, "viscii_hex")])
    func legacyReadsBack(encoding: TextEncoding, column: String) throws {
        let letters = try TextEncoderTests.letters()
        let text = letters.map(\.character).joined(separator: "|")
        var bytes: [UInt8] = []
        TextEncoder(encoding).append(Array(text.utf8), to: &bytes)
        let cells = bytes.split(separator: 0x7C).map { $0.map { String(format: "%02X", $0) }.joined() }
        let decoded = cells.map { cell in letters.first { $0.cells[column]?.uppercased() == cell }?.character ?? "?" }
        #expect(decoded == letters.map(\.character))
    }

    @Test("Unicode forms are the standard's", arguments: ["Nguyễn Thị Ủy", "H'Hen Niê Kđăm", "Đặng Văn Ướt", "Ayŭn Čô"])
    func unicodeForms(text: String) throws {
        var decomposed: [UInt8] = []
        TextEncoder(.utf8Decomposed).append(Array(text.utf8), to: &decomposed)
        let letters = text.precomposedStringWithCanonicalMapping
        #expect(
            String(decoding: decomposed, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8.elementsEqual(letters.utf8))
        var wide: [UInt8] = []
        TextEncoder(.utf16).append(Array(text.utf8), to: &wide)
        #expect(String(data: Data(wide), encoding: .utf16LittleEndian) == text)
    }

    @Test("A capital font keeps one byte a letter")
    func capitalFont() {
        var bytes: [UInt8] = []
        TextEncoder(.tcvn3, capitals: .capitalFont).append(Array("NGUYỄN".utf8), to: &bytes)
        #expect(bytes == [0x4E, 0x47, 0x55, 0x59, 0xD4, 0x4E])
    }

    @Test("Letters that a legacy encoding lacks become their plain look-alikes")
    func otherLetters() {
        for encoding in [TextEncoding.tcvn3, .vni, .viscii, .windows1258] {
            var bytes: [UInt8] = []
            TextEncoder(encoding).append(Array("Ayŭn Čô’".utf8), to: &bytes)
            #expect(bytes.starts(with: Array("Ayun C".utf8)))
            #expect(bytes.last == 0x27)
        }
    }
}
