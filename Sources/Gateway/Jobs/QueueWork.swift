package import Foundation
import Logging
package import Registry
import ServiceLifecycle
import UnixSignals

/// The queue without the pages: one more worker.
package struct QueueWork: Sendable {
    private let store: Store
    private let spool: URL

    package init(store: Store, spool: URL) {
        self.store = store
        self.spool = spool
    }

    /// Works until told to stop by SIGTERM or SIGINT, or, when asked so, until nothing is waiting.
    /// - Throws: ``GatewayError`` when the folder of uploads cannot be used, ``StoreError``.
    package func run(untilEmpty: Bool) async throws {
        var logger = Logger(label: "ansinh")
        logger.logLevel = .info
        let spool = try Spool(spool)
        let jobs = ImportJobs(store: store, spool: spool, logger: logger)
        if untilEmpty {
            return try await BlockingWork("ansinh.work", width: 1).run { try jobs.worker.runUntilEmpty() }
        }
        let group = ServiceGroup(
            services: [QueueService(worker: jobs.worker)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }
}
