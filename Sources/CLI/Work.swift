#if !CORE_ONLY
    import ArgumentParser
    import Foundation
    import Gateway
    import Registry

    struct Work: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Thêm một tiến trình làm việc trong hàng đợi.",
            discussion: """
                One more worker: takes jobs (uploads to read, months to reconcile) from the queue of the store. Several may share one
                PostgreSQL; they must see the same folder of uploads. With SQLite the service works its own queue; there this verb is
                for when it does not run.

                Ví dụ:  ansinh work --store postgres://may-chu/ansinh --spool /srv/ansinh/spool
                        ansinh work --until-empty            làm hết việc nhận được ngay rồi thoát

                Dừng bằng Ctrl-C hoặc SIGTERM: việc đang làm dở được trả lại hàng đợi nguyên vẹn.
                """)

        @OptionGroup var global: GlobalOptions

        @Option(help: "Thư mục nhận tệp gửi lên, chung với dịch vụ. Mặc định: cạnh kho.", completion: .directory)
        var spool: String?

        @Flag(help: "Thoát khi không còn việc nào nhận làm được ngay.")
        var untilEmpty = false

        func run() async throws {
            try await exitingWithStatus {
                let store = try global.openStore()
                global.tellSettings(of: store)
                let folder = spool.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? Spool.besides(store.address)
                do {
                    try await QueueWork(store: store, spool: folder).run(untilEmpty: untilEmpty)
                } catch let error as GatewayError {
                    throw Failure(ExitStatus(rawValue: error.exitCode) ?? .inputOutput, error.description)
                }
                try store.close()
            }
        }
    }
#endif
