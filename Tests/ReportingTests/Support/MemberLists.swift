import Foundation
import Registry
import TestSupport

@testable import Reporting

/// A made-up row of a list of members, by the columns that a comparison reads.
struct MemberRow: Sendable {
    var code: String
    var household: String
    var name: String
    /// Packed: `19500000` is a year alone.
    var birth: Int64 = 19_800_101
    var sex: Sex = .male
    var number: Int64?
    var oldNumber: Int64?
    var insurance: Int64?
    var commune = 7207
    var district = 213
    var relation = "Con"
    var status: VitalStatus? = .alive

    var columns: [String: SQLValue] {
        [
            "person_code": .text(code), "household_code": .text(household), "full_name": .text(name),
            "birth_date": .integer(birth),
            "sex": .int(sex.rawValue), "citizen_id": .optional(number), "old_id": .optional(oldNumber),
            "insurance_no": .optional(insurance), "commune": .int(commune), "district": .int(district),
            "relation": .text(relation), "vital_status": .optional(status?.rawValue),
        ]
    }

    /// A benefit of this person, as the list of beneficiaries has it.
    func benefit(
        _ policy: String, _ amount: Int64, group: String? = nil, stopped: Int64? = nil, reason: String? = nil, name: String? = nil
    ) -> [String: SQLValue] {
        [
            "beneficiary_code": .text(code + "-1"), "person_code": .text(code), "household_code": .text(household),
            "full_name": .text(name ?? self.name), "birth_date": .integer(birth), "sex": .int(sex.rawValue),
            "citizen_id": .optional(number), "commune": .int(commune), "district": .int(district), "category": .optional(group),
            "policy_code": .text(policy), "amount": .integer(amount), "entitled_from": .integer(202_001),
            "stopped_from": .optional(stopped), "stop_reason": .optional(reason),
        ]
    }
}

/// A store of its own with lists of members, households and beneficiaries.
final class MemberLists {
    let store: Store
    private let folder: URL
    private var count = 0

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ansinh-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try Store.open("sqlite:\(folder.appendingPathComponent("s.sqlite").path)")
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    @discardableResult
    func add(members rows: [MemberRow], _ period: String, province: Int = 24, list: UnitList? = nil) throws -> Int64 {
        try add(.members, rows.map(\.columns), period, province: province, list: list)
    }

    /// Stores rows as the current submission of their kind, scope and period; columns that a row leaves out are null.
    @discardableResult
    func add(
        _ kind: SubmissionKind, _ rows: [[String: SQLValue]], _ period: String, province: Int = 24, list: UnitList? = nil
    ) throws -> Int64 {
        count += 1
        let number = count
        let period = Period(period)!
        return try store.write { connection in
            let register = SubmissionRegister(connection)
            let id = try register.open(
                .init(
                    kind: kind, scope: .init(province: province), period: period, unitList: list ?? UnitList(for: period),
                    sha256: "\(kind)-\(number)", bytes: 1, fileName: "t.csv", sender: "thử"))
            try connection.addRecords(
                kind, to: id, rows.map { $0.merging(["province": .int(province)], uniquingKeysWith: { $1 }) })
            try register.accept(
                id, rows: RowCounts(seen: Int64(rows.count), accepted: Int64(rows.count)), amountTotal: nil, report: "{}",
                actor: "thử")
            return id
        }
    }

    /// The lists of one period again, as those of another.
    func copy(_ period: String, to other: String) throws {
        for kind in [SubmissionKind.members, .households, .beneficiaries] {
            for submission in try store.read({ try SubmissionRegister($0).current(kind, period: Period(period)!) }) {
                try add(
                    kind, try store.read { try $0.records(kind, of: submission.id) }, other, province: submission.scope.province)
            }
        }
    }

    /// Turns the rows of all lists round.
    func reverse() throws {
        try store.write { connection in
            for submission in try SubmissionRegister(connection).all() {
                let rows = try connection.records(submission.kind, of: submission.id)
                try connection.execute("DELETE FROM record_page WHERE submission_id = ?", [.integer(submission.id)])
                let turned = rows.reversed().map { $0.filter { $0.key != "record" } }
                try connection.addRecords(submission.kind, to: submission.id, turned)
            }
        }
    }

    func figures(_ period: String, province: Int? = nil) throws -> MovementFigures {
        try store.read {
            try MovementFigures($0, period: Period(period)!, province: province, places: .withinOneList)
        }
    }

    /// The comparison of one province alone, person by person.
    func comparison(_ period: String, province: Int = 24) throws -> ListComparison {
        try store.read { connection in
            let choice = ProvinceListChoice(register: SubmissionRegister(connection), period: Period(period)!)
            let pair = try choice.pairs(province: province)[0].onlyWhatBothHave
            var sets = BenefitSets()
            var reader = ListReader(connection)
            let old = try reader.read(pair.old, sets: &sets)
            let new = try reader.read(pair.new, sets: &sets)
            return ListComparison(old: old, new: new, places: .withinOneList, sets: sets, scope: pair.scope)
        }
    }
}

extension ListComparison {
    /// The class of the person with a code, in the old list and in the new.
    func classes(_ code: String) -> (old: MovementClass?, new: MovementClass?) {
        let key = Array(code.utf8).withUnsafeBufferPointer { RecordKey.of(.person, bytes: $0) }
        return (
            old.firstIndex { $0.code == key }.map { oldClasses[$0] }, new.firstIndex { $0.code == key }.map { newClasses[$0] }
        )
    }
}
