import NIOCore
import Registry
import Reporting
import Synchronization

/// Everything that the public pages of one release are made from, and the pages already made.
final class PortalEdition: Sendable {
    let release: PublishedRelease
    private let geometry: MapGeometry
    private let tiles: TileGrid
    private let pages = Mutex(PageShelf())

    init(_ release: PublishedRelease, geometry: MapGeometry) {
        self.release = release
        self.geometry = geometry
        tiles = TileGrid(release.document.unitList)
    }

    /// The page for `key`, made once. Keys are canonical, so that an address cannot be varied to fill the memory; beyond the
    /// shelf's size the oldest page goes.
    func page(_ key: String, make: () throws -> ByteBuffer) rethrows -> CachedPage {
        if let page = pages.withLock({ $0.page(key) }) { return page }
        let page = CachedPage(try make())
        pages.withLock { $0.put(page, key) }
        return page
    }

    /// - Parameter standsAlone: For a file of its own, outside the page.
    func drawing(of state: PortalState, standsAlone: Bool = false) -> String {
        let figure = figure(of: state)
        switch state.view {
        case .map: return MapDrawing(geometry: geometry, figure: figure, standsAlone: standsAlone).svg
        case .tiles: return TileDrawing(grid: tiles, figure: figure).svg
        }
    }

    func figure(of state: PortalState) -> MapFigure {
        let t = Texts.of(state.language)
        let document = release.document
        let policy = release.policy(state.policy) ?? 0
        let time = release.time(state.time) ?? 0
        let breaks = release.breaks(state.indicator, policy: policy)
        let entries = release.provinces.map { index -> (String, MapFigure.Entry) in
            let area = document.areas[index]
            let value = state.indicator.value(in: document[area: index, policy: policy, time: time])
            let look = CellLook(value, breaks: breaks)
            var spoken = t("map_entry", area.name, value.spoken(state.indicator, t))
            if case .valueClass(let number, _) = look { spoken += t("map_entry_class", "\(number)") }
            return (
                area.code,
                MapFigure.Entry(
                    name: area.name, link: state.link("/tinh/\(area.slug)"), look: look, spoken: spoken,
                    short: PortalEdition.short(value, state.indicator, t))
            )
        }
        let title = t(
            "map_title", state.indicator.name(t), PolicyWords.name(document.policies[policy], t),
            TimeWords(t).long(document.times[time]))
        return MapFigure(
            entries: Dictionary(entries) { first, _ in first }, title: title,
            attribution: geometry.isBuiltIn ? t("attribution") : t("attribution_operator"))
    }

    private static func short(_ value: CellValue, _ indicator: Indicator, _ t: Texts) -> String {
        guard let number = value.published else { return t("tile_\(value.state)") }
        let text = indicator == .progress ? "\(number) %" : t.language.short(number)
        if case .estimated = value { return "≈ " + text }
        return text
    }
}

/// A page that is ready, with its fingerprint.
struct CachedPage: Sendable {
    let body: ByteBuffer
    let etag: String

    init(_ body: ByteBuffer) {
        self.body = body
        etag = "\"" + ContentHash.of(body.readableBytesView).prefix(32) + "\""
    }
}

/// Pages by key, at most so many bytes.
private struct PageShelf: Sendable {
    private static let limit = 96 << 20
    private var byKey: [String: CachedPage] = [:]
    private var order: [String] = []
    private var bytes = 0

    func page(_ key: String) -> CachedPage? { byKey[key] }

    mutating func put(_ page: CachedPage, _ key: String) {
        guard byKey.updateValue(page, forKey: key) == nil else { return }
        order.append(key)
        bytes += page.body.readableBytes
        while bytes > PageShelf.limit, order.count > 1 {
            let oldest = order.removeFirst()
            bytes -= byKey.removeValue(forKey: oldest)?.body.readableBytes ?? 0
        }
    }
}
