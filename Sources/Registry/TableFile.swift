package import Foundation

/// A tab-separated table with one header line, as our resources are kept.
package struct TableFile: Sendable {
    package let rows: [Row]

    package struct Row: Sendable {
        fileprivate let columns: [String: Int]
        fileprivate let cells: [String]

        /// Empty for a column the table does not have.
        package subscript(_ column: String) -> String {
            guard let index = columns[column], index < cells.count else { return "" }
            return cells[index]
        }
    }

    /// - Parameter url: A file that ships with the program. One that is missing is a broken installation, and ends it.
    package init(_ url: URL) {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            preconditionFailure("The installation is incomplete: \(url.lastPathComponent) is missing beside the program.")
        }
        // By bytes: splitting by characters looks for the border of each, which took most of the time of loading.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map {
            $0.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String(Substring($0)) }
        }
        let header = lines.first ?? []
        let columns = Dictionary(uniqueKeysWithValues: header.enumerated().map { ($1, $0) })
        rows = lines.dropFirst().map { Row(columns: columns, cells: $0) }
    }

    package init(geography name: String) { self.init(Bundle.module.bundleURL.appendingPathComponent("Geography/\(name).tsv")) }
    package init(catalogue name: String) {
        self.init(Bundle.module.bundleURL.appendingPathComponent("Catalogue/\(name).tsv"))
    }
}
