import Foundation
package import Registry

/// Makes a release: facts of the newest run → indicators → disclosure control → one document → its files, stored as a draft.
///
/// The same inputs and rules give the same bytes: nothing in the files says when or by whom they were made.
package struct ReleaseBuilder {
    private let store: Store

    package init(store: Store) { self.store = store }

    /// A draft release of `period`. When the newest release of the period, unless withdrawn, says exactly the same, that one is
    /// returned instead, with `isNew` false.
    ///
    /// - Throws: ``ReleaseError`` when there is no finished run, when data has changed since, or when the figures cannot be protected.
    package func create(period: Period, actor: String, progress: ProgressReport = .silent) throws -> ReleaseRecord {
        let (data, hiddenBefore) = try store.read { connection in
            (try PeriodReader(connection: connection, period: period, progress: progress).read(), try hidden(connection, period))
        }
        progress("Chỉ tiêu", 0)
        let table = IndicatorTable(
            data.facts, provinceCount: data.areas.count, policies: data.policies, timeCount: data.times.points.count)
        progress("Bảo vệ số liệu", 0)
        let figures = try ProtectedFigures(table, areas: data.areas, hiddenBefore: hiddenBefore)
        return try store.write { connection in
            let register = ReleaseRegister(connection)
            let newest = try register.newest(of: period)
            if let newest, newest.state != .withdrawn, try isSame(newest, data, figures) { return newest }
            let document = document(data, figures, number: (newest?.number ?? 0) + 1)
            var made = try register.add(document, files: ReleaseFiles(document).all(), run: data.run.id, actor: actor)
            made.isNew = true
            return made
        }
    }

    /// What releases of the period that have once been public have hidden, withdrawn ones too.
    private func hidden(_ connection: any SQLConnection, _ period: Period) throws -> Set<PublishedCell> {
        let register = ReleaseRegister(connection)
        let published = try register.list().filter { $0.period == period && $0.publishedAt != nil }
        return try published.reduce(into: []) { hidden, release in
            let file = try register.file(release: release.id, path: "release.json")
            hidden.formUnion(try JSONDecoder().decode(ReleaseDocument.self, from: Data(file.content)).hiddenCells)
        }
    }

    private func isSame(_ release: ReleaseRecord, _ data: PeriodData, _ figures: ProtectedFigures) throws -> Bool {
        let files = try ReleaseFiles(document(data, figures, number: release.number)).all()
        return ContentHash.of(ReleaseFile.checksums(of: files).utf8) == release.sha256
    }

    private func document(_ data: PeriodData, _ figures: ProtectedFigures, number: Int) -> ReleaseDocument {
        let nodes = data.policies.published
        var cells: [ReleaseDocument.Cell] = []
        for area in 0...data.areas.count {
            for node in nodes {
                for time in data.times.points.indices { cells.append(figures.cell(area: area, policy: node, time: time)) }
            }
        }
        return ReleaseDocument(
            number: number, period: data.run.period, unitList: UnitList(for: data.run.period), rules: data.run.rules,
            inputs: data.run.inputs, areas: [country(data.areas)] + data.areas.map(area),
            policies: nodes.compactMap(data.policies.entry), times: data.times.points, cells: cells)
    }

    /// The country counts as complete as soon as one province does: its totals are those of the provinces that have reported.
    private func country(_ areas: [ReportingArea]) -> ReleaseDocument.Area {
        let reporting = areas.filter { $0.reporting != .silent }
        let state: ReleaseDocument.Reporting =
            reporting.contains { $0.reporting == .complete } ? .complete : reporting.isEmpty ? .silent : .withoutStatement
        return .init(code: "VN", name: "Cả nước", slug: "viet_nam", region: "", reporting: state, milestones: [])
    }

    private func area(_ area: ReportingArea) -> ReleaseDocument.Area {
        .init(
            code: area.unit.codeText, name: area.unit.name, slug: area.slug, region: area.region, reporting: area.reporting,
            milestones: area.milestones)
    }
}

extension ReleaseDocument {
    fileprivate var hiddenCells: Set<PublishedCell> {
        var hidden: Set<PublishedCell> = []
        for (a, area) in areas.enumerated() {
            for (p, policy) in policies.enumerated() where self[area: a, policy: p, time: 0].beneficiaries == .suppressed {
                hidden.insert(PublishedCell(area: area.code, policy: policy.code))
            }
        }
        return hidden
    }
}
