import Registry

/// Looks at each accepted row for what is readable and yet doubtful: numbers that contradict the row, codes outside their list, sums that
/// no rule gives.
final class RowDoubts {
    private let identity: Int?
    private let sex: Int?
    private let birthDate: Int?
    private var units: UnitDoubts
    private var amounts: AmountDoubts
    private var disagreeing = LineTally()

    init(_ kind: SubmissionKind, _ options: ImportOptions) {
        let fields = kind.fields
        identity = fields.firstIndex { $0.type == .identity }
        sex = fields.firstIndex { $0.type == .sex }
        birthDate = fields.firstIndex { $0.type == .birthDate }
        units = UnitDoubts(fields, options)
        amounts = AmountDoubts(fields, options)
    }

    func look(_ row: TypedRow) {
        if let number = row.integer(identity), disagrees(number, row) { disagreeing.add(row.line) }
        units.look(row)
        amounts.look(row)
    }

    /// Whether the sex digit or the year of birth of a whole number is not the row's. Where the row does not say, nothing disagrees.
    @inline(__always) private func disagrees(_ number: Int64, _ row: TypedRow) -> Bool {
        guard let number = PersonalNumber(number) else { return false }
        if let sex = row.integer(sex), Int64(number.sex.rawValue) != sex { return true }
        guard let birth = row.integer(birthDate) else { return false }
        return Int64(number.birthYear) != birth / 10_000
    }

    /// - Parameter period: The month that the rows speak of, if any.
    func warnings(_ period: Period?) -> [WarningCount] {
        [disagreeing.counted(as: .identityDisagrees)] + units.warnings(period) + amounts.warnings
    }
}
