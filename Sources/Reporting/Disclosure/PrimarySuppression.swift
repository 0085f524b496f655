/// The frequency rule: a cell with contributors, but fewer than its threshold, speaks of persons whom their neighbours can name.
///
/// Hundepool et al., *Statistical Disclosure Control* (2012), section 4.2.
struct FrequencyRule: Sendable {
    func isSensitive(_ count: Int64, threshold: Int64) -> Bool { count > 0 && count < threshold }
}

/// The dominance rule with *n* = 1: one contributor stands for more than `percent` of the amount, so the amount is nearly theirs.
///
/// Hundepool et al., *Statistical Disclosure Control* (2012), section 4.2.
struct DominanceRule: Sendable {
    var percent: Int64 = 80

    func isSensitive(largest: Int64, of total: Int64) -> Bool {
        total > 0 && largest.multipliedFullWidth(by: 100) > total.multipliedFullWidth(by: percent)
    }
}

private func > (left: (high: Int64, low: UInt64), right: (high: Int64, low: UInt64)) -> Bool {
    left.high != right.high ? left.high > right.high : left.low > right.low
}

/// Finds the cells that are sensitive by themselves. Count, amount and ratio of one cell share the verdict: with flat rates an amount
/// divided by the rate is the count.
struct PrimarySuppression: Sendable {
    var frequency = FrequencyRule()
    var dominance = DominanceRule()

    /// - Returns: One verdict a cell, in the table's order.
    func suppressed(in table: CellTable) -> [Bool] {
        table.cells.indices.map { isSensitive($0, in: table) }
    }

    private func isSensitive(_ index: Int, in table: CellTable) -> Bool {
        if table.isNationalOnly(index) { return true }
        let cell = table.cells[index]
        let threshold = table.threshold(index)
        let counts = [cell.beneficiaries, cell.households, cell.paidPersons, cell.paidHouseholds]
        return counts.contains { frequency.isSensitive($0, threshold: threshold) }
            || dominance.isSensitive(largest: cell.largestApproved, of: cell.approved)
            || dominance.isSensitive(largest: cell.largestPaid, of: cell.paid)
    }
}
