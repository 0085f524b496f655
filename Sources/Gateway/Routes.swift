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
}
