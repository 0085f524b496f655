#if !CORE_ONLY
    import ArgumentParser
    import Foundation
    import Gateway
    import Registry

    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mở cổng: trang công khai và trang của cán bộ.",
            discussion: """
                Ví dụ:  ansinh serve --port 8080

                Dừng bằng Ctrl-C hoặc SIGTERM: các yêu cầu đang chạy được làm xong trước. Trong khi chạy với SQLite, kho do dịch vụ này giữ; việc
                ghi khác phải qua nó. Với PostgreSQL, nhiều dịch vụ và tiến trình (ansinh work) dùng chung một kho. Để mở ra ngoài máy này, hãy đặt sau một proxy có TLS và thêm --behind-tls.
                """)

        @OptionGroup var global: GlobalOptions

        @Option(help: "Địa chỉ để nghe.")
        var host = "127.0.0.1"

        @Option(help: "Cổng để nghe; 0 là cổng trống bất kỳ.")
        var port = 8080

        @Option(help: "Ranh giới tỉnh tốt hơn bản có sẵn (GeoJSON, mỗi tỉnh có properties.code).", completion: .file())
        var boundaries: String?

        @Option(help: "Thư mục nhận tệp gửi lên. Mặc định: cạnh kho.", completion: .directory)
        var spool: String?

        @Option(help: "Tệp lớn nhất được gửi, tính bằng MiB.")
        var uploadLimit: Int64 = 4_096

        @Flag(help: "Chạy sau proxy TLS: cookie phiên chỉ đi qua HTTPS.")
        var behindTLS = false

        func validate() throws {
            guard (0...65_535).contains(port) else { throw ValidationError("--port phải từ 0 đến 65535.") }
            guard (1...1_048_576).contains(uploadLimit) else {
                throw ValidationError("--upload-limit phải từ 1 đến 1048576 (MiB).")
            }
        }

        func run() async throws {
            try await exitingWithStatus {
                if let boundaries, !FileManager.default.fileExists(atPath: boundaries) {
                    throw Failure(.inputMissing, "Không có tệp ranh giới \(boundaries).")
                }
                let store = try global.openStore()
                global.tellSettings(of: store)
                do {
                    try await Gateway(configuration: settings(store), store: store).run()
                } catch let error as GatewayError {
                    throw Failure(ExitStatus(rawValue: error.exitCode) ?? .inputOutput, error.description)
                } catch let error as BoundaryError {
                    throw Failure(.dataRefused, error.description)
                }
                try store.close()
            }
        }

        private func settings(_ store: Store) -> GatewayConfiguration {
            let folder = spool.map { URL(fileURLWithPath: $0, isDirectory: true) }
            var settings = GatewayConfiguration(spool: folder ?? Spool.besides(store.address))
            settings.host = host
            settings.port = port
            settings.boundaries = boundaries.map { URL(fileURLWithPath: $0) }
            settings.uploadLimit = uploadLimit << 20
            settings.isBehindTLS = behindTLS
            settings.onListening = { [host] port in tell("Đang phục vụ ở http://\(host):\(port)/ (dừng: Ctrl-C)") }
            return settings
        }
    }
#endif
