import ArgumentParser
import Ingest
import Registry

struct ProfilePreview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Mỗi cột được hiểu là gì, kèm ví dụ.",
        discussion: """
            Shows what every column is taken for, with examples as they were understood, and how many rows are refused for it.
            The examples are data of people: they are shown to you, and written nowhere.

            Ví dụ:  ansinh profile preview DS_TinhX.csv --profile tinh-x.yaml

            Mã thoát: 0 đọc được · 65 tệp bị từ chối (các cột vẫn được in nếu tìm thấy tiêu đề), hoặc hồ sơ sai · 66 không có tệp
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var input: PreviewedFile

    func run() throws {
        try exitingWithStatus {
            let preview = try input.preview()
            let text = ImportReportText(report: preview.report, file: input.name, lang: global.lang)
            if global.json {
                try printJSON(PreviewJSON(preview: preview, file: input.name))
            } else {
                print(table(preview))
                if preview.report.outcome == .accept { print(text.text) }
            }
            if preview.report.outcome == .rejectFile {
                complain(text.refusal)
                throw ExitCode(ExitStatus.dataRefused.rawValue)
            }
        }
    }

    private func table(_ preview: FilePreview) -> String {
        let lang = global.lang
        var table = TextTable([
            .init(lang("Cột", "Column"), .right), .init(lang("Tiêu đề trong tệp", "Heading")),
            .init(lang("Hiểu là", "Taken for")),
            .init(lang("Trường", "Field")), .init(lang("Dòng sai", "Wrong rows"), .right), .init(lang("Ví dụ", "Examples")),
        ])
        for (index, column) in preview.columns.enumerated() {
            table.add([
                "\(index + 1)", column.heading, column.field.map { $0.header } ?? lang("(để riêng)", "(kept aside)"),
                column.field?.key ?? "-", column.wrong == 0 ? "" : lang.number(column.wrong),
                column.examples.map { $0.count > 30 ? $0.prefix(29) + "…" : $0 }.joined(separator: " | "),
            ])
        }
        for field in preview.missing { table.add(["", lang("(thiếu)", "(missing)"), field.header, field.key, "", ""]) }
        return table.text
    }
}

private struct PreviewJSON: Encodable {
    let preview: FilePreview
    let file: String

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: ImportReportJSON.Key.self)
        let report = preview.report
        try out.encode(file, forKey: .init("file"))
        try out.encode(report.outcome.rawValue, forKey: .init("outcome"))
        try out.encode(report.fileReason, forKey: .init("file_reason"))
        try out.encode(report.kind?.rawValue, forKey: .init("kind"))
        try out.encode(report.encoding, forKey: .init("encoding"))
        try out.encode(report.headerLine, forKey: .init("header_line"))
        try out.encode(preview.columns.enumerated().map { ColumnJSON(number: $0 + 1, column: $1) }, forKey: .init("columns"))
        try out.encode(preview.missing.map(\.key), forKey: .init("missing"))
    }

    private struct ColumnJSON: Encodable {
        let number: Int
        let column: FilePreview.Column

        func encode(to encoder: any Encoder) throws {
            var out = encoder.container(keyedBy: ImportReportJSON.Key.self)
            try out.encode(number, forKey: .init("column"))
            try out.encode(column.heading, forKey: .init("heading"))
            try out.encode(column.field?.key, forKey: .init("key"))
            try out.encode(column.examples, forKey: .init("examples"))
            try out.encode(column.wrong, forKey: .init("rows_rejected"))
        }
    }
}
