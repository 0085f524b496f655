import Foundation
import Registry
import TestSupport

@testable import Reporting

/// A store with a few made-up provinces, their lists, statements and one finished run.
///
/// Hà Nội (01), Bắc Giang (24) and Nghệ An (40) are complete, Đắk Lắk (66) has no statement, all others are silent.
struct SmallCountry {
    struct Benefit {
        var province: Int
        var policy: String
        var number: Int
        var household: Int
        var amount: Int64
        /// Packed date, 0 for none; `nil` when it was never paid.
        var paidOn: Int64?
        var approvedClass = PaymentClass.matched
        var paidClass = PaymentClass.matched
    }

    static let period = Period(year: 2021, month: 8)!
    static let complete = [1, 24, 40]
    static let withoutStatement = 66

    let store: Store
    private let place: StoreUnderTest
    let run: Run

    /// - Parameter benefits: One instruction each, and a payment where it was paid.
    init(_ benefits: [Benefit] = SmallCountry.benefits()) throws {
        place = try StoreUnderTest()
        store = try place.open()
        run = try store.write { connection in
            let register = RunRegister(connection)
            let id = try register.open(
                period: SmallCountry.period, province: nil, rules: "thử-1", inputs: "abc", at: Timestamp("2021-09-01T00:00:00Z"))
            var totals: [String: ClassTotal] = [:]
            for province in Set(benefits.map(\.province)).sorted() {
                let own = benefits.filter { $0.province == province }
                try SmallCountry.addList(own, province, run: id, connection, &totals)
                if province != SmallCountry.withoutStatement {
                    try SmallCountry.addStatement(own, province, run: id, connection, &totals)
                }
            }
            try register.add(totals.values.sorted { "\($0)" < "\($1)" }, run: id)
            try register.finish(id, summary: "{\"proved\":true}", actor: "thử")
            return try register.run(id)!
        }
    }

    var folder: URL { place.folder }

    func remove() {
        try? store.close()
        place.remove()
    }

    // MARK: Benefits

    static func benefits() -> [Benefit] {
        var benefits: [Benefit] = []
        func add(_ province: Int, _ policy: String, _ count: Int, amount: Int64 = 540_000) {
            for index in 0..<count {
                let number = benefits.count + 1
                // Paid over four weeks, the last of each ten without a date, one in nine never.
                let day: Int64? = index % 9 == 8 ? nil : index % 10 == 9 ? 0 : 20_210_803 + Int64(index % 4) * 7
                benefits.append(
                    Benefit(
                        province: province, policy: policy, number: number, household: number / 2, amount: amount, paidOn: day))
                if day == nil { benefits[benefits.count - 1].approvedClass = .notReported }
            }
        }
        for (province, counts) in [
            (1, [120, 80, 30, 60, 25]), (24, [60, 3, 22, 35, 18]), (40, [90, 45, 0, 44, 31]), (66, [70, 40, 26, 28, 2]),
        ] {
            add(province, "ND20.K5C", counts[0])
            add(province, "ND20.K6.S - Người khuyết tật nặng", counts[1])
            add(province, "ND20.K8", counts[2])
            add(province, "NQ68.12", counts[3], amount: 1_500_000)
            add(province, "KHONG.BIET", counts[4])
        }
        return benefits
    }

    // MARK: Rows

    private static func addList(
        _ benefits: [Benefit], _ province: Int, run: Int64, _ connection: any SQLConnection, _ totals: inout [String: ClassTotal]
    ) throws {
        let id = try accept(.payments, .init(province: province), benefits.map(\.amount), connection)
        try connection.addRecords(
            .payments, to: id,
            benefits.map { benefit in
                [
                    "household_code": .text(household(benefit)), "province": .int(province),
                    "full_name": .text("Người \(benefit.number)"), "household_class": .text("ho_ngheo"),
                    "beneficiary_code": .text(code(benefit)), "policy_code": .text(benefit.policy), "period": .integer(202_108),
                    "amount": .integer(benefit.amount),
                ]
            })
        try classify(benefits.map { ($0.approvedClass, $0.amount) }, .approved, province, id, run, connection, &totals)
    }

    private static func addStatement(
        _ benefits: [Benefit], _ province: Int, run: Int64, _ connection: any SQLConnection, _ totals: inout [String: ClassTotal]
    ) throws {
        let paid = benefits.filter { $0.paidOn != nil }
        let id = try accept(.statement, .init(province: province, payer: "Bưu điện"), paid.map(\.amount), connection)
        try connection.addRecords(
            .statement, to: id,
            paid.enumerated().map { index, benefit in
                // Every seventh payer's line has no code and is found by its name.
                [
                    "transaction_id": .text("GD\(benefit.number)"),
                    "beneficiary_code": index % 7 == 6 ? .null : .text(code(benefit)),
                    "full_name": .text("Người \(benefit.number)"), "province": .int(province), "period": .integer(202_108),
                    "amount": .integer(benefit.amount),
                    "paid_on": benefit.paidOn == 0 ? .null : .optional(benefit.paidOn), "payment_state": .text("paid"),
                    "channel": .text("post"),
                ]
            })
        try classify(paid.map { ($0.paidClass, $0.amount) }, .paid, province, id, run, connection, &totals)
    }

    private static func accept(
        _ kind: SubmissionKind, _ scope: SubmissionScope, _ amounts: [Int64], _ connection: any SQLConnection
    ) throws -> Int64 {
        let register = SubmissionRegister(connection)
        let id = try register.open(
            .init(
                kind: kind, scope: scope, period: period, unitList: .units2021, sha256: "\(kind)-\(scope)", bytes: 1,
                fileName: "t.csv",
                sender: "thử"))
        let rows = RowCounts(seen: Int64(amounts.count), accepted: Int64(amounts.count))
        try register.accept(id, rows: rows, amountTotal: Dong(amounts.reduce(0, +)), report: "{}", actor: "thử")
        return id
    }

    private static func classify(
        _ rows: [(PaymentClass, Int64)], _ side: PaymentSide, _ province: Int, _ submission: Int64, _ run: Int64,
        _ connection: any SQLConnection, _ totals: inout [String: ClassTotal]
    ) throws {
        let bulk = try connection.bulkInsert(
            into: "payment_class", columns: ["run_id", "submission_id", "record", "side", "class", "amount"])
        for (index, row) in rows.enumerated() {
            try bulk.insert(row: [
                .integer(run), .integer(submission), .int(index + 1), .text(side.rawValue), .text(row.0.rawValue),
                .integer(row.1),
            ])
            let key = "\(province)-\(side)-\(row.0)"
            totals[key] = ClassTotal(
                province: province, side: side, paymentClass: row.0, count: (totals[key]?.count ?? 0) + 1,
                amount: (totals[key]?.amount ?? .zero) + Dong(row.1))
        }
        try bulk.finish()
    }

    private static func household(_ benefit: Benefit) -> String {
        AdministrativeUnit.text(benefit.province, .province) + String(10_000_000 + benefit.household)
    }

    private static func code(_ benefit: Benefit) -> String { household(benefit) + "01-\(benefit.number)" }
}
