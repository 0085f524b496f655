import Foundation
import Registry
import TestSupport

/// A store in a directory of its own, filled by hand. Removed with the object.
final class StoreFixture {
    let store: Store
    let period = Period(year: 2021, month: 8)!  // a real month
    private let place: StoreUnderTest
    private var count = 0

    init() throws {
        place = try StoreUnderTest()
        store = try place.open()
    }

    deinit {
        try? store.close()
        place.remove()
    }

    /// Stores a submission of these rows; columns that a row leaves out are null.
    @discardableResult
    func add(_ kind: SubmissionKind, province: Int = 0, payer: String = "", _ rows: [[String: SQLValue]]) throws -> Int64 {
        count += 1
        let scope = kind.isNational ? SubmissionScope.national : SubmissionScope(province: province, payer: payer)
        let number = count
        return try store.write { connection in
            let register = SubmissionRegister(connection)
            let id = try register.open(
                .init(
                    kind: kind, scope: scope, period: period, unitList: .units2021,
                    sha256: ContentHash.of("\(kind) \(scope) \(number)".utf8), bytes: 1, fileName: "f", sender: "test"))
            try connection.addRecords(kind, to: id, rows)
            let rows64 = Int64(rows.count)
            try register.accept(
                id, rows: RowCounts(seen: rows64, accepted: rows64), amountTotal: nil, report: "{}", actor: "test")
            return id
        }
    }

    func rows(_ sql: String) throws -> [SQLRow] { try store.read { try $0.rows(sql) } }

    /// A column of every row of a kind by submission and record.
    func column(_ name: String, _ kind: SubmissionKind) throws -> [[Int64]: SQLValue] {
        try store.read { connection in
            var found: [[Int64]: SQLValue] = [:]
            for submission in try SubmissionRegister(connection).all() where submission.kind == kind {
                try connection.scanRecords(of: submission.id, ["record", name]) { row in
                    found[[submission.id, row.int64(0)]] = row.value(1)
                }
            }
            return found
        }
    }
}
