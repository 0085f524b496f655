import Foundation
import Registry
import TestSupport
import Testing

@testable import Ingest

@Suite("Storing feeds")
struct IntakeTests {
    /// A store and a folder of a test's own.
    final class Place {
        private let place: StoreUnderTest
        let store: Store
        var folder: URL { place.folder }

        init() throws {
            place = try StoreUnderTest()
            store = try place.open()
        }

        deinit {
            try? store.close()
            place.remove()
        }

        func ingest(_ text: String, name: String = "list.csv", options: ImportOptions = ImportOptions()) throws -> IntakeResult {
            try ingest(Array(text.utf8), name: name, options: options)
        }

        func ingest(_ bytes: [UInt8], name: String, options: ImportOptions = ImportOptions()) throws -> IntakeResult {
            let url = folder.appendingPathComponent(UUID().uuidString)
            try Data(bytes).write(to: url)
            return try Intake(store: store).ingest(
                FeedInput(path: url.path), fileName: name, options: options, sender: "test", progress: .silent)
        }

        func rows() throws -> Int { try store.read { try $0.recordCount() } }

        func count(_ table: String) throws -> Int64 {
            try store.read { try $0.row("SELECT count(*) AS n FROM \(table)")?.int64("n") ?? -1 }
        }
    }

    @Test("a list is stored with its rows, its refused rows and its place")
    func stored() throws {
        let place = try Place()
        let text = PaymentRow(["ngay_sinh": "31/02/1950"]).file()
        let result = try place.ingest(text)
        let submission = try #require(result.submission)
        #expect(result.isNew)
        #expect(submission.scope == SubmissionScope(province: 24))
        #expect(submission.period == Period("2021-08"))
        #expect(submission.unitList == .units2021)
        #expect(submission.sha256 == ContentHash.of(text.utf8))
        #expect(submission.amountTotal == Dong(1_080_000))
        #expect(submission.isCurrent)
        let row = try #require(
            try place.store.read {
                try $0.record(1, of: submission.id, ["full_name", "citizen_id", "birth_date", "household_class"])
            })
        #expect(row.string("full_name") == "Nguyễn Văn Đức")
        #expect(row.int64("citizen_id") == 24_050_001_234)
        #expect(row.int64("birth_date") == 19_500_512)
        #expect(row.string("household_class") == "ho_ngheo")
        let rejected = try place.store.read { try SubmissionRegister($0).rejectedRows(submission.id) }
        #expect(rejected.map(\.reason) == ["date_invalid"])
        #expect(String(decoding: rejected[0].raw, as: UTF8.self).contains("31/02/1950"))
    }

    @Test("a workbook and a compressed list are stored under the hash and the size of what was sent")
    func packed() throws {
        let place = try Place()
        let list = gzipped(Array(PaymentRow(["ngay_sinh": "31/02/1950"]).file().utf8))
        for (name, bytes) in [("list.xlsx", SheetRows.file().bytes), ("list.csv.gz", list)] {
            let submission = try #require(try place.ingest(bytes, name: name).submission)
            #expect(submission.sha256 == ContentHash.of(bytes))
            #expect(submission.bytes == Int64(bytes.count))
        }
        #expect(try place.rows() == 3)
        #expect(throws: Never.self) { _ = try place.ingest(Array(list.dropLast(3)), name: "cut.csv.gz") }
        #expect(try place.count("submission") == 2)
    }

    @Test("the same bytes twice are one submission")
    func twice() throws {
        let place = try Place()
        let first = try place.ingest(PaymentRow().file())
        let second = try place.ingest(PaymentRow().file())
        #expect(second.submission?.id == first.submission?.id)
        #expect(!second.isNew)
        #expect(try place.count("submission") == 1)
        #expect(try place.rows() == 3)
    }

    @Test("a list that repeats the one before it says so, with the rows that came and went")
    func nearCopy() throws {
        let place = try Place()
        let first = try place.ingest(PaymentRow().file(good: 3))
        #expect(first.nearCopy == nil)
        let second = try place.ingest(PaymentRow().file(good: 5))
        #expect(second.nearCopy?.submission == first.submission?.id)
        #expect(second.nearCopy?.same == 4 && second.nearCopy?.added == 2 && second.nearCopy?.gone == 0)
        #expect(try place.ingest(PaymentRow().file(good: 5)).nearCopy == nil, "the same bytes are one submission")
        let report = try #require(second.submission.flatMap { StoredReport(json: $0.report) })
        #expect(report.nearCopy == second.nearCopy)
    }

    @Test("an earlier list that is damaged keeps none out that takes its place")
    func damagedBefore() throws {
        let place = try Place()
        _ = try place.ingest(PaymentRow().file(good: 3))
        _ = try place.store.write { try $0.execute("UPDATE record_page SET content = ?", [.blob([1, 0, 3])]) }
        let second = try place.ingest(PaymentRow().file(good: 5))
        #expect(second.isNew && second.nearCopy == nil)
        #expect(second.submission?.isCurrent == true)
    }

    @Test("withdrawing puts the earlier list back, and sending a withdrawn one again puts it in force")
    func withdrawn() throws {
        let place = try Place()
        let first = try #require(try place.ingest(PaymentRow().file(good: 1)).submission)
        let second = try #require(try place.ingest(PaymentRow().file(good: 2)).submission)
        func current() throws -> [Int64] {
            try place.store.read { try SubmissionRegister($0).current(.payments, period: Period("2021-08")).map(\.id) }
        }
        #expect(try current() == [second.id])
        _ = try place.store.write { try SubmissionRegister($0).withdraw(second.id, actor: "test") }
        #expect(try current() == [first.id])
        let again = try place.ingest(PaymentRow().file(good: 2))
        #expect(again.submission?.id == second.id)
        #expect(try current() == [second.id])
    }

    @Test("a refused file leaves nothing, even when it is refused in its last line")
    func refused() throws {
        let place = try Place()
        let result = try place.ingest(String(XMLDocument.dataset.dropLast(20)), name: "list.xml")
        #expect(result.report.fileReason == "xml_truncated")
        #expect(result.submission == nil)
        for table in ["submission", "record_page", "rejected_row", "current_submission", "audit_event"] {
            #expect(try place.count(table) == 0)
        }
    }

    @Test("a list of several provinces is asked for its province, and takes the one it is told")
    func province() throws {
        let place = try Place()
        let text = PaymentRow(["ma_tinh": "01"]).file(good: 1)
        #expect(throws: ImportError(.provinceUnknown, file: "list.csv")) { try place.ingest(text) }
        #expect(try place.rows() == 0)
        #expect(try place.ingest(text, options: ImportOptions(province: 24)).submission?.scope.province == 24)
    }

    @Test("the period comes from the rows, the name or the sender")
    func period() throws {
        let place = try Place()
        let header = SubmissionKind.households.fields.map(\.header).joined(separator: ",")
        let text = header + "\n2400000123,Nguyễn Văn Đức,24,215,07288,,,,Hộ nghèo,,,,,4\n"
        #expect(throws: ImportError(.periodUnknown, file: "ho.csv")) { try place.ingest(text, name: "ho.csv") }
        #expect(try place.ingest(text, name: "ho-2021-07.csv").submission?.period == Period("2021-07"))
        let given = ImportOptions(period: Period("2021-09"))
        #expect(try place.ingest(text, name: "ho-2021-07.csv", options: given).submission?.period == Period("2021-09"))
    }

    @Test("a statement stands beside the other payers' of its province")
    func payers() throws {
        let place = try Place()
        let header = SubmissionKind.statement.fields.map(\.header).joined(separator: ",")
        func statement(_ payer: String) -> String {
            header + "\nGD1,240000012301-1,Nguyễn Văn Đức,024050001234,24,2021-08,540000,05/08/2021,Đã chi,Bưu điện,\(payer),\n"
        }
        #expect(try place.ingest(statement("Bưu điện tỉnh")).submission?.scope.payer == "Bưu điện tỉnh")
        #expect(try place.ingest(statement("Ngân hàng A")).submission?.scope.payer == "Ngân hàng A")
        let current = try place.store.read { try SubmissionRegister($0).current(.statement, period: Period("2021-08")) }
        #expect(current.count == 2)
    }
}
