/// A row of `Catalogue/lines.tsv`: the level at which figures about policies are published, with the rule that protects them.
///
/// A line (`ND20.K6`, `NQ68.04`) joins the age and amount steps of one benefit; its parent is a package (`TGXH`, `NQ68`), and
/// theirs is `ALL`. A new policy is a new row here and in `policies.tsv`.
package struct PolicyLine: Sendable, Hashable {
    package let code: String
    /// `nil` for `ALL`.
    package let parent: String?
    package let nameVietnamese: String
    package let nameEnglish: String
    /// The least number of persons (and of households) a published figure may speak of: 5, and 10 for disability and HIV.
    package let threshold: Int64
    /// Never published for a province: lists of persons with HIV are exempt from public posting (Decree 20/2021, article 8).
    package let isNationalOnly: Bool
    /// Lines of one group are protected as if they were one figure: hiding each of them is not enough when their sum shows.
    package let group: String?

    /// Parents before children, in the order of publication.
    package static let all: [PolicyLine] = TableFile(catalogue: "lines").rows.map { row in
        PolicyLine(
            code: row["code"], parent: row["parent"].isEmpty ? nil : row["parent"], nameVietnamese: row["name_vi"],
            nameEnglish: row["name_en"], threshold: Int64(row["threshold"]) ?? 5, isNationalOnly: row["level"] == "country",
            group: row["group"].isEmpty ? nil : row["group"])
    }
}
