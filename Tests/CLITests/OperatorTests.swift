import Foundation
import TestSupport
import Testing

@Suite("What an operator does, through the program")
struct OperatorTests {
    @Test("a store is backed up, checked, put back elsewhere, and says the same there")
    func backup() throws {
        try withFolder { folder throws in
            try folder.write(goodList, to: "list.csv")
            #expect(try Program.run(["ingest", "list.csv"], in: folder).status == 0)
            let made = try Program.run(["backup", "--json", "b.sqlite"], in: folder)
            #expect(made.status == 0, "\(made.talk)")
            let head = try #require(try made.json()["audit_head"] as? String)
            #expect(try Program.run(["backup", "--check", "b.sqlite"], in: folder).status == 0)
            #expect(try Program.run(["backup", "b.sqlite"], in: folder).status == 73, "nothing is overwritten")
            #expect(try Program.run(["restore", "b.sqlite"], in: folder).status == 73, "only into an empty store")
            try withFolder { other throws in
                try FileManager.default.copyItem(
                    at: folder.appendingPathComponent("b.sqlite"), to: other.appendingPathComponent("b.sqlite"))
                let restored = try Program.run(["restore", "b.sqlite"], in: other)
                #expect(restored.status == 0, "\(restored.talk)")
                let lists = try [folder, other].map { try Program.run(["submissions", "--json"], in: $0).output }
                #expect(lists[0] == lists[1] && lists[0].contains("sha256"))
                #expect(try Program.run(["audit", "verify", "--anchor", head], in: other).status == 0)
                let foreign = "1:" + String(repeating: "0", count: 64)
                #expect(try Program.run(["audit", "verify", "--anchor", foreign], in: other).status == 65)
            }
        }
    }

    @Test("a damaged backup is refused with the words and the code for refused data; a missing one is missing")
    func damagedBackup() throws {
        try withFolder { folder throws in
            try folder.write("not a backup at all", to: "b.sqlite")
            let refused = try Program.run(["restore", "b.sqlite", "--store", "sqlite:new.sqlite"], in: folder)
            #expect(refused.status == 65 && !refused.talk.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("new.sqlite").path))
            #expect(try Program.run(["restore", "none.sqlite"], in: folder).status == 66)
        }
    }

    @Test("a province gets a file with its own data that works as a store")
    func handOver() throws {
        try withFolder { folder throws in
            try folder.write(goodList, to: "list.csv")
            #expect(try Program.run(["ingest", "list.csv"], in: folder).status == 0)
            #expect(try Program.run(["backup", "--province", "24", "24.sqlite"], in: folder).status == 0)
            #expect(try Program.run(["backup", "--province", "01", "01.sqlite"], in: folder).status == 0)
            let own = try Program.run(["submissions", "--json", "--store", "sqlite:24.sqlite"], in: folder)
            #expect(own.output.contains("list.csv"))
            let other = try Program.run(["submissions", "--json", "--store", "sqlite:01.sqlite"], in: folder)
            #expect(other.status == 0 && !other.output.contains("list.csv"))
        }
    }

    #if !CORE_ONLY
        @Test("a month put into the queue is reconciled by a worker, once")
        func queue() throws {
            try withFolder { folder throws in
                try folder.write(goodList, to: "list.csv")
                #expect(try Program.run(["ingest", "list.csv"], in: folder).status == 0)
                #expect(try Program.run(["reconcile", "--period", "2021-08", "--queue"], in: folder).status == 0)
                #expect(try jobs(folder).first?["state"] as? String == "waiting")
                let work = try Program.run(["work", "--until-empty"], in: folder)
                #expect(work.status == 0, "\(work.talk)")
                #expect(work.talk.contains(StoreUnderTest.isPostgres ? "synchronous_commit=on" : "synchronous=2"))
                #expect(try jobs(folder).first?["state"] as? String == "done")
                #expect(
                    try Program.run(["report", "reconciliation", "--period", "2021-08", "--out", "r.html"], in: folder).status
                        == 0)
                #expect(try Program.run(["jobs", "cancel", "1"], in: folder).status == 66, "it is over")
                // A month of which nothing was handed in is refused with its reason, not tried for ever.
                #expect(try Program.run(["reconcile", "--period", "2020-01", "--queue"], in: folder).status == 0)
                #expect(try Program.run(["work", "--until-empty"], in: folder).status == 0)
                #expect(try jobs(folder).first?["state"] as? String == "failed")
            }
        }
    #endif

    private func jobs(_ folder: URL) throws -> [[String: Any]] {
        let list = try Program.run(["jobs", "--json"], in: folder)
        return try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
    }
}
