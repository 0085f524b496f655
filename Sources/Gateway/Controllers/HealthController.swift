import HTTPTypes
import Hummingbird
import Registry

/// For the one who runs it: alive, and able to work.
struct HealthController: Sendable {
    let store: Store
    let work: BlockingWork

    /// From memory: answers also when the store is busy.
    @Sendable func health(_ request: Request, _ context: GatewayContext) async throws -> Response {
        HealthController.say(.ok, "ok")
    }

    /// Whether the store answers.
    @Sendable func ready(_ request: Request, _ context: GatewayContext) async throws -> Response {
        do {
            _ = try await work.run { [store] in try store.read { try $0.rows("SELECT 1") } }
            return HealthController.say(.ok, "ready")
        } catch {
            return HealthController.say(.serviceUnavailable, "store")
        }
    }

    private static func say(_ status: HTTPResponse.Status, _ word: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: word + "\n")))
    }
}
