import Registry
import TestSupport
import Testing

@Suite("Submissions")
struct SubmissionRegisterTests {
    @Test("the newest accepted submission counts, and withdrawing puts the one before back")
    func withdrawing() throws {
        try withTemporaryStore { store, _ in
            let first = try accept(arrival(sha256: "a1"), in: store)
            let second = try accept(arrival(sha256: "b2"), in: store)
            #expect(try current(store) == [second])
            #expect(try store.write { try SubmissionRegister($0).withdraw(second, actor: "test") })
            #expect(try current(store) == [first])
            #expect(try store.write { try SubmissionRegister($0).withdraw(second, actor: "test") } == false)
            #expect(try store.write { try SubmissionRegister($0).withdraw(first, actor: "test") })
            #expect(try current(store).isEmpty)
            try store.write { try SubmissionRegister($0).restore(first, actor: "test") }
            #expect(try current(store) == [first])
        }
    }

    @Test("withdrawing one that is not current leaves the current one")
    func withdrawingOld() throws {
        try withTemporaryStore { store, _ in
            let first = try accept(arrival(sha256: "a1"), in: store)
            let second = try accept(arrival(sha256: "b2"), in: store)
            _ = try store.write { try SubmissionRegister($0).withdraw(first, actor: "test") }
            #expect(try current(store) == [second])
        }
    }

    @Test("kinds, scopes and periods do not disturb each other")
    func scopes() throws {
        try withTemporaryStore { store, _ in
            let list = try accept(arrival(.payments, province: 24), in: store)
            let members = try accept(arrival(.members, province: 24), in: store)
            let neighbour = try accept(arrival(.payments, province: 1), in: store)
            let later = try accept(arrival(.payments, province: 24, period: august.advanced(by: 1)), in: store)
            let found = try store.read { connection in
                let register = SubmissionRegister(connection)
                return [
                    try register.current(.payments, period: august), try register.current(.payments, period: nil, province: 24),
                    try register.current(.members, period: august), try register.all(province: 1),
                ].map { $0.map(\.id) }
            }
            #expect(found == [[neighbour, list], [later], [members], [neighbour]])
            let latest = try store.read { connection in
                try [24, 1, 99, nil].map { try SubmissionRegister(connection).latestPeriod(province: $0) }
            }
            #expect(latest == [august.advanced(by: 1), august, nil, august.advanced(by: 1)])
        }
    }

    @Test("the same bytes for the same scope and period are found again")
    func sameBytes() throws {
        try withTemporaryStore { store, _ in
            let id = try accept(arrival(sha256: "a1"), in: store)
            try store.read { connection in
                let scope = SubmissionScope(province: 24)
                let found = try SubmissionRegister(connection).find(sha256: "a1", kind: .payments, scope: scope, period: august)
                #expect(found?.id == id)
                #expect(
                    try SubmissionRegister(connection).find(
                        sha256: "a1", kind: .payments, scope: scope, period: august.advanced(by: 1)) == nil)
            }
        }
    }

    @Test("a transaction that fails leaves neither rows nor a submission nor an audit event")
    func failing() throws {
        struct Interrupted: Error {}
        try withTemporaryStore { store, _ in
            #expect(throws: Interrupted.self) {
                try store.write { connection in
                    let id = try SubmissionRegister(connection).open(arrival())
                    try insertPayment(connection, submission: id, record: 1)
                    try SubmissionRegister(connection).accept(
                        id, rows: RowCounts(seen: 1, accepted: 1), amountTotal: Dong(1), report: "{}", actor: "test")
                    throw Interrupted()
                }
            }
            try store.read { connection in
                for table in ["submission", "current_submission", "record_page", "audit_event"] {
                    let rows = try connection.row("SELECT COUNT(*) AS n FROM \(table)")
                    #expect(rows?.int("n") == 0, "\(table)")
                }
            }
        }
    }

    @Test("a row that is not accounted for stops the submission")
    func lostRow() throws {
        try withTemporaryStore { store, _ throws in
            let error = #expect(throws: StoreError.self) {
                try store.write { connection in
                    let register = SubmissionRegister(connection)
                    let id = try register.open(arrival())
                    try register.accept(
                        id, rows: RowCounts(seen: 3, accepted: 1, rejected: 1), amountTotal: nil, report: "{}", actor: "test")
                }
            }
            #expect(error?.kind == .statement)
            #expect(try current(store).isEmpty)
        }
    }

    @Test("every kind has a column for each field", arguments: SubmissionKind.allCases)
    func columns(kind: SubmissionKind) {
        let columns = RecordLayout(kind).columns
        #expect(Set(columns).count == columns.count)
        #expect(Set(kind.fields.map(\.key)).count == kind.fields.count)
        for field in kind.fields where field.type != .identity { #expect(columns.contains(field.column)) }
    }

    private func accept(_ arrival: SubmissionRegister.Arrival, in store: Store) throws -> Int64 {
        try store.write { connection in
            let register = SubmissionRegister(connection)
            let id = try register.open(arrival)
            try register.accept(id, rows: RowCounts(), amountTotal: nil, report: "{}", actor: "test")
            return id
        }
    }

    private func current(_ store: Store) throws -> [Int64] {
        try store.read { try SubmissionRegister($0).current(.payments, period: august).map(\.id) }
    }
}

func insertPayment(_ connection: any SQLConnection, submission: Int64, record: Int64, amount: Int64 = 360_000) throws {
    try connection.addRecords(
        .payments, to: submission,
        [["record": .integer(record), "full_name": .text("Lò Thị Ến"), "amount": .integer(amount)]])
}
