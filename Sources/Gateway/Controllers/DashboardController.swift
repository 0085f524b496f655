import Hummingbird
import Registry

/// The first page of an officer: what has come in, what is missing, what waits for a decision.
struct DashboardController: Sendable {
    let desk: OfficerDesk
    let jobs: ImportJobs

    @Sendable func home(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let province = session.account.province
        let t = Texts.of(OfficerDesk.language(request))
        let recent = try await desk.work.run { [jobs] in try jobs.recent(province: province, limit: 10) }
        let canSend = Role.senders.contains(session.account.role)
        let page = try await desk.read { connection in
            try DashboardPage(connection, province: province, jobs: recent, canSend: canSend, texts: t)
        }
        return desk.page(page, template: "dashboard", title: t("desk_home"), request: request, session: session)
    }
}
