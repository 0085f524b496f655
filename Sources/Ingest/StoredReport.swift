import Foundation
package import Registry

/// The import report as it stands in the register: counts and words, never a value of a row.
package struct StoredReport: Codable, Sendable {
    package let outcome: String
    package let format: String?
    package let encoding: String?
    package let delimiter: String?
    package let headerLine: Int64?
    package var notes: [String: Int64]
    package var rejectedByClass: [String: Int64]
    package var rowsRepaired: Int64
    package let unknownColumns: [String]
    /// Not in reports of before.
    package var warnings: [WarningCount]?
    /// The headings of the file in its order, and the field that each was taken for. Not in reports of before.
    package var columns: [String]?
    package var columnKeys: [String?]?
    /// The submission that this one is a correction of.
    package var amends: Int64?
    /// How it repeats the submission before it.
    package var nearCopy: NearCopy?

    enum CodingKeys: String, CodingKey {
        case outcome, format, encoding, delimiter, notes, columns, amends, warnings
        case headerLine = "header_line"
        case rejectedByClass = "rejected_by_class"
        case rowsRepaired = "rows_repaired"
        case unknownColumns = "columns_unknown"
        case columnKeys = "column_keys"
        case nearCopy = "near_copy"
    }

    init(_ report: ImportReport) {
        outcome = report.outcome.rawValue
        format = report.format
        encoding = report.encoding
        delimiter = report.delimiter
        headerLine = report.headerLine
        notes = report.notes
        rejectedByClass = report.rejectedByReason
        rowsRepaired = report.rowsRepaired
        unknownColumns = report.unknownColumns
        warnings = report.warnings
        columns = report.columns
        columnKeys = report.columnKeys
    }

    /// `nil` for what is no report, such as that of a submission that is still open.
    package init?(json: String) {
        guard let report = try? JSONDecoder().decode(StoredReport.self, from: Data(json.utf8)) else { return nil }
        self = report
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
