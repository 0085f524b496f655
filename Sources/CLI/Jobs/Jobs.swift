import ArgumentParser

struct Jobs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hàng đợi việc: xem, hủy, cho chạy lại.",
        discussion: """
            Long work (reading uploads, reconciling) stands in a queue of the store and outlives every process.

            Ví dụ:  ansinh jobs
                    ansinh jobs cancel 12
                    ansinh jobs retry 12
            """,
        subcommands: [JobsList.self, JobsCancel.self, JobsRetry.self], defaultSubcommand: JobsList.self)
}
