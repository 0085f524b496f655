import Registry
import TestSupport
import Testing

@Suite("Decisions about pairs of people")
struct PairDecisionTests {
    @Test("stand in the next run on the same two records, with who decided and when, wherever the rows now stand")
    func kept() throws {
        try withTemporaryStore { store, _ in
            let first = try Self.run(store, [Self.pair(record: 1)])
            try Self.decide(store, first.ids[0], .rejected)
            let second = try Self.run(store, [Self.pair(record: 77), Self.pair(record: 2, key: "other")])
            #expect(second.remembered == .init(kept: 1, reopened: 0))
            let found = try Self.findings(store, second.run)
            #expect(found.map(\.verdict) == ["rejected", nil])
            #expect(found[0].decidedBy == "reviewer" && found[0].note == "n" && found[0].earlier == first.ids[0])
            #expect(found[0].decidedAt == (try Self.findings(store, first.run))[0].decidedAt)
            #expect(found[1].earlier == nil)
        }
    }

    @Test(
        "are asked again on other levels, and when the weight moved by three bits against the verdict",
        arguments: [
            (Verdict.rejected, "exact", Int64(2_999), true), (.rejected, "exact", 3_000, false),
            (.rejected, "exact", -9_000, true),
            (.confirmed, "exact", -2_999, true), (.confirmed, "exact", -3_000, false), (.confirmed, "exact", 9_000, true),
            (.sentToProvince, "exact", 2_000, true), (.sentToProvince, "exact", -3_000, false),
            (.rejected, "one_digit", 0, false), (.confirmed, "one_digit", 0, false),
        ])
    func reopened(_ sample: (verdict: Verdict, level: String, change: Int64, isKept: Bool)) throws {
        try withTemporaryStore { store, _ in
            let first = try Self.run(store, [Self.pair(record: 1)])
            try Self.decide(store, first.ids[0], sample.verdict)
            let next = try Self.run(store, [Self.pair(record: 1, level: sample.level, change: sample.change)])
            let found = try Self.findings(store, next.run)[0]
            #expect(found.verdict == (sample.isKept ? sample.verdict.rawValue : nil))
            #expect(found.earlier == first.ids[0])
            #expect(next.remembered == (sample.isKept ? .init(kept: 1) : .init(reopened: 1)))
        }
    }

    @Test(
        "do not creep: each run is held against the run that was decided, and a threshold that rises with the weight changes nothing"
    )
    func creeping() throws {
        try withTemporaryStore { store, _ in
            let first = try Self.run(store, [Self.pair(record: 1)])
            try Self.decide(store, first.ids[0], .rejected)
            let kept = try [1_500, 2_500, 3_500].map { change in
                try Self.run(store, [Self.pair(record: 1, change: change)]).remembered.kept
            }
            #expect(kept == [1, 1, 0])
            let shifted = Self.pair(record: 1, change: 5_000, threshold: 15_000)
            #expect(try Self.run(store, [shifted]).remembered.kept == 1)
        }
    }

    @Test("the last one counts, be it on the first finding or on the one that took it over")
    func overruled() throws {
        try withTemporaryStore { store, _ in
            let first = try Self.run(store, [Self.pair(record: 1)])
            try Self.decide(store, first.ids[0], .rejected, at: "2021-09-01T00:00:00Z")
            let second = try Self.run(store, [Self.pair(record: 1)])
            try Self.decide(store, second.ids[0], .confirmed, at: "2021-09-02T00:00:00Z")
            #expect(try Self.findings(store, second.run)[0].earlier == nil, "a decision of its own")
            let third = try Self.run(store, [Self.pair(record: 1)])
            #expect(try Self.findings(store, third.run).map(\.verdict) == ["confirmed"])
        }
    }

    @Test("findings of older versions, which know no pair, are read and never taken for one")
    func older() throws {
        try withTemporaryStore { store, _ in
            var old = Self.pair(record: 1)
            (old.pairKey, old.threshold) = (nil, nil)
            let first = try Self.run(store, [old])
            try Self.decide(store, first.ids[0], .rejected)
            try store.write { connection in
                try connection.execute(
                    "UPDATE finding SET evidence = ?", [.text(#"[{"field":"ho_va_ten","level":"exact","millibits":12000}]"#)])
            }
            let found = try Self.findings(store, first.run)[0].finding
            #expect(found.evidence == [Evidence(field: "ho_va_ten", level: "exact", millibits: 12_000)])
            #expect(found.flips.isEmpty && found.flipSentences.vietnamese.isEmpty && found.steadyFields.isEmpty)
            #expect(try Self.run(store, [Self.pair(record: 1)]).remembered == .init())
        }
    }

    @Test("the smallest change comes first, and what may be otherwise without turning the conclusion is named")
    func flips() {
        let finding = Self.pair(record: 1)
        #expect(finding.flips.map(\.field) == ["ho_va_ten", "so_cccd"])
        #expect(finding.flips.map(\.millibits) == [9_000, 1_000])
        #expect(finding.steadyFields == ["gioi_tinh"])
        let sentences = finding.flipSentences
        #expect(
            sentences.vietnamese == [
                "Nếu họ tên ở mức “chỉ cùng tên gọi” thì không còn đủ bằng chứng là một người.",
                "Nếu không có số định danh thì không còn đủ bằng chứng là một người.",
                "Dù riêng giới tính khác đi, kết luận vẫn vậy.",
            ])
        #expect(sentences.english.first?.hasPrefix("If the name were at the level “same given name only”") ?? false)
        #expect(sentences.english.count == 3)
    }

    // MARK: A run with made findings

    private static func pair(
        record: Int64, key: String = "k", level: String = "exact", change: Int64 = 0, threshold: Int64 = 10_000
    ) -> Finding {
        Finding(
            .duplicateInside, severity: .low, province: 24,
            left: RecordReference(kind: .members, submission: 1, record: record),
            right: RecordReference(kind: .members, submission: 1, record: record + 1), millibits: 21_000 + change,
            threshold: threshold, pairKey: key,
            evidence: [
                Evidence(field: "gioi_tinh", level: "exact", millibits: 1_000),
                Evidence(field: "so_cccd", level: level, millibits: 20_000, flip: .init(level: "missing", millibits: 1_000)),
                Evidence(
                    field: "ho_va_ten", level: "exact", millibits: 0, bearers: 3,
                    flip: .init(level: "given_name", millibits: 9_000)),
            ], vietnamese: "v", english: "e")
    }

    private static func run(_ store: Store, _ findings: [Finding]) throws -> (
        run: Int64, ids: [Int64], remembered: RunRegister.Remembered
    ) {
        try store.write { connection in
            let register = RunRegister(connection)
            let run = try register.open(period: august, province: nil, rules: "r", inputs: "i")
            let remembered = try register.add(findings, run: run)
            return (run, try register.findings(run: run).map(\.id), remembered)
        }
    }

    private static func findings(_ store: Store, _ run: Int64) throws -> [StoredFinding] {
        try store.read { try RunRegister($0).findings(run: run) }
    }

    private static func decide(_ store: Store, _ id: Int64, _ verdict: Verdict, at time: String? = nil) throws {
        try store.write { connection in
            try RunRegister(connection).decide(
                id, verdict: verdict.rawValue, note: "n", actor: "reviewer", at: time.map { Timestamp($0) } ?? .now())
        }
    }
}
