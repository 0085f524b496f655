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
            let (submission, rejected) = try store.read { connection in
                let register = SubmissionRegister(connection)
                return (try register.submission(id), try register.rejectedRows(id, limit: SubmissionsShow.listed))
            }
            guard let submission else {
                throw Failure(.inputMissing, global.lang("Không có lần nộp số \(id).", "There is no submission \(id)."))
            }
            if global.json { return try printJSON(SubmissionJSON(submission, rejected: rejected)) }
            print(text(submission, rejected))
        }
    }

    private func text(_ submission: Submission, _ rejected: [RejectedRow]) -> String {
        let lang = global.lang
        let rows = submission.rows
        var lines = [
            "\(lang("Lần nộp", "Submission")) \(submission.id) · \(submission.fileName) · "
                + lang(submission.kind.vietnamese, submission.kind.rawValue),
            "  \(lang("phạm vi", "scope")) \(submission.scope) · \(lang("kỳ", "period")) \(submission.period) · "
                + "\(lang("danh mục", "unit list")) \(submission.unitList.rawValue) · \(SubmissionJSON.state(submission, lang))",
            "  ✔ \(Dong.grouped(rows.accepted)) \(lang("nhận", "accepted"))   ✖ \(Dong.grouped(rows.rejected)) "
                + "\(lang("cần sửa", "to fix"))   \(Dong.grouped(rows.skipped)) \(lang("bỏ qua", "skipped"))"
                + (submission.amountTotal.map { " · \($0)" } ?? ""),
            "  sha256 \(submission.sha256) · \(Dong.grouped(submission.bytes)) byte · \(submission.receivedAt) · \(submission.sender)",
        ]
        for row in rejected {
            let column = row.field.map { key in submission.kind.fields.first { $0.key == key }?.header ?? key }
            let message =
                lang == .vi ? ImportVocabulary.message(reason: row.reason) : ImportVocabulary.english(reason: row.reason)
            lines.append(
                "  \(lang("dòng", "line")) \(Dong.grouped(row.line))"
                    + (column.map { lang(", cột \($0)", ", column \($0)") } ?? "") + ": \(message) [\(row.reason)]")
        }
        if rows.rejected > rejected.count { lines.append("  …") }
        return lines.joined(separator: "\n")
    }
}
