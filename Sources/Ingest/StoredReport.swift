import Foundation

/// The import report as it stands in the register: counts and words, never a value of a row.
struct StoredReport: Encodable {
    let outcome: String
    let format: String?
    let encoding: String?
    let delimiter: String?
    let headerLine: Int64?
    let notes: [String: Int64]
    let rejectedByClass: [String: Int64]
    let rowsRepaired: Int64
    let unknownColumns: [String]

    enum CodingKeys: String, CodingKey {
        case outcome, format, encoding, delimiter, notes
        case headerLine = "header_line"
        case rejectedByClass = "rejected_by_class"
        case rowsRepaired = "rows_repaired"
        case unknownColumns = "columns_unknown"
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
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
