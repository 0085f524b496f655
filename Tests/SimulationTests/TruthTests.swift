import Registry
import Testing

@testable import Simulation

@Suite("The answers")
struct TruthTests {
    private let country: SimulatedCountry

    init() throws { country = try SimulatedCountry(SimulatedCountry.options(households: 1600, mess: .none)) }

    @Test("Household, person and beneficiary codes are unique in the country")
    func codesAreUnique() throws {
        let columns: [(SubmissionKind, String)] = [
            (.households, "Mã hộ"), (.members, "Mã thành viên"), (.beneficiaries, "Mã đối tượng"), (.statement, "Mã giao dịch"),
        ]
        for (kind, column) in columns {
            let codes = try country.rows(of: kind).compactMap { $0[column] }
            #expect(codes.count > 500)
            #expect(Set(codes).count == codes.count, "\(kind)")
        }
    }

    @Test("Every instruction has one class and the sums agree with the payment lists")
    func approvedSide() throws {
        try compare(country, .approved, rows: country.rows(of: .payments)) {
            ($0["Mã đối tượng"] ?? "") + "/" + ($0["Kỳ chi trả"] ?? "")
        }
    }

    @Test("Every statement line has one class and the sums agree with the statements")
    func paidSide() throws {
        try compare(country, .paid, rows: country.rows(of: .statement)) {
            ($0["Mã giao dịch"] ?? "") + "/" + ($0["Kỳ chi trả"] ?? "")
        }
    }

    private func compare(
        _ country: SimulatedCountry, _ side: PaymentSide, rows: [[String: String]], key: ([String: String]) -> String
    ) throws {
        let truth = try country.rows("truth/payments.csv").filter { $0["side"] == side.rawValue }
        let amounts = Dictionary(rows.map { (key($0), $0["Số tiền"] ?? "") }) { first, _ in first + " again" }
        #expect(amounts.count == rows.count)
        #expect(truth.count == rows.count)
        for row in truth {
            #expect(amounts[(row["reference"] ?? "") + "/" + (row["period"] ?? "")] == row["amount"])
            #expect(PaymentClass(rawValue: row["class"] ?? "") != nil)
        }
        let sums = country.summary.truth.payments[side.rawValue] ?? [:]
        #expect(sums.values.reduce(0) { $0 + $1.rows } == Int64(rows.count))
        #expect(sums.values.reduce(0) { $0 + $1.amount } == rows.reduce(0) { $0 + (Int64($1["Số tiền"] ?? "") ?? 0) })
    }

    @Test("A clean country has no errors: only arrears and money not collected beside the matches")
    func cleanClasses() throws {
        let classes = Set(try country.rows("truth/payments.csv").compactMap { $0["class"] })
        #expect(classes.contains("matched") && classes.contains("arrears") && classes.contains("uncollected"))
        #expect(classes.isSubset(of: ["matched", "arrears", "uncollected", "returned"]))
        for table in ["duplicates", "exclusive", "dead", "missed_households"] {
            #expect(try country.rows("truth/\(table).csv").isEmpty)
        }
    }

    @Test("Every member and beneficiary is linked, to a national record that exists and agrees")
    func personLinks() throws {
        let population = Dictionary(
            uniqueKeysWithValues: try country.rows(of: .population).map { ($0["Số định danh"] ?? "", $0) })
        let members = Dictionary(uniqueKeysWithValues: try country.rows(of: .members).map { ($0["Mã thành viên"] ?? "", $0) })
        let links = try country.rows("truth/person_links.csv")
        #expect(links.count { $0["kind"] == "member" } == members.count)
        #expect(links.count { $0["kind"] == "beneficiary" } == (try country.rows(of: .beneficiaries).count))
        #expect(links.count { $0["kind"] == "merit" } == (try country.rows(of: .merit).count))
        let linked = links.filter { $0["national_id"] != "" }
        #expect((0.955...0.985).contains(Double(linked.count) / Double(links.count)))
        for link in linked where link["kind"] == "member" {
            let record = try #require(population[link["national_id"] ?? ""])
            let member = try #require(members[link["code"] ?? ""])
            #expect(record["Họ và tên"] == member["Họ và tên"] && record["Ngày sinh"] == member["Ngày sinh"])
        }
    }

    @Test("Beneficiaries are about 0.55 a household, and all but a few of 93 % of the rows match")
    func shares() throws {
        let options = SimulatedCountry.options(households: 7000, provinces: nil, mess: .realistic)
        let summary = try SimulatedCountry(options).summary
        #expect((0.48...0.66).contains(Double(summary.beneficiaries) / Double(summary.households)))
        for side in PaymentSide.allCases {
            let sums = summary.truth.payments[side.rawValue] ?? [:]
            let matched = Double(sums["matched"]?.rows ?? 0) / Double(sums.values.reduce(0) { $0 + $1.rows })
            #expect(matched > 0.93, "\(side) \(matched)")
        }
    }
}
