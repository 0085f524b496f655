import Registry

/// The sums of the inputs as the store adds them up: they never pass through the columns of the run, so they can vouch for it.
struct InputTotals {
    let connection: any SQLConnection

    func totals(of submissions: [Submission]) throws -> [ProvinceSide: ControlTotal] {
        var totals: [ProvinceSide: ControlTotal] = [:]
        for submission in submissions {
            guard let side = InputTotals.side(of: submission.kind) else { continue }
            let row = try connection.row(
                "SELECT COUNT(*) AS n, SUM(amount) AS money FROM \(RecordTable(submission.kind).name) WHERE submission_id = ?",
                [.integer(submission.id)])
            var total = totals[ProvinceSide(province: submission.scope.province, side: side)] ?? ControlTotal()
            total.count += row?.int64("n") ?? 0
            total.amount = try total.amount.adding(Dong(row?.int64("money") ?? 0))
            totals[ProvinceSide(province: submission.scope.province, side: side)] = total
        }
        return totals
    }

    private static func side(of kind: SubmissionKind) -> PaymentSide? {
        switch kind {
        case .payments: .approved
        case .statement: .paid
        default: nil
        }
    }
}
