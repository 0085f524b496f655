import Foundation
import Registry
import TestSupport
import Testing

@testable import Ingest

@Suite("Archives of several exports")
struct FeedInputTests {
    private func inputs(_ bytes: [UInt8], _ body: ([FeedInput]) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("tinh.zip")
        try Data(bytes).write(to: url)
        try body(FeedInput.all(at: url.path))
    }

    private func report(_ input: FeedInput) throws -> ImportReport {
        do {
            return try FeedCheck(input, options: ImportOptions(today: testDay)).run()
        } catch {
            return ImportReport(refusedFor: try #require(error.fileReason))
        }
    }

    private let list = Array(PaymentRow().file().utf8)

    @Test("every export is a file of its own, and what systems put beside them is none")
    func entries() throws {
        let packed = PackedFiles([
            .init("xa/", []), .init("xa/a.csv", list, isDeflated: true), .init("b.xml", Array(XMLDocument.dataset.utf8)),
            .init("c.xlsx", SheetRows.file().bytes), .init("__MACOSX/xa/._a.csv", [1]), .init(".DS_Store", [1]),
            .init("d.csv.gz", gzipped(list)), .init("~$c.xlsx", [1]), .init("e.csv", list, isWide: true),
        ])
        try inputs(packed.bytes) { inputs in
            #expect(
                inputs.map(\.name)
                    == ["tinh.zip/xa/a.csv", "tinh.zip/b.xml", "tinh.zip/c.xlsx", "tinh.zip/d.csv.gz", "tinh.zip/e.csv"])
            let reports = try inputs.map(report)
            #expect(reports.map(\.rows.accepted) == [3, 2, 1, 3, 3])
            #expect(reports.map(\.format) == ["csv", "xml", "xlsx", "csv", "csv"])
        }
    }

    @Test("an entry that cannot be unpacked is refused alone")
    func refused() throws {
        let packed = PackedFiles([
            .init("crc.csv", list, checksum: 1), .init("secret.csv", list, isEncrypted: true), .init("size.csv", list, size: 10),
            .init("bomb.csv", [UInt8](repeating: 0x61, count: 40 << 20), isDeflated: true),
            .init("nested.zip", PackedFiles([.init("a.csv", list)]).bytes), .init("good.csv", list),
        ])
        try inputs(packed.bytes) { inputs in
            let reasons = try inputs.map { try report($0).fileReason }
            #expect(
                reasons == [
                    "archive_damaged", "archive_encrypted", "archive_damaged", "archive_size_limit", "archive_of_files", nil,
                ])
        }
    }

    @Test("files that are small each and a bomb together are refused with their archive, unread")
    func manyBlanks() throws {
        let blank = [UInt8](repeating: 0x20, count: 1 << 20)
        func archive(_ count: Int) -> PackedFiles {
            PackedFiles((0..<count).map { .init("\($0).csv", blank, isDeflated: true) } + [.init("good.csv", list)])
        }
        try inputs(archive(40).bytes) { inputs in
            #expect(inputs.map(\.name) == ["tinh.zip"])
            let reasons = try inputs.map { try report($0).fileReason }
            #expect(reasons == ["archive_size_limit"])
        }
        try inputs(archive(4).bytes) { inputs in
            let reasons = try inputs.map { try report($0).fileReason }
            #expect(reasons == ["empty_file", "empty_file", "empty_file", "empty_file", nil])
        }
    }

    @Test("names lead nowhere")
    func names() throws {
        let packed = PackedFiles([
            .init("../../etc/cron.d/x.csv", list), .init("/srv/y.csv", list), .init("..\\..\\z.csv", list),
            .init("a\u{1B}[2Jb.csv", list),
        ])
        try inputs(packed.bytes) { inputs in
            #expect(
                inputs.map(\.name) == [
                    "tinh.zip/etc/cron.d/x.csv", "tinh.zip/srv/y.csv", "tinh.zip/z.csv", "tinh.zip/a\u{FFFD}[2Jb.csv",
                ])
            for report in try inputs.map(report) { #expect(report.rows.accepted == 3) }
        }
    }

    @Test("what is no archive of files stands for itself")
    func itself() throws {
        let overlapping = PackedFiles([.init("a.csv", list)]).bytes
        for bytes in [list, SheetRows.file().bytes, PackedFiles([.init("xa/", [])]).bytes, Array(overlapping.dropLast(30))] {
            try inputs(bytes) { #expect($0.map(\.name) == ["tinh.zip"]) }
        }
    }

    @Test("entries that share their bytes are refused")
    func overlaps() throws {
        var bytes = PackedFiles([.init("a.csv", list), .init("b.csv", list)]).bytes
        // The second entry of the directory is made to point at the first one's header.
        let second = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4B, 0x01, 0x02]) })
        for index in 0..<4 { bytes[second + 42 + index] = 0 }
        #expect(try importFeed(bytes).report.fileReason == "archive_damaged")
    }

    @Test("a pipeline that takes one file refuses an archive of several, and says what to do")
    func alone() throws {
        #expect(try importFeed(PackedFiles([.init("a.csv", list)]).bytes).report.fileReason == "archive_of_files")
    }
}
