/// What is odd about a file whose rows can all be read: something to look at before money moves, never a reason to leave anyone out.
///
/// The words are ours; the published vocabulary has reasons and notes for single rows only.
package enum ImportWarning: String, Sendable, CaseIterable {
    // Of a row alone.
    /// The sex or the year of birth in a 12-digit number is not that of the row.
    case identityDisagrees = "identity_disagrees"
    case communeUnknown = "commune_unknown"
    case communeElsewhere = "commune_elsewhere"
    case districtUnknown = "district_unknown"
    case policyUnknown = "policy_unknown"
    /// Below the national rate of the policy, or far above it.
    case amountUnusual = "amount_unusual"

    // Of rows beside each other.
    case duplicateRows = "duplicate_rows"
    case memberOfTwoHouseholds = "member_of_two_households"
    case twoHeads = "two_heads"
    case noHead = "no_head"

    // Of the file.
    /// A line "Tổng cộng" says another sum than the rows above it.
    case totalDiffers = "total_differs"
    /// The unit codes fit another list better than the one of the file's date.
    case unitListDoubtful = "unit_list_doubtful"
    /// There was no room to compare the rows with each other.
    case rowsNotCompared = "rows_not_compared"
}

/// How often a warning was given, and where first.
package struct WarningCount: Sendable, Equatable, Codable {
    /// A raw value of ``ImportWarning``.
    package let word: String
    package var count: Int64
    /// The first cases; each is the lines that belong together, from 1.
    package var lines: [[Int64]]
    /// Đồng, of a total that differs: as the file says, and as its rows come to.
    package var stated: Int64?
    package var counted: Int64?

    /// Cases that are named; beyond this number they are only counted.
    static let named = 20

    init(_ warning: ImportWarning, count: Int64 = 0, lines: [[Int64]] = []) {
        word = warning.rawValue
        self.count = count
        self.lines = lines
    }

    /// A case, whose last line is the one to look at. Cases may come in any order; those that are named are the first of the file.
    mutating func add(_ lines: [Int64]) {
        count += 1
        if self.lines.count < WarningCount.named || lines[lines.count - 1] < (self.lines.last?.last ?? 0) { name(lines) }
    }

    /// Of two reports; what was named first stays first.
    static func joined(_ left: [WarningCount], _ right: [WarningCount]) -> [WarningCount] {
        var joined = left
        for warning in right {
            guard let index = joined.firstIndex(where: { $0.word == warning.word }) else {
                joined.append(warning)
                continue
            }
            joined[index].count += warning.count
            joined[index].lines = Array((joined[index].lines + warning.lines).prefix(named))
        }
        return joined
    }

    private mutating func name(_ lines: [Int64]) {
        let place = self.lines.firstIndex { ($0.last ?? 0) > (lines.last ?? 0) } ?? self.lines.count
        self.lines.insert(lines, at: place)
        if self.lines.count > WarningCount.named { self.lines.removeLast() }
    }
}
