import ArgumentParser

/// The program. One file a verb; a verb parses, calls a module, and prints.
@main
struct Ansinh: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ansinh",
        abstract: "An Sinh Gateway: đọc, đối chiếu và công bố dữ liệu trợ giúp xã hội của các tỉnh.",
        discussion: """
            Reads the exports of provincial social-assistance databases, reconciles households and payments against
            national records and against each other, and publishes safe, traceable indicators.

            Bắt đầu:  ansinh demo                      cả công việc trên một đất nước giả định, rồi mở trang bản đồ
                      ansinh check DANH_SACH.csv       đọc và kiểm tra một tệp, không lưu gì
                      ansinh ingest --period 2021-08 DANH_SACH.csv

            Mã thoát: 0 xong · 64 dùng sai · 65 tệp hoặc dữ liệu bị từ chối · 66 không có tệp · 69 không mở được kho ·
            73 không ghi được · 74 lỗi đọc ghi · 75 hãy thử lại · 77 không được phép
            """,
        subcommands: verbs)

    static func main() async {
        await main(nil)
        finishOutput()
    }

    private static var verbs: [any ParsableCommand.Type] {
        var verbs: [any ParsableCommand.Type] = [
            Simulate.self, Check.self, Clean.self, IngestVerb.self, Profile.self, Submissions.self, ReconcileVerb.self, Link.self,
            Findings.self,
            Report.self,
            Release.self, Audit.self, Jobs.self,
            BackupVerb.self, RestoreVerb.self,
        ]
        #if !CORE_ONLY
            verbs.insert(Demo.self, at: 0)
            verbs += [Serve.self, Work.self, Account.self]
        #endif
        return verbs
    }
}
