import Registry

/// The sums of the inputs as they lie in the store: they never pass through the columns of the run, so they can vouch for it. And
/// they must be what was counted on the day on which each file was taken in.
struct InputTotals {
    let connection: any SQLConnection

    func totals(of submissions: [Submission]) throws -> [ProvinceSide: ControlTotal] {
        var totals: [ProvinceSide: ControlTotal] = [:]
        for submission in submissions {
            guard let side = InputTotals.side(of: submission.kind) else { continue }
            let found = try RecordSums.of(submission.id, in: connection)
            var total = totals[ProvinceSide(province: submission.scope.province, side: side)] ?? ControlTotal()
            let stored = ControlTotal(count: found.rows, amount: found.amount)
            try InputTotals.check(stored, side, submission)
            total.count += stored.count
            total.amount = try total.amount.adding(stored.amount)
            totals[ProvinceSide(province: submission.scope.province, side: side)] = total
        }
        return totals
    }

    /// What was counted when the file was taken in must still be there.
    private static func check(_ stored: ControlTotal, _ side: PaymentSide, _ submission: Submission) throws(ControlTotalMismatch)
    {
        let taken = ControlTotal(count: submission.rows.accepted, amount: submission.amountTotal ?? stored.amount)
        guard stored == taken else {
            throw ControlTotalMismatch(
                province: submission.scope.province, side: side, expectedCount: taken.count, expectedAmount: taken.amount,
                count: stored.count, amount: stored.amount)
        }
    }

    private static func side(of kind: SubmissionKind) -> PaymentSide? {
        switch kind {
        case .payments: .approved
        case .statement: .paid
        default: nil
        }
    }
}
