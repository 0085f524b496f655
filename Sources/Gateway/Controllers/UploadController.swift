import Foundation
import HTTPTypes
import Hummingbird
import Ingest
import Registry

/// Sending a file, watching it being read, and its import report.
struct UploadController: Sendable {
    let desk: OfficerDesk
    let jobs: ImportJobs
    let reception: UploadReception

    /// Rows given back at once; who has more has a file to make anew.
    private static let longestFixList = 100_000

    struct FormPage: Sendable {
        let kinds: [MapPage.Choice]
        let formToken: String
        let scope: String
        let limit: String
    }

    @Sendable func form(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let t = Texts.of(OfficerDesk.language(request))
        let province = session.account.province
        let period = try await desk.read { try SubmissionRegister($0).latestPeriod(province: province) }
        let list = period.map(UnitList.init(for:)) ?? .units2025
        let page = FormPage(
            kinds: UploadController.kinds(session.account).map {
                MapPage.Choice(value: $0.rawValue, label: DeskWords.kind($0, t), isCurrent: false)
            },
            formToken: session.formToken, scope: DeskWords.scope(province, list, t),
            limit: FileLink.size(Int(reception.limit), t))
        return desk.page(page, template: "upload", title: t("desk_send"), request: request, session: session)
    }

    /// Answers only when the file is on disk under its hash.
    @Sendable func send(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let allowed = UploadController.kinds(session.account)
        let received = try await reception.receive(request) { fields in
            guard session.owns(formToken: fields["form_token"] ?? "") else { throw HTTPError(.forbidden) }
            guard let kind = fields["kind"].flatMap(SubmissionKind.init) else {
                guard fields["kind"] == "" else { throw HTTPError(.badRequest) }
                return
            }
            guard allowed.contains(kind) else { throw HTTPError(.badRequest) }
        }
        let file = ReceivedFile(
            id: received.id, sender: session.account.name, province: session.account.province,
            kind: received.fields["kind"].flatMap(SubmissionKind.init), period: received.fields["period"].flatMap { Period($0) },
            fileName: received.fileName, bytes: received.bytes, sha256: received.sha256, receivedAt: Timestamp.now().description,
            sequence: ReceivedFile.nextSequence(), manifest: received.manifest)
        try await desk.work.run { [jobs] in try jobs.add(file) }
        return .seeOther("/can-bo/viec/\(file.id)")
    }

    @Sendable func job(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let t = Texts.of(OfficerDesk.language(request))
        let (id, province) = (try context.parameters.require("id"), session.account.province)
        let found = try await desk.work.run { [jobs] in try jobs.job(id, province: province) }
        guard let (job, progress) = found else { throw HTTPError(.notFound) }
        let page = JobPage(
            job, progress, formToken: session.formToken, canSteer: Role.senders.contains(session.account.role), t)
        return desk.page(
            page, template: "job", title: job.file.fileName, request: request, session: session,
            refresh: job.state.isOver ? nil : 2)
    }

    /// Cancels a job, or lets one that failed or was cancelled run again.
    @Sendable func steer(_ request: Request, _ fields: FormFields, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let (id, account) = (try context.parameters.require("id"), session.account)
        let isRetry = fields["step"] == "retry"
        let isKnown = try await desk.work.run { [jobs] in
            let isDone =
                isRetry
                ? try jobs.retry(id, province: account.province, actor: account.name)
                : try jobs.cancel(id, province: account.province, actor: account.name)
            // A job that came to its end meanwhile shows so on its page.
            return try isDone || jobs.job(id, province: account.province) != nil
        }
        guard isKnown else { throw HTTPError(.notFound) }
        return .seeOther("/can-bo/viec/\(id)")
    }

    @Sendable func submission(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        let t = Texts.of(OfficerDesk.language(request))
        let (submission, (groups, twin)) = try await find(context, session) { submission, connection in
            (
                try ImportOutcome.Group.stored(submission.id, connection),
                try SubmissionRegister(connection).purgedTwins(of: submission).first
            )
        }
        let page = SubmissionPage(
            submission, groups, twin: twin, canWithdraw: Role.senders.contains(session.account.role),
            formToken: session.formToken, t)
        return desk.page(page, template: "submission", title: submission.fileName, request: request, session: session)
    }

    enum FixListFormat: String { case xlsx, csv }

    /// The refused rows as they came, each with its reason, to be corrected and sent again.
    func fixList(_ format: FixListFormat) -> @Sendable (Request, GatewayContext) async throws -> Response {
        { request, context in try await fixList(format, request, context) }
    }

    private func fixList(
        _ format: FixListFormat, _ request: Request, _ context: GatewayContext
    ) async throws -> Response {
        let session = try context.officer()
        let (submission, body) = try await find(context, session) { submission, connection in
            let rejected = try SubmissionRegister(connection).rejectedRows(submission.id, limit: UploadController.longestFixList)
            let list = FixList(submission, rejected: rejected)
            return format == .csv ? list.csv : try FixListWorkbook(list).bytes()
        }
        if let purgedAt = submission.purgedAt {
            let t = Texts.of(OfficerDesk.language(request))
            let page = NoticePage(
                heading: t("fix_list_gone_title"), text: t("purged_note", t.language.moment(purgedAt.description)))
            return desk.page(
                page, template: "notice", title: page.heading, request: request, session: session, status: .notFound)
        }
        let type =
            format == .csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Response(
            status: .ok,
            headers: [
                .contentType: type,
                .contentDisposition: "attachment; filename=\"can-sua-\(submission.id).\(format.rawValue)\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    @Sendable func withdraw(_ request: Request, _ fields: FormFields, _ context: GatewayContext) async throws -> Response {
        let session = try context.officer()
        guard let id = Int64(try context.parameters.require("id")) else { throw HTTPError(.notFound) }
        let isDone = try await desk.write { connection in
            let register = SubmissionRegister(connection)
            guard let submission = try register.submission(id), UploadController.maySee(submission, session.account) else {
                return false
            }
            return try register.withdraw(id, actor: session.account.name)
        }
        guard isDone else { throw HTTPError(.notFound) }
        return .seeOther("/can-bo/tep/\(id)")
    }

    /// A submission of one's own scope and what belongs to it. Foreign and unknown ones look alike.
    private func find<T: Sendable>(
        _ context: GatewayContext, _ session: Session, with more: @escaping @Sendable (Submission, any SQLConnection) throws -> T
    ) async throws -> (Submission, T) {
        guard let id = Int64(try context.parameters.require("id")) else { throw HTTPError(.notFound) }
        let found = try await desk.read { connection -> (Submission, T)? in
            guard let submission = try SubmissionRegister(connection).submission(id),
                UploadController.maySee(submission, session.account)
            else { return nil }
            return (submission, try more(submission, connection))
        }
        guard let found else { throw HTTPError(.notFound) }
        return found
    }

    private static func maySee(_ submission: Submission, _ account: Account) -> Bool {
        account.province == nil || submission.scope.province == account.province
    }

    /// A province sends its own lists; national records come from whoever sees the whole country.
    private static func kinds(_ account: Account) -> [SubmissionKind] {
        SubmissionKind.allCases.filter { account.province == nil || !$0.isNational }
    }
}
