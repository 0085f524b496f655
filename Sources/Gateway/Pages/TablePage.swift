import Reporting

/// Every province and every indicator of one policy and time.
struct TablePage: Sendable {
    let heading: String
    let subheading: String
    let summary: FigureSummary
    let policies: [MapPage.Choice]
    let hidden: [MapPage.Choice]
    let times: [MapPage.Step]
    let caption: String
    let table: FigureTable
    let mapLink: String
    let files: [FileLink]
    let release: ReleaseLine

    init(_ edition: PortalEdition, _ state: PortalState) {
        let t = Texts.of(state.language)
        let release = edition.release
        let document = release.document
        let policy = release.policy(state.policy) ?? 0
        let words = TimeWords(t)
        heading = PolicyWords.name(document.policies[policy], t)
        subheading = words.long(document.times[release.time(state.time) ?? 0])
        summary = FigureSummary(release, state, breaks: release.breaks(state.indicator, policy: policy), texts: t)
        policies = PolicyWords.choices(release, current: policy, t)
        hidden =
            MapPage.hiddenFields(state) + [MapPage.Choice(value: state.indicator.rawValue, label: "indicator", isCurrent: false)]
        times = document.times.map { point in
            MapPage.Step(
                label: words.long(point), short: words.short(point), href: state.link("/bang") { $0.time = point.code },
                isCurrent: point.code == state.time)
        }
        caption = t("table_caption", heading, subheading)
        table = FigureTable(
            release, state, columns: [.households, .beneficiaries, .approved, .paid, .progress], path: "/bang", texts: t)
        mapLink = state.link("/")
        files = FileLink.preferred(release, t)
        self.release = ReleaseLine(release, t)
    }
}

/// The files of the release.
struct DownloadPage: Sendable {
    let files: [FileLink]
    let release: ReleaseLine

    init(_ release: PublishedRelease, _ t: Texts) {
        files = FileLink.all(release, t)
        self.release = ReleaseLine(release, t)
    }
}

/// What the portal is, what its five states mean, where its figures come from.
struct AboutPage: Sendable {
    struct Policy: Sendable {
        let code: String
        let name: String
    }

    let unverified: [Policy]
    let states: [Legend.Entry]
    let release: ReleaseLine

    init(_ release: PublishedRelease, _ t: Texts) {
        unverified = release.document.policies.filter(\.isUnverified).map { Policy(code: $0.code, name: PolicyWords.name($0, t)) }
        states = Legend([], breaks: .progress, indicator: .progress, texts: t).states
        self.release = ReleaseLine(release, t)
    }
}
