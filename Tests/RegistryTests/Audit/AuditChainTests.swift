import Registry
import TestSupport
import Testing

@Suite("The audit chain")
struct AuditChainTests {
    @Test("an untouched chain holds")
    func holds() throws {
        try withTemporaryStore { store, _ in
            try fill(store)
            let result = try store.read { try AuditChain.verify($0) }
            #expect(result.entries == 5)
            #expect(result.isIntact)
        }
    }

    @Test(
        "a changed, removed or reordered entry is found where it is",
        arguments: [
            ("UPDATE audit_event SET detail = 'x' WHERE id = 3", 3), ("UPDATE audit_event SET actor = 'x' WHERE id = 1", 1),
            ("DELETE FROM audit_event WHERE id = 2", 2), ("UPDATE audit_event SET at = '1999' WHERE id = 5", 5),
            ("UPDATE audit_event SET id = CASE id WHEN 2 THEN -3 WHEN 3 THEN -2 ELSE id END; ", 2),
        ])
    func tampering(statement: String, expected: Int64) throws {
        try withTemporaryStore { store, _ in
            try fill(store)
            try store.write { connection in
                try connection.execute(statement)
                try connection.execute("UPDATE audit_event SET id = -id WHERE id < 0")
            }
            #expect(try store.read { try AuditChain.verify($0) }.firstBroken == expected)
        }
    }

    private func fill(_ store: Store) throws {
        try store.write { connection in
            for index in 1...5 {
                let event = AuditEvent(actor: "a\(index)", action: "test", subject: "s/\(index)", detail: "d")
                try AuditChain.append(event, to: connection)
            }
        }
    }
}
