/// What a reviewer decided about a pair of people in an earlier run, and on what evidence.
package struct PairDecision: Sendable, Equatable {
    /// The finding that was decided.
    package let finding: Int64
    package let verdict: Verdict
    package let note: String?
    package let decidedBy: String?
    package let decidedAt: String?
    /// The levels of the fields that were compared, in the order of the card.
    package let levels: [String]
    /// How far the weight was above what it had to reach; `nil` where that is not known.
    package let margin: Int64?

    /// Bits against a verdict from which on it is asked again.
    package static let newEvidence: Int64 = 3_000

    /// Whether the decision still answers `finding`: the levels are those it was made on, and the weight has not moved against it.
    ///
    /// The weight of equal levels moves as the register and the model do. A rejected pair is asked again when it rose, a confirmed one when it
    /// fell by ``newEvidence`` or more, each against what it has to reach.
    package func holds(for finding: Finding) -> Bool {
        guard levels == finding.levels else { return false }
        guard let margin, let now = finding.margin else { return true }
        switch verdict {
        case .rejected: return now - margin < PairDecision.newEvidence
        case .confirmed: return margin - now < PairDecision.newEvidence
        case .sentToProvince: return (now - margin).magnitude < PairDecision.newEvidence.magnitude
        }
    }
}

extension Finding {
    /// One `field:level` an entry of the evidence.
    var levels: [String] { evidence.map { "\($0.field):\($0.level)" } }

    var margin: Int64? {
        guard let millibits, let threshold else { return nil }
        return millibits - threshold
    }
}

extension RunRegister {
    /// The latest decision on every pair, with the oldest finding that still bears it.
    /// - Complexity: O(decided findings of all runs).
    package func pairDecisions() throws(StoreError) -> [String: PairDecision] {
        var decisions: [String: PairDecision] = [:]
        for row in try connection.rows(
            "SELECT * FROM finding WHERE verdict IS NOT NULL AND pair_key IS NOT NULL ORDER BY decided_at DESC, id")
        {
            guard let stored = StoredFinding(row: row), let key = stored.finding.pairKey, decisions[key] == nil,
                let verdict = stored.verdict.flatMap(Verdict.init)
            else { continue }
            decisions[key] = PairDecision(
                finding: stored.id, verdict: verdict, note: stored.note, decidedBy: stored.decidedBy,
                decidedAt: stored.decidedAt, levels: stored.finding.levels, margin: stored.finding.margin)
        }
        return decisions
    }
}
