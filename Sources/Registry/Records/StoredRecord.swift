/// One accepted row, for showing it beside another: every field with the value as our users print it.
///
/// Identity and card numbers come out masked; showing them whole is a deed of its own, with its audit event (``IdentityReveal``).
package struct StoredRecord: Sendable {
    package struct Cell: Sendable {
        package let field: Field
        /// Empty when the row does not give it.
        package let text: String
    }

    package let reference: RecordReference
    package let submission: Submission
    /// In the order of the kind's fields.
    package let cells: [Cell]

    package subscript(_ key: String) -> String? { cells.first { $0.field.key == key }?.text }

    /// - Returns: `nil` when the store has no such row.
    package static func read(
        _ reference: RecordReference, from connection: any SQLConnection, revealed: IdentityReveal? = nil
    ) throws(StoreError) -> StoredRecord? {
        guard let submission = try SubmissionRegister(connection).submission(reference.submission),
            let row = try connection.record(
                reference.record, of: reference.submission, Array(RecordLayout(reference.kind).columns.dropFirst()))
        else { return nil }
        let printer = CellPrinter(unitList: submission.unitList, isRevealing: revealed != nil)
        return StoredRecord(
            reference: reference, submission: submission,
            cells: reference.kind.fields.map { Cell(field: $0, text: printer.text(of: $0, in: row)) })
    }
}

/// Prints stored values the Vietnamese way.
private struct CellPrinter {
    let unitList: UnitList
    let isRevealing: Bool

    func text(of field: Field, in row: SQLRow) -> String {
        if field.type == .identity { return identity(row) }
        if field.key == "the_bhyt" { return masked(row.string(field.column) ?? "") }
        if let text = row.string(field.column) { return word(field.type, text) }
        guard let number = row.int64(field.column) else { return "" }
        return text(of: number, field)
    }

    private func identity(_ row: SQLRow) -> String {
        if let citizen = row.int64("citizen_id").flatMap(PersonalNumber.init) {
            return isRevealing ? citizen.revealed : citizen.description
        }
        guard let old = row.int64("old_id").flatMap(OldIdentityNumber.init) else { return "" }
        return isRevealing ? old.revealed : old.description
    }

    private func text(of number: Int64, _ field: Field) -> String {
        switch field.type {
        case .birthDate, .date: PartialDate(packed: number)?.vietnamese ?? ""
        case .period: Period(packed: number)?.vietnamese ?? ""
        case .amount: Dong(number).description
        case .sex: Sex(rawValue: Int(number))?.vietnamese ?? ""
        case .insuranceNumber: masked(PersonalNumber.padded(number, to: 10))
        case .tenths: "\(number / 10),\(number % 10)"
        case .province: unit(number, .province, Gazetteer.of(unitList).province(Int(number)))
        case .district: unit(number, .district, Gazetteer.of(unitList).district(Int(number)))
        case .commune: unit(number, .commune, Gazetteer.of(unitList).commune(Int(number)))
        default: field.key == "so_cmnd" ? masked(PersonalNumber.padded(number, to: 9)) : String(number)
        }
    }

    private func unit(_ code: Int64, _ level: AdministrativeUnit.Level, _ unit: AdministrativeUnit?) -> String {
        let text = AdministrativeUnit.text(Int(code), level)
        return unit.map { "\(text) \($0.name)" } ?? "\(text) ?"
    }

    private func word(_ type: FieldType, _ text: String) -> String {
        switch type {
        case .householdClass: HouseholdClass(rawValue: text)?.vietnamese ?? text
        case .areaType: AreaType(rawValue: text)?.vietnamese ?? text
        case .vitalStatus: VitalStatus(rawValue: text)?.vietnamese ?? text
        case .paymentState: PaymentState(rawValue: text)?.vietnamese ?? text
        case .channel: PaymentChannel(rawValue: text)?.vietnamese ?? text
        case .milestoneKind: MilestoneKind(rawValue: text)?.vietnamese ?? text
        default: text
        }
    }

    private func masked(_ text: String) -> String {
        isRevealing || text.count <= 3 ? text : String(repeating: "•", count: text.count - 3) + text.suffix(3)
    }
}
