/// How many rows of a submission lie in the store, and their đồng, counted anew.
package struct RecordSums: Sendable {
    package private(set) var rows: Int64 = 0
    package private(set) var amount = Dong.zero

    /// - Parameter columns: Those that `isCounted` reads, behind the amount, which is at position 0.
    /// - Throws: ``DongOverflow``; ``StoreError``.
    package static func of(
        _ submission: Int64, in connection: any SQLConnection, _ columns: [String] = [],
        isCounted: (any SQLScanRow) -> Bool = { _ in true }
    ) throws -> RecordSums {
        var sums = RecordSums()
        try connection.scanRecords(of: submission, ["amount"] + columns) { row in
            guard isCounted(row) else { return }
            sums.rows += 1
            sums.amount = try sums.amount.adding(Dong(row.int64(0)))
        }
        return sums
    }
}
