import Registry

/// How the cells of one column are read.
final class CellPlan {
    /// What to do with a cell, as an enumeration of this module: comparing the registry's field types across the module
    /// border costs a call for every cell.
    private enum Reading {
        case name, text, code, policy, householdCode, unit(width: Int), birthDate, date, period, amount, integer, tenths
        case insuranceNumber, identity, sex, word
    }

    private let reading: Reading
    let isRequired: Bool
    let isIdentity: Bool
    private var memo: CellMemo
    private let dates: DateCell
    private let isThousand: Bool
    private let words: WordTable?
    private let policies: PolicyWords?
    private let knownProvinces: [Bool]
    /// Codes of communes that official sources print differently, to the code of the unit list. No note of the import report fits
    /// them, so they are put right without one.
    private let communeAliases: [Int: Int]
    private let today: PartialDate?

    init(_ field: Field, isThousand: Bool, _ context: RowCheck.Context) {
        reading = CellPlan.reading(field)
        isRequired = field.isRequired
        isIdentity = field.type == .identity
        memo = CellMemo(isWorthIt: field.type != .identity && field.type != .name)
        self.isThousand = isThousand
        today = context.today
        let earliest = field.type == .birthDate ? nil : PartialDate(year: 1990, month: 1, day: 1)
        dates = DateCell(isMonthFirst: context.isMonthFirst, latest: context.today, earliest: earliest)
        words = CellPlan.words(field.type)
        policies = field.key == "chinh_sach" ? PolicyWords() : nil
        knownProvinces = field.type == .province ? CellPlan.provinces(context.unitList) : []
        communeAliases = field.type == .commune ? context.communeList.map(UnitAliases.communes) ?? [:] : [:]
    }

    private static func reading(_ field: Field) -> Reading {
        switch field.type {
        case .name: .name
        case .text:
            if field.key == "chinh_sach" {
                .policy
            } else {
                // Texts that are codes: spreadsheets wrap and damage them.
                ["ma_", "so_", "the_", "gd_"].contains { field.key.hasPrefix($0) } ? .code : .text
            }
        case .householdCode: .householdCode
        case .province: .unit(width: 2)
        case .district: .unit(width: 3)
        case .commune: .unit(width: 5)
        case .birthDate: .birthDate
        case .date: .date
        case .period: .period
        case .amount: .amount
        case .integer: .integer
        case .tenths: .tenths
        case .insuranceNumber: .insuranceNumber
        case .identity: .identity
        case .sex: .sex
        case .householdClass, .areaType, .vitalStatus, .paymentState, .channel, .milestoneKind: .word
        }
    }

    private static func words(_ type: FieldType) -> WordTable? {
        switch type {
        case .sex: .sexes()
        case .householdClass: WordTable(HouseholdClass.self)
        case .areaType: WordTable(AreaType.self)
        case .vitalStatus: WordTable(VitalStatus.self)
        case .paymentState: WordTable(PaymentState.self)
        case .channel: WordTable(PaymentChannel.self)
        case .milestoneKind: WordTable(MilestoneKind.self)
        default: nil
        }
    }

    private static func provinces(_ list: UnitList?) -> [Bool] {
        (0..<100).map { code in
            list.map { Gazetteer.of($0).province(code) != nil } ?? PersonalNumber.isProvince(code)
        }
    }

    /// Nothing, or a lone dash where a value may be left out.
    @inline(__always) func isEmpty(_ cell: Bytes) -> Bool {
        if cell.count == 0 { return true }
        if cell.count > 2 { return false }
        if cell.hasPrefix("\u{A0}"), cell.count == 2 { return true }
        return !isRequired && cell.allSatisfy { $0 == 0x2D }
    }

    /// - Parameter cell: Neither empty nor padded with blanks.
    @inline(__always)
    func read(_ cell: Bytes, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet) -> RowReason? {
        memo.outcome(of: cell, &notes, into: &value) { readAnew(cell, into: &$0, arena, &$1) }
    }

