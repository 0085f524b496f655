import Foundation
import Registry
import Reporting

@testable import Gateway

/// A release made up in code: 63 provinces, every state there is, and numbers in hidden cells' neighbours that must stay theirs.
enum FixtureRelease {
    static let silent: Set<Int> = [11, 62]
    static let hidden: Set<Int> = [1, 87]
    static let zero: Set<Int> = [42]
    static let notApplicable: Set<Int> = [79]
    static let estimated: Set<Int> = [31]

    static let release = PublishedRelease(
        id: "2021-08.1-fixture", publishedAt: "2021-09-01T20:30:00Z", document: document,
        files: [.init(path: "cells.csv", mediaType: "text/csv; charset=utf-8", bytes: 12, sha256: "abc")])

    static let source = ReleaseSource(
        newest: { release.id }, load: { _ in release },
        file: { id, path in
            id == release.id && path == "cells.csv"
                ? ReleaseFile(path: path, mediaType: "text/csv; charset=utf-8", content: Array("code;value\r\n".utf8)) : nil
        })

    static let empty = ReleaseSource(newest: { nil }, load: { _ in nil }, file: { _, _ in nil })

    static let document: ReleaseDocument = {
        let gazetteer = Gazetteer.of2021
        let policies = [
            ReleaseDocument.PolicyEntry(
                code: "ALL", nameVietnamese: "Tất cả chính sách", nameEnglish: "All policies", parent: nil, isUnverified: false),
            ReleaseDocument.PolicyEntry(
                code: "NQ68", nameVietnamese: "Nghị quyết 68", nameEnglish: "Resolution 68", parent: "ALL", isUnverified: false),
            ReleaseDocument.PolicyEntry(
                code: "NQ68.12", nameVietnamese: "Lao động tự do", nameEnglish: "Informal workers", parent: "NQ68",
                isUnverified: true),
        ]
        let times = [
            ReleaseDocument.TimePoint(code: "2021-W33", end: "2021-08-22"), .init(code: "2021-W34", end: "2021-08-29"),
            .init(code: "2021-08", end: "2021-08-31"),
        ]
        let country = ReleaseDocument.Area(
            code: "VN", name: "Cả nước", slug: "viet_nam", region: "", reporting: .complete, milestones: [])
        let areas =
            [country]
            + gazetteer.provinces.map { unit in
                ReleaseDocument.Area(
                    code: unit.codeText, name: unit.name, slug: gazetteer.slugs[unit.code] ?? "",
                    region: gazetteer.regions[unit.code] ?? "",
                    reporting: silent.contains(unit.code) ? .silent : .complete,
                    milestones: [
                        .init(
                            programme: "NQ68", kind: "plan", announcedOn: "2021-07-12", documentNumber: "12/KH-UBND",
                            link: unit.code == 1 ? "javascript:alert(1)" : "https://example.vn/12")
                    ])
            }
        let cells = areas.flatMap { area in
            policies.indices.flatMap { policy in times.indices.map { time in cell(Int(area.code) ?? 0, policy, time) } }
        }
        return ReleaseDocument(
            number: 1, period: Period(year: 2021, month: 8)!, unitList: .units2021, rules: "r1",
            inputs: String(repeating: "ab", count: 32),
            areas: areas, policies: policies, times: times, cells: cells)
    }()

    private static func cell(_ code: Int, _ policy: Int, _ time: Int) -> ReleaseDocument.Cell {
        func all(_ value: CellValue) -> ReleaseDocument.Cell {
            .init(households: value, beneficiaries: value, approved: value, paid: value, progress: value)
        }
        if silent.contains(code) { return all(.notReported) }
        if hidden.contains(code) { return all(.suppressed) }
        if zero.contains(code) { return all(.zero) }
        if notApplicable.contains(code), policy > 0 { return all(.notApplicable) }
        let persons = Int64(1_000 + code * 37 + policy)
        let progress = Int64((code * 13 + time * 9) % 100 + 1)
        let approved = persons * 500_000
        if estimated.contains(code) {
            return .init(
                households: .estimated(persons / 3), beneficiaries: .estimated(persons), approved: .estimated(approved),
                paid: .estimated(approved * progress / 100), progress: .estimated(progress))
        }
        return .init(
            households: .number(persons / 3), beneficiaries: .number(persons), approved: .number(approved),
            paid: .number(approved * progress / 100), progress: .number(progress))
    }
}
