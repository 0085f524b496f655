import Foundation
import Testing

@Suite("The quality of links from a sample that was looked at")
struct LinkQualityTests {
    /// Links and near misses as `ansinh link --all` writes them; pairs whose number can be divided by seven are not what they seem.
    private static let links: String = {
        var lines = ["left_id,right_id,probability,weight"]
        for index in 0..<600 {
            let weight = -9.75 + Double(index % 40) / 2
            let probability = 1 / (1 + pow(2, -weight))
            lines.append("A\(index),B\(index),\(String(format: "%.6f", probability)),\(String(format: "%.3f", weight))")
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    private static func labelled(_ sample: String) -> String {
        sample.split(separator: "\n").enumerated().map { position, line in
            guard position > 0, let number = Int(line.dropFirst().prefix { $0.isNumber }) else { return String(line) }
            let isMatch = (number % 40 >= 20) != (number % 7 == 0)
            return line + (isMatch ? "1" : "0")
        }.joined(separator: "\n") + "\n"
    }

    @Test("a sample is drawn, labelled, and tells precision, missed matches and recall with their intervals")
    func quality() throws {
        try withFolder { folder throws in
            try folder.write(Self.links, to: "links.csv")
            let drawn = try Program.run(["link", "sample", "links.csv", "--size", "120", "--out", "sample.csv"], in: folder)
            #expect(drawn.status == 0, "\(drawn.talk)")
            let sample = String(decoding: try Data(contentsOf: folder.appendingPathComponent("sample.csv")), as: UTF8.self)
            let lines = sample.split(separator: "\n")
            #expect(lines.first == "left_id,right_id,stratum,label" && lines.count == 121)
            #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",") }, "the column label is empty")

            let early = try Program.run(["link", "quality", "links.csv", "sample.csv"], in: folder)
            #expect(early.status == 65 && early.talk.contains("trọng số"))

            try folder.write(Self.labelled(sample), to: "sample.csv")
            let result = try Program.run(["link", "quality", "links.csv", "sample.csv", "--json"], in: folder)
            #expect(result.status == 0, "\(result.talk)")
            let json = try result.json()
            #expect(json["labelled"] as? Int == 120 && json["links"] as? Int == 300 && json["near_misses"] as? Int == 300)
            // Six in seven are what they seem.
            for (key, truth) in [("precision", 0.857), ("missed", 43.0), ("recall", 0.857)] {
                let estimate = try #require(json[key] as? [String: Double])
                let (low, high) = (try #require(estimate["low"]), try #require(estimate["high"]))
                #expect(low < truth && truth < high, "\(key) \(estimate)")
                #expect(high - low < 2 * truth)
            }
            let text = try Program.run(["link", "quality", "links.csv", "sample.csv"], in: folder).output
            #expect(text.contains("Độ chính xác:") && text.contains("Cặp bỏ sót:") && text.contains("95 %"))
        }
    }

    @Test("labels that are none, another file's sample, files that are no pairs: refused with the row, never with an id")
    func refused() throws {
        try withFolder { folder throws in
            try folder.write(Self.links, to: "links.csv")
            try folder.write("left_id,right_id,probability,weight\nA1,B1,x,1\n", to: "broken.csv")
            try folder.write("left_id,right_id\nA1,B1\n", to: "pairs.csv")
            let head = "left_id,right_id,stratum,label\n"
            _ = try Program.run(["link", "sample", "links.csv", "--out", "sample.csv"], in: folder)
            let sample = String(decoding: try Data(contentsOf: folder.appendingPathComponent("sample.csv")), as: UTF8.self)
            let row = try #require(sample.split(separator: "\n").dropFirst().first)
            try folder.write(head + row + "yes\n", to: "odd.csv")
            try folder.write(head + row + "1\n" + row + "1\n", to: "twice.csv")
            try folder.write(head + "A1,B1,link 7..9000,1\n", to: "other.csv")
            let cases: [(arguments: [String], status: Int32, word: String)] = [
                (["quality", "links.csv", "odd.csv"], 65, "label"),
                (["quality", "links.csv", "twice.csv"], 65, "dòng dữ liệu 2"),
                (["quality", "links.csv", "other.csv"], 65, "--threshold"),
                (["quality", "links.csv", "pairs.csv"], 65, "stratum"),
                (["quality", "none.csv", "odd.csv"], 66, "none.csv"), (["sample", "broken.csv", "--out", "o.csv"], 65, "weight"),
                (["sample", "pairs.csv", "--out", "o.csv"], 65, "probability"),
                (["sample", "links.csv", "--size", "0", "--out", "o.csv"], 64, "--size"),
                (["sample", "links.csv", "--threshold", "2", "--out", "o.csv"], 64, "--threshold"),
            ]
            for (arguments, status, word) in cases {
                let result = try Program.run(["link"] + arguments, in: folder)
                #expect(result.status == status, "\(arguments): \(result.talk)")
                #expect(result.talk.contains(word), "\(arguments): \(result.talk)")
                #expect(!result.talk.contains("A1"))
                #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("o.csv").path))
            }
        }
    }
}
