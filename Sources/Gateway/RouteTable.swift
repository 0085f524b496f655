import Hummingbird

/// Who may use a route. There is no default: a route without a declared policy does not compile.
enum Access: Sendable {
    case everybody
    case signedIn([Role])

    static let anyRole = Access.signedIn(Role.allCases)
}

/// Adds routes to the router, each behind its policy.
///
/// Someone who is not signed in is sent to the sign-in page; someone whose role does not allow it is told that there is no such
/// page. Forms of signed-in people must carry their session's token, so that no other site can send them.
struct RouteTable {
    typealias Page = @Sendable (Request, GatewayContext) async throws -> Response
    typealias Form = @Sendable (Request, FormFields, GatewayContext) async throws -> Response

    let router: Router<GatewayContext>
    let sessions: SessionKeeper
    let formLimit: Int

    /// A page or a file: reads only.
    func page(_ path: RouterPath, _ access: Access, _ handler: @escaping Page) {
        router.get(path) { [sessions] request, context -> Response in
            var context = context
            if let detour = try await RouteTable.admit(request, &context, access, sessions) { return detour }
            return try await handler(request, context)
        }
    }

    /// A form that changes something.
    func form(_ path: RouterPath, _ access: Access, _ handler: @escaping Form) {
        router.post(path) { [sessions, formLimit] request, context -> Response in
            var context = context
            if let detour = try await RouteTable.admit(request, &context, access, sessions) { return detour }
            let fields = try await FormFields(request, limit: formLimit)
            if case .signedIn = access, let session = context.session, !session.owns(formToken: fields["form_token"]) {
                throw HTTPError(.forbidden)
            }
            return try await handler(request, fields, context)
        }
    }

    /// A form with a file: its handler reads the body itself, and checks the token before it takes the file.
    func upload(_ path: RouterPath, _ access: Access, _ handler: @escaping Page) {
        router.post(path) { [sessions] request, context -> Response in
            var context = context
            if let detour = try await RouteTable.admit(request, &context, access, sessions) { return detour }
            return try await handler(request, context)
        }
    }

    /// - Returns: where to send the caller instead, or `nil` when they may pass.
    private static func admit(
        _ request: Request, _ context: inout GatewayContext, _ access: Access, _ sessions: SessionKeeper
    ) async throws -> Response? {
        guard case .signedIn(let roles) = access else { return nil }
        guard let session = try await sessions.session(of: request) else {
            let target = request.method == .get ? request.uri.string : "/can-bo"
            return .seeOther("/can-bo/dang-nhap?next=\(QueryText.encoded(target))")
        }
        guard roles.contains(session.account.role) else { throw HTTPError(.notFound) }
        context.session = session
        return nil
    }
}

extension Response {
    /// Sends the browser on with a GET.
    static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .cacheControl: "no-store"])
    }
}
