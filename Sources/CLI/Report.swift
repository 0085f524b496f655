import ArgumentParser
import Foundation
import Registry
import Reporting

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Làm báo cáo thành tệp.",
        discussion: """
            Ví dụ:  ansinh report reconciliation --period 2021-08 --out doi-chieu.html
                    ansinh report reconciliation --period 2021-08 --province 24 --out bac-giang.csv
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Loại báo cáo: \(ReportKind.list).") var kind: ReportKind
    @Option(help: "Kỳ, dạng 2021-08.") var period: Period
    @Option(help: "Mã tỉnh hai chữ số; bỏ trống cho cả nước.") var province: ProvinceArgument?
    @Option(help: "Tệp để ghi: .html hoặc .csv.") var out: String

    func validate() throws {
        guard format != nil else {
            throw ValidationError("Không biết ghi \(out): hãy đặt tên tệp kết thúc bằng .html hoặc .csv.")
        }
        if let province, Gazetteer.of(UnitList(for: period)).province(province.code) == nil {
            throw ValidationError("Không có tỉnh mang mã này trong danh mục của kỳ \(period).")
        }
    }

    func run() throws {
        let bytes = try exitingWithStatus { try content() }
        guard (try? Data(bytes).write(to: URL(fileURLWithPath: out), options: .atomic)) != nil else {
            complain(
                global.lang(
                    "Không ghi được \(out). Hãy xem thư mục có tồn tại và cho ghi không.",
                    "Cannot write \(out). See whether the folder exists and may be written."))
            throw ExitCode(ExitStatus.cannotCreate.rawValue)
        }
        if global.json { return try printJSON(Output(kind: kind.rawValue, period: period, out: out, bytes: bytes.count)) }
        print(global.lang("Đã ghi \(out)", "Wrote \(out)"))
    }

    private func content() throws -> [UInt8] {
        let store = try global.openStore(.readOnly)
        let language: ReportLanguage = global.lang == .vi ? .vietnamese : .english
        let report = ReconciliationReport(store: store)
        let run = try newestRun(store)
        return switch format ?? .html {
        case .html: Array(try report.html(run: run, province: province?.code, language: language).utf8)
        case .csv: try report.csv(run: run, province: province?.code, language: language)
        }
    }

    /// The newest run that covers what is asked for: of the country, or else of the province alone.
    private func newestRun(_ store: Store) throws -> Run {
        let run = try store.read { connection in
            let register = RunRegister(connection)
            return try register.latest(period: period)
                ?? province.flatMap { try register.latest(period: period, province: $0.code) }
        }
        guard let run else {
            throw Failure(
                .inputMissing,
                global.lang(
                    "Kỳ \(period) chưa được đối chiếu. Hãy chạy: ansinh reconcile --period \(period)",
                    "Period \(period) has not been reconciled. Run: ansinh reconcile --period \(period)"))
        }
        return run
    }

    private enum Format: String { case html, csv }
    private var format: Format? { Format(rawValue: URL(fileURLWithPath: out).pathExtension.lowercased()) }

    private struct Output: Encodable {
        let kind: String
        let period: Period
        let out: String
        let bytes: Int
    }
}

enum ReportKind: String, ExpressibleByArgument, CaseIterable {
    case reconciliation

    static let list = allCases.map(\.rawValue).joined(separator: ", ")
}
