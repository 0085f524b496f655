import Registry
import Reporting

/// The map page: one state of the portal as map or tiles, sentence, table and legend.
struct MapPage: Sendable {
    struct Choice: Sendable {
        let value: String
        let label: String
        let isCurrent: Bool
    }

    struct Step: Sendable {
        let label: String
        let short: String
        let href: String
        let isCurrent: Bool
    }

    let heading: String
    let subheading: String
    let unverified: Bool
    let summary: FigureSummary
    let policies: [Choice]
    let indicators: [Choice]
    let hidden: [Choice]
    let times: [Step]
    let earlier: String?
    let later: String?
    let views: [Step]
    let svg: String
    let svgLink: String
    let legend: Legend
    let note: String?
    let attribution: String?
    let caption: String
    let table: FigureTable
    let tableLink: String
    let files: [FileLink]
    let release: ReleaseLine

    init(_ edition: PortalEdition, _ state: PortalState) {
        let t = Texts.of(state.language)
        let release = edition.release
        let document = release.document
        let policy = release.policy(state.policy) ?? 0
        let time = release.time(state.time) ?? 0
        let breaks = release.breaks(state.indicator, policy: policy)
        let words = TimeWords(t)
        heading = PolicyWords.name(document.policies[policy], t)
        subheading = t("map_subheading", state.indicator.name(t), state.indicator.unit(t), words.long(document.times[time]))
        unverified = document.policies[policy].isUnverified
        summary = FigureSummary(release, state, breaks: breaks, texts: t)
        policies = PolicyWords.choices(release, current: policy, t)
        indicators = Indicator.allCases.map { Choice(value: $0.rawValue, label: $0.name(t), isCurrent: $0 == state.indicator) }
        hidden = MapPage.hiddenFields(state)
        times = document.times.map { point in
            Step(
                label: words.long(point), short: words.short(point), href: state.link("/") { $0.time = point.code },
                isCurrent: point.code == state.time)
        }
        earlier = time > 0 ? times[time - 1].href : nil
        later = time + 1 < times.count ? times[time + 1].href : nil
        views = PortalState.View.allCases.map { view in
            let label = t("view_\(view.rawValue)")
            return Step(label: label, short: label, href: state.link("/") { $0.view = view }, isCurrent: view == state.view)
        }
        svg = edition.drawing(of: state)
        svgLink = state.link("/ban-do.svg")
        legend = Legend(
            release.provinces.map { state.indicator.value(in: document[area: $0, policy: policy, time: time]) }, breaks: breaks,
            indicator: state.indicator, texts: t)
        note = state.indicator == .progress ? nil : t("note_totals")
        attribution = state.view == .map ? edition.figure(of: state).attribution : nil
        caption = t("table_caption", heading, words.long(document.times[time]))
        let columns: [Indicator] = [.approved, .paid, .progress]
        table = FigureTable(
            release, state, columns: columns.contains(state.indicator) ? columns : [state.indicator] + columns, path: "/",
            isBrief: true, texts: t)
        tableLink = state.link("/bang")
        files = FileLink.preferred(release, t)
        self.release = ReleaseLine(release, t)
    }

    /// What the picker form must carry along.
    static func hiddenFields(_ state: PortalState) -> [Choice] {
        var fields = [("time", state.time), ("view", state.view.rawValue)]
        if state.sort != TableSort() { fields.append(("sort", state.sort.description)) }
        if state.language != .vi { fields.append(("lang", state.language.rawValue)) }
        return fields.map { Choice(value: $1, label: $0, isCurrent: false) }
    }
}

/// When and as what the figures were published.
struct ReleaseLine: Sendable {
    let id: String
    let number: Int
    let period: String
    let published: String

    init(_ release: PublishedRelease, _ t: Texts) {
        id = release.id
        number = release.document.number
        period = t.language == .vi ? release.document.period.vietnamese : release.document.period.description
        published = t.language.moment(release.publishedAt)
    }
}