    private func readAnew(
        _ cell: Bytes, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        switch reading {
        case .name: return readText(cell, isName: true, into: &value, arena, &notes)
        case .text: return readText(cell, isName: false, into: &value, arena, &notes)
        case .code: return readCode(cell, into: &value, arena, &notes)
        case .policy: return readPolicy(cell, into: &value, arena, &notes)
        case .householdCode: return readHouseholdCode(cell, into: &value, arena, &notes)
        case .unit(let width): return readUnit(cell, width: width, into: &value, arena, &notes)
        case .birthDate: return readDate(cell, isBirth: true, into: &value, arena, &notes)
        case .date: return readDate(cell, isBirth: false, into: &value, arena, &notes)
        case .period: return readPeriod(cell, into: &value, arena, &notes)
        case .amount: return readAmount(cell, zeroIsFine: false, into: &value, arena, &notes)
        case .integer: return readAmount(cell, zeroIsFine: true, into: &value, arena, &notes)
        case .tenths: return readTenths(cell, into: &value)
        case .insuranceNumber: return readInsuranceNumber(cell, into: &value, arena, &notes)
        case .identity: return nil  // read last, by RowCheck
        case .sex: return readWord(cell, isSex: true, into: &value, arena)
        case .word: return readWord(cell, isSex: false, into: &value, arena)
        }
    }

    // MARK: Texts and words

    private func readText(
        _ cell: Bytes, isName: Bool, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        let outcome = TextCell.clean(cell, isName: isName, into: arena, &notes)
        if let fault = outcome.fault { return fault }
        if outcome.bytes.count == 0 { return isRequired ? .missingRequired : nil }
        value = .text(outcome.bytes)
        return nil
    }

    private func readPolicy(
        _ cell: Bytes, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        if let policies, let code = policies.code(in: cell, arena) {
            value = .text(code)
            return nil
        }
        return readText(cell, isName: false, into: &value, arena, &notes)
    }

    private func readWord(_ cell: Bytes, isSex: Bool, into value: inout TypedRow.Value, _ arena: ByteArena) -> RowReason? {
        guard let words, let position = words.position(of: cell) else { return .categoryUnknown }
        value = isSex ? .integer(Int64(position + 1)) : .text(words.write(position, into: arena))
        return nil
    }

    // MARK: Codes

    private func unwrapped(_ cell: Bytes, _ arena: ByteArena, _ notes: inout NoteSet) -> Bytes {
        let (code, isWrapped) = CodeWrapping.unwrap(cell, into: arena)
        if isWrapped { notes.insert(.idUnwrapped) }
        return code
    }

    /// A code in scientific notation has lost its last digits: a required one costs the row, another one is left out.
    private func lostPrecision(_ notes: inout NoteSet) -> RowReason? {
        if isRequired { return .idPrecisionLost }
        notes.insert(.idDropped)
        return nil
    }

    private func readCode(
        _ cell: Bytes, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        if AmountCell.isScientific(cell) { return lostPrecision(&notes) }
        let isWrapped = cell[0] == 0x3D || cell[0] == 0x27 || (cell[0] == 0x22 && cell[cell.count - 1] == 0x22)
        let code = isWrapped ? unwrapped(cell, arena, &notes) : cell
        if code.count == 0 { return isRequired ? .missingRequired : nil }
        return readText(code, isName: false, into: &value, arena, &notes)
    }

    private func readHouseholdCode(
        _ cell: Bytes, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        if cell.count == 10, AmountCell.digits(cell) != nil {
            value = .text(cell)
            return nil
        }
        if AmountCell.isScientific(cell) { return lostPrecision(&notes) }
        let code = unwrapped(cell, arena, &notes)
        if code.count == 0 { return .missingRequired }
        guard code.count < 10, AmountCell.digits(code) != nil else {
            return readText(code, isName: false, into: &value, arena, &notes)
        }
        let start = arena.count
        for _ in code.count..<10 { arena.append(0x30) }
        arena.append(code)
        notes.insert(.codePadded)
        value = .text(arena.written(since: start))
        return nil
    }

