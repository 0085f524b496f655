import Registry

extension ImportOutcome.Group {
    /// How many example lines are named.
    static let examples = 5

    /// Refusals by reason and field, the most frequent first.
    static func grouped(_ rejections: some Sequence<(reason: String, field: String?, line: Int64)>) -> [ImportOutcome.Group] {
        struct Key: Hashable {
            let reason: String
            let field: String?
        }
        var counts: [Key: Int64] = [:]
        var lines: [Key: [Int64]] = [:]
        for rejection in rejections {
            let key = Key(reason: rejection.reason, field: rejection.field)
            counts[key, default: 0] += 1
            if lines[key, default: []].count < examples { lines[key, default: []].append(rejection.line) }
        }
        return counts.map { key, count in
            ImportOutcome.Group(reason: key.reason, field: key.field, count: count, lines: lines[key] ?? [])
        }.sorted { ($1.count, $0.reason, $0.field ?? "") < ($0.count, $1.reason, $1.field ?? "") }
    }
}
