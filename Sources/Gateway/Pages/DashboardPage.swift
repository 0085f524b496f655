import Registry

/// What the first page of an officer shows.
struct DashboardPage: Sendable {
    struct Expected: Sendable {
        let kind: String
        let state: String
        let file: String?
        let link: String?
        let isMissing: Bool
    }

    struct ProvinceLine: Sendable {
        let name: String
        let cells: [Cell]
        struct Cell: Sendable {
            let text: String
            let isMissing: Bool
        }
    }

    struct Line: Sendable {
        let link: String
        let file: String
        let kind: String
        let period: String
        let received: String
        let accepted: String
        let rejected: String
        let state: String
        let isRejecting: Bool
    }

    struct JobLine: Sendable {
        let link: String
        let file: String
        let state: String
        let received: String
    }

    struct FindingLine: Sendable {
        let link: String
        let name: String
        let count: String
        let amount: String
    }

    let scope: String
    let period: String?
    let canSend: Bool
    let expected: [Expected]
    let hasExpected: Bool
    let kinds: [String]
    let provinces: [ProvinceLine]
    let hasProvinces: Bool
    let late: String?
    let jobs: [JobLine]
    let hasJobs: Bool
    let submissions: [Line]
    let hasSubmissions: Bool
    let findings: [FindingLine]
    let hasFindings: Bool

    /// What every province owes for a month.
    static let owed: [SubmissionKind] = [.households, .members, .beneficiaries, .payments, .statement]

    init(_ connection: any SQLConnection, province: Int?, jobs: [ImportJob], canSend: Bool, texts t: Texts) throws {
        let all = try SubmissionRegister(connection).all(province: province)
        let newest = all.filter { $0.state == .accepted && DashboardPage.owed.contains($0.kind) }.map(\.period).max()
        let current = all.filter { $0.isCurrent && $0.period == newest }
        let list = newest.map(UnitList.init(for:)) ?? .units2025
        scope = DeskWords.scope(province, list, t)
        period = newest.map { DeskWords.period($0, t) }
        self.canSend = canSend
        expected = province == nil || newest == nil ? [] : DashboardPage.owed.map { DashboardPage.expected($0, current, t) }
        hasExpected = !expected.isEmpty
        kinds = DashboardPage.owed.map { DeskWords.kind($0, t) }
        provinces =
            province != nil || newest == nil ? [] : Gazetteer.of(list).provinces.map { DashboardPage.line($0, current, t) }
        hasProvinces = !provinces.isEmpty
        let lateOnes = provinces.filter { $0.cells.contains(where: \.isMissing) }
        late = hasProvinces ? t("desk_late", "\(lateOnes.count)", "\(provinces.count)") : nil
        self.jobs = jobs.map { job in
            JobLine(
                link: "/can-bo/viec/\(job.file.id)", file: job.file.fileName, state: t("job_\(job.stateWord)"),
                received: t.language.moment(job.file.receivedAt))
        }
        hasJobs = !jobs.isEmpty
        submissions = all.prefix(50).map { DashboardPage.line($0, t) }
        hasSubmissions = !all.isEmpty
        findings = try DashboardPage.findings(connection, province, t)
        hasFindings = !findings.isEmpty
    }

    private static func expected(_ kind: SubmissionKind, _ current: [Submission], _ t: Texts) -> Expected {
        let found = current.filter { $0.kind == kind }
        guard let first = found.first else {
            return Expected(kind: DeskWords.kind(kind, t), state: t("desk_missing"), file: nil, link: nil, isMissing: true)
        }
        let rows = t.language.grouped(found.reduce(0) { $0 + $1.rows.accepted })
        let more = found.count > 1 ? " (+\(found.count - 1))" : ""
        return Expected(
            kind: DeskWords.kind(kind, t), state: t("desk_rows", rows), file: first.fileName + more,
            link: "/can-bo/tep/\(first.id)",
            isMissing: false)
    }

    private static func line(_ province: AdministrativeUnit, _ current: [Submission], _ t: Texts) -> ProvinceLine {
        let own = current.filter { $0.scope.province == province.code }
        return ProvinceLine(
            name: province.name,
            cells: owed.map { kind in
                let rows = own.filter { $0.kind == kind }.reduce(Int64(0)) { $0 + $1.rows.accepted }
                let isThere = own.contains { $0.kind == kind }
                return .init(text: isThere ? t.language.grouped(rows) : t("desk_missing_short"), isMissing: !isThere)
            })
    }

    private static func line(_ submission: Submission, _ t: Texts) -> Line {
        return Line(
            link: "/can-bo/tep/\(submission.id)", file: submission.fileName, kind: DeskWords.kind(submission.kind, t),
            period: DeskWords.period(submission.period, t), received: t.language.moment(submission.receivedAt.description),
            accepted: t.language.grouped(submission.rows.accepted), rejected: t.language.grouped(submission.rows.rejected),
            state: DeskWords.state(submission, t), isRejecting: submission.rows.rejected > 0 && submission.state != .purged)
    }

    private static func findings(_ connection: any SQLConnection, _ province: Int?, _ t: Texts) throws -> [FindingLine] {
        guard let run = try DeskRuns.newest(connection, province: province) else { return [] }
        return try RunRegister(connection).counts(run: run.id, province: province).map { entry in
            FindingLine(
                link: "/can-bo/phat-hien?loai=\(entry.findingClass.rawValue)",
                name: t.language(entry.findingClass.vietnamese, entry.findingClass.english),
                count: t.language.grouped(entry.count),
                amount: t.language.grouped(entry.amount.amount))
        }
    }
}

/// Words that several officers' pages share.
enum DeskWords {
    static func scope(_ province: Int?, _ list: UnitList, _ t: Texts) -> String {
        guard let province else { return t("whole_country") }
        let unit = Gazetteer.of(list).province(province) ?? Gazetteer.of2024.province(province)
        return unit?.name ?? AdministrativeUnit.text(province, .province)
    }

    static func period(_ period: Period, _ t: Texts) -> String { t.language(period.vietnamese, period.description) }

    static func kind(_ kind: SubmissionKind, _ t: Texts) -> String { t("kind_\(kind.rawValue)") }

    static func state(_ submission: Submission, _ t: Texts) -> String {
        switch submission.state {
        case .purged: t("state_purged")
        case .withdrawn: t("state_withdrawn")
        case .accepted: t(submission.isCurrent ? "state_current" : "state_replaced")
        }
    }
}

/// Which run an officer looks at: the newest over the country or over their own province.
enum DeskRuns {
    static func newest(_ connection: any SQLConnection, province: Int?) throws(StoreError) -> Run? {
        let register = RunRegister(connection)
        let country = try register.latest(period: nil)
        guard let province, let own = try register.latest(period: nil, province: province) else { return country }
        return country.map { $0.id > own.id ? $0 : own } ?? own
    }
}
