import Logging
import Synchronization

/// Remembers every line that a service logs, from the finest level on, with all its metadata.
final class LogMemory: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    /// A logger that writes here and nowhere else.
    var logger: Logger {
        var logger = Logger(label: "test") { [self] _ in Handler(memory: self) }
        logger.logLevel = .trace
        return logger
    }

    private func keep(_ line: String) { kept.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let memory: LogMemory
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            memory.keep("\(event.level) \(event.source) \(event.message) \(all) \(event.error.map { "\($0)" } ?? "")")
        }
    }
}
