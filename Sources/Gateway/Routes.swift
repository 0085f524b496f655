import Hummingbird

/// Every address of the gateway, a line each, with who may use it.
struct Routes {
    let router: Router<GatewayContext>

    init(_ parts: GatewayParts) {
        router = Router(context: GatewayContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: AccessLog())
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(renderer: parts.renderer))
        let routes = RouteTable(router: router, sessions: parts.sessions, formLimit: parts.configuration.formLimit)
        addPortal(routes, parts)
        addOfficers(routes, parts)
    }

    private func addPortal(_ routes: RouteTable, _ parts: GatewayParts) {
        let portal = PortalController(portal: parts.portal, renderer: parts.renderer)
        let files = FileController(portal: parts.portal, assets: parts.renderer.assets)
        let health = HealthController(store: parts.store, work: parts.work)
        routes.page("/", .everybody, portal.map)
        routes.page("/bang", .everybody, portal.table)
        routes.page("/tinh/:slug", .everybody, portal.province)
        routes.page("/tai-ve", .everybody, portal.downloads)
        routes.page("/gioi-thieu", .everybody, portal.about)
        routes.page("/ban-do.svg", .everybody, portal.drawing)
        routes.page("/releases/:id/**", .everybody, files.releaseFile)
        routes.page("/assets/:version/:name", .everybody, files.asset)
        routes.page("/health", .everybody, health.health)
        routes.page("/ready", .everybody, health.ready)
    }

    private func addOfficers(_ routes: RouteTable, _ parts: GatewayParts) {
        let desk = OfficerDesk(store: parts.store, work: parts.work, renderer: parts.renderer)
        let signIn = SignInController(sessions: parts.sessions, desk: desk)
        let dashboard = DashboardController(desk: desk, jobs: parts.jobs)
        let upload = UploadController(desk: desk, jobs: parts.jobs, reception: parts.reception)
        let findings = FindingController(desk: desk)
        let report = ReportController(desk: desk)
        let releases = ReleaseController(desk: desk)
        routes.page("/can-bo/dang-nhap", .everybody, signIn.form)
        routes.form("/can-bo/dang-nhap", .everybody, signIn.signIn)
        routes.form("/can-bo/dang-xuat", .anyRole, signIn.signOut)
        routes.page("/can-bo", .anyRole, dashboard.home)
        routes.page("/can-bo/gui-tep", .signedIn(Role.senders), upload.form)
        routes.upload("/can-bo/gui-tep", .signedIn(Role.senders), upload.send)
        routes.page("/can-bo/viec/:id", .anyRole, upload.job)
        routes.form("/can-bo/viec/:id", .signedIn(Role.senders), upload.steer)
        routes.page("/can-bo/tep/:id", .anyRole, upload.submission)
        routes.page("/can-bo/tep/:id/can-sua.xlsx", .anyRole, upload.fixList(.xlsx))
        routes.page("/can-bo/tep/:id/can-sua.csv", .anyRole, upload.fixList(.csv))
        routes.form("/can-bo/tep/:id/thu-hoi", .signedIn(Role.senders), upload.withdraw)
        routes.page("/can-bo/phat-hien", .anyRole, findings.list)
        routes.page("/can-bo/phat-hien/:id", .anyRole, findings.show)
        routes.form("/can-bo/phat-hien/:id", .signedIn(Role.deciders), findings.decide)
        routes.page("/can-bo/phat-hien/:id/so-day-du", .signedIn(Role.revealers), findings.masked)
        routes.form("/can-bo/phat-hien/:id/so-day-du", .signedIn(Role.revealers), findings.reveal)
        routes.page("/can-bo/bao-cao", .anyRole, report.show)
        routes.page("/can-bo/cong-bo", .signedIn(Role.releasers), releases.list)
        routes.form("/can-bo/cong-bo", .signedIn(Role.releasers), releases.create)
        routes.form("/can-bo/cong-bo/:id", .signedIn(Role.releasers), releases.move)
    }
}
