import Foundation
import Reporting

/// What the public pages show, wholly in the address: the same link gives the same page to everybody.
struct PortalState: Hashable, Sendable {
    var policy: String
    var time: String
    var indicator: Indicator = .progress
    var view: View = .map
    var sort: TableSort = .init()
    var language: PageLanguage = .vi

    enum View: String, CaseIterable, Sendable { case map, tiles }

    /// Reads a query. What is left out takes its default: everything, the whole period, progress.
    /// - Returns: `nil` for a policy, week, indicator or view that the release does not have.
    init?(_ query: [String: String], release: PublishedRelease) {
        let document = release.document
        guard let firstPolicy = document.policies.first?.code, let lastTime = document.times.last?.code else { return nil }
        policy = query["policy"] ?? firstPolicy
        time = query["time"] ?? lastTime
        guard release.policy(policy) != nil, release.time(time) != nil else { return nil }
        guard let indicator = PortalState.choice(Indicator.self, query["indicator"], .progress),
            let view = PortalState.choice(View.self, query["view"], .map),
            let language = PortalState.choice(PageLanguage.self, query["lang"], .vi),
            let sort = TableSort(query["sort"])
        else { return nil }
        self.indicator = indicator
        self.view = view
        self.language = language
        self.sort = sort
    }

    private static func choice<T: RawRepresentable<String>>(_ type: T.Type, _ word: String?, _ fallback: T) -> T? {
        guard let word else { return fallback }
        return T(rawValue: word)
    }

    /// The query of this state, always in the same order.
    var query: String {
        var parts = [("policy", policy), ("time", time), ("indicator", indicator.rawValue), ("view", view.rawValue)]
        if sort != TableSort() { parts.append(("sort", sort.description)) }
        if language != .vi { parts.append(("lang", language.rawValue)) }
        return parts.map { "\($0)=\(QueryText.encoded($1))" }.joined(separator: "&")
    }

    func link(_ path: String, _ change: (inout PortalState) -> Void = { _ in }) -> String {
        var next = self
        change(&next)
        return "\(path)?\(next.query)"
    }
}

/// The order of the table: by a column, ascending or (`-`) descending.
struct TableSort: Hashable, Sendable, CustomStringConvertible {
    enum Column: String, CaseIterable, Sendable { case name, beneficiaries, households, approved, paid, progress }

    var column: Column = .name
    var isDescending = false

    init(_ column: Column = .name, descending: Bool = false) {
        self.column = column
        isDescending = descending
    }

    init?(_ word: String?) {
        guard let word else {
            self.init()
            return
        }
        guard let column = Column(rawValue: word.hasPrefix("-") ? String(word.dropFirst()) : word) else { return nil }
        self.init(column, descending: word.hasPrefix("-"))
    }

    var description: String { (isDescending ? "-" : "") + column.rawValue }
}

/// Text inside an address.
enum QueryText {
    private static let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    static func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: plain) ?? "" }
}
