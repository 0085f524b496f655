import Registry

/// When a file is refused as a whole because of its rows: more of them are wrong than may be, as after a shifted column or an export of
/// another kind. A few wrong rows of a short list are no reason: they come back as a fix-list.
struct StopRule {
    /// Of 1, the share of refused rows from which on the file is refused.
    private let share: Double

    /// As many rows must be refused at the least.
    private static let fewest: Int64 = 100
    /// A file of any length is given up after this many refused rows with hardly any accepted.
    private static let hopeless: Int64 = 100_000

    static let never = StopRule(share: 1)

    init(_ options: ImportOptions) { share = options.mostRejected }
    private init(share: Double) { self.share = share }

    /// Asked after the last row.
    func refuses(_ rows: RowCounts) -> Bool {
        share < 1 && rows.rejected >= StopRule.fewest
            && Double(rows.rejected) > share * Double(rows.rejected + rows.accepted)
    }

    /// Asked after every refused row: whether reading on is of no use.
    func isAbsurd(_ rows: RowCounts) -> Bool {
        share < 1 && rows.rejected >= StopRule.hopeless && rows.accepted * 20 < rows.rejected
    }
}
