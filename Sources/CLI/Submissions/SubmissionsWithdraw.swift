import ArgumentParser
import Registry

struct SubmissionsWithdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Thu hồi một lần nộp; bản trước nó (nếu có) được dùng lại.",
        discussion: """
            Takes a submission back; the one before it counts again. Withdrawn already, it stays so: a command whose answer was lost
            may be given again.

            Ví dụ: ansinh submissions withdraw 12
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Số của lần nộp.")
    var id: Int64

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore()
            defer { try? store.close() }
            let (isNew, before) = try store.write { connection in
                let register = SubmissionRegister(connection)
                let before = try register.submission(id)
                return (try register.withdraw(id, actor: "cli"), before)
            }
            guard let before else {
                throw Failure(.inputMissing, global.lang("Không có lần nộp số \(id).", "There is no submission \(id)."))
            }
            guard isNew || before.state == .withdrawn else {
                throw Failure(
                    .inputMissing,
                    global.lang(
                        "Các dòng của lần nộp \(id) đã xóa theo thời hạn lưu: không còn gì để thu hồi.",
                        "The rows of submission \(id) were purged: there is nothing left to withdraw."))
            }
            if !isNew {
                tell(global.lang("Lần nộp \(id) đã được thu hồi từ trước.", "Submission \(id) had been withdrawn before."))
            }
            let current = try store.read { connection in
                try SubmissionRegister(connection).current(before.kind, period: before.period).first { $0.scope == before.scope }
            }
            if global.json { return try printJSON(Withdrawal(withdrawn: id, current: current?.id)) }
            print(
                global.lang("Đã thu hồi lần nộp \(id). ", "Withdrew submission \(id). ")
                    + (current.map { global.lang("Lần nộp \($0.id) được dùng lại.", "Submission \($0.id) counts again.") }
                        ?? global.lang("Không còn bản nào cho phạm vi và kỳ này.", "Nothing is left for this scope and period.")))
        }
    }

    private struct Withdrawal: Encodable {
        let withdrawn: Int64
        let current: Int64?
    }
}
