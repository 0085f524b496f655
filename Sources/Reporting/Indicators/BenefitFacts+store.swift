import Registry

/// What one run says about one period, read from the store.
struct PeriodData: Sendable {
    let run: Run
    /// In the order of their codes.
    let areas: [ReportingArea]
    let facts: BenefitFacts
    let policies: PolicyHierarchy
    let times: TimeAxis
}

/// Reads the facts of a period: the rows that the newest run of the whole country has classed, each person and household as an
/// opaque key.
///
/// A person is the national record that the run linked them to; without one, the person code of the beneficiary list; without that,
/// the identity number, and last the beneficiary code. Keys are 64-bit hashes: among 25 million persons the chance that any two
/// different ones share a key is about 2 in 100,000, and would cost one in a count.
struct PeriodReader {
    let connection: any SQLConnection
    let period: Period
    let progress: ProgressReport

    func read() throws -> PeriodData {
        let run = try finishedRun()
        let submissions = try classedSubmissions(run)
        let areas = try areas()
        var reader = FactReader(
            connection: connection, run: run,
            areaOf: Dictionary(uniqueKeysWithValues: areas.enumerated().map { ($1.unit.code, $0 + 1) }),
            times: TimeAxis(period), progress: progress)
        try reader.readBeneficiaries(SubmissionRegister(connection).current(.beneficiaries, period: period).map(\.id))
        for submission in submissions where submission.kind == .payments { try reader.readPayments(submission) }
        for submission in submissions where submission.kind == .statement { try reader.readStatement(submission) }
        let policies = PolicyHierarchy(lines: reader.usedLines)
        return PeriodData(
            run: run, areas: areas, facts: reader.facts(in: policies), policies: policies, times: TimeAxis(period))
    }

    // MARK: What there is

    private func finishedRun() throws -> Run {
        let row = try connection.row(
            "SELECT id FROM run WHERE period = ? AND province IS NULL AND summary <> '{}' ORDER BY id DESC LIMIT 1",
            [.integer(Int64(period.packed))])
        guard let id = row?.int64("id"), let run = try RunRegister(connection).run(id) else {
            throw ReleaseError(.noRun, subject: period.description)
        }
        return run
    }

    struct ClassedSubmission {
        let id: Int64
        let kind: SubmissionKind
        let province: Int
    }

    /// The lists and statements that the run has classed; they must be the current ones.
    private func classedSubmissions(_ run: Run) throws -> [ClassedSubmission] {
        let rows = try connection.rows(
            """
            SELECT id, kind, province FROM submission s
            WHERE kind IN ('payments', 'statement') AND EXISTS (SELECT 1 FROM payment_class c WHERE c.run_id = ? AND c.submission_id = s.id)
            ORDER BY id
            """, [.integer(run.id)])
        let classed = rows.compactMap { row -> ClassedSubmission? in
            guard let id = row.int64("id"), let kind = row.string("kind").flatMap(SubmissionKind.init) else { return nil }
            return ClassedSubmission(id: id, kind: kind, province: row.int("province") ?? 0)
        }
        let register = SubmissionRegister(connection)
        let current = try [SubmissionKind.payments, .statement].flatMap { try register.current($0, period: period) }
        guard Set(current.filter { $0.rows.accepted > 0 }.map(\.id)) == Set(classed.map(\.id)) else {
            throw ReleaseError(.staleRun, subject: period.description)
        }
        return classed
    }

    private func areas() throws -> [ReportingArea] {
        let gazetteer = Gazetteer.of(UnitList(for: period))
        let register = SubmissionRegister(connection)
        let lists = Set(try register.current(.payments, period: period).map(\.scope.province))
        let statements = Set(try register.current(.statement, period: period).map(\.scope.province))
        guard !lists.isEmpty else { throw ReleaseError(.noData, subject: period.description) }
        let milestones = try milestones()
        return gazetteer.provinces.map { unit in
            let reporting: ReleaseDocument.Reporting =
                !lists.contains(unit.code) ? .silent : statements.contains(unit.code) ? .complete : .withoutStatement
            return ReportingArea(
                unit: unit, slug: gazetteer.slugs[unit.code] ?? "", region: gazetteer.regions[unit.code] ?? "",
                reporting: reporting,
                milestones: milestones[unit.code] ?? [])
        }
    }

    private func milestones() throws -> [Int: [ReleaseDocument.Milestone]] {
        var found: [Int: [ReleaseDocument.Milestone]] = [:]
        for submission in try SubmissionRegister(connection).current(.milestones, period: period) {
            let columns = ["province", "announced_on", "package", "milestone", "document_no", "link"]
            try connection.scanRecords(of: submission.id, columns) { row in
                found[Int(row.int64(0)), default: []].append(
                    .init(
                        programme: row.string(2), kind: row.string(3),
                        announcedOn: PartialDate(packed: row.int64(1))?.description ?? "", documentNumber: row.string(4),
                        link: row.string(5)))
            }
        }
        // By day; those of one day as the file has them.
        return found.mapValues { $0.sorted { $0.announcedOn < $1.announcedOn } }
    }
}
