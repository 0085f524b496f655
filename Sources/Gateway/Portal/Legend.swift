import Reporting

/// The key to a map: five classes and five states, each with its count, also when the count is nothing.
struct Legend: Sendable {
    struct Entry: Sendable {
        /// `class-1` … `class-5`, `zero`, `suppressed`, `not-reported`, `not-applicable`, `estimated`.
        let word: String
        let label: String
        let count: Int
        let fill: String
        let ink: String
        let mark: String
    }

    let classes: [Entry]
    let states: [Entry]

    init(_ values: [CellValue], breaks: ClassBreaks, indicator: Indicator, texts t: Texts) {
        let looks = values.map { CellLook($0, breaks: breaks) }
        let counts = looks.reduce(into: [:]) { $0[$1.word, default: 0] += 1 }
        classes = (1...ClassBreaks.classCount).map { number in
            let look = CellLook.valueClass(number, isEstimated: false)
            return Entry(
                word: look.word, label: Legend.range(number, breaks, indicator, t), count: counts[look.word] ?? 0,
                fill: look.fill,
                ink: look.ink, mark: "\(number)")
        }
        let plain: [(CellLook, String)] = [
            (.zero, "legend_zero"), (.suppressed, "legend_suppressed"), (.notReported, "legend_not_reported"),
            (.notApplicable, "legend_not_applicable"),
        ]
        let estimated = values.count { if case .estimated = $0 { true } else { false } }
        states =
            plain.map { look, key in
                Entry(
                    word: look.word, label: t(key), count: counts[look.word] ?? 0, fill: look.fill, ink: look.ink, mark: look.mark
                )
            } + [
                Entry(
                    word: "estimated", label: t("legend_estimated"), count: estimated, fill: "#ffffff", ink: "#1a1a1a", mark: "≈")
            ]
    }

    private static func range(_ number: Int, _ breaks: ClassBreaks, _ indicator: Indicator, _ t: Texts) -> String {
        guard breaks.isUsed[number - 1] else { return t("legend_unused") }
        let from = breaks.lower[number - 1]
        if indicator == .progress {
            return number == ClassBreaks.classCount
                ? "\(from)–\(breaks.upper) %" : t("legend_from_below", "\(from)", "\(breaks.lower[number]) %")
        }
        let isLast = number == ClassBreaks.classCount || !breaks.isUsed[number]
        let low = t.language.short(from)
        return isLast ? t("legend_from", low) : t("legend_from_below", low, t.language.short(breaks.lower[number]))
    }
}
