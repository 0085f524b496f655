package import Registry

/// A number of rows and their đồng.
struct ControlTotal: Sendable, Equatable {
    var count: Int64 = 0
    var amount = Dong.zero

    mutating func add(_ amount: Dong) throws(DongOverflow) {
        count += 1
        self.amount = try self.amount.adding(amount)
    }
}

/// The sums over the classes are not the sums of the inputs: the run's results must not be used.
package struct ControlTotalMismatch: PlainError, Equatable {
    package let province: Int
    package let side: PaymentSide
    package let expectedCount: Int64
    package let expectedAmount: Dong
    package let count: Int64
    package let amount: Dong

    package var description: String {
        "Tổng không khớp ở tỉnh \(province), bên \(side.rawValue): đầu vào \(expectedCount) dòng, \(expectedAmount); "
            + "theo lớp \(count) dòng, \(amount). Kết quả không được lưu."
    }
}

/// Adds up the classes by province and side, and proves the sums.
struct ClassTotals {
    private struct Key: Hashable {
        let province: Int
        let side: PaymentSide
        let paymentClass: PaymentClass
    }

    private var totals: [Key: ControlTotal] = [:]

    init(inputs: Inputs, classes: PaymentClassification.Result) throws(DongOverflow) {
        for row in classes.approved.indices {
            let province = inputs.submissions[Int(inputs.instructions.submission[row])].scope.province
            try add(province, .approved, classes.approved[row], inputs.instructions.amount[row])
        }
        for row in classes.paid.indices {
            let province = inputs.submissions[Int(inputs.lines.submission[row])].scope.province
            try add(province, .paid, classes.paid[row], inputs.lines.amount[row])
        }
    }

    private mutating func add(_ province: Int, _ side: PaymentSide, _ paymentClass: PaymentClass, _ amount: Int64)
        throws(DongOverflow)
    {
        try totals[Key(province: province, side: side, paymentClass: paymentClass), default: ControlTotal()].add(Dong(amount))
    }

    /// In the order of province, side and class.
    var rows: [ClassTotal] {
        totals.map { key, total in
            ClassTotal(
                province: key.province, side: key.side, paymentClass: key.paymentClass, count: total.count, amount: total.amount)
        }.sorted {
            ($0.province, $0.side.rawValue, $0.paymentClass.rawValue) < ($1.province, $1.side.rawValue, $1.paymentClass.rawValue)
        }
    }

    /// Compares the sums over the classes with sums that came another way.
    ///
    /// - Parameter expected: By province and side, as the store adds them up.
    /// - Throws: ``ControlTotalMismatch`` at the first province and side that differs in rows or đồng.
    func prove(_ expected: [ProvinceSide: ControlTotal]) throws {
        var sums: [ProvinceSide: ControlTotal] = [:]
        for row in rows {
            var sum = sums[ProvinceSide(province: row.province, side: row.side)] ?? ControlTotal()
            sum.count += row.count
            sum.amount = try sum.amount.adding(row.amount)
            sums[ProvinceSide(province: row.province, side: row.side)] = sum
        }
        for key in Set(sums.keys).union(expected.keys).sorted() {
            let (sum, input) = (sums[key] ?? ControlTotal(), expected[key] ?? ControlTotal())
            guard sum == input else {
                throw ControlTotalMismatch(
                    province: key.province, side: key.side, expectedCount: input.count, expectedAmount: input.amount,
                    count: sum.count, amount: sum.amount)
            }
        }
    }
}

struct ProvinceSide: Hashable, Comparable, Sendable {
    let province: Int
    let side: PaymentSide

    static func < (left: ProvinceSide, right: ProvinceSide) -> Bool {
        (left.province, left.side.rawValue) < (right.province, right.side.rawValue)
    }
}
