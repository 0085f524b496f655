/// A benefit that a law grants: a row of the catalogue, never code.
package struct Policy: Sendable {
    /// `ND20.K6.S`, `NQ68.04A`.
    package let code: String
    /// The package it belongs to: `TGXH` (regular assistance), `NQ42`, `NQ68`, `NQ116` …
    package let programme: String
    package let nameVietnamese: String
    package let nameEnglish: String
    package let legalBasis: String
    package let validFrom: PartialDate
    package let validTo: PartialDate?
    package let category: String
    /// As the catalogue writes it: `age<4; HH_POOR`.
    package let condition: String
    /// Times the standard amount of the month, in tenths; `nil` for a fixed amount.
    package let coefficientTenths: Int?
    package let fixedAmount: Dong?
    /// `PERSON_MONTH`, `PERSON_ONCE`, `HOUSEHOLD_ONCE` …
    package let unit: String
    package let exclusiveGroup: String
    package let exclusiveRule: String
    /// `F1` text of the law … `K2` recalled and unsure: shown beside every result that rests on it.
    package let sureness: String

    /// The policy without its age or amount step: `ND20.K6`, `NQ68.04`. Figures are published at this level.
    package var line: String {
        let parts = code.split(separator: ".")
        guard parts.count >= 2 else { return code }
        let step = parts[0] == "NQ68" ? String(parts[1].prefix(2)) : String(parts[1])
        return "\(parts[0]).\(step)"
    }

    package func isValid(in period: Period) -> Bool {
        validFrom <= period.lastDay && (validTo.map { $0 >= period.firstDay } ?? true)
    }
}

/// The benefits and standard amounts of `Catalogue/policies.tsv`, with their dates.
package struct PolicyCatalogue: Sendable {
    package let policies: [Policy]
    private let byCode: [String: Policy]
    private let standards: [Standard]

    private struct Standard: Sendable {
        let code: String
        let from: PartialDate
        let to: PartialDate?
        let amount: Dong
    }

    package static let builtIn = PolicyCatalogue(TableFile(catalogue: "policies"))

    package init(_ table: TableFile) {
        policies = table.rows.filter { $0["record"] == "POLICY" }.compactMap(PolicyCatalogue.policy)
        byCode = Dictionary(policies.map { ($0.code, $0) }) { first, _ in first }
        standards = table.rows.filter { $0["record"] == "BASE" }.compactMap { row in
            guard let from = PolicyCatalogue.date(row["valid_from"]), let amount = Int64(row["amount_vnd"]) else { return nil }
            return Standard(code: row["policy_code"], from: from, to: PolicyCatalogue.date(row["valid_to"]), amount: Dong(amount))
        }
    }

    package subscript(_ code: String) -> Policy? { byCode[code] }

    /// The standard amount (mức chuẩn) that coefficients multiply: `BASE.TGXH`, or `BASE.HTXH` for the social pension.
    package func standard(for policy: Policy, in period: Period) -> Dong? {
        let code = policy.code.hasPrefix("HTXH") ? "BASE.HTXH" : "BASE.TGXH"
        return standards.first { $0.code == code && $0.from <= period.lastDay && ($0.to.map { $0 >= period.firstDay } ?? true) }?
            .amount
    }

    /// What one unit of the policy is worth in `period`: a national floor, which a province may raise. `nil` where the policy has
    /// no amount of its own or was not in force.
    package func amount(of policy: Policy, in period: Period) -> Dong? {
        if let fixed = policy.fixedAmount { return fixed }
        guard let tenths = policy.coefficientTenths, let standard = standard(for: policy, in: period) else { return nil }
        return Dong(standard.amount * Int64(tenths) / 10)
    }

    private static func policy(_ row: TableFile.Row) -> Policy? {
        guard let from = date(row["valid_from"]) else { return nil }
        let coefficient = Double(row["coef"]).map { Int(($0 * 10).rounded()) }
        return Policy(
            code: row["policy_code"], programme: row["package"], nameVietnamese: row["name_vi"], nameEnglish: row["name_en"],
            legalBasis: row["legal_basis"], validFrom: from, validTo: date(row["valid_to"]), category: row["category_code"],
            condition: row["condition"], coefficientTenths: coefficient, fixedAmount: Int64(row["amount_vnd"]).map { Dong($0) },
            unit: row["unit"], exclusiveGroup: row["excl_group"], exclusiveRule: row["excl_rule"], sureness: row["sureness"])
    }

    private static func date(_ text: String) -> PartialDate? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? PartialDate(year: parts[0], month: parts[1], day: parts[2]) : nil
    }
}
