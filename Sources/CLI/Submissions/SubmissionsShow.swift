import ArgumentParser
import Ingest
import Registry

struct SubmissionsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Một lần nộp và những dòng cần sửa trong đó.",
        discussion: "Shows one submission and the rows to fix in it. Ví dụ: ansinh submissions show 12")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Số của lần nộp.")
    var id: Int64

    /// Rows to fix beyond this number are counted, not listed.
    private static let listed = 1000

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore(.readOnly)
            let (submission, rejected, twins) = try store.read { connection in
                let register = SubmissionRegister(connection)
                guard let submission = try register.submission(id) else {
                    throw Failure(.inputMissing, global.lang("Không có lần nộp số \(id).", "There is no submission \(id)."))
                }
                return (
                    submission, try register.rejectedRows(id, limit: SubmissionsShow.listed),
                    try register.purgedTwins(of: submission)
                )
            }
            if global.json { return try printJSON(SubmissionJSON(submission, rejected: rejected)) }
            print(text(submission, rejected, twins))
        }
    }

    private func text(_ submission: Submission, _ rejected: [RejectedRow], _ twins: [Submission]) -> String {
        let lang = global.lang
        let rows = submission.rows
        var lines = [
            "\(lang("Lần nộp", "Submission")) \(submission.id) · \(submission.fileName) · "
                + lang(submission.kind.vietnamese, submission.kind.rawValue),
            "  \(lang("phạm vi", "scope")) \(submission.scope) · \(lang("kỳ", "period")) \(submission.period) · "
                + "\(lang("danh mục", "unit list")) \(submission.unitList.rawValue) · \(SubmissionJSON.state(submission, lang))",
            "  ✔ \(lang.number(rows.accepted)) \(lang("nhận", "accepted"))   ✖ \(lang.number(rows.rejected)) "
                + "\(lang("cần sửa", "to fix"))   \(lang.number(rows.skipped)) \(lang("bỏ qua", "skipped"))"
                + (submission.amountTotal.map { " · \(lang.number($0.amount)) đ" } ?? ""),
            "  sha256 \(submission.sha256) · \(lang.number(submission.bytes)) byte · \(submission.receivedAt) · \(submission.sender)",
        ]
        if let purgedAt = submission.purgedAt {
            lines.append(
                lang(
                    "  Các dòng đã xóa theo thời hạn lưu lúc \(purgedAt); còn lại mục này. Gửi lại đúng tệp thì được lưu mới.",
                    "  The rows were removed at \(purgedAt), when their time was over; this entry stays. Sent again, the file is stored anew."
                ))
            return lines.joined(separator: "\n")
        }
        if let nearCopy = StoredReport(json: submission.report)?.nearCopy {
            lines.append("  " + NearCopyText.long(nearCopy, lang))
        }
        if let twin = twins.first {
            lines.append(
                lang(
                    "  Tệp này đã gửi trước đây, lần nộp \(twin.id) lúc \(twin.receivedAt); các dòng của lần đó đã xóa theo thời hạn lưu.",
                    "  This file was sent before, as submission \(twin.id) at \(twin.receivedAt); its rows have been removed since."
                ))
        }
        for row in rejected {
            let column = row.field.map { key in submission.kind.fields.first { $0.key == key }?.header ?? key }
            let message =
                lang == .vi ? ImportVocabulary.message(reason: row.reason) : ImportVocabulary.english(reason: row.reason)
            lines.append(
                "  \(lang("dòng", "line")) \(lang.number(row.line))"
                    + (column.map { lang(", cột \($0)", ", column \($0)") } ?? "") + ": \(message) [\(row.reason)]")
        }
        if rows.rejected > rejected.count { lines.append("  …") }
        return lines.joined(separator: "\n")
    }
}
