import HTTPTypes
import Hummingbird
import Registry

/// Walking through findings and deciding them.
struct FindingController: Sendable {
    let desk: OfficerDesk

    static let pageSize = 50

    @Sendable func list(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let t = Texts.of(OfficerDesk.language(request))
        let province = session.account.province
        let wanted = request.query["loai"]
        let findingClass = wanted.flatMap(FindingClass.init)
        guard wanted == nil || wanted == "" || findingClass != nil else { throw HTTPError(.notFound) }
        let number = max(1, request.query["trang"].flatMap(Int.init) ?? 1)
        guard number <= 1_000_000 else { throw HTTPError(.notFound) }
        let page = try await desk.read { connection in
            try FindingListPage(connection, province: province, findingClass: findingClass, number: number, texts: t)
        }
        return desk.page(page, template: "findings", title: t("desk_findings"), request: request, session: session)
    }

    @Sendable func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let t = Texts.of(OfficerDesk.language(request))
        let id = try FindingController.id(context)
        let province = session.account.province
        let rights = FindingPage.Rights(session)
        let page = try await desk.read { connection -> FindingPage? in
            guard let stored = try RunRegister(connection).finding(id, province: province) else { return nil }
            return try FindingPage(connection, stored, province: province, rights: rights, texts: t)
        }
        guard let page else { throw HTTPError(.notFound) }
        return desk.page(page, template: "finding", title: "\(page.name) \(page.id)", request: request, session: session)
    }

    /// The same page with whole identity numbers: the event that says who looked is written in the transaction that reads them.
    @Sendable func reveal(_ request: Request, _ fields: FormFields, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let t = Texts.of(OfficerDesk.language(request))
        let id = try FindingController.id(context)
        let (account, rights) = (session.account, FindingPage.Rights(session))
        let page = try await desk.write { connection -> FindingPage? in
            guard let stored = try RunRegister(connection).finding(id, province: account.province) else { return nil }
            let reveal = try IdentityReveal.record(stored, actor: account.name, to: connection)
            return try FindingPage(
                connection, stored, province: account.province, rights: rights, revealed: reveal, texts: t)
        }
        guard let page else { throw HTTPError(.notFound) }
        var response = desk.page(page, template: "finding", title: "\(page.name) \(page.id)", request: request, session: session)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// Looking again, or in the other language, begins at the masked page.
    @Sendable func masked(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let language = request.query["lang"].flatMap(PageLanguage.init).map { "?lang=\($0.rawValue)" } ?? ""
        return .seeOther("/can-bo/phat-hien/\(try FindingController.id(context))\(language)")
    }

    /// Looks and decides in one transaction: what was in scope when looked at is still so when decided.
    @Sendable func decide(_ request: Request, _ fields: FormFields, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let id = try FindingController.id(context)
        guard let verdict = Verdict(rawValue: fields["verdict"]) else { throw HTTPError(.badRequest) }
        let note = String(fields["note"].prefix(1_000))
        let account = session.account
        let next = try await desk.write { connection -> Int64? in
            let register = RunRegister(connection)
            guard let stored = try register.finding(id, province: account.province) else { throw HTTPError(.notFound) }
            try register.decide(id, verdict: verdict.rawValue, note: note, actor: account.name)
            return try FindingOrder(connection, stored, province: account.province).next
        }
        return .seeOther("/can-bo/phat-hien/\(fields["stay"] == "1" ? id : next ?? id)")
    }

    private static func id(_ context: GatewayContext) throws -> Int64 {
        guard let id = Int64(try context.parameters.require("id")) else { throw HTTPError(.notFound) }
        return id
    }
}

/// The neighbours of a finding in the order of the list, within one class.
struct FindingOrder {
    let previous: Int64?
    let next: Int64?

    init(_ connection: any SQLConnection, _ stored: StoredFinding, province: Int?) throws {
        let scope = province == nil ? "" : " AND (province = ? OR other_province = ?)"
        let scopeValues: [SQLValue] = province.map { [.int($0), .int($0)] } ?? []
        let amount = SQLValue.integer(stored.finding.amount.amount)
        let start: [SQLValue] = [.integer(stored.runID), .text(stored.finding.findingClass.rawValue)] + scopeValues
        let base = "SELECT id FROM finding WHERE run_id = ? AND class = ?\(scope)"
        next = try connection.row(
            base + " AND (amount < ? OR (amount = ? AND id > ?)) ORDER BY amount DESC, id LIMIT 1",
            start + [amount, amount, .integer(stored.id)]
        )?.int64("id")
        previous = try connection.row(
            base + " AND (amount > ? OR (amount = ? AND id < ?)) ORDER BY amount, id DESC LIMIT 1",
            start + [amount, amount, .integer(stored.id)]
        )?.int64("id")
    }
}
