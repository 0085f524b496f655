#if !CORE_ONLY
    import ArgumentParser
    import Foundation
    import Gateway
    import Logging
    import Registry
    import Simulation

    struct Demo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cả công việc trên một đất nước giả định, rồi mở trang bản đồ.",
            discussion: """
                Makes up a country, takes in the messy files that its provinces send, reconciles them, publishes a release and serves the
                portal. Everybody in it is made up. The same seed gives the same release.

                Ví dụ:  ansinh demo                                   rồi mở http://127.0.0.1:8080
                        ansinh demo --no-serve --json                 chỉ làm và in kết quả
                """)

        @OptionGroup var global: GlobalOptions

        @Option(help: "Số hộ gia đình của đất nước giả định.")
        var households = 20_000

        @Option(help: "Hạt giống (seed): cùng hạt giống thì cùng kết quả.")
        var seed: UInt64 = 1

        @Option(help: "Thư mục ghi các tệp của đất nước giả định.", completion: .directory)
        var folder = "demo"

        @Option(help: "Cổng để mở trang.")
        var port = 8080

        @Flag(help: "Không mở trang, chỉ làm rồi thoát.")
        var noServe = false

        func validate() throws {
            guard households > 0 else { throw ValidationError("--households phải là số lớn hơn 0.") }
            guard (0...65_535).contains(port) else { throw ValidationError("--port phải từ 0 đến 65535.") }
        }

        func run() async throws {
            try await exitingWithStatus {
                let store = try global.openStore()
                let bar = ProgressBar()
                let demonstration = Demonstration(
                    store: store, folder: folder, options: SimulationOptions(households: households, period: .demo, seed: seed))
                let result = try demonstration.run(progress: bar.progress)
                bar.finish()
                if global.json {
                    try printJSON(result)
                } else {
                    // Written at once: print would keep it back, when stdout is a pipe, for as long as the portal is served.
                    FileHandle.standardOutput.write(Data((DemoText(result: result, language: global.lang).text + "\n").utf8))
                }
                if !noServe { try await serve(store) }
                try store.close()
            }
        }

        private func serve(_ store: Store) async throws {
            for account in try DemoAccounts(store: store).open() {
                tell(
                    global.lang(
                        "Đăng nhập thử (\(account.about)): \(account.name) / \(account.password)",
                        "Sign in (\(account.about)): \(account.name) / \(account.password)"))
            }
            var settings = GatewayConfiguration(spool: URL(fileURLWithPath: folder + "/spool", isDirectory: true))
            settings.port = port
            settings.logger.logLevel = .warning
            settings.onListening = { [lang = global.lang] port in
                tell(lang("Mở http://127.0.0.1:\(port)/ (dừng: Ctrl-C)", "Open http://127.0.0.1:\(port)/ (stop: Ctrl-C)"))
            }
            do {
                try await Gateway(configuration: settings, store: store).run()
            } catch let error as GatewayError {
                throw Failure(ExitStatus(rawValue: error.exitCode) ?? .inputOutput, error.description)
            }
        }
    }

    extension Period {
        /// The month of the news that this project answers to: the second month of Resolution 68.
        static let demo = Period(year: 2021, month: 8)!  // a real month
    }
#endif
