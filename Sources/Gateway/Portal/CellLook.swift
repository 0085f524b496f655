import Reporting

/// How one value looks on the map, in the tiles and in the table: a class of colour, or one of the states that have no number.
enum CellLook: Sendable, Equatable {
    /// 1 to 5.
    case valueClass(Int, isEstimated: Bool)
    case zero, suppressed, notReported, notApplicable

    init(_ value: CellValue, breaks: ClassBreaks) {
        self =
            switch value {
            case .number(let number): .valueClass(breaks.classNumber(of: number), isEstimated: false)
            case .estimated(let number): .valueClass(breaks.classNumber(of: number), isEstimated: true)
            case .zero: .zero
            case .suppressed: .suppressed
            case .notReported: .notReported
            case .notApplicable: .notApplicable
            }
    }

    /// ColorBrewer YlGnBu with five classes: light is low, and it prints well in grey.
    var fill: String {
        switch self {
        case .valueClass(let number, _): CellLook.ramp[number - 1]
        case .zero: "#ffffff"
        case .suppressed: "url(#hatch)"
        case .notReported: "url(#dots)"
        case .notApplicable: "#d9d9d9"
        }
    }

    /// Text on the fill: at least 4.5 to 1 on every class.
    var ink: String {
        if case .valueClass(let number, _) = self, number == 5 { return "#ffffff" }
        return "#000000"
    }

    /// What stands in a province: the class, the zero, the sign of an estimate.
    var mark: String {
        switch self {
        case .valueClass(let number, let isEstimated): isEstimated ? "≈\(number)" : "\(number)"
        case .zero: "0"
        case .suppressed, .notReported, .notApplicable: ""
        }
    }

    /// `class-3`, `suppressed`: for style sheets and tests.
    var word: String {
        switch self {
        case .valueClass(let number, _): "class-\(number)"
        case .zero: "zero"
        case .suppressed: "suppressed"
        case .notReported: "not-reported"
        case .notApplicable: "not-applicable"
        }
    }

    private static let ramp = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"]
}

extension CellValue {
    /// As the table writes it, without the unit.
    func text(_ t: Texts) -> String {
        switch self {
        case .number(let value): t.language.grouped(value)
        case .estimated(let value): "≈\u{A0}" + t.language.grouped(value)
        case .zero: "0"
        case .suppressed: t("state_suppressed_short")
        case .notReported: t("state_not_reported")
        case .notApplicable: t("state_not_applicable")
        }
    }

    /// Money in millions of đồng, rounded: whole from ten millions up, else with one decimal.
    func millions(_ t: Texts) -> String {
        guard let value = published, value != 0 else { return text(t) }
        let tenths = (value + 50_000) / 100_000
        let number =
            value >= 10_000_000
            ? t.language.grouped((value + 500_000) / 1_000_000) : "\(tenths / 10)\(t.language(",", "."))\(tenths % 10)"
        if case .estimated = self { return "≈\u{A0}" + number }
        return number
    }

    /// As a sentence says it, with the unit.
    func spoken(_ indicator: Indicator, _ t: Texts) -> String {
        switch self {
        case .number(let value): indicator.withUnit(value, t)
        case .estimated(let value): "≈\u{A0}" + indicator.withUnit(value, t)
        case .zero: indicator.withUnit(0, t)
        case .suppressed: t("state_suppressed")
        case .notReported: t("state_not_reported")
        case .notApplicable: t("state_not_applicable")
        }
    }
}
