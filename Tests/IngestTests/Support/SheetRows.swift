import Registry
import TestSupport

@testable import Ingest

/// Lists as rows of a sheet.
enum SheetRows {
    static let header = SubmissionKind.payments.fields.map(\.header)

    static func cells(_ changes: [String: String] = [:]) -> [String] {
        let row = PaymentRow(changes)
        return SubmissionKind.payments.fields.map { row.cells[$0.key] ?? "" }
    }

    /// The header in row `first` and one row behind it, whose cells may be of other kinds than text.
    static func list(first: Int = 1, _ changes: [String: WorkbookFile.Cell] = [:]) -> [WorkbookFile.Row] {
        let keys = SubmissionKind.payments.fields.map(\.key)
        let texts = cells()
        let row = keys.indices.map { ($0 + 1, changes[keys[$0]] ?? .shared(texts[$0])) }
        return [
            WorkbookFile.Row(first, header.enumerated().map { ($0 + 1, .shared($1)) }), WorkbookFile.Row(first + 1, row),
        ]
    }

    static func file(first: Int = 1, _ changes: [String: WorkbookFile.Cell] = [:], styles: [String] = ["0"]) -> WorkbookFile {
        var file = WorkbookFile([WorkbookFile.Sheet("Danh sách", list(first: first, changes))])
        file.styles = styles
        return file
    }
}

/// The text of the first visible sheet, line by line.
func sheetLines(_ file: WorkbookFile, width: SheetText.Width = .asFilled) throws -> [String] {
    let archive = try ZipArchive(ByteSource(file.bytes))
    let workbook = try Workbook(archive, part: Workbook.partName(in: archive) ?? "")
    let text = try workbook.text(of: workbook.sheets[0], width: width).opening()
    return String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
        String.init)
}
