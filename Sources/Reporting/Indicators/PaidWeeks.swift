/// How many persons of one cell were paid in which weeks: enough to say how many different persons stand behind any span of weeks,
/// and no more.
struct PaidWeeks: Sendable, Equatable {
    /// Bit *t* is set when the person was paid at time point *t*; how many persons have each pattern.
    private(set) var patterns: [UInt32: Int64] = [:]

    init(patterns: [UInt32: Int64]) { self.patterns = patterns }

    init(_ facts: [BenefitFacts.Paid]) {
        var weeksOf: [UInt64: UInt32] = [:]
        for fact in facts { weeksOf[fact.person, default: 0] |= 1 << UInt32(fact.time) }
        for weeks in weeksOf.values { patterns[weeks, default: 0] += 1 }
    }

    /// Different persons who were paid at any of the time points of `span`.
    func persons(in span: Range<Int>) -> Int64 {
        let mask = span.reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
        return patterns.reduce(0) { $1.key & mask == 0 ? $0 : $0 + $1.value }
    }
}
