import ArgumentParser
import Registry

struct SubmissionsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Danh sách các lần nộp, mới nhất trước.",
        discussion: "Lists submissions, newest first. Ví dụ: ansinh submissions list --province 24")

    @OptionGroup var global: GlobalOptions
    @Option(help: "Chỉ một tỉnh (only one province).")
    var province: ProvinceArgument?

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore(.readOnly)
            let submissions = try store.read { try SubmissionRegister($0).all(province: province?.code) }
            if global.json { return try printJSON(submissions.map { SubmissionJSON($0) }) }
            print(submissions.isEmpty ? global.lang("Chưa có lần nộp nào.", "No submissions yet.") : table(submissions))
        }
    }

    private func table(_ submissions: [Submission]) -> String {
        let lang = global.lang
        var table = TextTable([
            .init(lang("Số", "Id"), .right), .init(lang("Tệp", "File")), .init(lang("Loại", "Kind")),
            .init(lang("Phạm vi", "Scope")),
            .init(lang("Kỳ", "Period")), .init(lang("Nhận", "Accepted"), .right), .init(lang("Cần sửa", "To fix"), .right),
            .init(lang("Lúc", "Received")), .init(lang("Trạng thái", "State")),
        ])
        for submission in submissions {
            table.add([
                "\(submission.id)", submission.fileName, submission.kind.rawValue, submission.scope.description,
                submission.period.description, lang.number(submission.rows.accepted), lang.number(submission.rows.rejected),
                submission.receivedAt.description, SubmissionJSON.state(submission, lang),
            ])
        }
        return table.text
    }
}
