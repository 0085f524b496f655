import Registry

/// What the rows of a feed say of the feed: which province, month and payer most of them name, and the sum of the amounts.
final class FeedTally {
    private let provinceField: Int?
    private let periodField: Int?
    private let payerField: Int?
    private let amountField: Int?
    private var provinces = [Int64](repeating: 0, count: 100)
    private var periods: [Int64: Int64] = [:]
    private var lastPeriod: (packed: Int64, count: Int64) = (0, 0)
    private var payers: [String] = []
    private var payerCounts: [Int64] = []
    private let recentPayers = RecentCells()
    private var rows: Int64 = 0
    private var amount: Int64 = 0
    private var amountOverflowed = false

    /// Payers beyond this number are not told apart; a statement has one.
    private static let maxPayers = 256

    init(_ kind: SubmissionKind) {
        let fields = kind.fields
        provinceField = fields.firstIndex { $0.type == .province }
        periodField = kind == .payments || kind == .statement ? fields.firstIndex { $0.type == .period } : nil
        payerField = fields.firstIndex { $0.key == "don_vi" }
        amountField = fields.firstIndex { $0.type == .amount }
    }

    /// The sum of the amounts in đồng; `nil` for a kind without, or when no 64 bits hold it.
    var total: Int64? { amountField == nil || amountOverflowed ? nil : amount }

    func add(_ row: TypedRow) {
        rows += 1
        if let province = row.integer(provinceField), province < 100 { provinces[Int(province)] += 1 }
        if let period = row.integer(periodField) {
            if period == lastPeriod.packed { lastPeriod.count += 1 } else { change(to: period) }
        }
        if let payer = row.text(payerField) { count(payer) }
        if let value = row.integer(amountField) {
            let (sum, overflow) = amount.addingReportingOverflow(value)
            amount = sum
            if overflow { amountOverflowed = true }
        }
    }

    private func change(to period: Int64) {
        periods[lastPeriod.packed, default: 0] += lastPeriod.count
        lastPeriod = (period, 1)
    }

    private func count(_ payer: Bytes) {
        let position = recentPayers.answer(for: payer) { cell in
            let name = String(decoding: cell, as: UTF8.self)
            if let known = payers.firstIndex(of: name) { return known }
            guard payers.count < FeedTally.maxPayers else { return -1 }
            payers.append(name)
            payerCounts.append(0)
            return payers.count - 1
        }
        if position >= 0 { payerCounts[position] += 1 }
    }

    /// The province that at least nine rows in ten name.
    var province: Int? {
        guard rows > 0, let best = provinces.indices.max(by: { provinces[$0] < provinces[$1] }) else { return nil }
        return provinces[best] * 10 >= rows * 9 ? best : nil
    }

    /// The month that most rows name; between equals the latest.
    func period() -> Period? {
        change(to: 0)
        return periods.filter { $0.key > 0 && $0.value > 0 }.max { ($0.value, $0.key) < ($1.value, $1.key) }
            .flatMap { Period(packed: $0.key) }
    }

    var payer: String? {
        payerCounts.indices.max { payerCounts[$0] < payerCounts[$1] }.map { payers[$0] }
    }
}
