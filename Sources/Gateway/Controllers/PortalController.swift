import HTTPTypes
import Hummingbird
import Reporting

/// The public pages. Each is made once a release and address, and then sent from memory.
struct PortalController: Sendable {
    let portal: PortalSource
    let renderer: PageRenderer

    @Sendable func map(_ request: Request, _ context: GatewayContext) async throws -> Response {
        try await page(request, "/", template: "map") { edition, state in
            (MapPage(edition, state), PolicyWords.title(edition.release, state))
        }
    }

    @Sendable func table(_ request: Request, _ context: GatewayContext) async throws -> Response {
        try await page(request, "/bang", template: "table") { edition, state in
            (TablePage(edition, state), PolicyWords.title(edition.release, state))
        }
    }

    @Sendable func province(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let slug = try context.parameters.require("slug")
        return try await page(request, "/tinh/\(slug)", template: "province") { edition, state in
            guard let area = edition.release.area(slug: slug), edition.release.provinces.contains(area) else {
                throw HTTPError(.notFound)
            }
            return (ProvincePage(edition, state, area: area), edition.release.document.areas[area].name)
        }
    }

    @Sendable func downloads(_ request: Request, _ context: GatewayContext) async throws -> Response {
        try await page(request, "/tai-ve", template: "downloads") { edition, state in
            let t = Texts.of(state.language)
            return (DownloadPage(edition.release, t), t("section_tai_ve"))
        }
    }

    @Sendable func about(_ request: Request, _ context: GatewayContext) async throws -> Response {
        try await page(request, "/gioi-thieu", template: "about") { edition, state in
            let t = Texts.of(state.language)
            return (AboutPage(edition.release, t), t("section_gioi_thieu"))
        }
    }

    /// The drawing alone, to be put into a paper or a report.
    @Sendable func drawing(_ request: Request, _ context: GatewayContext) async throws -> Response {
        guard let edition = try await portal.current(), let state = PortalState(request.query, release: edition.release) else {
            throw HTTPError(.notFound)
        }
        let ready = edition.page("svg?" + state.query) { ByteBuffer(string: edition.drawing(of: state, standsAlone: true)) }
        return send(ready, mediaType: "image/svg+xml", request)
    }

    private func page<Page: Sendable>(
        _ request: Request, _ path: String, template: String,
        make: (PortalEdition, PortalState) throws -> (page: Page, title: String)
    ) async throws -> Response {
        guard let edition = try await portal.current() else { return empty(request, path) }
        guard let state = PortalState(request.query, release: edition.release) else { throw HTTPError(.notFound) }
        let t = Texts.of(state.language)
        let ready = try edition.page("\(path)?\(state.query)") {
            let (page, title) = try make(edition, state)
            let frame = PortalFrame.make(
                title: title, path: path, state: state, language: state.language, assets: renderer.assets)
            return renderer.render(page, template: template, frame: frame, texts: t)
        }
        return send(ready, mediaType: "text/html; charset=utf-8", request)
    }

    /// Before anything is published: what will be here, and what to do until then.
    private func empty(_ request: Request, _ path: String) -> Response {
        let language = request.query["lang"].flatMap(PageLanguage.init) ?? .vi
        let t = Texts.of(language)
        let frame = PortalFrame.make(title: t("empty_title"), path: path, state: nil, language: language, assets: renderer.assets)
        let body = renderer.render(EmptyPage(), template: "empty", frame: frame, texts: t)
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: body))
    }

    private func send(_ page: CachedPage, mediaType: String, _ request: Request) -> Response {
        let headers: HTTPFields = [.contentType: mediaType, .eTag: page.etag, .cacheControl: "public, max-age=60"]
        if request.headers[.ifNoneMatch] == page.etag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: page.body))
    }
}

private struct EmptyPage: Sendable {}

extension PolicyWords {
    static func title(_ release: PublishedRelease, _ state: PortalState) -> String {
        let t = Texts.of(state.language)
        let policy = release.policy(state.policy).map { name(release.document.policies[$0], t) } ?? ""
        return "\(policy) · \(state.indicator.name(t))"
    }
}
