/// Finds rows of one list that speak of the same person, and keeps one of them.
///
/// Only what the list itself proves: the same number, code, old number or insurance number with the same called name and date; or the
/// same name and whole date in one household. Twins have other names, father and son other dates.
enum RepeatedRows {
    /// - Returns: For every row the row that stands for its person (itself, mostly).
    static func representatives(_ rows: [ListedPerson]) -> [Int32] {
        var parent = rows.indices.map(Int32.init)
        for key in keys {
            var entries: [KeyJoin.Entry] = []
            for row in rows.indices {
                let value = key(rows[row])
                if value != 0 { entries.append(.init(key: value, row: Int32(row))) }
            }
            entries.sort()
            KeyJoin.forEachGroup(entries) { group in
                guard group.count > 1, group.count <= KeyJoin.mostRows else { return }
                join(group, rows, &parent)
            }
        }
        return parent.indices.map { root(Int32($0), parent) }
    }

    private static let keys: [@Sendable (ListedPerson) -> UInt64] = [
        { KeyJoin.key(UInt64($0.number)) }, { $0.code }, { KeyJoin.key(UInt64($0.oldNumber)) },
        { KeyJoin.key(UInt64($0.insurance)) },
        { $0.fullBirth == nil ? 0 : KeyJoin.key($0.household, $0.name, UInt64($0.birth)) },
    ]

    private static func join(_ group: ArraySlice<KeyJoin.Entry>, _ rows: [ListedPerson], _ parent: inout [Int32]) {
        for (position, left) in group.enumerated() {
            for right in group.dropFirst(position + 1) {
                let (one, other) = (rows[Int(left.row)], rows[Int(right.row)])
                guard one.hasGivenName(of: other), one.isBorn(as: other), one.hasSex(of: other), !one.hasOtherNumber(than: other)
                else { continue }
                let (first, second) = (root(left.row, parent), root(right.row, parent))
                guard first != second else { continue }
                if precedes(rows[Int(first)], rows[Int(second)]) {
                    parent[Int(second)] = first
                } else {
                    parent[Int(first)] = second
                }
            }
        }
    }

    private static func root(_ row: Int32, _ parent: [Int32]) -> Int32 {
        var row = row
        while parent[Int(row)] != row { row = parent[Int(row)] }
        return row
    }

    /// Which of two rows stands for the person. Nobody is written dead because a list was not kept up; many are left living where
    /// they once were: dead, then living, then moved away. Then by content, so that the order of rows plays no part.
    private static func precedes(_ left: ListedPerson, _ right: ListedPerson) -> Bool {
        let order = rank(left.status), other = rank(right.status)
        if order != other { return order < other }
        if left.code != right.code { return left.code < right.code }
        if left.household != right.household { return left.household < right.household }
        if left.commune != right.commune { return left.commune < right.commune }
        if left.isHead != right.isHead { return left.isHead }
        return (left.number, left.name, left.birth, left.insurance, left.oldNumber)
            < (right.number, right.name, right.birth, right.insurance, right.oldNumber)
    }

    private static func rank(_ status: ListedPerson.Status) -> Int {
        switch status {
        case .dead: 0
        case .alive: 1
        case .movedAway: 2
        }
    }
}
