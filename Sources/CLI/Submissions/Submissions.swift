import ArgumentParser
import Registry

struct Submissions: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Các lần nộp: xem, lấy danh sách cần sửa, thu hồi, xóa dòng khi hết thời hạn lưu.",
        discussion: """
            Lists what was sent, shows one submission with what has to be fixed in it, or takes one back: the one before it then
            counts again.

            Ví dụ:  ansinh submissions
                    ansinh submissions show 12
                    ansinh submissions fixlist 12 --out can-sua.xlsx
                    ansinh submissions withdraw 12
                    ansinh submissions purge --older-than 365 --dry-run
            """,
        subcommands: [
            SubmissionsList.self, SubmissionsShow.self, SubmissionsFixList.self, SubmissionsWithdraw.self, SubmissionsPurge.self,
        ],
        defaultSubcommand: SubmissionsList.self)
}
