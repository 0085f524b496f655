import Registry
import Reporting
import Synchronization

/// Where published releases come from: the store, or a list in memory.
struct ReleaseSource: Sendable {
    /// The newest published release, by its id alone; asked often.
    var newest: @Sendable () throws -> String?
    var load: @Sendable (_ id: String) throws -> PublishedRelease?
    /// The bytes of one file of a published release.
    var file: @Sendable (_ id: String, _ path: String) throws -> ReleaseFile?
}

/// Keeps the edition that is shown, and notices when a newer release is published.
final class PortalSource: Sendable {
    private struct State {
        var edition: PortalEdition?
        var checked: ContinuousClock.Instant?
    }

    private let source: ReleaseSource
    private let work: BlockingWork
    private let atlas: MapAtlas
    private let state = Mutex(State())
    private static let freshness = Duration.seconds(2)

    init(_ source: ReleaseSource, work: BlockingWork, atlas: MapAtlas) {
        self.source = source
        self.work = work
        self.atlas = atlas
    }

    /// The edition to show; `nil` before the first publication.
    func current() async throws -> PortalEdition? {
        let (edition, isFresh) = state.withLock { state in
            (state.edition, state.checked.map { $0.duration(to: .now) < PortalSource.freshness } ?? false)
        }
        if isFresh { return edition }
        return try await work.run { [self] in try refresh(edition) }
    }

    func file(_ id: String, _ path: String) async throws -> ReleaseFile? {
        try await work.run { [source] in try source.file(id, path) }
    }

    private func refresh(_ known: PortalEdition?) throws -> PortalEdition? {
        let newest = try source.newest()
        var edition = known
        if newest != known?.release.id {
            edition = try newest.flatMap(source.load).map {
                try PortalEdition($0, geometry: atlas.geometry($0.document.unitList))
            }
        }
        let shown = edition
        state.withLock { $0 = State(edition: shown, checked: .now) }
        return shown
    }
}
