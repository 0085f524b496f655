import Foundation
import Registry
import Testing

@testable import Ingest

@Suite("Totals that a file, or its sender, states")
struct TotalTests {
    private func list(_ lines: [String]) -> String { ([PaymentRow.header()] + lines).joined(separator: "\n") + "\n" }
    private func row(_ number: Int, _ amount: String = "540000") -> String {
        PaymentRow(["ma_doi_tuong": "d\(number)", "so_tien": amount]).line()
    }
    private func total(_ amount: String, _ word: String = "Tổng cộng") -> String { "\(word),,,,,,,,,,,,,\(amount),," }

    @Test(
        "a total is right over all rows, or over those since the last",
        arguments: [
            ["1080000", ""], ["1.080.000", ""], ["1080000", "540000"], ["1080000", "1620000"],
        ])
    func right(_ totals: [String]) throws {
        var lines = [row(1), row(2), total("\"\(totals[0])\"")]
        if !totals[1].isEmpty { lines += [row(3), total(totals[1])] }
        #expect(try importFeed(list(lines)).report.warnings.isEmpty)
    }

    @Test("another sum is told with both sums, and refuses nothing")
    func wrong() throws {
        let report = try importFeed(list([row(1), row(2), total("1620000")])).report
        #expect(report.rows.accepted == 2)
        #expect(report.rows.skipped == 1)
        let warning = try #require(report.warnings.first)
        #expect(report.warnings.map(\.word) == ["total_differs"])
        #expect(warning.lines == [[4]])
        #expect(warning.stated == 1_620_000)
        #expect(warning.counted == 1_080_000)
    }

    @Test("refused rows count where their sum can be read, and excuse a larger total where it cannot")
    func refused() throws {
        let bad = PaymentRow(["ngay_sinh": "31/02/1950"]).line()
        #expect(try importFeed(list([row(1), bad, total("1080000")])).report.warnings.isEmpty)
        #expect(try importFeed(list([row(1), bad, total("540000")])).report.warnings.isEmpty)
        #expect(try importFeed(list([row(1), bad, total("540001")])).report.warnings.map(\.word) == ["total_differs"])
        let unreadable = PaymentRow(["so_tien": "năm trăm"]).line()
        #expect(try importFeed(list([row(1), unreadable, total("1080000")])).report.warnings.isEmpty)
        #expect(try importFeed(list([row(1), unreadable, total("1000")])).report.warnings.map(\.word) == ["total_differs"])
    }

    @Test("sums carried forward are no totals of this list")
    func carried() throws {
        #expect(try importFeed(list([row(1), total("99000000", "Lũy kế"), total("540000")])).report.warnings.isEmpty)
    }

    // MARK: The stop rule

    @Test("a file with more wrong rows than right ones is refused, with the first reasons; a short one is not")
    func stopRule() throws {
        let bad = PaymentRow(["ngay_sinh": "31/02/1950"]).line()
        let absurd = try importFeed(list((0..<99).map { row($0) } + Array(repeating: bad, count: 100))).report
        #expect(absurd.fileReason == "too_many_rejected")
        #expect(absurd.rejectedByReason == ["date_invalid": 100])
        #expect(try importFeed(list((0..<100).map { row($0) } + Array(repeating: bad, count: 100))).report.outcome == .accept)
        #expect(try importFeed(list(Array(repeating: bad, count: 99))).report.outcome == .accept)
        var options = ImportOptions(today: testDay)
        options.mostRejected = 1
        #expect(try importFeed(Array(list(Array(repeating: bad, count: 300)).utf8), options: options).report.outcome == .accept)
        options.mostRejected = 0.1
        let strict = list((0..<600).map { row($0) } + Array(repeating: bad, count: 100))
        #expect(try importFeed(Array(strict.utf8), options: options).report.fileReason == "too_many_rejected")
    }

    @Test("a hopeless file is given up on the way")
    func hopeless() throws {
        let bad = "x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x\n"
        let text = list([]) + String(repeating: bad, count: 150_000)
        let report = try importFeed(text).report
        #expect(report.fileReason == "too_many_rejected")
        #expect(report.rows.rejected == 100_000)
        #expect(report.rejected.count == 1000)
    }

