import Hummingbird
import Logging

/// One line a request: method, route, status, milliseconds. The route's pattern, not its address: addresses may name records.
struct AccessLog: RouterMiddleware {
    typealias Context = GatewayContext

    func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let (seconds, fraction) = start.duration(to: .now).components
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method)", "route": "\(context.endpointPath ?? "-")", "status": "\(response.status.code)",
                "ms": "\(seconds * 1_000 + fraction / 1_000_000_000_000_000)",
            ])
        return response
    }
}
