import HTTPTypes
import Hummingbird

/// Signing in and out.
struct SignInController: Sendable {
    let sessions: SessionKeeper
    let desk: OfficerDesk

    struct Page: Sendable {
        let next: String
        let name: String
        let error: String?
    }

    @Sendable func form(_ request: Request, _ context: GatewayContext) async throws -> Response {
        page(request, next: SignInController.safe(request.query["next"]), name: "", error: nil)
    }

    @Sendable func signIn(_ request: Request, _ fields: FormFields, _ context: GatewayContext) async throws -> Response {
        let next = SignInController.safe(fields["next"])
        let name = String(fields["name"].prefix(64))
        let t = Texts.of(OfficerDesk.language(request))
        switch try await sessions.signIn(name: name, password: String(fields["password"].prefix(1_024))) {
        case .opened(let token):
            var response = Response.seeOther(next)
            response.headers[.setCookie] = sessions.header(token)
            return response
        case .refused:
            return page(request, next: next, name: name, error: t("sign_in_refused"), status: .unprocessableContent)
        case .throttled(let seconds):
            return page(request, next: next, name: name, error: t("sign_in_throttled", "\(seconds)"), status: .tooManyRequests)
        }
    }

    @Sendable func signOut(_ request: Request, _ fields: FormFields, _ context: GatewayContext) async throws -> Response {
        try await sessions.signOut(request)
        var response = Response.seeOther("/can-bo/dang-nhap")
        response.headers[.setCookie] = sessions.header(nil)
        return response
    }

    private func page(_ request: Request, next: String, name: String, error: String?, status: HTTPResponse.Status = .ok)
        -> Response
    {
        let t = Texts.of(OfficerDesk.language(request))
        return desk.page(
            Page(next: next, name: name, error: error), template: "sign-in", title: t("sign_in_title"), request: request,
            session: nil,
            status: status)
    }

    /// Only pages of the officers' side: nobody is sent to another site.
    static func safe(_ target: String?) -> String {
        guard let target, target == "/can-bo" || target.hasPrefix("/can-bo/") || target.hasPrefix("/can-bo?"),
            !target.contains("\\"), !target.contains("//"), target.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return "/can-bo" }
        return target
    }
}
