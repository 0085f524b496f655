import ArgumentParser
import Foundation
import Registry
import Simulation

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Làm ra một đất nước giả định: danh sách của từng tỉnh, bảng kê chi trả, dữ liệu quốc gia và đáp án.",
        discussion: """
            Writes what the provinces, the payers and the national registers of a made-up country would send for one month, and truth/:
            who is who, and the class of every payment. The same options always give the same bytes.

            Ví dụ:  ansinh simulate --out demo --households 20000 --provinces 01,24
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Thư mục kết quả (output directory): trống, hoặc của lần mô phỏng trước.")
    var out: String

    @Option(help: "Số hộ gia đình.")
    var households = 20_000

    @Option(help: "Mã tỉnh, cách nhau bằng dấu phẩy, hoặc all.")
    var provinces = "all"

    @Option(help: "Kỳ chi trả, YYYY-MM.")
    var period = Period(year: 2021, month: 8)!  // a real month

    @Option(help: "Hạt giống (seed): cùng hạt giống thì cùng kết quả.")
    var seed: UInt64 = 1

    @Option(help: "Mức độ lỗi của tệp (mess): none, realistic hoặc harsh.")
    var mess: Mess = .realistic

    @Option(help: "Định dạng tệp của các tỉnh (format): csv, xml hoặc mixed.")
    var format: FeedFormat = .mixed

    func validate() throws {
        guard households > 0 else { throw ValidationError("--households phải là số lớn hơn 0.") }
        guard provinces == "all" || provinceCodes.allSatisfy({ $0 != nil }) else {
            throw ValidationError("--provinces cần mã tỉnh hai chữ số, cách nhau bằng dấu phẩy (01,24), hoặc all.")
        }
    }

    func run() throws {
        let bar = ProgressBar()
        let options = SimulationOptions(
            households: households, provinces: provinces == "all" ? nil : provinceCodes.compactMap { $0?.code }, period: period,
            seed: seed,
            mess: mess, format: format)
        let summary = try exitingWithStatus {
            defer { bar.finish() }
            do throws(SimulationError) {
                return try Simulation(options: options, directory: out).run(progress: bar.progress)
            } catch {
                throw Failure(error.status, error.message)
            }
        }
        if global.json { try printJSON(summary) } else { print(text(summary)) }
    }

    private var provinceCodes: [ProvinceArgument?] {
        provinces.split(separator: ",", omittingEmptySubsequences: false).map { ProvinceArgument(argument: String($0)) }
    }

    private func text(_ summary: SimulationSummary) -> String {
        func count(_ value: Int) -> String { global.lang.number(value) }
        let payments = summary.truth.payments["approved"]?.values.reduce(0) { $0 + $1.rows } ?? 0
        let lines = summary.truth.payments["paid"]?.values.reduce(0) { $0 + $1.rows } ?? 0
        return global.lang(
            """
            Đã ghi \(count(summary.files)) tệp vào \(out): \(count(summary.households)) hộ, \(count(summary.members)) thành viên, \
            \(count(summary.beneficiaries)) đối tượng, \(global.lang.number(payments)) dòng chi trả, \(global.lang.number(lines)) dòng bảng kê.
            Tiếp theo: ansinh ingest theo thứ tự trong \(out)/manifest.json; đáp án ở \(out)/truth/.
            """,
            """
            Wrote \(count(summary.files)) files to \(out): \(count(summary.households)) households, \(count(summary.members)) members, \
            \(count(summary.beneficiaries)) beneficiaries, \(global.lang.number(payments)) payment rows, \(global.lang.number(lines)) statement lines.
            Next: ansinh ingest in the order of \(out)/manifest.json; the answers are in \(out)/truth/.
            """)
    }
}

extension Mess: ExpressibleByArgument {}
extension FeedFormat: ExpressibleByArgument {}

extension SimulationError {
    fileprivate var status: ExitStatus {
        switch self {
        case .unknownProvince, .tooManyHouseholds, .noPolicies: .usage
        case .foreignDirectory, .cannotCreate, .diskFull: .cannotCreate
        }
    }
}
