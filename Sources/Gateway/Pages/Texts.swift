import Foundation
import Registry

/// Every text of the pages in one language, from `Pages/Texts/*.tsv` (key, Vietnamese, English).
package struct Texts: Sendable {
    let language: PageLanguage
    /// What templates see as `t`.
    let table: [String: String]

    package static let vietnamese = Texts(.vi)
    package static let english = Texts(.en)

    static func of(_ language: PageLanguage) -> Texts { language == .vi ? vietnamese : english }

    private init(_ language: PageLanguage) {
        self.language = language
        let folder = Bundle.module.bundleURL.appendingPathComponent("Texts")
        let rows = ["portal", "officers"].flatMap { TableFile(folder.appendingPathComponent("\($0).tsv")).rows }
        table = Dictionary(rows.map { ($0["key"], $0[language.rawValue]) }) { first, _ in first }
    }

    /// The text of `key`, with `{0}`, `{1}` … replaced by `values`. An unknown key shows itself, and fails a test.
    func callAsFunction(_ key: String, _ values: String...) -> String {
        guard var text = table[key] else { return "⟦\(key)⟧" }
        for (index, value) in values.enumerated() { text = text.replacingOccurrences(of: "{\(index)}", with: value) }
        return text
    }
}
