import Hummingbird

/// What is known of a request beside the request itself.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who is signed in; set by the route table before a handler that asks for it runs.
    var session: Session?

    init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
}
