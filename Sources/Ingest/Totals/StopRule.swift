import Registry

/// When a file is refused as a whole because of its rows: more of them are wrong than may be, as after a shifted column or an export of
/// another kind. A few wrong rows of a short list are no reason: they come back as a fix-list.
struct StopRule {
    /// Of 1, the share of refused rows from which on the file is refused.
    private let share: Double

    /// As many rows must be refused at the least.
    private static let fewest: Int64 = 100
    /// Before so many refused rows no file is given up on the way.
    private static let hopeless: Int64 = 100_000
    /// Refused rows of a refused file that are listed.
    static let named = 1000

    static let never = StopRule(share: 1)

    init(_ options: ImportOptions) { share = options.mostRejected }
    private init(share: Double) { self.share = share }

    /// Asked after the last row.
    func refuses(_ rows: RowCounts) -> Bool {
        share < 1 && rows.rejected >= StopRule.fewest
            && Double(rows.rejected) > share * Double(rows.rejected + rows.accepted)
    }

    /// Asked after every refused row: whether what is left of the file cannot change the answer any more, if its rows are as long as those
    /// before. The rows of one district may all be wrong at the beginning of a list that is right.
    /// - Parameters:
    ///   - read: How much of the file the rows stood in, in bytes.
    ///   - total: Its size; `nil` for a pipe, which is given up when hardly any row was right.
    func isSettled(_ rows: RowCounts, read: Int64, of total: Int64?) -> Bool {
        guard rows.rejected >= StopRule.hopeless, refuses(rows) else { return false }
        guard let total, read > 0 else { return rows.accepted * 20 < rows.rejected }
        let all = Double(rows.rejected + rows.accepted) * max(1, Double(total) / Double(read))
        return Double(rows.rejected) > share * all
    }
}
