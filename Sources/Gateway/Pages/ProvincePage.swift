import Registry
import Reporting

/// One province: all policies over all weeks, what it has announced, and where its numbers come from.
struct ProvincePage: Sendable {
    struct Row: Sendable {
        let code: String
        let name: String
        let inset: String
        let households: String
        let beneficiaries: String
        let approved: String
        let paid: String
        let progress: String
        let trend: String
        let isCurrent: Bool
    }

    struct Milestone: Sendable {
        let date: String
        let title: String
        let document: String
        let link: String?
    }

    struct Passport: Sendable {
        let indicator: String
        let value: String
        let policy: String
        let time: String
        let rules: String
        let inputs: String
        let unitList: String
        let coverage: String
    }

    let name: String
    let region: String
    let reporting: String
    let isSilent: Bool
    let mapLink: String
    let time: String
    let rows: [Row]
    let milestones: [Milestone]
    let passport: Passport
    let release: ReleaseLine
    let others: [MapPage.Choice]

    init(_ edition: PortalEdition, _ state: PortalState, area: Int) {
        let t = Texts.of(state.language)
        let release = edition.release
        let document = release.document
        let place = document.areas[area]
        let now = release.time(state.time) ?? 0
        let policy = release.policy(state.policy) ?? 0
        name = place.name
        region = place.region
        reporting = t("reporting_\(place.reporting.rawValue)")
        isSilent = place.reporting == .silent
        mapLink = state.link("/")
        time = TimeWords(t).long(document.times[now])
        rows = release.policiesByPackage.compactMap { ProvincePage.row(release, area: area, policy: $0, time: now, state, t) }
        milestones = place.milestones.sorted { ($0.announcedOn, $0.kind) < ($1.announcedOn, $1.kind) }.map { step in
            Milestone(
                date: t.language.date(step.announcedOn), title: "\(step.programme) · \(ProvincePage.milestone(step.kind, t))",
                document: step.documentNumber, link: ProvincePage.isSafe(step.link) ? step.link : nil)
        }
        passport = Passport(
            indicator: state.indicator.name(t),
            value: state.indicator.value(in: document[area: area, policy: policy, time: now]).spoken(state.indicator, t),
            policy: PolicyWords.name(document.policies[policy], t), time: time, rules: document.rules, inputs: document.inputs,
            unitList: t("unit_list_\(document.unitList.rawValue)"),
            coverage: FigureSummary(release, state, breaks: .progress, texts: t).coverage)
        self.release = ReleaseLine(release, t)
        others = release.provinces.map { index in
            MapPage.Choice(
                value: state.link("/tinh/\(document.areas[index].slug)"), label: document.areas[index].name,
                isCurrent: index == area)
        }.sorted { FoldedText.comesBefore($0.label, $1.label) }
    }

    /// Nothing for a policy that the province does not have in the whole period.
    private static func row(_ release: PublishedRelease, area: Int, policy: Int, time: Int, _ state: PortalState, _ t: Texts)
        -> Row?
    {
        let document = release.document
        let entry = document.policies[policy]
        let last = document[area: area, policy: policy, time: document.times.count - 1]
        guard last.approved != .notApplicable || last.paid != .notApplicable else { return nil }
        let cell = document[area: area, policy: policy, time: time]
        let trend = document.times.indices.map {
            (TimeWords(t).short(document.times[$0]), document[area: area, policy: policy, time: $0].progress)
        }
        return Row(
            code: entry.parent == nil ? "" : entry.code, name: PolicyWords.name(entry, t),
            inset: "inset-\(PolicyWords.depth(policy, document.policies))",
            households: cell.households.text(t), beneficiaries: cell.beneficiaries.text(t), approved: cell.approved.text(t),
            paid: cell.paid.text(t), progress: cell.progress.text(t), trend: TrendDrawing(values: trend, texts: t).svg,
            isCurrent: entry.code == state.policy)
    }

    private static func milestone(_ kind: String, _ t: Texts) -> String { t.table["milestone_\(kind)"] ?? kind }

    /// A link that a province sent is followed only to the web.
    private static func isSafe(_ link: String) -> Bool { link.hasPrefix("https://") || link.hasPrefix("http://") }
}

/// Progress over the weeks as small bars: one a time point, hatched where hidden, dotted where silent.
struct TrendDrawing {
    let values: [(label: String, value: CellValue)]
    let texts: Texts

    private static let step = 11
    private static let height = 24

    var svg: String {
        let spoken = values.map { "\($0.label): \($0.value.spoken(.progress, texts))" }.joined(separator: "; ")
        let width = values.count * TrendDrawing.step
        return """
            <svg class="trend" viewBox="0 0 \(width) \(TrendDrawing.height)" width="\(width)" height="\(TrendDrawing.height)" role="img" \
            aria-label="\(Markup.escaped(spoken))">\(values.enumerated().map { bar($0, $1.value) }.joined())</svg>
            """
    }

    private func bar(_ index: Int, _ value: CellValue) -> String {
        let x = index * TrendDrawing.step
        guard let number = value.published else {
            let fill = value == .suppressed ? "#8a8a8a" : "#ffffff"
            return
                "<rect x=\"\(x + 1)\" y=\"17\" width=\"8\" height=\"6\" fill=\"\(fill)\" stroke=\"#8a8a8a\" stroke-dasharray=\"2 1\"/>"
        }
        let height = max(1, Int(min(max(number, 0), 100)) * (TrendDrawing.height - 2) / 100)
        return "<rect x=\"\(x)\" y=\"\(TrendDrawing.height - height)\" width=\"9\" height=\"\(height)\" fill=\"#0b5563\"/>"
    }
}
