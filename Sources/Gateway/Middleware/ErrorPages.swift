import HTTPTypes
import Hummingbird
import Logging
import Registry

/// Turns errors into pages that say what happened and what to do, and never what the program was thinking.
struct ErrorPages: RouterMiddleware {
    typealias Context = GatewayContext

    let renderer: PageRenderer

    func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            return page(error.status, request)
        } catch let error as any HTTPResponseError {
            return page(error.status, request)
        } catch let error as StoreError {
            context.logger.error("store", metadata: ["message": "\(error.message)", "route": "\(context.endpointPath ?? "-")"])
            return page(error.kind == .full ? .init(code: 507) : .serviceUnavailable, request)
        } catch let error as CancellationError {
            throw error
        } catch {
            context.logger.error(
                "unexpected", metadata: ["type": "\(type(of: error))", "route": "\(context.endpointPath ?? "-")"])
            return page(.internalServerError, request)
        }
    }

    private func page(_ status: HTTPResponse.Status, _ request: Request) -> Response {
        let language = request.query["lang"].flatMap(PageLanguage.init) ?? .vi
        let t = Texts.of(language)
        // A foreign page and an unknown one look alike.
        let shown: HTTPResponse.Status = status == .methodNotAllowed ? .notFound : status
        let known = [403, 404, 413, 415, 429, 503, 507].contains(shown.code) ? "\(shown.code)" : shown.code < 500 ? "400" : "500"
        let model = ErrorPage(code: shown.code, heading: t("error_\(known)_title"), advice: t("error_\(known)_advice"))
        let frame = PortalFrame.make(title: model.heading, path: "/", state: nil, language: language, assets: renderer.assets)
        let body = renderer.render(model, template: "error", frame: frame, texts: t)
        return Response(status: shown, headers: [.contentType: "text/html; charset=utf-8"], body: .init(byteBuffer: body))
    }
}

struct ErrorPage: Sendable {
    let code: Int
    let heading: String
    let advice: String
}
