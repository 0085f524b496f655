import HTTPTypes
import Hummingbird
import Registry
import Reporting

/// The reconciliation report of one's own scope, as made for paper.
struct ReportController: Sendable {
    let desk: OfficerDesk

    @Sendable func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let language = OfficerDesk.language(request)
        let province = session.account.province
        let html = try await desk.work.run { [desk] () -> String? in
            guard let run = try desk.store.read({ try DeskRuns.newest($0, province: province) }) else { return nil }
            return try ReconciliationReport(store: desk.store).html(
                run: run, province: province, language: language == .vi ? .vietnamese : .english)
        }
        guard let html else {
            let t = Texts.of(language)
            return desk.page(
                NoticePage(heading: t("report_none_title"), text: t("report_none_text")), template: "notice",
                title: t("desk_report"),
                request: request, session: session)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/html; charset=utf-8", .contentSecurityPolicy: ReportController.policy(html)],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// The report brings its own style sheet inside: that one, by its hash, and nothing else.
    private static func policy(_ html: String) -> String {
        let hash = StyleHash(html).sources
        return "default-src 'none'; style-src \(hash); base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }
}

struct NoticePage: Sendable {
    let heading: String
    let text: String
}
