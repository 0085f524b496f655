import Ingest
import Registry

extension ImportOutcome {
    init(_ result: IntakeResult) {
        self.init(result.report)
        submission = result.submission?.id
        isNew = result.isNew
        nearCopy = result.nearCopy
        period = result.submission?.period ?? period
        province = result.submission?.scope.province ?? province
    }

    init(_ report: ImportReport) {
        fileReason = report.outcome == .rejectFile ? report.fileReason ?? FileReason.wrongFormat.rawValue : nil
        fileReasonLine = report.fileReasonLine
        kind = report.kind
        format = report.format
        encoding = report.encoding
        delimiter = report.delimiter
        period = report.period
        province = report.province
        rows = report.rows
        groups = ImportOutcome.Group.grouped(report)
        repaired = report.rowsRepaired
        notes = report.notes
        warnings = report.warnings
        amends = report.amends?.submission
        unknownColumns = report.unknownColumns
        amountTotal = report.amountTotal?.amount
    }

    /// What the register keeps of a submission, and its refused rows in groups.
    init(_ submission: Submission, _ groups: [Group]) {
        let report = StoredReport(json: submission.report)
        self.submission = submission.id
        kind = submission.kind
        format = report?.format
        encoding = report?.encoding
        delimiter = report?.delimiter
        period = submission.period
        province = submission.scope.province
        rows = submission.rows
        self.groups = groups
        repaired = report?.rowsRepaired ?? 0
        notes = report?.notes ?? [:]
        warnings = report?.warnings
        amends = report?.amends
        nearCopy = report?.nearCopy
        unknownColumns = report?.unknownColumns ?? []
        amountTotal = submission.amountTotal?.amount
    }
}
