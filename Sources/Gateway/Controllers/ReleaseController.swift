import HTTPTypes
import Hummingbird
import Registry
import Reporting

/// Making, approving, publishing and withdrawing releases. Nobody approves what they made.
struct ReleaseController: Sendable {
    let desk: OfficerDesk

    struct Page: Sendable {
        struct Line: Sendable {
            let id: String
            let period: String
            let number: Int
            let state: String
            let created: String
            let createdBy: String
            let approvedBy: String
            let published: String
            let steps: [Step]
            let canWithdraw: Bool
        }

        struct Step: Sendable {
            let word: String
            let label: String
        }

        let error: String?
        let periods: [String]
        let hasPeriods: Bool
        let lines: [Line]
        let hasLines: Bool
        let formToken: String
    }

    @Sendable func list(_ request: Request, _ context: GatewayContext) async throws -> Response {
        try await page(request, context, error: nil)
    }

    /// A draft of the newest run of a period.
    @Sendable func create(_ request: Request, _ fields: FormFields, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        guard let period = Period(fields["period"]) else { throw HTTPError(.badRequest) }
        return try await moving(request, context) { [desk] in
            _ = try ReleaseBuilder(store: desk.store).create(period: period, actor: session.account.name)
        }
    }

    @Sendable func move(_ request: Request, _ fields: FormFields, _ context: GatewayContext) async throws -> Response {
        let actor = try context.officer().account.name
        let id = try context.parameters.require("id")
        let (step, reason) = (fields["step"], String(fields["reason"].prefix(500)))
        guard ["approve", "publish", "withdraw"].contains(step) else { throw HTTPError(.badRequest) }
        return try await moving(request, context) { [desk] in
            try desk.store.write { connection in
                let register = ReleaseRegister(connection)
                switch step {
                case "approve": try register.approve(id, actor: actor)
                case "publish": try register.publish(id, actor: actor)
                default: try register.withdraw(id, reason: reason, actor: actor)
                }
            }
        }
    }

    private func moving(_ request: Request, _ context: GatewayContext, _ work: @escaping @Sendable () throws -> Void) async throws
        -> Response
    {
        do {
            try await desk.work.run(work)
            return .seeOther("/can-bo/cong-bo")
        } catch let error as ReleaseError {
            guard error.kind != .unknownRelease else { throw HTTPError(.notFound) }
            let language = OfficerDesk.language(request)
            return try await page(
                request, context, error: language(error.vietnamese, error.english), status: .unprocessableContent)
        }
    }

    private func page(
        _ request: Request, _ context: GatewayContext, error: String?, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let session = try context.officer()
        let t = Texts.of(OfficerDesk.language(request))
        let page = try await desk.read { connection in
            let records = try ReleaseRegister(connection).list()
            let periods = try connection.rows("SELECT DISTINCT period FROM run WHERE province IS NULL ORDER BY period DESC")
                .compactMap { $0.int64("period").flatMap(Period.init(packed:))?.description }
            return Page(
                error: error, periods: periods, hasPeriods: !periods.isEmpty,
                lines: records.map { ReleaseController.line($0, session.account, t) }, hasLines: !records.isEmpty,
                formToken: session.formToken)
        }
        return desk.page(
            page, template: "releases", title: t("desk_releases"), request: request, session: session, status: status)
    }

    private static func line(_ record: ReleaseRecord, _ account: Account, _ t: Texts) -> Page.Line {
        var steps: [Page.Step] = []
        if record.state == .draft, record.createdBy != account.name {
            steps.append(.init(word: "approve", label: t("release_approve")))
        }
        if record.state == .approved { steps.append(.init(word: "publish", label: t("release_publish"))) }
        return Page.Line(
            id: record.id, period: DeskWords.period(record.period, t), number: record.number,
            state: t.language(record.state.vietnamese, record.state.rawValue) + (record.reason.map { ": \($0)" } ?? ""),
            created: t.language.moment(record.createdAt.description), createdBy: record.createdBy,
            approvedBy: record.approvedBy ?? "–",
            published: record.publishedAt.map { t.language.moment($0.description) } ?? "–", steps: steps,
            canWithdraw: record.state != .withdrawn)
    }
}
