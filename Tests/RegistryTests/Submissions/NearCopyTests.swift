import TestSupport
import Testing

@testable import Registry

@Suite("A list that repeats the one before it") struct NearCopyTests {
    private let rows: [[String: SQLValue]] = (0..<400).map { row in
        [
            "household_code": .text("24000\(row / 3)"), "full_name": .text("Người \(row)"), "amount": .int(360_000 + row),
            "birth_date": row % 7 == 0 ? .null : .int(19_500_000 + row),
            "aside": row % 5 == 0 ? .text("Ghi chú\u{1F}\(row)") : .null,
        ]
    }

    private func accept(
        _ rows: [[String: SQLValue]], _ period: Period = august, province: Int = 24, in store: Store
    ) throws -> (id: Int64, copy: NearCopy?) {
        try store.write { connection in
            let register = SubmissionRegister(connection)
            let sent = arrival(province: province, period: period, sha256: "\(try register.all().count)")
            let id = try register.open(sent)
            try connection.addRecords(.payments, to: id, rows)
            let count = Int64(rows.count)
            let copy = try NearCopy.find(id, rows: count, of: sent, in: connection, progress: .silent)
            for portion in [1, 37, 399] as [Int64] {
                let inParts = try NearCopy.find(
                    id, rows: count, of: sent, in: connection, progress: .silent, portion: portion)
                #expect(inParts == copy, "in how many passes makes no difference")
            }
            try register.accept(
                id, rows: RowCounts(seen: count, accepted: count), amountTotal: nil, report: "{}", actor: "test")
            return (id, copy)
        }
    }

    @Test("rows more, rows fewer and rows changed are counted, wherever they stand")
    func counted() throws {
        try withTemporaryStore { store, _ in
            let first = try accept(rows, in: store)
            #expect(first.copy == nil)
            var changed = Array(rows.shuffled().dropLast(10))
            changed[3]["amount"] = .int(1)
            changed[4]["birth_date"] = .int(1)
            changed[5]["aside"] = .text("Ghi chú\u{1F}khác")
            changed += [["full_name": .text("Người mới")]]
            // What was repaired to read a row does not make it another.
            changed[6]["notes"] = .text("id_cmnd9")
            let second = try #require(try accept(changed, in: store).copy)
            #expect(second.submission == first.id && second.period == august)
            #expect(second.same == 387 && second.added == 4 && second.gone == 13)
            #expect(!second.isIdentical)
        }
    }

    @Test("the same rows again are the same, of another month too; a row that comes twice counts twice")
    func identical() throws {
        try withTemporaryStore { store, _ in
            _ = try accept(rows + rows.prefix(20), in: store)
            let september = Period(year: 2021, month: 9)!
            let again = try accept(rows.shuffled() + rows.prefix(20), september, in: store)
            #expect(again.copy?.isIdentical == true && again.copy?.same == 420 && again.copy?.period == august)
            let once = try accept(rows, september, in: store)
            #expect(once.copy?.submission == again.id && once.copy?.gone == 20 && once.copy?.added == 0)
        }
    }

    @Test("another list, another province, a month after, or a list that was taken back, is no earlier one")
    func others() throws {
        try withTemporaryStore { store, _ in
            let october = Period(year: 2021, month: 10)!
            _ = try accept(rows, october, in: store)
            _ = try accept(rows, province: 1, in: store)
            #expect(try accept(rows, in: store).copy == nil)
            let other = rows.map { $0.merging(["full_name": .text("Khác")]) { $1 } }
            let fourth = try accept(other, in: store)
            #expect(fourth.copy == nil, "less than half is the same")
            _ = try store.write { try SubmissionRegister($0).withdraw(fourth.id, actor: "test") }
            #expect(try accept(rows, in: store).copy?.isIdentical == true)
        }
    }
}
