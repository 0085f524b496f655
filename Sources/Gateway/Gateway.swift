import Foundation
import Hummingbird
import Logging
import NIOCore
package import Registry
import ServiceLifecycle
import UnixSignals

/// The HTTP half: the public portal and the officers' side, over one store.
package struct Gateway: Sendable {
    private let configuration: GatewayConfiguration
    private let store: Store

    package init(configuration: GatewayConfiguration, store: Store) {
        self.configuration = configuration
        self.store = store
    }

    /// Serves until SIGTERM or SIGINT, then finishes the requests that are under way.
    /// - Throws: ``GatewayError`` when it cannot begin.
    package func run() async throws {
        try await run(releases: .store(store))
    }

    func run(releases: ReleaseSource) async throws {
        let application = try await build(releases: releases)
        do {
            try await application.runService()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw GatewayError.portInUse(configuration.port)
        } catch let error as IOError where error.errnoCode == EACCES || error.errnoCode == EADDRNOTAVAIL {
            throw GatewayError.cannotListen(configuration.host, configuration.port)
        }
    }

    func build(releases: ReleaseSource) async throws -> some ApplicationProtocol {
        let logger = configuration.logger
        let parts = try await GatewayParts(configuration: configuration, store: store, releases: releases, logger: logger)
        let onListening = configuration.onListening
        return Application(
            responder: Routes(parts).router.buildResponder(),
            server: .http1(
                configuration: .init(
                    idleTimeout: .nanoseconds(configuration.idleTimeout.components.seconds * 1_000_000_000),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: .maximum(configuration.maximumConnections, logger: logger)),
            services: [QueueService(worker: parts.jobs.worker)],
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) }, logger: logger)
    }
}

/// Why the gateway could not begin to serve.
package enum GatewayError: PlainError, Equatable {
    case portInUse(Int)
    case cannotListen(String, Int)
    case spoolUnusable(String)

    package var description: String {
        switch self {
        case .portInUse(let port):
            "Cổng \(port) đang được chương trình khác dùng. Hãy chọn cổng khác bằng --port, hoặc dừng chương trình kia."
        case .cannotListen(let host, let port):
            "Không mở được \(host):\(port). Hãy xem lại --host, --port và quyền của tài khoản chạy."
        case .spoolUnusable(let path):
            "Không ghi được vào thư mục nhận tệp \(path). Hãy xem quyền, hoặc chọn thư mục khác bằng --spool."
        }
    }

    /// As in sysexits.h.
    package var exitCode: Int32 {
        switch self {
        case .portInUse: 75
        case .cannotListen, .spoolUnusable: 73
        }
    }
}

/// The long-lived parts, made once and handed to the controllers.
struct GatewayParts: Sendable {
    let configuration: GatewayConfiguration
    let store: Store
    let renderer: PageRenderer
    let portal: PortalSource
    let sessions: SessionKeeper
    let work: BlockingWork
    let jobs: ImportJobs
    let reception: UploadReception

    init(configuration: GatewayConfiguration, store: Store, releases: ReleaseSource, logger: Logger) async throws {
        self.configuration = configuration
        self.store = store
        renderer = try await PageRenderer()
        work = BlockingWork("ansinh.store", width: 8)
        portal = PortalSource(releases, work: work, atlas: try MapAtlas(operatorFile: configuration.boundaries))
        sessions = SessionKeeper(
            store: store, work: work, length: configuration.sessionLength, isBehindTLS: configuration.isBehindTLS,
            logger: logger)
        let spool = try Spool(configuration.spool)
        spool.removeLeftovers()
        jobs = ImportJobs(store: store, spool: spool, logger: logger)
        // Receiving has threads of its own, so that slow disks under uploads do not hold up pages.
        reception = UploadReception(
            spool: spool, work: BlockingWork("ansinh.spool", width: 2), limit: configuration.uploadLimit,
            leastRate: configuration.leastRate)
    }
}
