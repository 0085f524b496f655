import Registry

/// Policies and sums against the catalogue of benefits.
///
/// The catalogue's rates are a national floor that a province may raise, and one payment may cover several months, so only what cannot be
/// is doubted: less than the rate, and more than three years of it.
struct AmountDoubts: ~Copyable {
    private let policy: Int?
    private let amount: Int?
    private let month: Int?
    private let period: Period?
    private let policies = PolicyCatalogue.builtIn.policies
    private let positions: [[UInt8]: Int]
    private let recent = RecentCells()
    private var rates: [Rate] = []
    private var unknown = LineTally()
    private var unusual = LineTally()

    private static let mostMonths: Int64 = 36

    /// What a policy is worth in one month; looked up once a policy and month.
    private struct Rate {
        var month: Int64 = -1
        /// Đồng, 0 where the catalogue gives none.
        var amount: Int64 = 0
    }

    init(_ fields: [Field], _ options: ImportOptions) {
        policy = fields.firstIndex { $0.key == "chinh_sach" }
        amount = policy == nil ? nil : fields.firstIndex { $0.type == .amount }
        // What a beneficiary is entitled to may have been raised since the month it began in.
        month = fields.firstIndex { $0.key == "ky_chi_tra" }
        period = options.period
        positions =
            policy == nil
            ? [:]
            : Dictionary(
                policies.enumerated().map { (Array($1.code.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        rates = Array(repeating: Rate(), count: policy == nil ? 0 : policies.count)
    }

    @inline(__always) mutating func look(_ row: TypedRow) {
        guard let policy, let cell = row.text(policy) else { return }
        let position = position(of: cell)
        guard position >= 0 else { return unknown.add(row.line) }
        guard let paid = row.integer(amount), let month = row.integer(month) ?? period.map({ Int64($0.packed) }) else { return }
        if rates[position].month != month { rates[position] = rate(policies[position], month) }
        let rate = rates[position].amount
        if rate > 0, paid < rate || paid > rate * AmountDoubts.mostMonths { unusual.add(row.line) }
    }

    @inline(__always) private borrowing func position(of cell: Bytes) -> Int {
        recent.answer(for: cell) { positions[Array($0)] ?? -1 }
    }

    private func rate(_ policy: Policy, _ month: Int64) -> Rate {
        guard let period = Period(packed: month) else { return Rate(month: month) }
        return Rate(month: month, amount: PolicyCatalogue.builtIn.amount(of: policy, in: period)?.amount ?? 0)
    }

    var warnings: [WarningCount] { [unknown.counted(as: .policyUnknown), unusual.counted(as: .amountUnusual)] }
}
