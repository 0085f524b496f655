import Foundation
import TestSupport
import Testing

@Suite("The search for planted persons finds what is there")
struct CanaryTests {
    private static let one = Canary.person

    @Test(
        "however it is written",
        arguments: [
            one.name, one.name.decomposedStringWithCanonicalMapping, one.name.uppercased(), "khuc thi zangvu quynhoa",
            one.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "", "Zằngvũ", "Z&#7857;ngv&#x169;",
            "\"Z\\u1eb1ngv\\u0169\"", "024 138 771 603", "024.138.771.603", "0241-3877-1603", "24138771603", "0241387716",
            "917 306 852", "HN 2 24 6813579075", "17.11.1938", "1938-11-17", "19381117", "xom zomphuc", "ZÒMPHÚC",
            String(one.name.utf8.map { Character(Unicode.Scalar($0)) }),
        ])
    func found(text: String) {
        #expect(!Canary.found(in: "row 12: \(text)!").isEmpty)
    }

    @Test("in bytes of UTF-16, and in the name of a file where that is not allowed")
    func bytes() throws {
        let name = Self.one.name
        #expect(!Canary.found(in: try #require(name.data(using: .utf16LittleEndian))).isEmpty)
        #expect(!Canary.found(in: try #require(name.data(using: .utf16BigEndian))).isEmpty)
        #expect(Canary.found(in: "chi-tra \(Canary.inFileName).csv").isEmpty)
        #expect(!Canary.found(in: "chi-tra \(Canary.inFileName).csv", fileNamesAllowed: false).isEmpty)
    }

    @Test("and nothing where nothing is: masked numbers, other people, hashes")
    func innocent() {
        let text = "•••••••••603, Nguyễn Thị Thử 024138000017, 9f86d081884c7d659a2feaa0c55ad015, 17/11, năm 1938"
        #expect(Canary.found(in: text, fileNamesAllowed: false).isEmpty)
    }

    @Test("every planted file holds a planted person")
    func planted() {
        for file in PlantedFile.good + PlantedFile.misplaced + PlantedFile.broken {
            #expect(!Canary.found(in: file.bytes).isEmpty, "\(file.name)")
        }
    }
}
