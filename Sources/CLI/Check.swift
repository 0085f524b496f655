import ArgumentParser
import Foundation
import Ingest
import Registry

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Đọc và kiểm tra tệp, không lưu gì.",
        discussion: """
            Reads and checks files and stores nothing. The kind of a file is found out from its header; --kind overrides.

            Ví dụ:  ansinh check DakLak_T9.csv
                    ansinh check --json --rows DakLak_T9.xml

            Mã thoát: 0 đã đọc (kể cả khi có dòng cần sửa) · 65 tệp bị từ chối · 66 không có tệp
            """)

    @OptionGroup var global: GlobalOptions
    @Flag(help: "In cả các dòng đã nhận (với --json) (also the accepted rows).")
    var rows = false
    @Option(
        help:
            "Loại tệp, nếu không để chương trình tự nhận ra: \(SubmissionKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: SubmissionKind?
    @Argument(help: "Tệp CSV hoặc XML.", completion: .file())
    var files: [String]

    func run() throws {
        var worst: Int32 = 0
        var documents: [ImportReportJSON] = []
        let bar = ProgressBar()
        for file in files {
            do throws(ImportError) {
                documents.append(try check(file, bar))
                bar.finish()
            } catch {
                bar.finish()
                complain(error.message)
                worst = max(worst, error.exitCode)
            }
        }
        if documents.contains(where: { $0.report.outcome == .rejectFile }) { worst = max(worst, ExitStatus.dataRefused.rawValue) }
        try show(documents)
        if worst != 0 { throw ExitCode(worst) }
    }

    private func show(_ documents: [ImportReportJSON]) throws {
        guard global.json else {
            for document in documents {
                print(ImportReportText(report: document.report, file: document.file, lang: global.lang).text)
            }
            return
        }
        if files.count == 1 { try documents.first.map(printJSON) } else { try printJSON(documents) }
    }

    private func check(_ file: String, _ bar: ProgressBar) throws(ImportError) -> ImportReportJSON {
        var accepted: [CheckedRow] = []
        let listener: ((CheckedRow) throws -> Void)? = rows ? { accepted.append($0) } : nil
        let options = ImportOptions(kind: kind, today: todayInVietnam())
        let report = try FeedCheck(path: file, options: options).run(rows: listener, progress: bar.progress)
        let isRefused = report.outcome == .rejectFile
        let message = isRefused ? ImportReportText(report: report, file: name(file), lang: global.lang).refusal : nil
        return ImportReportJSON(
            report: report, file: name(file), rows: rows ? (isRefused ? [] : accepted) : nil, message: message)
    }

    private func name(_ file: String) -> String { URL(fileURLWithPath: file).lastPathComponent }
}
