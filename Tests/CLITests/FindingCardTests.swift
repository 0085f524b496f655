import Foundation
import Registry
import Testing

@Suite("The card of a finding")
struct FindingCardTests {
    /// A store with a pair of findings: one with all that is told now, one as an older version wrote it.
    private func fill(_ folder: URL) throws -> [Int64] {
        let address = try String(contentsOf: folder.appendingPathComponent(Program.storeFile), encoding: .utf8)
        let store = try Store.open(address)
        defer { try? store.close() }
        return try store.write { connection in
            let register = RunRegister(connection)
            let run = try register.open(period: Period("2021-08")!, province: nil, rules: "r", inputs: "i")  // a real month
            let reference = RecordReference(kind: .members, submission: 1, record: 1)
            func finding(_ threshold: Int64?, _ evidence: [Evidence]) -> Finding {
                Finding(
                    .duplicateInside, severity: .low, province: 24, left: reference, right: reference, millibits: 30_500,
                    threshold: threshold, pairKey: threshold.map { "\($0)" }, evidence: evidence, vietnamese: "Câu.",
                    english: "S.")
            }
            try register.add(
                [
                    finding(
                        21_250,
                        [
                            Evidence(
                                field: "ho_va_ten", level: "exact", millibits: 11_000, bearers: 3,
                                flip: .init(level: "given_name", millibits: 18_000)),
                            Evidence(field: "gioi_tinh", level: "exact", millibits: 1_000),
                            Evidence(
                                field: "so_cccd", level: "exact", millibits: 22_500,
                                flip: .init(level: "different", millibits: 3_000)),
                            Evidence(field: "ma_xa", level: "different", millibits: -4_000),
                        ]), finding(nil, [Evidence(field: "ho_va_ten", level: "exact", millibits: 12_000)]),
                ], run: run)
            return try register.findings(run: run).map(\.id)
        }
    }

    @Test("a waterfall of bits, how rare a value is, what would turn it; in both languages and as JSON")
    func card() throws {
        try withFolder { folder throws in
            let ids = try fill(folder)
            let text = try Program.run(["findings", "show", "\(ids[0])"], in: folder)
            #expect(text.status == 0, "\(text.talk)")
            for part in [
                "Phải vượt (bit)", "-21,3", "+22,5", "█", "▒", "3 người cùng họ tên", "+9,3",
                "Nếu họ tên ở mức “chỉ cùng tên gọi” thì không còn đủ bằng chứng là một người.",
                "Nếu số định danh khác nhau thì không còn đủ bằng chứng là một người.",
                "Dù riêng giới tính hoặc nơi ở khác đi, kết luận vẫn vậy.",
            ] { #expect(text.output.contains(part), "\(part) in \(text.output)") }
            let english = try Program.run(["findings", "show", "\(ids[0])", "--lang", "en"], in: folder).output
            #expect(english.contains("If the personal number were different, there would not be enough evidence for one person."))
            #expect(english.contains("3 people of this name"))

            let json = try Program.run(["findings", "show", "\(ids[0])", "--json"], in: folder).json()
            let finding = try #require(json["finding"] as? [String: Any])
            let evidence = try #require(finding["evidence"] as? [[String: Any]])
            #expect(evidence.first?["bearers"] as? Int == 3 && evidence.first?["millibits"] as? Int == 11_000)
            #expect(finding["threshold"] as? Double == 21.25)
            let flips = try #require(finding["flips"] as? [[String: Any]])
            #expect(flips.map { $0["field"] as? String } == ["ho_va_ten", "so_cccd"])
            #expect(flips.map { $0["to"] as? String } == ["given_name", "different"])
        }
    }

    @Test("a finding that an older version stored is shown with what it has")
    func older() throws {
        try withFolder { folder throws in
            let ids = try fill(folder)
            let result = try Program.run(["findings", "show", "\(ids[1])"], in: folder)
            #expect(result.status == 0)
            #expect(result.output.contains("+12,0") && result.output.contains("+30,5") && !result.output.contains("Nếu"))
            let finding = try #require(
                try Program.run(["findings", "show", "\(ids[1])", "--json"], in: folder).json()["finding"] as? [String: Any])
            #expect((finding["flips"] as? [Any])?.isEmpty ?? false)
        }
    }
}
