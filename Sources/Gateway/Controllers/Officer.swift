import HTTPTypes
import Hummingbird
import Registry

/// What the officers' pages share: who asks, which province they may see, how an answer is made.
struct OfficerDesk: Sendable {
    let store: Store
    let work: BlockingWork
    let renderer: PageRenderer

    /// Reads the store off the event loops.
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await work.run { [store] in try store.read(body) }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await work.run { [store] in try store.write(body) }
    }

    func page(
        _ model: some Sendable, template: String, title: String, request: Request, session: Session?, refresh: Int? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let language = OfficerDesk.language(request)
        let t = Texts.of(language)
        let path = request.uri.path
        let frame = PageFrame(
            title: title, language: language, sections: session.map { OfficerDesk.sections($0, path, t) } ?? [],
            languages: PageLanguage.allCases.map { choice in
                PageFrame.Link(
                    label: choice == .vi ? "Tiếng Việt" : "English",
                    href: OfficerDesk.link(path, request.query.merging(["lang": choice.rawValue]) { $1 }),
                    isCurrent: choice == language)
            },
            refresh: refresh,
            account: session.map {
                PageFrame.Account(
                    name: $0.account.name, role: language($0.account.role.vietnamese, $0.account.role.english),
                    formToken: $0.formToken)
            },
            assets: renderer.assets.version)
        let body = renderer.render(model, template: template, frame: frame, texts: t)
        var response = Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"], body: .init(byteBuffer: body))
        if request.query["lang"] != nil {
            response.headers[.setCookie] =
                "\(OfficerDesk.languageCookie)=\(language.rawValue); Path=/can-bo; Max-Age=31536000; SameSite=Lax"
        }
        return response
    }

    /// The language once chosen holds for the officers' pages, whose forms do not carry it.
    private static let languageCookie = "ansinh_lang"

    static func language(_ request: Request) -> PageLanguage {
        request.query["lang"].flatMap(PageLanguage.init) ?? request.cookies[languageCookie].flatMap {
            PageLanguage(rawValue: $0.value)
        } ?? .vi
    }

    static func link(_ path: String, _ query: [String: String]) -> String {
        let pairs = query.sorted { $0.key < $1.key }.map { "\(QueryText.encoded($0.key))=\(QueryText.encoded($0.value))" }
        return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    private static func sections(_ session: Session, _ path: String, _ t: Texts) -> [PageFrame.Link] {
        var links = [("/can-bo", "desk_home")]
        if Role.senders.contains(session.account.role) { links.append(("/can-bo/gui-tep", "desk_send")) }
        links += [("/can-bo/phat-hien", "desk_findings"), ("/can-bo/bao-cao", "desk_report")]
        if Role.releasers.contains(session.account.role) { links.append(("/can-bo/cong-bo", "desk_releases")) }
        return links.map { PageFrame.Link(label: t($1), href: $0, isCurrent: $0 == path) }
    }
}

extension Role {
    /// Who may send files.
    static let senders: [Role] = [.officer, .administrator]
    /// Who may decide findings.
    static let deciders: [Role] = [.officer, .reviewer]
    /// Who may look at whole identity numbers, which is on record each time: those who decide, and those who check decisions.
    static let revealers: [Role] = [.officer, .reviewer, .auditor]
    /// Who sees and moves releases.
    static let releasers: [Role] = [.publisher, .reviewer, .administrator]
}

extension GatewayContext {
    /// The session that the route table found. A route without a policy has none and must not ask.
    func officer() throws -> Session {
        guard let session else { throw HTTPError(.notFound) }
        return session
    }
}
