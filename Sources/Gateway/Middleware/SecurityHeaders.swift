import HTTPTypes
import Hummingbird

/// Headers that every answer carries: nothing from other hosts, no framing, no guessing of types; officers' pages are never kept.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = GatewayContext

    private static let policy = """
        default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'
        """

    func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if response.headers[.contentSecurityPolicy] == nil { response.headers[.contentSecurityPolicy] = SecurityHeaders.policy }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[HTTPField.Name("Referrer-Policy")!] = "same-origin"  // a literal that is a token
        response.headers[HTTPField.Name("Cross-Origin-Opener-Policy")!] = "same-origin"  // the same
        if request.uri.path.hasPrefix("/can-bo") || response.headers[.cacheControl] == nil {
            response.headers[.cacheControl] = "no-store"
        }
        return response
    }
}