/// A file of the release that may be taken away.
struct FileLink: Sendable {
    let label: String
    let href: String
    let size: String
    let sha256: String
    let about: String

    init(_ file: PublishedRelease.File, release: String, _ t: Texts) {
        label = file.path
        href =
            "/releases/\(QueryText.encoded(release))/"
            + file.path.split(separator: "/").map { QueryText.encoded(String($0)) }.joined(separator: "/")
        size = FileLink.size(file.bytes, t)
        sha256 = file.sha256
        about = FileLink.about(file.path, t)
    }

    static func all(_ release: PublishedRelease, _ t: Texts) -> [FileLink] {
        release.files.map { FileLink($0, release: release.id, t) }
    }

    /// The files that most people want, under short names.
    static func preferred(_ release: PublishedRelease, _ t: Texts) -> [FileLink] {
        all(release, t).filter { link in [".csv", ".json", ".geojson", ".xlsx"].contains { link.label.hasSuffix($0) } }
    }

    static func size(_ bytes: Int, _ t: Texts) -> String {
        bytes < 1_000_000
            ? "\(t.language.grouped(Int64((bytes + 999) / 1_000))) kB" : "\(t.language.grouped(Int64(bytes / 1_000_000))) MB"
    }

    private static func about(_ path: String, _ t: Texts) -> String {
        let known = [
            ("excel.csv", "file_excel_csv"), (".csv", "file_csv"), (".geojson", "file_geojson"), ("sdmx.json", "file_sdmx_json"),
            (".json", "file_json"), (".xlsx", "file_xlsx"), (".svg", "file_svg"), (".html", "file_html"),
        ]
        return known.first { path.hasSuffix($0.0) }.map { t($0.1) } ?? ""
    }
}

/// Policies in the words of the page.
enum PolicyWords {
    static func name(_ policy: ReleaseDocument.PolicyEntry, _ t: Texts) -> String {
        let name = t.language(policy.nameVietnamese, policy.nameEnglish)
        return name.isEmpty ? policy.code : name
    }

    /// The picker: parts are set in under the package that they belong to.
    static func choices(_ release: PublishedRelease, current: Int, _ t: Texts) -> [MapPage.Choice] {
        let policies = release.document.policies
        return release.policiesByPackage.map { index in
            let inset = String(repeating: "\u{2003}", count: max(0, depth(index, policies) - 1))
            let code = policies[index].parent == nil ? "" : "\(policies[index].code) · "
            return MapPage.Choice(
                value: policies[index].code, label: inset + code + name(policies[index], t), isCurrent: index == current)
        }
    }

    /// 0 for everything, 1 for a package, 2 for its parts.
    static func depth(_ index: Int, _ policies: [ReleaseDocument.PolicyEntry]) -> Int {
        var depth = 0
        var above = policies[index].parent
        while let code = above, depth < 4 {
            depth += 1
            above = policies.first { $0.code == code }?.parent
        }
        return depth
    }
}

/// Weeks and periods in the words of the page.
struct TimeWords: Sendable {
    private let t: Texts

    init(_ t: Texts) { self.t = t }

    /// `Tuần 34/2021 (đến 29/08/2021)`.
    func long(_ point: ReleaseDocument.TimePoint) -> String {
        let (key, number, year) = parts(point.code)
        return t("\(key)_long", number, year, t.language.date(point.end))
    }

    /// `T34`, or the whole period.
    func short(_ point: ReleaseDocument.TimePoint) -> String {
        let (key, number, year) = parts(point.code)
        return t("\(key)_short", number, year)
    }

    private func parts(_ code: String) -> (key: String, number: String, year: String) {
        let pieces = code.split(separator: "-").map(String.init)
        guard pieces.count == 2 else { return ("period", code, "") }
        return pieces[1].hasPrefix("W") ? ("week", String(pieces[1].dropFirst()), pieces[0]) : ("period", pieces[1], pieces[0])
    }
}
