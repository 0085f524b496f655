package import Registry

/// The reconciliation of one month: who is who, which đồng went where, what breaks a rule.
///
/// ```
/// submissions ─▶ columns ─▶ links to the national records ─▶ duplicates ─▶ rules ─┐
///                      └──▶ payments: approved against paid ─▶ classes, proof ────┴─▶ one transaction
/// ```
///
/// Only the first and the last step touch the store; all between are pure functions of the columns, so that the same inputs and
/// rules give the same results, whatever the number of cores.
package struct Reconciliation {
    /// Goes up whenever the same inputs may give other results.
    package static let rulesVersion = "2026.11-7"

    package typealias Sealing = (any SQLConnection, ReconciliationSummary) throws -> Void

    private let store: Store
    private let catalogue: PolicyCatalogue

    package init(store: Store, catalogue: PolicyCatalogue = .builtIn) {
        self.store = store
        self.catalogue = catalogue
    }

    /// Runs over the current submissions of `period` and stores what came out.
    ///
    /// Lists that were linked by the run before and have not been sent again keep their links, as long as the national records are the same
    /// (``KeptLinks``).
    ///
    /// - Parameters:
    ///   - province: `nil` for the whole country.
    ///   - relinking: Link every list anew.
    ///   - sealing: What else belongs to the same commit, such as the end of a job.
    /// - Throws: ``NothingToReconcile`` when no list of the period was handed in; ``ControlTotalMismatch`` when the sums are not
    ///   proved; ``StoreError``. Nothing is stored then.
    package func run(
        period: Period, province: Int?, relinking: Bool = false, actor: String, progress: ProgressReport = .silent,
        sealing: Sealing = { _, _ in }
    ) throws -> ReconciliationSummary {
        // Before anything is read: by it one can tell later which submissions counted for this run.
        let started = Timestamp.now()
        var stages = StageClock(progress: progress)
        let (inputs, kept, expected) = try stages.run("Đọc dữ liệu") {
            try load(period, province, relinking, progress)
        } rows: {
            $0.0.rowCount
        }
        let people = inputs.carryingPlaces()
        let frequency = frequency(people)
        let linkage = try stages.run("Ghép với dữ liệu dân cư") {
            try PersonLinkage(inputs: people, frequency: frequency, kept: kept, progress: progress).run()
        } rows: {
            Int64($0.links.count)
        }
        let registers = try stages.run("Ghép dữ liệu bảo hiểm, người có công") {
            try RegisterLinks(people, frequency: frequency, model: linkage.model, progress: progress)
        } rows: {
            Int64($0.insurance.count + $0.merit.count)
        }
        let rule = FellegiSunter(model: linkage.model, frequency: frequency)
        let duplicates = try stages.run("Tìm người trùng") {
            try DuplicatePass(inputs: people, links: linkage.links, rule: rule, progress: progress).run()
        } rows: { _ in
            Int64(inputs.memberCount)
        }
        let payments = try stages.run("Đối chiếu chi trả") {
            PaymentClassification(inputs: inputs, links: linkage.links).run()
        } rows: {
            Int64($0.approved.count + $0.paid.count)
        }
        let totals = try ClassTotals(inputs: inputs, classes: payments)
        try totals.prove(expected)
        let findings = try stages.run("Áp dụng quy tắc") {
            try Rulebook(inputs: inputs, linkage: linkage, registers: registers, rule: rule, catalogue: catalogue).findings(
                duplicates, payments)
        } rows: {
            Int64($0.count)
        }
        let results = RunResults(
            inputs: inputs, links: linkage.links, registers: registers, classes: payments, totals: totals.rows,
            findings: findings,
            lineage: kept?.lineage(inputs.linkedSubmissions))
        return try write(results, linkage, duplicates, province, actor, started, &stages, sealing)
    }

    private func load(_ period: Period, _ province: Int?, _ relinking: Bool, _ progress: ProgressReport) throws -> (
        Inputs, KeptLinks?, [ProvinceSide: ControlTotal]
    ) {
        try store.read { connection in
            let loader = InputLoader(connection: connection, period: period, province: province, progress: progress)
            let inputs = try loader.load()
            guard inputs.submissions.contains(where: { !$0.kind.isNational && $0.period == period }) else {
                throw NothingToReconcile(period: period, province: province)
            }
            return (
                inputs, relinking ? nil : try loader.keptLinks(inputs),
                try InputTotals(connection: connection).totals(of: inputs.submissions)
            )
        }
    }

    /// Frequencies come from the national records; without them the lists themselves must do.
    private func frequency(_ inputs: Inputs) -> TermFrequency {
        TermFrequency(inputs.population.count > 0 ? inputs.population : inputs.listed, names: inputs.names)
    }

    private func write(
        _ results: RunResults, _ linkage: PersonLinkage.Result, _ duplicates: [DuplicatePass.Pair], _ province: Int?,
        _ actor: String, _ started: Timestamp, _ stages: inout StageClock, _ sealing: Sealing
    ) throws -> ReconciliationSummary {
        let clock = stages
        let (summary, finished) = try store.load { connection in
            var stages = clock
            let inputs = results.inputs
            let register = RunRegister(connection)
            let before = try register.latest(period: nil, province: province)
            let run = try register.open(
                period: inputs.period, province: province, rules: Reconciliation.rulesVersion, inputs: results.fingerprint,
                at: started)
            let decided = try stages.run("Ghi kết quả") {
                try RunWriter(connection: connection, run: run).write(results)
            } rows: { _ in
                Int64(results.links.count + results.classes.approved.count + results.classes.paid.count + results.findings.count)
            }
            let summary = ReconciliationSummary(
                run: run, province: province, results: results, linkage: linkage, duplicates: duplicates, decided: decided,
                before: before, stages: stages.stages)
            try register.keep(
                model: try linkage.model.json(), lineage: results.lineage, submissions: inputs.linkedSubmissions, run: run)
            try register.finish(run, summary: try summary.json(), actor: actor)
            try sealing(connection, summary)
            return (summary, stages)
        }
        stages = finished
        return summary
    }
}

/// No list of the period was handed in.
package struct NothingToReconcile: PlainError, Equatable {
    package let period: Period
    package let province: Int?

    package var description: String {
        "Chưa có danh sách nào của kỳ \(period.vietnamese)\(province.map { " ở tỉnh \($0)" } ?? ""): hãy nạp tệp bằng ansinh ingest trước."
    }
}
