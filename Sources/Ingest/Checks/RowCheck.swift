import Registry

/// Reads and checks the cells of one row into a ``TypedRow``; the first thing that cannot be read, and cannot be repaired
/// without a guess, refuses the row.
final class RowCheck {
    struct Fault {
        let reason: RowReason
        /// The position of the field, where one field is at fault.
        let field: Int?

        init(_ reason: RowReason, field: Int? = nil) {
            self.reason = reason
            self.field = field
        }
    }

    struct Context {
        /// Nobody is born after this day.
        var today: PartialDate?
        var isMonthFirst = false
        /// Whether the header says thousands of đồng, by field.
        var thousands: Set<Int> = []
        var unitList: UnitList?
        /// The list whose aliases of commune codes are put right; `nil` while neither list nor period is stated.
        var communeList: UnitList?
        var profile: MappingProfile?
    }

    let fields: [Field]
    private let plans: [CellPlan]
    /// The same, without a count of references for every cell: 9 % of a check.
    private let unretained: [Unmanaged<CellPlan>]
    private let profile: ProfileCells?
    private let identities: [Int]
    private let sexField: Int?
    private let birthField: Int?

    init(_ kind: SubmissionKind, _ context: Context) {
        let fields = kind.fields
        self.fields = fields
        plans = fields.enumerated().map { CellPlan($1, isThousand: context.thousands.contains($0), context) }
        unretained = plans.map(Unmanaged.passUnretained)
        profile = ProfileCells(kind, context.profile)
        identities = fields.indices.filter { fields[$0].type == .identity }
        sexField = fields.firstIndex { $0.type == .sex }
        birthField = fields.firstIndex { $0.type == .birthDate }
    }

    /// - Parameter cells: UTF-8 by field; empty for columns that the file does not have.
    func check(_ cells: UnsafeMutableBufferPointer<Bytes>, into row: TypedRow, _ arena: ByteArena) -> Fault? {
        profile?.replace(cells)
        // A local copy: notes of the row lent out by reference would be checked for overlapping access at run time.
        var notes = row.notes
        defer { row.notes = notes }
        for index in 0..<unretained.count {
            let fault = unretained[index]._withUnsafeGuaranteedRef { plan in
                plan.isIdentity ? nil : RowCheck.check(cells[index].trimmed, at: index, plan, into: row, arena, &notes)
            }
            if let fault { return fault }
        }
        return checkIdentities(cells, into: row, arena, &notes)
    }

    @inline(__always) private static func check(
        _ cell: Bytes, at index: Int, _ plan: CellPlan, into row: TypedRow, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> Fault? {
        if cell.count > CSVDialect.maxFieldBytes { return Fault(.fieldTooLong, field: index) }
        if plan.isEmpty(cell) { return plan.isRequired ? Fault(.missingRequired, field: index) : nil }
        return plan.read(cell, into: &row.values[index], arena, &notes).map {
            Fault(structural(cell) ?? $0, field: index)
        }
    }

    /// A cell that cannot be read because of what is in it as text, whatever it should have held.
    private static func structural(_ cell: Bytes) -> RowReason? {
        var scalars = UTF8Scalars(cell)
        while let scalar = scalars.next() {
            if scalar == UTF8Scalars.invalid { return .encodingInvalid }
            if scalar == 0xFFFD { return .textLossy }
            if scalar < 0x20, scalar != 0x09, scalar != 0x0A, scalar != 0x0D { return .controlChar }
        }
        return nil
    }

    /// Identity numbers come last: putting lost zeros back needs the sex and the year of birth.
    private func checkIdentities(
        _ cells: UnsafeMutableBufferPointer<Bytes>, into row: TypedRow, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> Fault? {
        for index in identities {
            let cell = cells[index].trimmed
            let isRequired = plans[index].isRequired
            if cell.count > CSVDialect.maxFieldBytes { return Fault(.fieldTooLong, field: index) }
            guard !plans[index].isEmpty(cell) else {
                if isRequired { return Fault(.missingRequired, field: index) }
                notes.insert(.idMissing)
                continue
            }
            let (code, isWrapped) = CodeWrapping.unwrap(cell, into: arena)
            if let reason = identify(code, at: index, row, &notes) {
                if let structural = RowCheck.structural(cell) { return Fault(structural, field: index) }
                if isRequired { return Fault(reason, field: index) }
                notes.insert(.idDropped)
            } else if isWrapped {
                notes.insert(.idUnwrapped)
            }
        }
        return nil
    }

    private func identify(_ code: Bytes, at index: Int, _ row: TypedRow, _ notes: inout NoteSet) -> RowReason? {
        switch IdentityCell.read(code) {
        case .personal(let value): row.values[index] = .integer(value)
        case .old(let value):
            row.values[index] = .oldIdentity(value)
            notes.insert(.idCMND9)
        case .short(let value):
            guard IdentityCell.isProven(value, sex: row.integer(sexField), birthDate: row.integer(birthField)) else {
                return .idInvalid
            }
            row.values[index] = .integer(value)
            notes.insert(.idZeroPadded)
        case .precisionLost: return .idPrecisionLost
        case .invalid: return .idInvalid
        }
        return nil
    }
}
