import Registry
import Testing

@testable import Ingest

@Suite("Rows of a file beside each other")
struct RowComparisonTests {
    /// A list of members, a line for each: household, code, relation, identity number.
    private func members(_ rows: [(household: String, code: String, relation: String, number: String)]) throws -> [WarningCount] {
        let header = "Mã thành viên;Mã hộ;Mã tỉnh;Mã xã;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Quan hệ với chủ hộ"
        let lines = rows.map { "\($0.code);\($0.household);24;07288;Nguyễn Văn Đức;1950;Nam;\($0.number);\($0.relation)" }
        let outcome = try importFeed(([header] + lines).joined(separator: "\n") + "\n", kind: .members)
        #expect(outcome.report.rows.accepted == Int64(rows.count), "what is odd refuses nothing")
        return outcome.report.warnings
    }

    @Test("a household as it should be raises nothing")
    func plain() throws {
        #expect(
            try members([("1", "a", "Chủ hộ", "024050001234"), ("1", "b", "Con", ""), ("2", "c", "Chủ hộ", "")]).isEmpty)
    }

    @Test("two heads, no head, one person in two households, one person twice")
    func each() throws {
        let found = try members([
            ("1", "a", "Con", "024050001234"), ("1", "b", "Chủ hộ", ""), ("1", "c", "CHU HO", ""),  // lines 2 to 4
            ("2", "d", "Vợ", ""), ("2", "e", "Con", ""),  // 5, 6
            ("3", "f", "Chủ hộ", "024050001234"), ("3", "f", "Con", ""),  // 7, 8
            ("3", "g", "Con", "024050009999"), ("3", "h", "Con", "024050009999"),  // 9, 10
        ])
        let lines = Dictionary(uniqueKeysWithValues: found.map { ($0.word, $0.lines) })
        #expect(lines["two_heads"] == [[3, 4]])
        #expect(lines["no_head"] == [[5]])
        #expect(lines["member_of_two_households"] == [[2, 7]])
        #expect(lines["duplicate_rows"] == [[7, 8], [9, 10]])
    }

    @Test("a payment is the same when person, policy and month are; arrears are not")
    func payments() throws {
        func warnings(_ changes: [[String: String]]) throws -> [String: [[Int64]]] {
            let text = ([PaymentRow.header()] + changes.map { PaymentRow($0).line() }).joined(separator: "\n") + "\n"
            let found = try importFeed(text).report.warnings.filter {
                ["duplicate_rows", "member_of_two_households"].contains($0.word)
            }
            return Dictionary(uniqueKeysWithValues: found.map { ($0.word, $0.lines) })
        }
        #expect(try warnings([[:], ["ky_chi_tra": "2021-07"], ["chinh_sach": "ND20.K5.A", "so_tien": "1440000"]]).isEmpty)
        #expect(try warnings([[:], [:]]) == ["duplicate_rows": [[2, 3]]])
        #expect(try warnings([[:], ["ma_doi_tuong": "x", "ma_ho": "2400000999"]]) == ["member_of_two_households": [[2, 3]]])
        #expect(try warnings([["chinh_sach": ""], ["chinh_sach": "", "so_tien": "720000"]]).isEmpty)
    }

    @Test("a long list is compared as a short one, through a temporary file", arguments: [UInt64(1), 2])
    func spilled(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var rows = KeyedRows("list.csv")
        var firstLine: [UInt64: Int64] = [:]
        var expected: [[Int64]] = []
        for line in Int64(1)...300_000 {
            var hash = KeyHash()
            hash.mix(UInt64.random(in: 0..<200_000, using: &random))
            rows.add(hash.value, value: 0, line: line)
            if let first = firstLine[hash.value] { expected.append([first, line]) } else { firstLine[hash.value] = line }
        }
        var found: [[Int64]] = []
        var kept = 0
        rows.compare(again: { found.append([$0.line, $1.line]) }, last: { _ in kept += 1 })
        let isIncomplete = rows.isIncomplete
        #expect(!isIncomplete)
        #expect(found.sorted { $0[1] < $1[1] } == expected)
        #expect(kept == firstLine.count)
    }

    @Test("one row over and over needs no room")
    func oneKey() {
        var rows = KeyedRows("list.csv")
        for line in Int64(1)...200_000 { rows.add(42, value: 0, line: line) }
        var count = 0
        rows.compare { _, _ in count += 1 }
        #expect(count == 199_999)
    }

    @Test("bytes that differ have hashes that differ, whatever their length")
    func hashes() {
        var seen: Set<UInt64> = []
        for length in 0...40 {
            for last in [UInt8(0), 1, 0x30, 0xFF] {
                var hash = KeyHash()
                Array(repeating: last, count: length).withUnsafeBufferPointer { hash.mix($0) }
                seen.insert(hash.value)
            }
        }
        // The four ways of writing nothing are one.
        #expect(seen.count == 40 * 4 + 1)
    }
}
