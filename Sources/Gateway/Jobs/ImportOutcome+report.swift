import Foundation
import Ingest
import Registry

extension ImportOutcome {
    init(_ result: IntakeResult) {
        self.init(result.report)
        submission = result.submission?.id
        isNew = result.isNew
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
        unknownColumns = report.unknownColumns
        amountTotal = report.amountTotal?.amount
    }

    /// What the register keeps of a submission, and its refused rows in groups.
    init(_ submission: Submission, _ groups: [Group]) {
        let report = try? JSONDecoder().decode(RegisteredReport.self, from: Data(submission.report.utf8))
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
        unknownColumns = report?.unknownColumns ?? []
        amountTotal = submission.amountTotal?.amount
    }
}

/// The parts of a registered import report that the page shows.
private struct RegisteredReport: Decodable {
    let format: String?
    let encoding: String?
    let delimiter: String?
    let notes: [String: Int64]?
    let rowsRepaired: Int64?
    let unknownColumns: [String]?

    enum CodingKeys: String, CodingKey {
        case format, encoding, delimiter, notes
        case rowsRepaired = "rows_repaired"
        case unknownColumns = "columns_unknown"
    }
}
