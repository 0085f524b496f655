import ArgumentParser
import Registry

struct JobsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Các việc, mới nhất trước.",
        discussion: "Lists jobs, newest first. Ví dụ: ansinh jobs list --open")

    @OptionGroup var global: GlobalOptions
    @Flag(help: "Chỉ những việc chưa xong (only what is not done).")
    var open = false
    @Option(help: "Nhiều nhất bao nhiêu việc.")
    var limit = 100

    private struct Output: Encodable {
        let id: Int64
        let kind: String
        let province: Int?
        let actor: String
        let state: String
        let attempt: Int64
        let worker: String?
        let createdAt: String
        let heartbeatAt: String?
        let finishedAt: String?
        let message: String?
    }

    func run() throws {
        try exitingWithStatus {
            let jobs = try global.openStore(.readOnly).read { try JobQueue($0).list(isOpenOnly: open, limit: limit) }
            if global.json { return try printJSON(jobs.map(JobsList.output)) }
            print(jobs.isEmpty ? global.lang("Không có việc nào.", "No jobs.") : table(jobs))
        }
    }

    private static func output(_ job: Job) -> Output {
        Output(
            id: job.id, kind: job.kind.rawValue, province: job.province, actor: job.actor, state: job.state.rawValue,
            attempt: job.attempt, worker: job.worker, createdAt: job.createdAt.description,
            heartbeatAt: job.heartbeatAt?.description, finishedAt: job.finishedAt?.description, message: job.message)
    }

    private func table(_ jobs: [Job]) -> String {
        let lang = global.lang
        var table = TextTable([
            .init(lang("Số", "Id"), .right), .init(lang("Việc", "Kind")), .init(lang("Tỉnh", "Province")),
            .init(lang("Trạng thái", "State")), .init(lang("Lần", "Attempt"), .right), .init(lang("Lúc", "Asked for")),
            .init(lang("Người", "By")), .init(lang("Tiến trình", "Worker")), .init(""),
        ])
        for job in jobs {
            table.add([
                "\(job.id)", job.kind.rawValue, job.province.map { AdministrativeUnit.text($0, .province) } ?? "VN",
                job.state.rawValue, "\(job.attempt)", job.createdAt.description, job.actor, job.worker ?? "", job.message ?? "",
            ])
        }
        return table.text
    }
}
