import ArgumentParser
import Foundation
import Registry

struct SubmissionsPurge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Xóa các dòng của những lần nộp đã bị thay hoặc thu hồi, khi hết thời hạn lưu.",
        discussion: """
            Removes the rows (accepted and refused ones, and the uploaded bytes) of submissions that were replaced or taken back at least so
            many days ago. The entry of the register stays: hash, counts, sender and time, so that what was sent can still be proved. Each
            is an event in the audit log. Submissions behind a release, or behind the newest reconciliation of a month, are kept.

            Ví dụ:  ansinh submissions purge --older-than 365 --dry-run      xem trước, không xóa gì
                    ansinh submissions purge --older-than 365

            Cần ghi được kho: thoát 75 khi một dịch vụ đang giữ kho SQLite. Bị ngắt giữa chừng thì chạy lại, lần sau xóa nốt.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Bị thay hoặc thu hồi từ bao nhiêu ngày trở lên (days since it ceased to count).")
    var olderThan: Int

    @Flag(help: "Chỉ cho xem những gì sẽ bị xóa (only show what would go).")
    var dryRun = false

    @Flag(help: "Cả những lần nộp mà bản công bố hoặc lượt đối chiếu mới nhất đã dùng; số liệu đó không tính lại được nữa.")
    var force = false

    @Option(help: "Thư mục nhận tệp của dịch vụ, để xóa cả tệp gốc. Mặc định: cạnh kho.", completion: .directory)
    var spool: String?

    func validate() throws {
        guard (0...36_500).contains(olderThan) else { throw ValidationError("--older-than phải từ 0 đến 36500 (ngày).") }
    }

    private struct Output: Encodable {
        let dryRun: Bool
        let cutoff: String
        let submissions: [SubmissionJSON]
        let held: [Int64]
        let rows: Int64?
        let findings: Int?
        let files: Int?
    }

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore(dryRun ? .readOnly : .readWrite)
            defer { try? store.close() }
            let cutoff = Timestamp(Date(timeIntervalSinceNow: -86_400 * Double(olderThan)))
            let uploads = spool.map { UploadFolder(URL(fileURLWithPath: $0, isDirectory: true)) }
            let bar = ProgressBar()
            let retention = Retention(
                store: store, uploads: uploads ?? UploadFolder(besides: store.address), progress: bar.progress)
            if dryRun {
                let plan = try retention.plan(before: cutoff, isForced: force)
                return try show(plan.due, held: plan.held, cutoff)
            }
            let outcome = try retention.purge(before: cutoff, isForced: force, actor: NSUserName())
            bar.finish()
            try show(outcome.purged, held: outcome.held, cutoff, outcome)
        }
    }

    private func show(
        _ submissions: [Submission], held: [Submission], _ cutoff: Timestamp, _ outcome: Retention.Outcome? = nil
    ) throws {
        if global.json {
            return try printJSON(
                Output(
                    dryRun: dryRun, cutoff: cutoff.description, submissions: submissions.map { SubmissionJSON($0) },
                    held: held.map(\.id), rows: outcome?.rows, findings: outcome?.findings, files: outcome?.files))
        }
        if !submissions.isEmpty { print(table(submissions) + "\n") }
        print(sum(submissions, outcome))
        if !held.isEmpty { print(kept(held)) }
    }

    private func table(_ submissions: [Submission]) -> String {
        let lang = global.lang
        var table = TextTable([
            .init(lang("Số", "Id"), .right), .init(lang("Tệp", "File")), .init(lang("Loại", "Kind")),
            .init(lang("Phạm vi", "Scope")), .init(lang("Kỳ", "Period")), .init(lang("Nhận", "Accepted"), .right),
            .init(lang("Cần sửa", "To fix"), .right), .init(lang("Hết dùng từ", "Ceased")),
        ])
        for submission in submissions {
            table.add([
                "\(submission.id)", submission.fileName, submission.kind.rawValue, submission.scope.description,
                submission.period.description, lang.number(submission.rows.accepted), lang.number(submission.rows.rejected),
                submission.supersededAt?.description ?? "",
            ])
        }
        return table.text
    }

    private func sum(_ submissions: [Submission], _ outcome: Retention.Outcome?) -> String {
        let lang = global.lang
        let count = lang.number(submissions.count)
        guard let outcome else {
            let rows = lang.number(submissions.reduce(0) { $0 + $1.rows.accepted + $1.rows.rejected })
            return global.lang(
                "Sẽ xóa \(rows) dòng của \(count) lần nộp (chưa xóa gì).",
                "\(rows) rows of \(count) submissions would go (none has).")
        }
        return global.lang(
            "✔ Đã xóa dòng của \(count) lần nộp: \(lang.number(outcome.rows)) dòng trong các bảng, \(outcome.files) tệp gốc; "
                + "\(outcome.findings) phát hiện chỉ còn kết luận.",
            "✔ Removed the rows of \(count) submissions: \(lang.number(outcome.rows)) rows of all tables, \(outcome.files) uploads; "
                + "\(outcome.findings) findings keep their conclusion only.")
    }

    private func kept(_ held: [Submission]) -> String {
        let numbers = held.map { "\($0.id)" }.joined(separator: ", ")
        return global.lang(
            "Giữ lại, vì bản công bố hoặc lượt đối chiếu mới nhất của kỳ còn dựa vào: \(numbers). Đối chiếu lại kỳ đó, hoặc --force.",
            "Kept, as a release or the newest reconciliation of the month rests on them: \(numbers). Reconcile again, or --force."
        )
    }
}
