import ArgumentParser
import Registry

struct JobsCancel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Hủy một việc đang chờ hoặc đang chạy; không có gì của nó được lưu.",
        discussion: "Cancels a job that waits or runs. Ví dụ: ansinh jobs cancel 12")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Số của việc.") var id: Int64

    func run() throws {
        try steer(global, id, none: global.lang("đã xong hoặc đã hủy", "over already")) {
            try JobQueue($0).cancel(id, actor: "cli")
        }
    }
}

struct JobsRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Cho một việc đã hỏng hoặc đã hủy chạy lại.",
        discussion: "Lets a job that failed or was cancelled run again. Ví dụ: ansinh jobs retry 12")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Số của việc.") var id: Int64

    func run() throws {
        try steer(global, id, none: global.lang("không ở trạng thái hỏng hoặc hủy", "neither failed nor cancelled")) {
            try JobQueue($0).retry(id, actor: "cli")
        }
    }
}

private func steer(_ global: GlobalOptions, _ id: Int64, none: String, _ step: (any SQLConnection) throws -> Bool) throws {
    try exitingWithStatus {
        let store = try global.openStore()
        defer { try? store.close() }
        let (isDone, job) = try store.write { (try step($0), try JobQueue($0).job(id)) }
        guard isDone, let job else {
            throw Failure(
                .inputMissing, global.lang("Không có việc số \(id), hoặc nó \(none).", "There is no job \(id), or it is \(none).")
            )
        }
        if global.json { return try printJSON(["job": "\(id)", "state": job.state.rawValue]) }
        print(global.lang("Việc \(id): \(job.state.rawValue)", "Job \(id): \(job.state.rawValue)"))
    }
}
