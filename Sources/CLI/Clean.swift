import ArgumentParser
import Foundation
import Ingest
import Registry

struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Chỉ đọc, không kiểm tra: ghi lại bảng bất kỳ thành CSV UTF-8.",
        discussion: """
            The reader alone: any table, any columns, any old Vietnamese encoding, written as composed UTF-8 with commas, header first.
            A .gz is inflated; of an .xlsx the first sheet that holds anything is taken. Blank lines and title lines above the table are left out; every record of the table is kept; one too long to hold refuses the file.

            Ví dụ:  ansinh clean Bang_cu.txt --out bang.csv

            Mã thoát: 0 xong · 65 không phải bảng, hoặc có dòng quá dài · 66 không có tệp · 73 không ghi được
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Bảng dạng văn bản, có thể nén .gz, hoặc XLSX.", completion: .file())
    var file: String
    @Option(help: "Tệp CSV sẽ ghi.")
    var out: String

    func run() throws {
        try exitingWithStatus {
            let bar = ProgressBar()
            defer { bar.finish() }
            let target = try OutputFile(out)
            let summary: TableCleaning.Summary
            do { summary = try TableCleaning(path: file).run(progress: bar.progress) { try target.write($0) } } catch let error
                as ImportError
            {
                target.discard()
                throw Failure(ExitStatus(rawValue: error.exitCode) ?? .inputOutput, error.message)
            } catch {
                target.discard()
                throw error
            }
            if let reason = summary.fileReason {
                target.discard()
                throw Failure(.dataRefused, ImportVocabulary.message(reason: reason) + " [\(reason)]")
            }
            try target.keep()
            if global.json { return try printJSON(CleanJSON(summary)) }
            tell(
                global.lang(
                    "Đã ghi \(global.lang.number(summary.records)) dòng vào \(out) (\(summary.encoding)).",
                    "Wrote \(global.lang.number(summary.records)) records to \(out) (\(summary.encoding))."))
        }
    }

    private struct CleanJSON: Encodable {
        let encoding: String
        let delimiter: String
        let records: Int64
        let titleLines: Int64

        enum CodingKeys: String, CodingKey {
            case encoding, delimiter, records
            case titleLines = "title_lines"
        }

        init(_ summary: TableCleaning.Summary) {
            encoding = summary.encoding
            delimiter = summary.delimiter
            records = summary.records
            titleLines = summary.titleLines
        }
    }
}
