package import Registry

/// What a simulation wrote, in counts.
package struct SimulationSummary: Sendable, Codable {
    package let households: Int
    package let members: Int
    package let beneficiaries: Int
    package let files: Int
    package let rows: Int
    package let faultyRows: Int
    package let period: Period
    package let seed: UInt64
    package let mess: Mess
    package let truth: TruthCounts

    init(manifest: Manifest, outcomes: [ProvinceOutcome]) {
        households = manifest.households
        members = outcomes.reduce(0) { $0 + $1.members }
        beneficiaries = outcomes.reduce(0) { $0 + $1.beneficiaries }
        files = manifest.files.count
        rows = manifest.files.reduce(0) { $0 + $1.rows }
        faultyRows = manifest.files.reduce(0) { $0 + $1.faultyRows }
        period = manifest.period
        seed = manifest.seed
        mess = manifest.mess
        var sum = TruthCounts()
        for outcome in outcomes { sum.add(outcome.truth) }
        truth = sum
    }
}
