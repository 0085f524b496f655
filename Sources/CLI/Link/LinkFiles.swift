import Foundation
import Ingest
import Reconcile
import Registry

/// Reads what the verbs of `ansinh link` are given.
struct LinkFiles {
    let lang: Language

    /// Reads a table of people, and names what is of no use in it.
    func people(_ path: String, _ bar: ProgressBar, _ body: (PersonRow) throws -> Void) throws {
        let summary = try people(path, bar.progress, body)
        bar.finish()
        report(path, summary)
    }

    /// - Parameter columns: Of rows that have no header; their cells are divided by tabs.
    func people(_ path: String, columns: [String] = [], _ progress: ProgressReport, _ body: (PersonRow) throws -> Void) throws
        -> PersonTable.Summary
    {
        try needing("id, full_name (hoặc surname, given_name)", in: path) {
            try PersonTable(path: path, columns: columns).read(progress: progress, body)
        }
    }

    func model(_ path: String) throws -> LinkageModel {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure(.inputMissing, lang("Không có tệp \(path).", "There is no file \(path)."))
        }
        do { return try LinkageModel(json: Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw Failure(
                .dataRefused,
                lang(
                    "\(path) không phải mô hình ghép. Hãy xóa tệp này để học lại.",
                    "\(path) is no model of a linkage. Remove it to learn anew."))
        }
    }

    /// Names what is of no use in a table.
    func report(_ path: String, _ summary: PersonTable.Summary) {
        if !summary.unknownColumns.isEmpty {
            tell(
                lang(
                    "\(path): không dùng các cột \(summary.unknownColumns.joined(separator: ", ")).",
                    "\(path): columns not used: \(summary.unknownColumns.joined(separator: ", "))."))
        }
        if summary.withoutID > 0 {
            tell(
                lang(
                    "\(path): bỏ qua \(summary.withoutID) dòng không có id.",
                    "\(path): \(summary.withoutID) rows without an id were left out."))
        }
    }

    func crosswalk(_ path: String?) throws -> [UInt32: UInt32] {
        guard let path else { return [:] }
        var codes: [UInt32: UInt32] = [:]
        try needing("old_code, new_code", in: path) {
            try PairTable(path: path, first: "old_code", second: "new_code").read { old, new in
                guard let old = UInt32(String(decoding: old, as: UTF8.self)),
                    let new = UInt32(String(decoding: new, as: UTF8.self))
                else { return }
                codes[old] = new
            }
        }
        return codes
    }

    func truth(_ path: String, isOrdered: Bool) throws -> PairTruth {
        var truth = PairTruth(isOrdered: isOrdered)
        try needing("left_id, right_id", in: path) {
            try PairTable(path: path, first: "left_id", second: "right_id").read { truth.add($0, $1) }
        }
        return truth
    }

    /// Reads columns of a table, and says which it must have where it has not.
    func columns(_ columns: [String], of path: String, _ body: (ColumnTable.Row) throws -> Void) throws {
        try needing(columns.joined(separator: ", "), in: path) { try ColumnTable(path: path, columns: columns).read(body) }
    }

    /// Says which columns a table must have, where it has not.
    private func needing<T>(_ columns: String, in path: String, _ work: () throws -> T) throws -> T {
        do { return try work() } catch let error as ImportError where error.fileReason == .headerNotFound {
            throw Failure(
                .dataRefused,
                lang(
                    "Không dùng được \(path): dòng đầu phải có các cột \(columns).",
                    "Cannot use \(path): the first row must name the columns \(columns)."))
        }
    }
}
