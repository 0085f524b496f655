/// The transactions that a status report lists, and what it states of the message that it answers.
///
/// A report may list exceptions only, or what is new since the last one, so fewer than stated is no contradiction: the original counts all
/// transactions, and the count of a status those of earlier reports too. More than stated is one, and where all are listed the sums
/// must agree.
struct ReportedTotals {
    private struct Count {
        var count = 0
        /// Of the amounts as they are written, whatever the currency; `nil` when one of them is not told.
        var sum: Int128? = 0

        mutating func add(_ amount: MessageAmount?) {
            count += 1
            sum = sum.flatMap { sum in amount.map { sum + $0.scaled } }
        }

        func contradicts(_ stated: (count: Int?, sum: MessageAmount?)) -> Bool {
            guard let total = stated.count else { return false }
            if count != total { return count > total }
            guard count > 0, let sum, let statedSum = stated.sum else { return false }
            return sum != statedSum.scaled
        }
    }

    private var listed = Count()
    private var listedByStatus: [String: Count] = [:]
    private var statedByStatus: [String: (count: Int?, sum: MessageAmount?)] = [:]

    mutating func add(_ amount: MessageAmount?, status: String) {
        listed.add(amount)
        listedByStatus[status, default: Count()].add(amount)
    }

    /// What an element of the count per status says.
    mutating func state(_ values: MessageValues) {
        guard let status = values.first(.statedStatus) else { return }
        statedByStatus[status] = ReportedTotals.stated(values)
    }

    private static func stated(_ values: MessageValues) -> (count: Int?, sum: MessageAmount?) {
        (values.first(.statedCount).flatMap { Int($0) }, values.first(.statedSum).flatMap { MessageAmount($0) })
    }

    /// - Parameter values: Those of the level whose transactions were added.
    func contradict(_ values: MessageValues) -> Bool {
        listed.contradicts(ReportedTotals.stated(values))
            || statedByStatus.contains { listedByStatus[$0.key]?.contradicts($0.value) ?? false }
    }
}

/// The entries of a statement or a notification, held against its summary.
///
/// Banks count entries or the transactions in them, and add up amounts with or without regard to the side; any of these is right.
/// A summary of which this is one page of several says nothing about it.
struct EntryTotals {
    private struct Side {
        var entries = 0
        var transactions = 0
        var sum: Int128? = 0

        func contradicts(count: String?, sum stated: String?, net: Int128? = nil) -> Bool {
            if let count = count.flatMap({ Int($0) }), count != entries, count != transactions { return true }
            guard let stated = stated.flatMap({ MessageAmount($0) }), let sum else { return false }
            return stated.scaled != sum && stated.scaled != net
        }

        static func + (left: Side, right: Side) -> Side {
            Side(
                entries: left.entries + right.entries, transactions: left.transactions + right.transactions,
                sum: left.sum.flatMap { sum in right.sum.map { sum + $0 } })
        }
    }

    private var credits = Side()
    private var debits = Side()

    mutating func add(_ amount: MessageAmount?, isCredit: Bool, transactions: Int) {
        func add(to side: inout Side) {
            side.entries += 1
            side.transactions += max(1, transactions)
            side.sum = side.sum.flatMap { sum in amount.map { sum + $0.scaled } }
        }
        if isCredit { add(to: &credits) } else { add(to: &debits) }
    }

    func contradict(_ summary: MessageValues) -> Bool {
        let net = credits.sum.flatMap { credits in debits.sum.map { $0 > credits ? $0 - credits : credits - $0 } }
        let all = credits + debits
        return all.contradicts(count: summary.first(.entriesCount), sum: summary.first(.entriesSum), net: net)
            || credits.contradicts(count: summary.first(.creditsCount), sum: summary.first(.creditsSum))
            || debits.contradicts(count: summary.first(.debitsCount), sum: summary.first(.debitsSum))
    }
}
