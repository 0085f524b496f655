import Foundation
import Reporting

/// The table of the same cells as the map: one row a province, the country first.
struct FigureTable: Sendable {
    struct Header: Sendable {
        let label: String
        let unit: String?
        let href: String
        /// `ascending`, `descending` or `none`, as ARIA says it.
        let order: String
        let arrow: String
        let isNumber: Bool
        /// Whether it is the indicator that the map shows: on a narrow screen the only one beside the name.
        let isChosen: Bool
    }

    struct Row: Sendable {
        let name: String
        let href: String
        let isCountry: Bool
        let cells: [Cell]
        /// What the province has sent; left out beside the map.
        let reporting: Reporting?
        /// Width of the progress bar out of 60, where there is a number.
        let bar: Int?
        let why: String?
    }

    struct Reporting: Sendable {
        let words: String
        let isSilent: Bool
    }

    struct Cell: Sendable {
        let text: String
        /// `number` or a word of ``CellLook``, for the style sheet.
        let word: String
        let isChosen: Bool
    }

    let headers: [Header]
    let hasReporting: Bool
    let rows: [Row]

    /// - Parameter isBrief: Money in millions, for a table beside the map.
    init(
        _ release: PublishedRelease, _ state: PortalState, columns: [Indicator], path: String, isBrief: Bool = false,
        texts t: Texts
    ) {
        headers =
            [FigureTable.header(.name, label: t("column_province"), unit: nil, path, state)]
            + columns.map { indicator in
                let column = TableSort.Column(rawValue: indicator.rawValue) ?? .name
                return FigureTable.header(
                    column, label: indicator.name(t), unit: isBrief && indicator.isMoney ? t("unit_million") : indicator.unit(t),
                    path, state)
            }
        hasReporting = !isBrief
        let order = FigureTable.order(release, state)
        rows =
            (release.country.map { [$0] } ?? []).map { FigureTable.row($0, release, state, columns, isBrief, t) }
            + order.map { FigureTable.row($0, release, state, columns, isBrief, t) }
    }

    /// Provinces in the order that was asked for: numbers first, then those without one; equal ones by name.
    static func order(_ release: PublishedRelease, _ state: PortalState) -> [Int] {
        guard let policy = release.policy(state.policy), let time = release.time(state.time) else { return [] }
        let byName = release.provinces.sorted {
            FoldedText.comesBefore(release.document.areas[$0].name, release.document.areas[$1].name)
        }
        guard let indicator = Indicator(rawValue: state.sort.column.rawValue) else {
            return state.sort.isDescending ? byName.reversed() : byName
        }
        func value(_ area: Int) -> Int64? {
            indicator.value(in: release.document[area: area, policy: policy, time: time]).published
        }
        let known = byName.filter { value($0) != nil }.enumerated().sorted { left, right in
            let (a, b) = (value(left.element) ?? 0, value(right.element) ?? 0)
            return a == b ? left.offset < right.offset : (a < b) != state.sort.isDescending
        }
        return known.map(\.element) + byName.filter { value($0) == nil }
    }

    private static func header(_ column: TableSort.Column, label: String, unit: String?, _ path: String, _ state: PortalState)
        -> Header
    {
        let isCurrent = state.sort.column == column
        // A first click shows names from A, and numbers from the greatest.
        let next = TableSort(column, descending: isCurrent ? !state.sort.isDescending : column != .name)
        let order = !isCurrent ? "none" : state.sort.isDescending ? "descending" : "ascending"
        return Header(
            label: label, unit: unit, href: state.link(path) { $0.sort = next } + "#bang", order: order,
            arrow: !isCurrent ? "" : state.sort.isDescending ? "▼" : "▲", isNumber: column != .name,
            isChosen: column.rawValue == state.indicator.rawValue)
    }

    private static func row(
        _ area: Int, _ release: PublishedRelease, _ state: PortalState, _ columns: [Indicator], _ isBrief: Bool, _ t: Texts
    ) -> Row {
        let place = release.document.areas[area]
        let cell = release.document[area: area, policy: release.policy(state.policy) ?? 0, time: release.time(state.time) ?? 0]
        let isCountry = place.code == "VN"
        let page = isCountry ? "/bang" : "/tinh/\(place.slug)"
        return Row(
            name: isCountry ? t("whole_country") : place.name, href: state.link(page), isCountry: isCountry,
            cells: columns.map { indicator in
                let value = indicator.value(in: cell)
                return Cell(
                    text: isBrief && indicator.isMoney ? value.millions(t) : value.text(t),
                    word: value.published == nil ? value.state : "number", isChosen: indicator == state.indicator)
            },
            reporting: isBrief
                ? nil
                : Reporting(
                    words: isCountry ? "" : t("reporting_\(place.reporting.rawValue)_short"),
                    isSilent: place.reporting == .silent && !isCountry),
            bar: cell.progress.published.map { Int(min(max($0, 0), 100) * 60 / 100) },
            why: isCountry ? nil : state.link(page) + "#ho-chieu")
    }
}

/// Vietnamese names in the order of Vietnamese books: by letters first, tones after.
enum FoldedText {
    static func comesBefore(_ left: String, _ right: String) -> Bool {
        let (a, b) = (key(left), key(right))
        return a == b ? left < right : a.lexicographicallyPrecedes(b)
    }

    private static let alphabet: [Character: UInt8] = {
        let letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
        return Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, UInt8($0 + 10)) })
    }()

    /// Letters without tone marks, as their places in the alphabet.
    private static func key(_ name: String) -> [UInt8] {
        name.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
            .filter { ![0x300, 0x301, 0x303, 0x309, 0x323].contains($0.value) }
            .reduce(into: String.UnicodeScalarView()) { $0.append($1) }
            .description.precomposedStringWithCanonicalMapping
            .map { alphabet[$0] ?? 0 }
    }
}
