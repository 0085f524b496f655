import Foundation
import Ingest
import Registry

extension ImportJobs {
    /// Reads a file into `store`. What a province sends is first read once without storing: a file of another province is refused
    /// before a single row of it counts.
    static func intake(into store: Store) -> Importer {
        { job, path, progress in
            let options = ImportOptions(kind: job.kind, province: job.province, period: job.period)
            do {
                if let refused = try check(job, path, options, progress) { return refused }
                return ImportOutcome(
                    try Intake(store: store).ingest(
                        path: path, fileName: job.fileName, options: options, sender: job.sender, progress: progress))
            } catch let error as ImportError {
                throw ImportRefusal(message: sentence(error, job))
            }
        }
    }

    private static func check(
        _ job: ImportJob, _ path: String, _ options: ImportOptions, _ progress: ProgressReport
    ) throws -> ImportOutcome? {
        guard let province = job.province else { return nil }
        let report = try FeedCheck(path: path, options: options).run(progress: progress)
        if report.outcome == .rejectFile { return ImportOutcome(report) }
        if let kind = report.kind, kind.isNational {
            throw ImportRefusal(message: "Tệp này là dữ liệu quốc gia; tỉnh không gửi loại tệp này.")
        }
        if let other = report.province, other != province {
            let name = Gazetteer.of2024.province(other)?.name ?? AdministrativeUnit.text(other, .province)
            throw ImportRefusal(message: "Tệp này là của tỉnh khác (\(name)). Hãy chọn lại đúng tệp của tỉnh mình.")
        }
        return nil
    }

    /// The same as on the command line, but with what can be done on the page.
    private static func sentence(_ error: ImportError, _ job: ImportJob) -> String {
        switch error.kind {
        case .periodUnknown: "Không biết tệp thuộc kỳ nào. Hãy gửi lại và ghi kỳ ở biểu mẫu, ví dụ 2021-08."
        case .provinceUnknown: "Tệp có dòng của nhiều tỉnh, không tỉnh nào chiếm 90 % số dòng. Hãy tách tệp theo tỉnh."
        case .missing, .unreadable: "Không đọc được tệp đã nhận. Hãy gửi lại."
        }
    }
}

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
