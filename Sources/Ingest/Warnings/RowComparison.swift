import Registry

/// Compares the accepted rows of a file with each other: rows that are there twice, people in two households, heads of households.
///
/// What is found is said with its lines and refuses nothing: two allowances of one person, or a household that moved, look alike.
final class RowComparison {
    private let kind: SubmissionKind
    private let household: Int?
    private let identity: Int?
    private let relation: Int?
    /// The fields whose first that is not empty stands for what a row is about.
    private let subject: [Int]
    /// What else must be the same.
    private let rest: [Int]
    private let hasHouseholds: Bool
    private let policy: Int?
    private let amount: Int?
    private var rows: KeyedRows?
    private var people: KeyedRows?
    private var heads: KeyedRows?
    private let recentRelations = RecentCells()
    private let seed = KeyHash.seed

    /// - Parameter name: Of the file, for a temporary file's messages.
    init(_ kind: SubmissionKind, _ profile: MappingProfile? = nil, name: String) {
        self.kind = kind
        let fields = kind.fields
        func position(_ key: String) -> Int? { fields.firstIndex { $0.key == key } }
        household = position("ma_ho")
        identity = position("so_cccd")
        relation = kind == .members ? position("quan_he") : nil
        let keys = RowComparison.keys(kind)
        // A key that a profile gives to every row tells none apart.
        subject = keys.subject.filter { profile?.defaults[$0] == nil }.compactMap(position)
        rest = keys.rest.compactMap(position)
        policy = position("chinh_sach")
        amount = fields.firstIndex { $0.type == .amount }
        rows = subject.isEmpty ? nil : KeyedRows(name)
        people = household != nil && identity != nil ? KeyedRows(name) : nil
        heads = relation == nil ? nil : KeyedRows(name)
        hasHouseholds = household != nil && (identity != nil || relation != nil)
    }

    private static func keys(_ kind: SubmissionKind) -> (subject: [String], rest: [String]) {
        switch kind {
        case .households: (["ma_ho"], [])
        case .members: (["ma_thanh_vien"], [])
        case .beneficiaries: (["ma_doi_tuong"], ["chinh_sach", "huong_tu"])
        case .payments: (["ma_doi_tuong", "so_cccd"], ["chinh_sach", "ky_chi_tra"])
        case .statement: (["ma_gd"], [])
        case .population: (["so_cccd"], [])
        case .insurance: (["so_bhxh"], [])
        case .merit: (["so_ho_so"], [])
        case .milestones: ([], [])
        }
    }

    func add(_ row: TypedRow) {
        let values = row.values
        var own = KeyHash(seed)
        if let subject = RowComparison.first(of: subject, in: values) {
            own.mix(values[subject])
            var hash = own
            for field in rest { hash.mix(values[field]) }
            // Without a policy only the sum can tell two benefits of a month apart.
            if let policy, let amount, case .empty = values[policy] { hash.mix(values[amount]) }
            rows?.add(hash.value, value: 0, line: row.line)
        }
        guard let household, hasHouseholds else { return }
        var home = KeyHash(seed)
        home.mix(values[household])
        if let identity, case .integer(let number) = values[identity] {
            var hash = KeyHash(seed)
            hash.mix(UInt64(bitPattern: number))
            people?.add(hash.value, value: Residence(home, own).value, line: row.line)
        }
        heads?.add(home.value, value: isHead(row) ? 1 : 0, line: row.line)
    }

    @inline(__always) private static func first(of fields: [Int], in values: UnsafeMutableBufferPointer<TypedRow.Value>) -> Int? {
        for field in fields { if case .empty = values[field] { continue } else { return field } }
        return nil
    }

    private func isHead(_ row: TypedRow) -> Bool {
        guard let cell = row.text(relation) else { return false }
        return recentRelations.answer(for: cell) {
            let word = FoldedText($0, marksAreBlanks: true).string
            return word == "chu ho" || word == "head" ? 1 : 0
        } == 1
    }

    /// What was found in all rows.
    func warnings() -> [WarningCount] {
        var twice = WarningCount(.duplicateRows)
        var moved = WarningCount(.memberOfTwoHouseholds)
        rows?.compare(again: { kept, row in twice.add([kept.line, row.line]) })
        people?.compare(again: { kept, row in
            if Residence(kept.value).isElsewhere(Residence(row.value)) {
                moved.add([kept.line, row.line])
            } else if kind == .members, kept.value != row.value {
                // In one household under two codes; the same code twice was found above.
                twice.add([kept.line, row.line])
            }
        })
        var (double, none) = (WarningCount(.twoHeads), WarningCount(.noHead))
        heads?.compare(
            again: { kept, row in
                guard row.value == 1 else { return }
                if kept.value == 1 { return double.add([kept.line, row.line]) }
                kept = row
            }, last: { if $0.value == 0 { none.add([$0.line]) } })
        let isIncomplete = rows?.isIncomplete ?? false || people?.isIncomplete ?? false || heads?.isIncomplete ?? false
        return [twice, moved, double, none] + (isIncomplete ? [WarningCount(.rowsNotCompared, count: 1)] : [])
    }
}

/// A household and a code in it, of which 16 bits each are kept: two that differ are taken for one once in 65,536 times.
private struct Residence {
    let value: UInt32

    @inline(__always) init(_ household: KeyHash, _ code: KeyHash) {
        value = UInt32(truncatingIfNeeded: household.value) &<< 16 | UInt32(truncatingIfNeeded: code.value &>> 48)
    }

    init(_ value: UInt32) { self.value = value }

    func isElsewhere(_ other: Residence) -> Bool { value &>> 16 != other.value &>> 16 }
}
