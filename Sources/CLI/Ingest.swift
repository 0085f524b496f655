import ArgumentParser
import Foundation
import Ingest
import Registry

struct IngestVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Kiểm tra và lưu tệp vào kho.",
        discussion: """
            Checks files and stores each as a submission: all of it, or nothing. The same bytes sent again are the same submission; a list
            that repeats the one before it says so, with the rows that came and went.
            Kind, province and period are found out from the file where they are not given. CSV, XML and XLSX, each also as .gz; every
            file of a .zip is a submission of its own. XML as `check` reads it, what a bank returns by ISO 20022 included.

            Ví dụ:  ansinh ingest --period 2021-08 exports/24_bac_giang/*.csv

            Mã thoát: 0 xong · 64 thiếu --period · 65 có tệp bị từ chối · 66 không có tệp · 69 không mở được kho · 73 đĩa đầy ·
            74 lỗi đọc ghi · 75 kho đang bận. Một tệp hỏng không cản các tệp khác, nhưng kho hỏng thì dừng; mã thoát là mã nặng nhất.
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Loại tệp: \(SubmissionKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: SubmissionKind?
    @Option(help: "Mã tỉnh hai chữ số của tệp (province code).")
    var province: ProvinceArgument?
    @Option(help: "Kỳ của tệp, dạng 2021-08 (period).")
    var period: Period?
    @Option(help: "Danh mục đơn vị hành chính: 2021, 2024 hoặc 2025 (unit list). Mặc định theo kỳ.")
    var unitList: UnitList?
    @OptionGroup var gate: GateArguments
    @Argument(help: "Tệp CSV, XML, XLSX, .gz hoặc .zip gồm nhiều tệp.", completion: .file())
    var files: [String]

    func run() throws {
        try exitingWithStatus {
            let gate = try self.gate.read()
            let store = try global.openStore()
            defer { try? store.close() }
            let outcomes = outcomes(store, gate)
            if global.json { try printJSON(["files": outcomes.map(\.json)]) } else { printTable(outcomes) }
            var worst = outcomes.map(\.exitCode).max() ?? 0
            if gate.complainsOfMissing(outcomes.map(\.file), global.lang) { worst = max(worst, ExitStatus.dataRefused.rawValue) }
            if worst != 0 { throw ExitCode(worst) }
        }
    }

    /// A file that is refused does not stop the next one; a store that fails does: a later success would say more than is known.
    private func outcomes(_ store: Store, _ gate: Gate) -> [IngestOutcome] {
        var outcomes: [IngestOutcome] = []
        let inputs = files.flatMap { FeedInput.all(at: $0) }
        for input in inputs {
            outcomes.append(outcome(store, input, gate))
            guard let last = outcomes.last, last.isStoreFailure else { continue }
            for left in inputs[outcomes.count...] { outcomes.append(.notTried(left, after: last, global.lang)) }
            break
        }
        return outcomes
    }

    private func outcome(_ store: Store, _ input: FeedInput, _ gate: Gate) -> IngestOutcome {
        let name = input.name
        var options = ImportOptions(
            kind: kind, province: province?.code, period: period, unitList: unitList, today: todayInVietnam())
        let bar = ProgressBar()
        defer { bar.finish() }
        do {
            try gate.set(&options, for: name)
            let result = try Intake(store: store).ingest(
                input, fileName: name, options: options, sender: "cli", progress: bar.progress)
            guard result.report.outcome == .rejectFile else {
                return IngestOutcome(file: name, result: result, message: nil, exitCode: 0)
            }
            bar.finish()
            return refused(name, result.report, result)
        } catch let error as ImportError where error.fileReason != nil {
            bar.finish()
            return refused(name, ImportReport(refusedFor: error.fileReason ?? .archiveDamaged), nil)
        } catch {
            bar.finish()
            let (message, code) = IngestOutcome.failure(error)
            complain(message)
            return IngestOutcome(
                file: name, result: nil, message: message, exitCode: code, isStoreFailure: error is StoreError)
        }
    }

    private func refused(_ name: String, _ report: ImportReport, _ result: IntakeResult?) -> IngestOutcome {
        let message = ImportReportText(report: report, file: name, lang: global.lang).refusal
        complain(message)
        return IngestOutcome(
            file: name, result: result, message: message, exitCode: ExitStatus.dataRefused.rawValue, report: report)
    }

    private func printTable(_ outcomes: [IngestOutcome]) {
        let stored = outcomes.filter { $0.result?.submission != nil }
        guard !stored.isEmpty else { return }
        var table = TextTable([
            .init(global.lang("Số", "Id"), .right), .init(global.lang("Tệp", "File")), .init(global.lang("Loại", "Kind")),
            .init(global.lang("Phạm vi", "Scope")), .init(global.lang("Kỳ", "Period")),
            .init(global.lang("Nhận", "Accepted"), .right),
            .init(global.lang("Tự sửa", "Repaired"), .right), .init(global.lang("Cần sửa", "To fix"), .right),
            .init(global.lang("Bỏ qua", "Skipped"), .right), .init(global.lang("Giây", "Seconds"), .right), .init("SHA-256"),
            .init(""),
        ])
        for outcome in stored { table.add(outcome.cells(global.lang)) }
        print(table.text)
    }
}

/// What became of one file.
struct IngestOutcome {
    let file: String
    let result: IntakeResult?
    let message: String?
    let exitCode: Int32
    var isStoreFailure = false
    /// Also there when the file was refused before it could be read.
    var report: ImportReport?

    static func notTried(_ input: FeedInput, after failure: IngestOutcome, _ lang: Language) -> IngestOutcome {
        let name = input.name
        let message = lang("Chưa nạp \(name): kho gặp lỗi ở tệp trước.", "Not tried: the store failed at an earlier file.")
        complain(message)
        return IngestOutcome(file: name, result: nil, message: message, exitCode: failure.exitCode)
    }

    static func failure(_ error: any Error) -> (message: String, exitCode: Int32) {
        switch error {
        case let error as ImportError: (error.message, error.exitCode)
        case let error as StoreError: (error.message, error.exitCode)
        default: (ErrorWords.text(error), ExitStatus.inputOutput.rawValue)
        }
    }

    func cells(_ lang: Language) -> [String] {
        guard let result, let submission = result.submission else { return [] }
        let seconds = (result.seconds * 100).rounded() / 100
        return [
            "\(submission.id)", file, submission.kind.rawValue, submission.scope.description, submission.period.description,
            lang.number(submission.rows.accepted), lang.number(result.report.rowsRepaired),
            lang.number(submission.rows.rejected),
            lang.number(submission.rows.skipped), "\(seconds)", String(submission.sha256.prefix(12)),
            remark(result, lang),
        ]
    }

    private func remark(_ result: IntakeResult, _ lang: Language) -> String {
        guard result.isNew else { return lang("đã có từ trước", "known already") }
        if let amends = result.report.amends { return lang("ghép vào \(amends.submission)", "joined \(amends.submission)") }
        return result.nearCopy.map { NearCopyText.short($0, lang) } ?? ""
    }

    var json: JSON { JSON(outcome: self) }

    struct JSON: Encodable {
        let outcome: IngestOutcome

        func encode(to encoder: any Encoder) throws {
            var out = encoder.container(keyedBy: ImportReportJSON.Key.self)
            let result = outcome.result
            let submission = result?.submission
            let report = result?.report ?? outcome.report
            try out.encode(outcome.file, forKey: .init("file"))
            try out.encode(outcome.exitCode, forKey: .init("exit_code"))
            try out.encode(outcome.message, forKey: .init("message"))
            try out.encode(report?.outcome.rawValue, forKey: .init("outcome"))
            try out.encode(report?.fileReason, forKey: .init("file_reason"))
            try out.encode(submission?.id, forKey: .init("submission"))
            try out.encode(result?.isNew, forKey: .init("is_new"))
            try out.encode(submission?.kind.rawValue, forKey: .init("kind"))
            try out.encode(submission?.scope.description, forKey: .init("scope"))
            try out.encode(submission?.period, forKey: .init("period"))
            try out.encode(submission?.unitList.rawValue, forKey: .init("unit_list"))
            try out.encode(result?.sha256, forKey: .init("sha256"))
            try out.encodeIfPresent(result?.nearCopy, forKey: .init("near_copy"))
            try out.encode(result?.bytes, forKey: .init("bytes"))
            try out.encode(result?.report.rows.seen, forKey: .init("rows_seen"))
            try out.encode(result?.report.rows.accepted, forKey: .init("rows_accepted"))
            try out.encode(result?.report.rowsRepaired, forKey: .init("rows_repaired"))
            try out.encode(result?.report.rows.rejected, forKey: .init("rows_rejected"))
            try out.encode(result?.report.rows.skipped, forKey: .init("rows_skipped"))
            try out.encode(result?.report.rejectedByReason, forKey: .init("rejected_by_class"))
            try out.encode(result?.report.notes, forKey: .init("note_counts"))
            try out.encode(result?.report.warnings, forKey: .init("warnings"))
            try out.encode(result?.report.amountTotal, forKey: .init("amount_total"))
            try out.encode(result?.seconds, forKey: .init("seconds"))
        }
    }
}
