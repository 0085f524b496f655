import Registry

/// Finds the candidates of every row that no number has placed, rule after rule: an index of one rule over the register is built, all rows look
/// into it, and it is dropped before the next. So memory holds one or two of them, however large the register is.
struct CandidateSearch: Sendable {
    let inputs: Inputs
    let scorer: PairScorer
    let blocking: Blocking
    let progress: ProgressReport

    struct Result: Sendable {
        let rows: [UInt32]
        let lists: CandidateLists
        /// One entry a rule, in the order in which they were tried.
        var costs: [BlockingCost] = []
        var comparedPairs: Int { costs.reduce(0) { $0 + $1.comparedPairs } }
        var skippedBlocks: Int { costs.reduce(0) { $0 + $1.skippedBlocks } }
    }

    /// Bits ahead of all else from which on the wide rules need not look.
    private static let clear = MatchWeight(bits: 12)
    /// Below the weight of "has no record" by so much, a candidate is none.
    static let hopeless = MatchWeight(bits: 14)

    /// - Parameter rows: Of `listed`, ascending.
    func run(_ rows: [UInt32]) throws -> Result {
        var result = Result(rows: rows, lists: CandidateLists(count: rows.count))
        let narrow = Blocking.Rule.allCases.filter { !$0.isWide && isUsed($0) }
        let wide = Blocking.Rule.allCases.filter { $0.isWide && isUsed($0) }
        try search(narrow, Array(0..<UInt32(rows.count)), &result, steps: 0, of: narrow.count + wide.count)
        let open = (0..<UInt32(rows.count)).filter { !isClear(result.lists[Int($0)]) }
        try search(wide, open, &result, steps: narrow.count, of: narrow.count + wide.count)
        return result
    }

    /// What every rule would cost for these rows; nothing is compared. The wide ones cost less in the end, as most rows have a clear partner then.
    func plan(_ rows: [UInt32]) throws -> [BlockingCost] {
        try Blocking.Rule.allCases.filter(isUsed).map { rule in
            try progress.checkCancellation()
            progress("Dự tính số cặp", Int64(rule.rawValue), of: Int64(Blocking.Rule.allCases.count))
            let index = index(rule, rows)
            return BlockingCost(index, predictedPairs: predictedPairs(index, rows))
        }
    }

    /// Rules over fields that a table does not have make no key.
    private func isUsed(_ rule: Blocking.Rule) -> Bool {
        switch rule {
        case .formerID: !inputs.listed.formerID.isBlank && !inputs.population.formerID.isBlank
        case .insurance: !inputs.listed.insurance.isBlank && !inputs.population.insurance.isBlank
        case .otherID: !inputs.listed.otherID.isBlank
        case .householdCode: !inputs.listed.householdCode.isBlank
        case .wordAndGiven, .wordAndBirth, .wordAndSurname, .wordAndYear, .twoWords: !inputs.listed.address.isBlank
        default: true
        }
    }

    private func isClear(_ list: UnsafeBufferPointer<CandidateLists.Entry>) -> Bool {
        guard let best = list.first else { return false }
        let rival = max(scorer.rule.absent, list.count > 1 ? list[1].weight : scorer.rule.absent)
        return best.weight - rival >= CandidateSearch.clear
    }

    /// - Parameter open: Positions in the rows of `result`.
    private func search(_ rules: [Blocking.Rule], _ open: [UInt32], _ result: inout Result, steps: Int, of total: Int) throws {
        guard !open.isEmpty else { return }
        let rows = result.rows
        for start in stride(from: 0, to: rules.count, by: 2) {
            try progress.checkCancellation()
            progress("So từng nhóm ứng viên", Int64(steps + start), of: Int64(total))
            let pair = Array(rules[start..<min(start + 2, rules.count)])
            let indexes = inChunks(of: pair.count, size: 1) { range in
                [index(pair[range.lowerBound], open.lazy.map { rows[Int($0)] })]
            }
            for index in indexes { look(index, open, &result) }
        }
    }

    /// How many rows of the register to one that looks make a ``KeyFilter`` worth its while.
    private static let fewRows = 4

    /// The register by one rule. Where few rows look, it holds the keys that they ask for and hardly any other: a province's new list of 5,000
    /// rows beside 283,000 took 0.37 s with all keys.
    private func index(_ rule: Blocking.Rule, _ rows: some RandomAccessCollection<UInt32>) -> RuleIndex {
        var asked: KeyFilter?
        if rows.count * CandidateSearch.fewRows <= inputs.population.count {
            var filter = KeyFilter(keys: rows.count * 3)
            for row in rows { blocking.forEachKey(rule, inputs.listed, Int(row)) { filter.insert($0) } }
            asked = filter
        }
        return RuleIndex(rule, inputs.population, 0..<inputs.population.count, blocking, asked: asked)
    }

    private func look(_ index: RuleIndex, _ open: [UInt32], _ result: inout Result) {
        let (rows, lists) = (result.rows, result.lists)
        let floor = scorer.rule.absent - CandidateSearch.hopeless
        var cost = BlockingCost(index, predictedPairs: predictedPairs(index, open.lazy.map { rows[Int($0)] }))
        let counts = inChunks(of: open.count, size: 8192) { range in
            var (brought, compared, kept, skipped) = (0, 0, 0, 0)
            var requests = BlockRequests(index)
            for start in stride(from: range.lowerBound, to: range.upperBound, by: BlockRequests.width) {
                let places = start..<min(start + BlockRequests.width, range.upperBound)
                skipped += requests.send(places.map { Int(rows[Int(open[$0])]) }, inputs.listed) {
                    scorer.prefetchTraits(Int($0))
                }
                for place in places {
                    let position = Int(open[place])
                    let subject = scorer.subject(Int(rows[position]))
                    requests.forEachCandidate(place - start) { candidate in
                        brought += 1
                        guard !lists.contains(candidate, position) else { return }
                        compared += 1
                        guard let pattern = scorer.possiblePattern(subject, Int(candidate)) else { return }
                        let weight = scorer.weight(pattern, Int(candidate))
                        guard weight > floor else { return }
                        kept += 1
                        lists.insert(candidate, weight, position)
                    }
                }
            }
            return [(brought, compared, kept, skipped)]
        }
        for (brought, compared, kept, skipped) in counts {
            cost.pairs += brought
            cost.comparedPairs += compared
            cost.keptPairs += kept
            cost.skippedBlocks += skipped
        }
        result.costs.append(cost)
    }

    /// Rows of which the cost of a rule is predicted.
    private static let sample = 8192

    /// What the rule will bring together, by rows drawn evenly from those that look. - Complexity: O(``sample``).
    private func predictedPairs(_ index: RuleIndex, _ open: some RandomAccessCollection<UInt32>) -> Int {
        let count = min(open.count, CandidateSearch.sample)
        guard count > 0 else { return 0 }
        let drawn = (0..<count).map { Int(open[open.index(open.startIndex, offsetBy: $0 * open.count / count)]) }
        var requests = BlockRequests(index)
        var pairs = 0
        for start in stride(from: 0, to: count, by: BlockRequests.width) {
            let some = Array(drawn[start..<min(start + BlockRequests.width, count)])
            _ = requests.send(some, inputs.listed) { _ in }
            for place in some.indices { pairs += requests.candidateCount(place) }
        }
        return Int((Double(pairs) * Double(open.count) / Double(count)).rounded())
    }
}
