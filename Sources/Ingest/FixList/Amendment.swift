import Registry

/// Joins a corrected fix-list to the submission that it was taken from.
///
/// Rows are never changed, so what comes of it is a submission of its own that takes the place of the old one: the accepted rows of
/// before, the rows that are right now, and those that are still wrong, or were left out of the list, as rejected rows. The old one comes
/// back when the new one is withdrawn.
final class Amendment {
    private let connection: any SQLConnection
    private let mark: FixListMark
    let original: Submission?
    /// Read before rows are written: PostgreSQL answers nothing while a load is under way.
    private let rejected: [RejectedRow]
    private let report: StoredReport?
    private var correctedLines: Set<Int64> = []

    init(_ mark: FixListMark, _ connection: any SQLConnection) throws {
        self.connection = connection
        self.mark = mark
        let register = SubmissionRegister(connection)
        original = try register.submission(mark.submission)
        rejected = try original.map { try register.rejectedRows($0.id) } ?? []
        report = original.flatMap { StoredReport(json: $0.report) }
        let largest = rejected.map(\.record).max() ?? 0
        recordOffset = max(largest, try original.map { try connection.lastRecord(of: $0.id) } ?? 0)
    }

    /// What the numbers of new rows are counted on from: the largest of before, which after several corrections is more than its rows.
    let recordOffset: Int64

    /// A row of the list, right or not, with the line of the original file that it says it is.
    func meet(line: Int64) { correctedLines.insert(line) }

    /// - Throws: ``ImportError/Kind/fixListStale`` when the submission is not, or no longer, the one that counts; `.fixListForeign` when the
    ///   rows are of another kind or province.
    func require(_ kind: SubmissionKind, province: Int?, file: String) throws(ImportError) -> Submission {
        guard let original, mark.fits(original) else { throw ImportError(.fixListForeign, file: file) }
        guard original.kind == kind, province == nil || kind.isNational || province == original.scope.province
        else {
            throw ImportError(.fixListForeign, file: file)
        }
        return original
    }

    func requireCurrent(file: String) throws {
        let isCurrent = try original.flatMap { try SubmissionRegister(connection).submission($0.id) }?.isCurrent ?? false
        guard isCurrent else { throw ImportError(.fixListStale, file: file) }
    }

    /// The rejected rows of before that the list does not have, with their cells in the order of `columns`.
    func leftOver(_ columns: [String]) -> [RejectedRow] {
        let old = report?.columns ?? []
        return rejected.filter { !correctedLines.contains($0.line) }.map { row in
            guard let cells = row.cells, old != columns, cells.count == old.count else { return row }
            let byHeading = Dictionary(zip(old, cells), uniquingKeysWith: { first, _ in first })
            return row.with(cells: columns.map { byHeading[$0] ?? "" })
        }
    }

    /// The headings of the list, and those of before that it has lost.
    func columns(_ report: ImportReport) -> (headings: [String], keys: [String?]) {
        var (headings, keys) = (report.columns, report.columnKeys)
        for (heading, key) in zip(self.report?.columns ?? [], self.report?.columnKeys ?? []) where !headings.contains(heading) {
            headings.append(heading)
            keys.append(key)
        }
        return (headings, keys)
    }

    /// Copies the accepted rows of before.
    func copyAccepted(to id: Int64) throws {
        if let original { try connection.copyRecords(from: original.id, to: id) }
    }

    func joined(_ rows: RowCounts, leftOver: Int) -> RowCounts {
        guard let before = original?.rows else { return rows }
        var joined = RowCounts()
        joined.accepted = before.accepted + rows.accepted
        joined.rejected = rows.rejected + Int64(leftOver)
        joined.skipped = before.skipped + rows.skipped
        joined.seen = joined.accepted + joined.rejected + joined.skipped
        return joined
    }

    func joined(_ amount: Dong?) -> Dong? {
        guard let before = original?.amountTotal else { return amount }
        return Dong(before.amount + (amount?.amount ?? 0))
    }

    func joined(_ report: StoredReport, leftOver: [RejectedRow]) -> StoredReport {
        var joined = report
        joined.amends = original?.id
        for row in leftOver { joined.rejectedByClass[row.reason, default: 0] += 1 }
        for (note, count) in self.report?.notes ?? [:] { joined.notes[note, default: 0] += count }
        joined.rowsRepaired += self.report?.rowsRepaired ?? 0
        joined.warnings = WarningCount.joined(self.report?.warnings ?? [], report.warnings ?? [])
        return joined
    }
}
