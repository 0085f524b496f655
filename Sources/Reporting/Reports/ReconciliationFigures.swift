import Registry

/// Everything a reconciliation report says, read from the store: of the country, or of one province.
struct ReconciliationFigures: Sendable {
    struct FindingCount: Sendable {
        let findingClass: FindingClass
        let count: Int64
        let high: Int64
        let decided: Int64
        let amount: Dong
    }

    struct Coverage: Sendable {
        let kind: SubmissionKind
        /// Provinces of which a current submission counts.
        let provinces: Set<Int>
        let submissions: Int64
        let rows: RowCounts
        let amount: Dong
    }

    let run: Run
    let province: AdministrativeUnit?
    let units: [AdministrativeUnit]
    let totals: [ClassTotal]
    let findings: [FindingCount]
    /// Findings by province; a pair counts in both.
    let findingsByProvince: [Int: Int64]
    let coverage: [Coverage]
    /// What the lists and statements held, counted again from the rows that were classed and not from the classes.
    let inputs: [PaymentSide: (rows: Int64, amount: Dong)]

    init(_ connection: any SQLConnection, run: Run, province: Int?) throws {
        self.run = run
        let gazetteer = Gazetteer.of(UnitList(for: run.period))
        units = gazetteer.provinces
        self.province = province.flatMap(gazetteer.province)
        totals = try RunRegister(connection).totals(run: run.id, province: province)
        findings = try ReconciliationFigures.findings(connection, run: run, province: province)
        findingsByProvince = try ReconciliationFigures.findingsByProvince(connection, run: run)
        coverage = try ReconciliationFigures.coverage(connection, run: run, province: province)
        inputs = try ReconciliationFigures.inputs(connection, run: run, province: province)
    }

    func total(_ side: PaymentSide, _ paymentClass: PaymentClass? = nil, province: Int? = nil) -> (rows: Int64, amount: Dong) {
        let chosen = totals.filter { total in
            total.side == side && (paymentClass == nil || total.paymentClass == paymentClass)
                && (province == nil || total.province == province)
        }
        return (chosen.reduce(0) { $0 + $1.count }, chosen.reduce(.zero) { $0 + $1.amount })
    }

    /// Both sides' classes add up to what the files held, in rows and in đồng.
    func isProved(_ side: PaymentSide) -> Bool {
        let classes = total(side)
        let input = inputs[side] ?? (0, .zero)
        return classes.rows == input.rows && classes.amount == input.amount
    }

    // MARK: Reading

    private static func findings(_ connection: any SQLConnection, run: Run, province: Int?) throws -> [FindingCount] {
        let condition = province == nil ? "" : " AND (province = ? OR other_province = ?)"
        return try connection.rows(
            """
            SELECT class, COUNT(*) AS n, SUM(CASE WHEN severity = 'high' THEN 1 ELSE 0 END) AS high,
              SUM(CASE WHEN verdict IS NULL THEN 0 ELSE 1 END) AS decided, SUM(amount) AS money
            FROM finding WHERE run_id = ?\(condition) GROUP BY class ORDER BY class
            """, [.integer(run.id)] + (province.map { [.int($0), .int($0)] } ?? [])
        ).compactMap { row in
            guard let findingClass = row.string("class").flatMap(FindingClass.init) else { return nil }
            return FindingCount(
                findingClass: findingClass, count: row.int64("n") ?? 0, high: row.int64("high") ?? 0,
                decided: row.int64("decided") ?? 0,
                amount: Dong(row.int64("money") ?? 0))
        }
    }

    private static func findingsByProvince(_ connection: any SQLConnection, run: Run) throws -> [Int: Int64] {
        let rows = try connection.rows(
            """
            SELECT area, SUM(n) AS n FROM (
              SELECT province AS area, COUNT(*) AS n FROM finding WHERE run_id = ? GROUP BY province
              UNION ALL
              SELECT other_province AS area, COUNT(*) AS n FROM finding
              WHERE run_id = ? AND other_province IS NOT NULL AND other_province <> province GROUP BY other_province
            ) AS parts GROUP BY area
            """, [.integer(run.id), .integer(run.id)])
        return Dictionary(rows.map { ($0.int("area") ?? 0, $0.int64("n") ?? 0) }) { $0 + $1 }
    }

    private static func coverage(_ connection: any SQLConnection, run: Run, province: Int?) throws -> [Coverage] {
        let register = SubmissionRegister(connection)
        return try SubmissionKind.allCases.compactMap { kind in
            if province != nil, kind.isNational { return nil }
            let current = try register.current(kind, period: run.period, province: province)
            return Coverage(
                kind: kind, provinces: Set(current.map(\.scope.province)).subtracting([0]), submissions: Int64(current.count),
                rows: current.reduce(into: RowCounts()) { sum, submission in
                    sum.seen += submission.rows.seen
                    sum.accepted += submission.rows.accepted
                    sum.rejected += submission.rows.rejected
                    sum.skipped += submission.rows.skipped
                },
                amount: current.reduce(.zero) { $0 + ($1.amountTotal ?? .zero) })
        }
    }

    private static func inputs(
        _ connection: any SQLConnection, run: Run, province: Int?
    ) throws -> [PaymentSide: (rows: Int64, amount: Dong)] {
        var inputs: [PaymentSide: (rows: Int64, amount: Dong)] = [:]
        for (side, kind) in [(PaymentSide.approved, SubmissionKind.payments), (.paid, .statement)] {
            let condition = province == nil ? "" : " AND s.province = ?"
            let submissions = try connection.rows(
                """
                SELECT s.id FROM submission s WHERE s.kind = ? AND s.period = ?\(condition)
                  AND EXISTS (SELECT 1 FROM payment_class c WHERE c.run_id = ? AND c.submission_id = s.id)
                """,
                [.text(kind.rawValue), .integer(Int64(run.period.packed))] + (province.map { [.int($0)] } ?? []) + [
                    .integer(run.id)
                ])
            inputs[side] = try submissions.compactMap { $0.int64("id") }.reduce((0, Dong.zero)) { sum, submission in
                let found = try RecordSums.of(submission, in: connection)
                return (sum.0 + found.rows, try sum.1.adding(found.amount))
            }
        }
        return inputs
    }
}
