import Ingest
import Registry

/// An import report as the command line's contract prints it.
struct ImportReportJSON: Encodable {
    let report: ImportReport
    let file: String
    var rows: [CheckedRow]?
    var message: String?

    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: Key.self)
        try out.encode(file, forKey: Key("file"))
        try out.encode(report.outcome.rawValue, forKey: Key("outcome"))
        try out.encode(report.fileReason, forKey: Key("file_reason"))
        try out.encode(report.format, forKey: Key("format"))
        try out.encode(report.encoding, forKey: Key("encoding"))
        try out.encode(report.delimiter, forKey: Key("delimiter"))
        try out.encode(report.headerLine, forKey: Key("header_line"))
        try out.encode(report.kind?.rawValue, forKey: Key("kind"))
        try out.encode(report.rows.accepted, forKey: Key("rows_accepted"))
        try out.encode(report.rows.rejected, forKey: Key("rows_rejected"))
        try out.encode(report.rows.skipped, forKey: Key("rows_skipped"))
        try out.encode(report.rows.seen, forKey: Key("rows_seen"))
        try out.encode(report.rowsRepaired, forKey: Key("rows_repaired"))
        try out.encode(report.rejectedByReason, forKey: Key("rejected_by_class"))
        try out.encode(report.rejected.map(RejectionJSON.init), forKey: Key("rejected"))
        try out.encode(report.notes.keys.sorted(), forKey: Key("notes"))
        try out.encode(report.notes, forKey: Key("note_counts"))
        try out.encode(report.warnings, forKey: Key("warnings"))
        try out.encode(report.unknownColumns, forKey: Key("columns_unknown"))
        try out.encode(report.fileReasonFields, forKey: Key("columns_at_fault"))
        try out.encode(report.fileReasonLine, forKey: Key("line"))
        try out.encode(report.amountTotal, forKey: Key("amount_total"))
        try out.encode(message, forKey: Key("message"))
        if let rows { try out.encode(rows.map(RowJSON.init), forKey: Key("rows")) }
    }
}

private struct RejectionJSON: Encodable {
    let line: Int64
    let record: Int64
    let `class`: String
    let column: String?

    init(_ rejection: ImportReport.Rejection) {
        line = rejection.line
        record = rejection.record
        `class` = rejection.reason
        column = rejection.field
    }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: ImportReportJSON.Key.self)
        try out.encode(line, forKey: .init("line"))
        try out.encode(record, forKey: .init("record"))
        try out.encode(`class`, forKey: .init("class"))
        try out.encode(column, forKey: .init("column"))
    }
}

private struct RowJSON: Encodable {
    let row: CheckedRow

    init(_ row: CheckedRow) { self.row = row }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: ImportReportJSON.Key.self)
        try out.encode(row.line, forKey: .init("line"))
        for (key, value) in row.values {
            switch value {
            case nil: try out.encodeNil(forKey: .init(key))
            case .integer(let number): try out.encode(number, forKey: .init(key))
            case .text(let text): try out.encode(text, forKey: .init(key))
            }
        }
        try out.encode(row.notes, forKey: .init("notes"))
    }
}
