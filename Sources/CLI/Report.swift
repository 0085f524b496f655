import ArgumentParser
import Foundation
import Registry
import Reporting

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Làm báo cáo thành tệp.",
        discussion: """
            reconciliation   kết quả đối chiếu chi trả của kỳ (cần đã chạy ansinh reconcile)
            movement         biến động giữa hai danh sách kế tiếp: mới, ra, chuyển, chết, tách hộ, nhập hộ, đổi diện, đổi mức

            Ví dụ:  ansinh report reconciliation --period 2021-08 --out doi-chieu.html
                    ansinh report movement --period 2021-09 --province 24 --out bien-dong-bac-giang.csv
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
        let made = try exitingWithStatus { try make() }
        let bytes = content(of: made.document)
        guard (try? Data(bytes).write(to: URL(fileURLWithPath: out), options: .atomic)) != nil else {
            complain(
                global.lang(
                    "Không ghi được \(out). Hãy xem thư mục có tồn tại và cho ghi không.",
                    "Cannot write \(out). See whether the folder exists and may be written."))
            throw ExitCode(ExitStatus.cannotCreate.rawValue)
        }
        if global.json {
            return try printJSON(
                Output(kind: kind.rawValue, period: period, out: out, bytes: bytes.count, movement: made.movement))
        }
        print(global.lang("Đã ghi \(out)", "Wrote \(out)"))
    }

    // MARK: Kinds

    private struct Made {
        let document: ReportDocument
        var movement: MovementSummary?
    }

    /// Each kind finds for itself what it reports on.
    private func make() throws -> Made {
        let store = try global.openStore(.readOnly)
        defer { try? store.close() }
        return switch kind {
        case .reconciliation: Made(document: try reconciliation(store))
        case .movement: try movement(store)
        }
    }

    private func reconciliation(_ store: Store) throws -> ReportDocument {
        try ReconciliationReport(store: store).document(run: newestRun(store), province: province?.code, language: language)
    }

    private func movement(_ store: Store) throws -> Made {
        let bar = ProgressBar()
        defer { bar.finish() }
        let made = try MovementReport(store: store).document(
            period: period, province: province?.code, language: language, progress: bar.progress)
        guard let made else {
            throw Failure(
                .inputMissing,
                global.lang(
                    "Chưa có danh sách thành viên nào đến kỳ \(period). Hãy chạy: ansinh ingest --kind members …",
                    "There is no list of members up to \(period). Run: ansinh ingest --kind members …"))
        }
        return Made(document: made.document, movement: made.summary)
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

    // MARK: Formats

    private func content(of document: ReportDocument) -> [UInt8] {
        switch format ?? .html {
        case .html: Array(document.html.utf8)
        case .csv: document.csv
        }
    }

    private enum Format: String { case html, csv }
    private var format: Format? { Format(rawValue: URL(fileURLWithPath: out).pathExtension.lowercased()) }
    private var language: ReportLanguage { global.lang == .vi ? .vietnamese : .english }

    private struct Output: Encodable {
        let kind: String
        let period: Period
        let out: String
        let bytes: Int
        /// Counts by class; for the movement report only.
        let movement: MovementSummary?
    }
}

enum ReportKind: String, ExpressibleByArgument, CaseIterable {
    case reconciliation, movement

    static let list = allCases.map(\.rawValue).joined(separator: ", ")
}
