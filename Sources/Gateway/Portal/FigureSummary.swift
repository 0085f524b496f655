import Reporting

/// The map in words: how many provinces in which class, who is slowest, who is silent. For those who cannot or need not look.
struct FigureSummary: Sendable {
    let sentences: [String]
    let coverage: String

    init(_ release: PublishedRelease, _ state: PortalState, breaks: ClassBreaks, texts t: Texts) {
        let policy = release.policy(state.policy) ?? 0
        let time = release.time(state.time) ?? 0
        let areas = release.document.areas
        let cells = release.provinces.map { area in
            (name: areas[area].name, value: state.indicator.value(in: release.document[area: area, policy: policy, time: time]))
        }
        var out: [String] = []
        if let country = release.country {
            let value = state.indicator.value(in: release.document[area: country, policy: policy, time: time])
            if value.published != nil {
                out.append(t("summary_country", state.indicator.name(t), value.spoken(state.indicator, t)))
            }
        }
        out += FigureSummary.ranking(cells, state.indicator, breaks, t)
        out += FigureSummary.states(cells, t)
        sentences = out
        let reported = release.provinces.count { areas[$0].reporting != .silent }
        let without = release.provinces.count { areas[$0].reporting == .withoutStatement }
        coverage =
            t("coverage", "\(reported)", "\(release.provinces.count)")
            + (without > 0 ? t("coverage_without_statement", "\(without)") : "")
    }

    private static func ranking(
        _ cells: [(name: String, value: CellValue)], _ indicator: Indicator, _ breaks: ClassBreaks, _ t: Texts
    ) -> [String] {
        let known = cells.compactMap { cell in cell.value.published.map { (cell.name, $0) } }.sorted {
            ($0.1, $0.0) < ($1.1, $1.0)
        }
        guard known.count > 3 else { return [] }
        func listed(_ cells: some Sequence<(String, Int64)>) -> String {
            cells.map { "\($0.0) (\(indicator.withUnit($0.1, t)))" }.joined(separator: ", ")
        }
        guard indicator == .progress else { return [t("summary_greatest", listed(known.suffix(3).reversed()))] }
        let top = breaks.lower[ClassBreaks.classCount - 1]
        return [
            t("summary_top_class", "\(known.count { $0.1 >= top })", "\(top)"), t("summary_slowest", listed(known.prefix(3))),
        ]
    }

    private static func states(_ cells: [(name: String, value: CellValue)], _ t: Texts) -> [String] {
        let silent = cells.filter { $0.value == .notReported }.map(\.name)
        let hidden = cells.count { $0.value == .suppressed }
        var out: [String] = []
        if !silent.isEmpty {
            let names = silent.prefix(5).joined(separator: ", ") + (silent.count > 5 ? " …" : "")
            out.append(t("summary_silent", "\(silent.count)", names))
        }
        if hidden > 0 { out.append(t("summary_hidden", "\(hidden)")) }
        return out
    }
}
