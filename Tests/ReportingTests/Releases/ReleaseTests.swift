import Foundation
import Registry
import Testing

@testable import Reporting

@Suite("A release")
struct ReleaseTests {
    private func document(_ country: SmallCountry, _ id: String) throws -> ReleaseDocument {
        let file = try country.store.read { try ReleaseRegister($0).file(release: id, path: "release.json") }
        return try JSONDecoder().decode(ReleaseDocument.self, from: Data(file.content))
    }

    private func create(_ country: SmallCountry) throws -> ReleaseRecord {
        try ReleaseBuilder(store: country.store).create(period: SmallCountry.period, actor: "lan")
    }

    @Test("says of each province whether it has reported, and never shows silence as zero")
    func states() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let document = try document(country, try create(country).id)
        #expect(document.areas.map(\.code).first == "VN")
        #expect(document.areas.count == 64)
        for (index, area) in document.areas.enumerated() {
            for policy in document.policies.indices {
                for time in document.times.indices {
                    let cell = document[area: index, policy: policy, time: time]
                    switch area.reporting {
                    case .silent: #expect(Indicator.allCases.allSatisfy { $0.value(in: cell) == .notReported })
                    case .withoutStatement:
                        #expect(cell.paid == .notReported && cell.progress == .notReported && cell.approved != .notReported)
                    case .complete: #expect(!Indicator.allCases.contains { $0.value(in: cell) == .notReported })
                    }
                }
            }
        }
        #expect(document.areas.filter { $0.reporting == .complete }.map(\.code) == ["VN", "01", "24", "40"])
        #expect(document.areas.filter { $0.reporting == .withoutStatement }.map(\.code) == ["66"])
    }

    @Test("adds up where it is published, and the country's progress is that of the provinces with statements")
    func totals() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let document = try document(country, try create(country).id)
        let benefits = SmallCountry.benefits()
        let last = document.times.count - 1
        let all = document[area: 0, policy: 0, time: last]
        let approved = benefits.reduce(0) { $0 + $1.amount }
        let paid = benefits.filter { $0.paidOn != nil && $0.province != SmallCountry.withoutStatement }.reduce(0) {
            $0 + $1.amount
        }
        let approvedWithStatement = benefits.filter { $0.province != SmallCountry.withoutStatement }.reduce(0) { $0 + $1.amount }
        #expect(all.approved == .number(approved))
        #expect(all.paid == .number(paid))
        #expect(all.progress == .number(paid * 100 / approvedWithStatement) || all.progress == .suppressed)
        for time in document.times.indices {
            let parts = document.areas.indices.dropFirst().map { document[area: $0, policy: 0, time: time].paid }
            guard !parts.contains(.suppressed), let total = document[area: 0, policy: 0, time: time].paid.published else {
                continue
            }
            #expect(total == parts.compactMap(\.published).reduce(0, +))
        }
    }

    @Test("hides the small cell, hides HIV in every province, and one pattern for all weeks and indicators")
    func pattern() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let document = try document(country, try create(country).id)
        let k6 = try #require(document.policies.firstIndex { $0.code == "ND20.K6" })
        let k8 = try #require(document.policies.firstIndex { $0.code == "ND20.K8" })
        let bacGiang = try #require(document.areas.firstIndex { $0.code == "24" })
        #expect(document[area: bacGiang, policy: k6, time: 0].beneficiaries == .suppressed)
        for (index, area) in document.areas.enumerated().dropFirst() where area.reporting != .silent {
            #expect(
                document[area: index, policy: k8, time: 0].beneficiaries == .suppressed, "\(area.code), where there may be none")
        }
        for area in document.areas.indices {
            for policy in document.policies.indices {
                let cells = document.times.indices.map { document[area: area, policy: policy, time: $0] }
                let hidden = cells.map { $0.beneficiaries == .suppressed }
                #expect(Set(hidden).count == 1)
                guard hidden[0] else { continue }
                #expect(cells.allSatisfy { cell in Indicator.allCases.allSatisfy { $0.value(in: cell).published == nil } })
            }
        }
    }

    @Test("the same inputs give the same bytes")
    func determinism() throws {
        let (one, two) = (try SmallCountry(), try SmallCountry())
        defer {
            one.remove()
            two.remove()
        }
        let (first, second) = (try create(one), try create(two))
        #expect(first.id == second.id)
        let files = try [(one, first.id), (two, second.id)].map { country, id in
            try country.store.read { try ReleaseRegister($0).files(id) }
        }
        #expect(files[0] == files[1])
    }

    @Test("is not made twice when nothing has changed")
    func sameContent() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let first = try create(country)
        let again = try create(country)
        #expect(first.isNew)
        #expect(!again.isNew)
        #expect(again.id == first.id)
        try country.store.write { _ = try ReleaseRegister($0).withdraw(first.id, reason: "sai", actor: "minh") }
        let afterwards = try create(country)
        #expect(afterwards.isNew)
        #expect(afterwards.number == 2)
        #expect(try country.store.read { try ReleaseRegister($0).list() }.map(\.number) == [2, 1])
    }

    @Test("in its weeks leaves the money of hidden cells out of the country's lines, and says so")
    func hiddenMoneyOfWeeks() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let document = try document(country, try create(country).id)
        let parents = Set(document.policies.compactMap(\.parent))
        for (policy, entry) in document.policies.enumerated() where !parents.contains(entry.code) {
            let provinces = document.areas.indices.dropFirst()
            let isPartly = provinces.contains { document[area: $0, policy: policy, time: 0].paid == .suppressed }
            for time in document.times.indices.dropLast() {
                let total = document[area: 0, policy: policy, time: time].paid
                if isPartly, total.published != nil { #expect(total.state == "estimated", "\(entry.code)") }
                guard let value = total.published else { continue }
                #expect(
                    value == provinces.compactMap { document[area: $0, policy: policy, time: time].paid.published }.reduce(0, +))
            }
            #expect(document[area: 0, policy: policy, time: document.times.count - 1].paid.state != "estimated")
        }
    }

    @Test("that is published keeps its hidden cells hidden in the next one")
    func nextRelease() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let first = try create(country)
        try country.store.write { connection in
            try ReleaseRegister(connection).approve(first.id, actor: "minh")
            try ReleaseRegister(connection).publish(first.id, actor: "minh")
        }
        // Later three persons become thirty: the cell is no longer small.
        let more = try SmallCountry(
            SmallCountry.benefits().map { benefit in
                var benefit = benefit
                if benefit.province == 24, benefit.policy == "NQ68.12" { benefit.policy = "ND20.K6.S" }
                return benefit
            })
        defer { more.remove() }
        let earlier = try document(country, first.id)
        let hidden = Set(
            earlier.areas.indices.flatMap { area in
                earlier.policies.indices.filter { earlier[area: area, policy: $0, time: 0].beneficiaries == .suppressed }
                    .map { PublishedCell(area: earlier.areas[area].code, policy: earlier.policies[$0].code) }
            })
        let data = try more.store.read { try PeriodReader(connection: $0, period: SmallCountry.period, progress: .silent).read() }
        let table = IndicatorTable(
            data.facts, provinceCount: data.areas.count, policies: data.policies, timeCount: data.times.points.count)
        let figures = try ProtectedFigures(table, areas: data.areas, hiddenBefore: hidden)
        for cell in hidden {
            let area = (["VN"] + data.areas.map(\.unit.codeText)).firstIndex(of: cell.area) ?? 0
            guard let policy = data.policies.index(of: cell.policy) else { continue }
            #expect(figures.cell(area: area, policy: policy, time: 0).beneficiaries == .suppressed, "\(cell)")
        }
        #expect(try create(country).id == first.id, "nothing has changed in the first country")
    }

    @Test("is refused without a run, and when lists have changed since the run")
    func refusals() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        #expect(throws: ReleaseError(.noRun, subject: "2021-09")) {
            try ReleaseBuilder(store: country.store).create(period: SmallCountry.period.advanced(by: 1), actor: "lan")
        }
        let list = try #require(try country.store.read { try SubmissionRegister($0).current(.payments, period: nil).first })
        _ = try country.store.write { try SubmissionRegister($0).withdraw(list.id, actor: "lan") }
        #expect(throws: ReleaseError(.staleRun, subject: "2021-08")) { try create(country) }
    }

    @Test("the weekly figures of a province never rise by one to four persons' money")
    func weekDifferences() throws {
        let country = try SmallCountry()
        defer { country.remove() }
        let document = try document(country, try create(country).id)
        for area in document.areas.indices {
            for policy in document.policies.indices where document.policies[policy].parent != nil {
                let series = document.times.indices.compactMap { document[area: area, policy: policy, time: $0].paid.published }
                let least = document.policies[policy].code.hasPrefix("NQ68") ? 1_500_000 : 540_000
                for (earlier, later) in zip(series, series.dropFirst()) where later != earlier {
                    #expect(later - earlier >= 5 * Int64(least))
                }
            }
        }
    }
}
