import ArgumentParser
import Foundation
import Reconcile
import Registry

struct ReconcileVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Đối chiếu: người với dữ liệu quốc gia, chi trả với danh sách duyệt.",
        discussion: """
            Links people to the national records, finds duplicates and rule breaks, and puts every đồng into one class.

            Danh sách không gửi lại từ lượt trước thì giữ liên kết của lượt trước, chỉ danh sách mới được ghép; --relink ghép lại tất cả. Dữ \
            liệu dân cư hay bảo hiểm mới, hoặc hơn nửa số dòng là mới, thì lượt chạy tự ghép lại tất cả.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Kỳ, dạng 2021-08. Mặc định: kỳ mới nhất có danh sách chi trả.")
    var period: Period?

    @Option(help: "Chỉ một tỉnh, mã hai chữ số.")
    var province: ProvinceArgument?

    @Option(help: "Thư mục truth/ của ansinh simulate: đo độ đúng.")
    var truth: String?

    @Flag(help: "Ghép lại mọi danh sách, không giữ liên kết của lượt trước.")
    var relink = false

    @Flag(help: "Không làm ngay: xếp vào hàng đợi cho dịch vụ hoặc ansinh work.")
    var queue = false

    func validate() throws {
        if queue, truth != nil { throw ValidationError("--queue không đi cùng --truth.") }
    }

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore()
            defer { try? store.close() }
            if queue { return try enqueue(store) }
            let bar = ProgressBar()
            let summary = try reconcile(store, bar)
            bar.finish()
            let measurement = try truth.map { try measure(summary, store, $0) }
            if global.json {
                for warning in ReconciliationText(summary: summary, language: global.lang).warnings { tell(warning) }
                try printJSON(ReconcileOutput(summary: summary, truth: measurement))
            } else {
                print(ReconciliationText(summary: summary, language: global.lang).text)
                if let measurement { print("\n" + TruthText(measurement: measurement, language: global.lang).text) }
            }
        }
    }

    private func enqueue(_ store: Store) throws {
        let order = ReconcileOrder(period: try period ?? newestPeriod(store), province: province?.code, relinking: relink)
        let job = try store.write { try JobQueue($0).add(try order.request(actor: "cli")) }
        if global.json { return try printJSON(["job": "\(job.id)", "state": job.state.rawValue]) }
        print(global.lang("Đã xếp vào hàng đợi: việc \(job.id). Xem: ansinh jobs", "Queued as job \(job.id). See: ansinh jobs"))
    }

    private func reconcile(_ store: Store, _ bar: ProgressBar) throws -> ReconciliationSummary {
        do {
            return try Reconciliation(store: store).run(
                period: try period ?? newestPeriod(store), province: province?.code, relinking: relink, actor: NSUserName(),
                progress: bar.progress)
        } catch let error as NothingToReconcile { throw Failure(.inputMissing, error.description) } catch let error
            as ControlTotalMismatch
        {
            throw Failure(.dataRefused, error.description)
        }
    }

    private func measure(_ summary: ReconciliationSummary, _ store: Store, _ directory: String) throws -> TruthScores {
        do { return try TruthMeasurement(store: store, directory: directory).measure(summary) } catch let error as TruthMissing {
            throw Failure(.inputMissing, error.description)
        }
    }

    private func newestPeriod(_ store: Store) throws -> Period {
        let periods = try store.read { connection in
            try SubmissionRegister(connection).current(.payments, period: nil, province: province?.code).map(\.period)
        }
        guard let newest = periods.max() else {
            throw Failure(
                .inputMissing, "Chưa có danh sách chi trả nào trong kho: hãy nạp bằng ansinh ingest, hoặc ghi --period.")
        }
        return newest
    }
}

/// The summary, with the measurement beside it when there was a truth to measure against.
private struct ReconcileOutput: Encodable {
    let summary: ReconciliationSummary
    let truth: TruthScores?

    enum CodingKeys: CodingKey { case truth }

    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(truth, forKey: .truth)
    }
}
