import Registry

/// What who sent a file says its rows come to: how many there are, refused ones included, and how many đồng.
struct ControlTotals: Equatable {
    var rows: Int64?
    /// Đồng, over all rows.
    var amount: Int64?

    /// Whether the rows that were read cannot be those that were counted.
    ///
    /// A refused row has no amount that could be trusted, so with refused rows the sum can only be shown to be too large.
    func contradicts(_ rows: RowCounts, amount: Int64?) -> Bool {
        if let stated = self.rows, stated != rows.accepted + rows.rejected { return true }
        guard let stated = self.amount, let amount else { return false }
        return rows.rejected == 0 ? stated != amount : stated < amount
    }
}
