import Registry

/// Which records of a list become rows, and of which kind, by the names that the first of them bear.
///
/// Where records stand in each other, a row is an innermost one with what reaches into it (``FieldReach``), unless a kind was asked for:
/// then the outermost that has all the fields which that kind must have (for payments the innermost).
struct RowChoice {
    let map: ColumnMap
    /// A row is the outermost record at this level or inside it; `nil` where no record stands in another: all are rows.
    let level: RecordLevel?

    init?(_ records: [XMLRecord], _ names: [String], _ vocabulary: HeaderVocabulary, kind: SubmissionKind?) {
        let cells = names.map { HeaderCell($0) }
        let isNested = records.contains { $0.scopes.count > 1 }
        guard isNested else {
            guard let map = vocabulary.map(cells, kind: kind) else { return nil }
            (self.map, level) = (map, nil)
            return
        }
        let found = RecordLevel.allLevels.compactMap { level in LevelNames(level, records) }
        let kinds = vocabulary.words(of: kind)
        if let kind {
            // A payment is an innermost record even where the person around it bears a month and a sum.
            let isInner = kind == .payments || kind == .statement
            let levels = isInner ? found.reversed() : found
            let maps = levels.flatMap { names in kinds.map { (names.level, names.map(cells, as: $0)) } }
            guard let best = maps.min(by: { $0.1.missing.count < $1.1.missing.count }) else { return nil }
            (map, level) = (best.1, best.0)
            return
        }
        for names in found.reversed() {
            let candidates = kinds.filter { names.level.canBe($0.kind) }
                .map { (map: names.map(cells, as: $0), own: names.ownMatched(cells, as: $0)) }.filter { $0.own > 0 }
            guard let best = candidates.max(by: { RowChoice.rank($0) < RowChoice.rank($1) }) else { continue }
            (map, level) = (best.map, names.level)
            return
        }
        return nil
    }

    /// Complete kinds first, then by what the records themselves say, then by all that reaches them.
    private static func rank(_ candidate: (map: ColumnMap, own: Int)) -> Int {
        (candidate.map.isComplete ? 1_000_000 : 0) + candidate.own * 1_000 + candidate.map.matched * 10
            + (candidate.map.kind == .payments ? 1 : 0)
    }
}

/// The names that reach the records of one level.
private struct LevelNames {
    let level: RecordLevel
    private var own: Set<Int> = []
    /// Of records around them that tell of the same person.
    private var personal: Set<Int> = []
    /// Of all records around them.
    private var outer: Set<Int> = []

    /// `nil` when no record is of that level.
    init?(_ level: RecordLevel, _ records: [XMLRecord]) {
        self.level = level
        var isMet = false
        for record in records {
            for scope in record.scopes where scope.level == level {
                isMet = true
                take(scope, of: record)
            }
        }
        if !isMet { return nil }
    }

    private mutating func take(_ scope: XMLRecord.Scope, of record: XMLRecord) {
        for part in record.parts[scope.parts] { own.insert(Int(part.name)) }
        var (inner, isSamePerson) = (scope, true)
        while inner.parent >= 0 {
            let around = record.scopes[inner.parent]
            isSamePerson = isSamePerson && around.level.describesPerson(of: inner.level)
            for part in record.parts[around.parts] {
                outer.insert(Int(part.name))
                if isSamePerson { personal.insert(Int(part.name)) }
            }
            inner = around
        }
    }

    func map(_ cells: [HeaderCell], as words: HeaderWords) -> ColumnMap {
        ColumnMap(cells.indices.filter { reaches($0, cells[$0], words) }.map { cells[$0] }, as: words)
    }

    func ownMatched(_ cells: [HeaderCell], as words: HeaderWords) -> Int {
        own.count { words.meaning(of: cells[$0]) != nil }
    }

    private func reaches(_ name: Int, _ cell: HeaderCell, _ words: HeaderWords) -> Bool {
        if own.contains(name) { return true }
        guard let meaning = words.meaning(of: cell) else { return outer.contains(name) }
        switch FieldReach(words.fields[meaning.field]) {
        case .all: return outer.contains(name)
        case .person: return personal.contains(name)
        case .none: return false
        }
    }
}

extension RecordLevel {
    fileprivate static let allLevels: [RecordLevel] = [.other, .household, .member, .beneficiary, .payment]
}
