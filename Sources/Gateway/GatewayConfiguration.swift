package import Foundation
package import Logging

/// How the gateway is run. Every limit is here; nothing is unlimited.
package struct GatewayConfiguration: Sendable {
    package var host = "127.0.0.1"
    /// 0 for any free port.
    package var port = 8080
    /// Better province boundaries than the built-in ones, as GeoJSON.
    package var boundaries: URL?
    /// Where uploads stand until they are read.
    package var spool: URL
    /// The greatest file that may be sent, in bytes.
    package var uploadLimit: Int64 = 4 << 30
    /// The greatest form that is not an upload, in bytes.
    package var formLimit = 64 << 10
    /// A request's head, and a pause within its body, may take so long.
    package var idleTimeout = Duration.seconds(30)
    /// The least rate of a body, in bytes a second, after the first ten seconds.
    package var leastRate: Int64 = 1_000
    package var maximumConnections = 2_000
    /// A session ends so long after signing in.
    package var sessionLength = Duration.seconds(12 * 3_600)
    /// Whether the session cookie may only travel over TLS: set it behind a TLS proxy.
    package var isBehindTLS = false
    /// Where the service's log goes, and from which level on.
    package var logger = Logger(label: "ansinh")
    /// Told once, when the server listens.
    package var onListening: @Sendable (_ port: Int) -> Void = { _ in }

    package init(spool: URL) { self.spool = spool }
}