    private func readUnit(
        _ cell: Bytes, width: Int, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        let code = unwrapped(cell, arena, &notes)
        guard code.count <= width, let number = AmountCell.digits(code) else { return .codeUnknown }
        if width == 2, !knownProvinces[Int(number)] { return .codeUnknown }
        if code.count < width { notes.insert(.codePadded) }
        value = .integer(communeAliases.isEmpty ? number : communeAliases[Int(number)].map(Int64.init) ?? number)
        return nil
    }

    private func readInsuranceNumber(
        _ cell: Bytes, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        if AmountCell.isScientific(cell) { return lostPrecision(&notes) }
        let code = unwrapped(cell, arena, &notes)
        guard let number = AmountCell.digits(code), number > 0, code.count == 10 || code.count == 9 || code.count == 12 else {
            if isRequired { return .idInvalid }
            notes.insert(.idDropped)
            return nil
        }
        // Ten digits is a fixed width: nine are a code whose leading zero was lost.
        if code.count == 9 { notes.insert(.codePadded) }
        value = .integer(number)
        return nil
    }

    // MARK: Dates, months and numbers

    private func readDate(
        _ cell: Bytes, isBirth: Bool, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        let bytes = cell[0] == 0x27 || cell[0] == 0x3D ? unwrapped(cell, arena, &notes) : cell
        let date: PartialDate
        switch dates.read(bytes) {
        case .date(let read): date = read
        case .serial(let read):
            date = read
            notes.insert(.dateSerial)
        case .ambiguous: return .dateAmbiguous
        case .invalid: return .dateInvalid
        }
        if isBirth {
            if let today, date.packed > today.packed { return .dateInvalid }
            if date.month == 0 { notes.insert(.dateYearOnly) }
        } else if date.day == 0 {
            return .dateInvalid
        }
        value = .integer(Int64(date.packed))
        return nil
    }

    private func readPeriod(
        _ cell: Bytes, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        let bytes = cell[0] == 0x27 || cell[0] == 0x3D ? unwrapped(cell, arena, &notes) : cell
        guard let answer = PeriodCell.read(bytes) else { return .periodInvalid }
        if answer.isText { notes.insert(.periodText) }
        value = .integer(Int64(answer.period.packed))
        return nil
    }

    private func readAmount(
        _ cell: Bytes, zeroIsFine: Bool, into value: inout TypedRow.Value, _ arena: ByteArena, _ notes: inout NoteSet
    ) -> RowReason? {
        let bytes = cell[0] == 0x27 || cell[0] == 0x3D ? unwrapped(cell, arena, &notes) : cell
        if zeroIsFine, AmountCell.digits(bytes) == 0 {
            value = .integer(0)
            return nil
        }
        switch AmountCell.read(bytes, isThousand: isThousand) {
        case .amount(let amount, let isPlain):
            if !isPlain { notes.insert(.amountGrouped) }
            if isThousand { notes.insert(.amountUnitThousand) }
            value = .integer(amount)
            return nil
        case .precisionLost: return .amountPrecisionLost
        case .invalid: return .amountInvalid
        }
    }

    /// `1,5`, `1.5`, `2`, `2,00`: a coefficient with one decimal.
    private func readTenths(_ cell: Bytes, into value: inout TypedRow.Value) -> RowReason? {
        let mark = cell.firstIndex { $0 == 0x2C || $0 == 0x2E } ?? cell.count
        guard let whole = AmountCell.digits(cell.part(0, mark)), whole < 1000 else { return .amountInvalid }
        guard mark < cell.count else {
            value = .integer(whole * 10)
            return nil
        }
        let decimals = cell.part(mark + 1, cell.count)
        guard let digits = AmountCell.digits(decimals), decimals.part(1, decimals.count).allSatisfy({ $0 == 0x30 }) else {
            return .amountInvalid
        }
        let scale = decimals.dropFirst().reduce(Int64(1)) { scale, _ in scale * 10 }
        value = .integer(whole * 10 + digits / scale)
        return nil
    }
}
