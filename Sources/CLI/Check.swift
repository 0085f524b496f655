import ArgumentParser
import Foundation
import Ingest
import Registry

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Đọc và kiểm tra tệp, không lưu gì.",
        discussion: """
            Reads and checks files and stores nothing. The kind of a file is found out from its header; --kind overrides.

            CSV, XML and XLSX, each also as .gz; the files of a .zip are checked one by one. What a file is, its first bytes say.
            XML may be a flat list, households with their members and payments inside (--kind chooses which of them are the rows), or
            what a bank returns by ISO 20022: pain.002, camt.053, camt.054.

            Ví dụ:  ansinh check DakLak_T9.csv
                    ansinh check --json --rows DakLak_T9.xlsx
                    ansinh check CaTinh_T9.zip
                    ansinh check --kind households DanhSachHo.xml
                    ansinh check --province 24 --period 2021-08 camt053.xml

            Mã thoát: 0 đã đọc (kể cả khi có dòng cần sửa) · 65 tệp bị từ chối · 66 không có tệp
            """)

    @OptionGroup var global: GlobalOptions
    @Flag(help: "In cả các dòng đã nhận (với --json) (also the accepted rows).")
    var rows = false
    @Option(
        help:
            "Loại tệp, nếu không để chương trình tự nhận ra: \(SubmissionKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: SubmissionKind?
    @Option(help: "Mã tỉnh của các dòng, nếu tệp ISO 20022 không ghi (province code).")
    var province: ProvinceArgument?
    @Option(help: "Kỳ của các dòng, dạng 2021-08, nếu tệp ISO 20022 không ghi (period).")
    var period: Period?
    @OptionGroup var gate: GateArguments
    @Argument(help: "Tệp CSV, XML, XLSX, .gz hoặc .zip gồm nhiều tệp.", completion: .file())
    var files: [String]

    func run() throws {
        var worst: Int32 = 0
        var documents: [ImportReportJSON] = []
        let bar = ProgressBar()
        let inputs = files.flatMap { FeedInput.all(at: $0) }
        let gate = try exitingWithStatus { try self.gate.read() }
        for input in inputs {
            do {
                documents.append(try check(input, gate, bar))
                bar.finish()
            } catch let error as ImportError {
                bar.finish()
                complain(error.message)
                worst = max(worst, error.exitCode)
            }
        }
        if gate.complainsOfMissing(inputs.map(\.name), global.lang) { worst = max(worst, ExitStatus.dataRefused.rawValue) }
        if documents.contains(where: { $0.report.outcome == .rejectFile }) { worst = max(worst, ExitStatus.dataRefused.rawValue) }
        try show(documents, isOne: inputs.count == 1 && !inputs[0].isPacked)
        if worst != 0 { throw ExitCode(worst) }
    }

    /// - Parameter isOne: One file was named, and it is no archive of several.
    private func show(_ documents: [ImportReportJSON], isOne: Bool) throws {
        guard global.json else {
            for document in documents {
                print(ImportReportText(report: document.report, file: document.file, lang: global.lang).text)
            }
            return
        }
        if isOne { try documents.first.map(printJSON) } else { try printJSON(documents) }
    }

    private func check(_ input: FeedInput, _ gate: Gate, _ bar: ProgressBar) throws -> ImportReportJSON {
        var accepted: [CheckedRow] = []
        let listener: ((CheckedRow) throws -> Void)? = rows ? { accepted.append($0) } : nil
        var options = ImportOptions(kind: kind, province: province?.code, period: period, today: todayInVietnam())
        try gate.set(&options, for: input.name)
        let report: ImportReport
        do {
            report = try FeedCheck(input, options: options).run(rows: listener, progress: bar.progress)
        } catch {
            guard let reason = error.fileReason else { throw error }
            report = ImportReport(refusedFor: reason)
        }
        let isRefused = report.outcome == .rejectFile
        let message = isRefused ? ImportReportText(report: report, file: input.name, lang: global.lang).refusal : nil
        return ImportReportJSON(
            report: report, file: input.name, rows: rows ? (isRefused ? [] : accepted) : nil, message: message)
    }
}
