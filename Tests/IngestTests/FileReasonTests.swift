import Registry
import Testing

@testable import Ingest

@Suite("Reasons for which a file is refused")
struct FileReasonTests {
    @Test(
        "files that are no table",
        arguments: [
            ([], FileReason.emptyFile), (Array(" \n\r\n ".utf8), .emptyFile), (Array("%PDF-1.4 …".utf8), .wrongFormat),
            (Array("PK\u{3}\u{4}rest of a workbook".utf8), .wrongFormat),
            (Array("<!DOCTYPE html><html></html>".utf8), .wrongFormat),
            (Array("<html><table></table></html>".utf8), .wrongFormat), ((0..<2000).map { UInt8($0 * 37 % 251) }, .wrongFormat),
            (Array("xin chào\nđây là thư\n".utf8), .headerNotFound),
        ])
    func noTable(_ bytes: [UInt8], _ reason: FileReason) throws {
        let report = try importFeed(bytes).report
        #expect(report.outcome == .rejectFile)
        #expect(report.fileReason == reason.rawValue)
    }

    @Test("a header without a required column says which")
    func missingColumn() throws {
        let header = PaymentRow.header().split(separator: ",").filter { $0 != "Số tiền" }.joined(separator: ",")
        let report = try importFeed(header + "\n").report
        #expect(report.fileReason == "header_missing_required")
        #expect(report.fileReasonFields == ["so_tien"])
    }

    @Test("two columns of one meaning")
    func duplicateColumn() throws {
        let report = try importFeed(PaymentRow.header() + ",so_tien\n").report
        #expect(report.fileReason == "header_duplicate")
        #expect(report.fileReasonFields == ["so_tien"])
    }

    @Test("a file of another kind than was said")
    func otherKind() throws {
        #expect(try importFeed(PaymentRow().file(), kind: .members).report.fileReason == "header_missing_required")
    }

    @Test("every word has a sentence in Vietnamese")
    func sentences() {
        let words = RowReason.allCases.map(\.rawValue) + FileReason.allCases.map(\.rawValue) + ImportNote.allCases.map(\.rawValue)
        for word in words { #expect(ImportVocabulary.message(reason: word) != word) }
        #expect(Set(words).count == words.count)
    }
}