    @Test("a bad beginning does not end a file that may yet be good")
    func badBeginning() {
        func counts(_ rejected: Int64, _ accepted: Int64) -> RowCounts {
            var rows = RowCounts()
            (rows.rejected, rows.accepted) = (rejected, accepted)
            return rows
        }
        var options = ImportOptions()
        let rule = StopRule(options)
        #expect(!rule.isSettled(counts(99_999, 0), read: 1000, of: 1000))
        #expect(!rule.isSettled(counts(100_000, 0), read: 1000, of: 2001))
        #expect(rule.isSettled(counts(100_000, 0), read: 1000, of: 1999))
        #expect(rule.isSettled(counts(100_000, 4_000), read: 1000, of: nil))
        #expect(!rule.isSettled(counts(100_000, 6_000), read: 1000, of: nil))
        // Given up on the way is refused at the end, whatever the share.
        options.mostRejected = 0.97
        #expect(!StopRule(options).isSettled(counts(960_000, 40_000), read: 1000, of: nil))
        #expect(!StopRule(options).isSettled(counts(960_000, 40_000), read: 1000, of: 1000))
    }

    // MARK: Control totals and manifests

    @Test("control totals contradict a count, a sum, and a sum that refused rows cannot excuse")
    func controlTotals() {
        var rows = RowCounts()
        rows.accepted = 2
        #expect(!ControlTotals().contradicts(rows, amount: 5))
        #expect(!ControlTotals(rows: 2, amount: 5).contradicts(rows, amount: 5))
        #expect(ControlTotals(rows: 3).contradicts(rows, amount: 5))
        #expect(ControlTotals(amount: 6).contradicts(rows, amount: 5))
        rows.rejected = 1
        #expect(!ControlTotals(rows: 3, amount: 6).contradicts(rows, amount: 5))
        #expect(ControlTotals(amount: 4).contradicts(rows, amount: 5))
    }

    private func manifest(_ text: String) throws -> Manifest {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("manifest-\(UUID().uuidString).csv").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try Manifest(path: path)
    }

    @Test("a manifest is read in any dialect and column order")
    func readManifest() throws {
        let hash = String(repeating: "0aB1", count: 16)
        let read = try manifest("SHA-256;Tổng tiền;Tên tệp;Số dòng\n\(hash);1.500.000;thang8/24_bac_giang.csv;3\n;;trong.csv;0\n")
        let entry = try #require(read["24_bac_giang.csv"])
        #expect(entry.totals == ControlTotals(rows: 3, amount: 1_500_000))
        #expect(entry.sha256 == hash.lowercased())
        #expect(read["trong.csv"]?.totals == ControlTotals(rows: 0))
        #expect(read["khac.csv"] == nil)
        #expect(read["ca-tinh.zip/thang8/24_bac_giang.csv"] == entry)
        #expect(read["ca-tinh.zip/trong.csv"]?.totals == ControlTotals(rows: 0))
        #expect(read["khong-trong.csv"] == nil)
    }

    @Test("of two files of one name the manifest means the one whose folder it names", arguments: [false, true])
    func folders(_ isTurned: Bool) throws {
        let rows = ["01.csv,3", "thang8/01.csv,5"]
        let read = try manifest("file,rows\n" + (isTurned ? rows.reversed() : rows).joined(separator: "\n") + "\n")
        #expect(read["goi.zip/thang8/01.csv"]?.totals.rows == 5 && read["goi.zip/01.csv"]?.totals.rows == 3)
        #expect(read["goi.zip/thang9/01.csv"]?.totals.rows == 3)
    }

    @Test(
        "a manifest that cannot be read says at which line",
        arguments: [("a,b\n1,2\n", 1), ("file,rows\na.csv,three\n", 2), ("file,sha256\na.csv,123\n", 2), ("file,rows\n", 1)])
    func badManifest(_ text: String, _ line: Int64) throws {
        let error = #expect(throws: ImportError.self) { try manifest(text) }
        #expect(error?.kind == .manifestUnreadable)
        #expect(error?.line == line)
    }

    @Test("a file that is not what the manifest says is refused, and the same one that is, is not")
    func refusedByManifest() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("list-\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = Array(list([row(1), row(2)]).utf8)
        try Data(text).write(to: URL(fileURLWithPath: path))
        let hash = ContentHash()
        text.withUnsafeBytes { hash.update($0) }
        let right = hash.finish()
        func outcome(_ line: String) throws -> String? {
            var options = ImportOptions(today: testDay)
            options.listed = try manifest("file,rows,amount,sha256\n\(line)\n")["list.csv"]
            return try FeedCheck(FeedInput(path: path), options: options).run().fileReason
        }
        #expect(try outcome("list.csv,2,1080000,\(right)") == nil)
        #expect(try outcome("list.csv,3,1080000,") == "manifest_mismatch")
        #expect(try outcome("list.csv,2,1080001,") == "manifest_mismatch")
        #expect(try outcome("list.csv,2,,\(String(repeating: "0", count: 64))") == "manifest_mismatch")
    }
}
