import ArgumentParser
import Registry

struct FindingsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Liệt kê phát hiện của lượt đối chiếu mới nhất.")

    @OptionGroup var global: GlobalOptions

    @Option(help: "Chỉ một tỉnh, mã hai chữ số (tính cả hai bên của một cặp).")
    var province: ProvinceArgument?

    @Option(name: .customLong("class"), help: "Chỉ một loại: \(FindingClass.allCases.map(\.rawValue).joined(separator: ", ")).")
    var findingClass: FindingClass?

    @Option(help: "Kỳ, dạng 2021-08. Mặc định: lượt mới nhất.")
    var period: Period?

    @Option(help: "Bao nhiêu phát hiện (how many).")
    var limit = 50

    @Option(help: "Bỏ qua bao nhiêu phát hiện đầu (how many to skip).")
    var offset = 0

    func validate() throws {
        guard limit > 0, offset >= 0 else { throw ValidationError("--limit phải lớn hơn 0, --offset không được âm.") }
    }

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore(.readOnly)
            let (found, counts) = try store.read { connection in
                let register = RunRegister(connection)
                guard let run = try latestRun(register) else {
                    throw Failure(.inputMissing, "Chưa có lượt đối chiếu nào: hãy chạy ansinh reconcile trước.")
                }
                return (
                    try register.findings(
                        run: run.id, province: province?.code, findingClass: findingClass, offset: offset, limit: limit),
                    try register.counts(run: run.id, province: province?.code)
                )
            }
            if global.json { return try printJSON(found.map { FindingOutput($0, global.lang) }) }
            print(text(found, counts))
        }
    }

    /// The run of the province alone, or else that of the country.
    private func latestRun(_ register: RunRegister) throws -> Run? {
        if let country = try register.latest(period: period) { return country }
        guard let province else { return nil }
        return try register.latest(period: period, province: province.code)
    }

    private func text(_ found: [StoredFinding], _ counts: [(findingClass: FindingClass, count: Int64, amount: Dong)]) -> String {
        var table = TextTable(alignments: [.right, .left, .right, .left, .left])
        for stored in found {
            let finding = stored.finding
            let sentence = global.lang(finding.sentenceVietnamese, finding.sentenceEnglish)
            table.add([
                "\(stored.id)", global.lang(finding.findingClass.vietnamese, finding.findingClass.english),
                global.lang.money(finding.amount),
                AdministrativeUnit.text(finding.province, .province), verdictMark(stored) + sentence,
            ])
        }
        let shown = counts.filter { findingClass == nil || $0.findingClass == findingClass }
        let total = shown.reduce(0) { $0 + $1.count }
        let money = shown.reduce(Dong.zero) { $0 + $1.amount }
        let (listed, all, sum) = (global.lang.number(found.count), global.lang.number(total), global.lang.money(money))
        let foot = global.lang(
            "\(listed) trên \(all) phát hiện · \(sum) · xem: ansinh findings show SỐ",
            "\(listed) of \(all) findings · \(sum) · see: ansinh findings show ID")
        return table.text + "\n\n" + foot
    }

    private func verdictMark(_ stored: StoredFinding) -> String {
        stored.verdict.flatMap(Verdict.init).map { "[\(global.lang($0.vietnamese, $0.english))] " } ?? ""
    }
}

extension FindingClass: ExpressibleByArgument {}
extension Verdict: ExpressibleByArgument {}
