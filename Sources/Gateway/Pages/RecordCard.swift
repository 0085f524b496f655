import Registry

/// One stored row as a reviewer sees it: by field, in words, with identity numbers masked.
struct RecordCard: Sendable {
    let kind: SubmissionKind
    let title: String
    /// By field key; a field without a value is left out.
    let values: [String: String]

    /// `nil` when the row is not there.
    init?(_ connection: any SQLConnection, _ reference: RecordReference, texts t: Texts) throws {
        let table = RecordTable(reference.kind)
        guard let submission = try SubmissionRegister(connection).submission(reference.submission),
            let row = try connection.row(
                "SELECT * FROM \(table.name) WHERE submission_id = ? AND record = ?",
                [.integer(reference.submission), .integer(reference.record)])
        else { return nil }
        kind = reference.kind
        let place = DeskWords.scope(submission.scope.province == 0 ? nil : submission.scope.province, submission.unitList, t)
        title = t("record_title", DeskWords.kind(reference.kind, t), place, t.language.grouped(row.int64("line") ?? 0))
        values = reference.kind.fields.reduce(into: [:]) { values, field in
            values[field.key] = RecordCard.text(field, row, submission.unitList)
        }
    }

    private static func text(_ field: Field, _ row: SQLRow, _ list: UnitList) -> String? {
        if field.type == .identity { return identity(row) }
        if masked.contains(field.key) { return mask(row[field.column]) }
        if field.type.isStoredAsText { return row.string(field.column).flatMap { $0.isEmpty ? nil : word($0, field.type) } }
        return row.int64(field.column).flatMap { number($0, field.type, list) }
    }

    private static let masked: Set<String> = ["so_cmnd", "the_bhyt", "so_bhxh"]

    private static func identity(_ row: SQLRow) -> String? {
        if let number = row.int64("citizen_id").flatMap(PersonalNumber.init) { return number.description }
        return row.int64("old_id").flatMap(OldIdentityNumber.init)?.description
    }

    private static func mask(_ value: SQLValue) -> String? {
        switch value {
        case .integer(let number): "••••••" + String(number).suffix(3)
        case .text(let text): text.isEmpty ? nil : "••••••" + text.suffix(3)
        case .null, .real, .blob: nil
        }
    }

    private static func number(_ value: Int64, _ type: FieldType, _ list: UnitList) -> String? {
        switch type {
        case .province: Gazetteer.of(list).province(Int(value))?.name ?? AdministrativeUnit.text(Int(value), .province)
        case .district: Gazetteer.of(list).district(Int(value))?.name ?? AdministrativeUnit.text(Int(value), .district)
        case .commune: Gazetteer.of(list).commune(Int(value))?.name ?? AdministrativeUnit.text(Int(value), .commune)
        case .birthDate, .date: PartialDate(packed: value)?.vietnamese
        case .sex: Sex(rawValue: Int(value))?.vietnamese
        case .period: Period(packed: value)?.vietnamese
        case .amount: Dong(value).description
        case .tenths: "\(value / 10),\(value % 10)"
        default: String(value)
        }
    }

    private static func word(_ raw: String, _ type: FieldType) -> String {
        switch type {
        case .householdClass: HouseholdClass(rawValue: raw)?.vietnamese ?? raw
        case .areaType: AreaType(rawValue: raw)?.vietnamese ?? raw
        case .vitalStatus: VitalStatus(rawValue: raw)?.vietnamese ?? raw
        case .paymentState: PaymentState(rawValue: raw)?.vietnamese ?? raw
        case .channel: PaymentChannel(rawValue: raw)?.vietnamese ?? raw
        case .milestoneKind: MilestoneKind(rawValue: raw)?.vietnamese ?? raw
        default: raw
        }
    }
}
