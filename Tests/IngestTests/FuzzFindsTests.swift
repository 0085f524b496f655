import Foundation
import Registry
import TestSupport
import Testing

@testable import Ingest

/// What `Tests/Fuzz` found, each as small as it would get. The files are also among its seeds.
@Suite("Finds of the fuzzer")
struct FuzzFindsTests {
    struct Find: CustomTestStringConvertible {
        let target: String
        let bytes: [UInt8]
        let testDescription: String
    }

    static func finds(_ targets: [String]) -> [Find] {
        targets.flatMap { target -> [Find] in
            let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures/Fuzz/\(target)")
            let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path) } ?? []
            return names.sorted().compactMap { name in
                let bytes = folder.flatMap { try? Data(contentsOf: $0.appendingPathComponent(name)) }
                return bytes.map { Find(target: target, bytes: Array($0), testDescription: "\(target)/\(name)") }
            }
        }
    }

    @Test("end in a report whose counts add up", arguments: finds(["records", "csv", "xml", "encodings", "xlsx"]))
    func report(_ find: Find) throws {
        let isPacked = [FileSignature.zip, .gzip].contains(FileSignature(find.bytes))
        let parts = find.target == "xlsx" && !isPacked ? PartsList(find.bytes) : nil
        let outcome = try importFeed(parts?.packed ?? find.bytes)
        let rows = outcome.report.rows
        #expect(rows.accepted + rows.rejected + rows.skipped == rows.seen)
        if outcome.report.outcome == .accept {
            #expect(rows.accepted == Int64(outcome.rows.count))
            #expect(rows.rejected == Int64(outcome.raws.count))
        }
    }

    @Test("give the same records wherever a read ends, whatever the longest record is", arguments: finds(["records"]))
    func seams(_ find: Find) throws {
        for longest in [16, 63, 64, 65, 200, 1000] {
            let whole = try FuzzFindsTests.records(find.bytes, longest: longest, piece: .max)
            for piece in [1, 3, 16, 64] {
                #expect(try FuzzFindsTests.records(find.bytes, longest: longest, piece: piece) == whole)
            }
        }
    }

    @Test("lines that begin with two quotes are read in the time of their bytes")
    func pairsOfQuotes() throws {
        let text = Array(String(repeating: "\"\"a\n", count: 100_000).utf8)
        let records = try FuzzFindsTests.records(text, longest: CSVDialect.maxRecordBytes, piece: .max)
        #expect(records.count == 100_000)
    }

    @Test("a file of nothing but records that are too long is not read to its end")
    func overlong() throws {
        let text = Array((PaymentRow.header() + "\n" + String(repeating: "x", count: 70_000_000)).utf8)
        let report = try importFeed(text).report
        #expect(report.fileReason == "row_size_limit")
    }

    @Test("a record that is too long keeps its place and its beginning")
    func beginningOfOverlong() throws {
        let text = Array("a,b\nbeginning,\(String(repeating: "x", count: 3_000_000))\nc,d\n".utf8)
        let records = try FuzzFindsTests.records(text, longest: CSVDialect.maxRecordBytes, piece: 1 << 16)
        #expect(records.map(\.offset) == [0, 4, 3_000_015])
        #expect(records.map(\.line) == [1, 2, 3])
        #expect(records[1].raw.starts(with: Array("beginning,x".utf8)))
    }

    private struct Record: Equatable {
        let offset: Int64
        let line: Int64
        let raw: [UInt8]
        let isBroken: Bool
    }

    private static func records(_ bytes: [UInt8], longest: Int, piece: Int) throws -> [Record] {
        var dialect = CSVDialect(delimiter: 0x2C)
        dialect.longestRecord = longest
        let source = TextSource(ByteSource(bytes, largestPiece: piece), encoding: .utf8, markLength: 0)
        let reader = CSVReader(source, dialect: dialect)
        reader.expectedFields = 2
        var records: [Record] = []
        while try reader.next() {
            records.append(
                Record(offset: reader.offset, line: reader.line, raw: Array(reader.raw), isBroken: reader.fault != nil))
        }
        return records
    }
}
