import Registry

/// Where the files of a simulation go.
struct SimulationPaths: Sendable {
    let root: String
    let period: Period

    func export(_ province: ProvincePlan, _ kind: SubmissionKind, _ fileExtension: String, suffix: String = "") -> String {
        "exports/\(province.folder)/\(kind.rawValue)-\(period)\(suffix).\(fileExtension)"
    }

    func statement(_ province: ProvincePlan, _ payer: PaymentChannel, _ fileExtension: String) -> String {
        "statements/\(province.folder)/\(payer.rawValue)-\(period).\(fileExtension)"
    }

    func national(_ kind: SubmissionKind) -> String { "national/\(kind.rawValue)-\(period).csv" }
    var milestones: String { "milestones/milestones-\(period).csv" }
    func truth(_ table: TruthFiles.Table) -> String { "truth/\(table.rawValue).csv" }

    /// A piece that is joined to the whole at the end, when all provinces are done.
    func part(_ name: String, _ province: ProvincePlan) -> String {
        absolute(".parts/\(name)-\(AdministrativeUnit.text(province.code, .province))")
    }

    func absolute(_ path: String) -> String { "\(root)/\(path)" }
}
