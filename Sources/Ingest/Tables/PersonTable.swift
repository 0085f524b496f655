package import Registry

/// Reads any table of people, row by row, for linking: what cannot be read is "not given", and no row is refused but one without an `id`.
package struct PersonTable {
    package struct Summary: Sendable {
        package var rows: Int64 = 0
        package var withoutID: Int64 = 0
        package var unknownColumns: [String] = []
    }

    private let path: String
    private let columns: [String]

    /// - Parameter columns: Of rows that have no header; their cells are divided by tabs.
    package init(path: String, columns: [String] = []) {
        self.path = path
        self.columns = columns
    }

    /// - Parameter body: Called with every row that has an `id`, in file order.
    /// - Throws: ``ImportError``: `header_not_found` where there is no `id` or no name; what ``AnyTable`` throws; what `body` throws.
    package func read(progress: ProgressReport = .silent, _ body: (PersonRow) throws -> Void) throws -> Summary {
        let senders = try SenderReadings(of: try source())
        let table = try AnyTable(try source())
        let records = try table.records()
        var summary = Summary()
        guard try records.next() else { throw ImportError(.refused(.emptyFile), file: path) }
        let headings = PersonHeadings(records.header)
        guard headings.isComplete else { throw ImportError(.refused(.headerNotFound), file: path) }
        summary.unknownColumns = headings.unknown
        let cells = PersonCells(records, headings, senders)
        var reported: Int64 = 0
        while try records.next() {
            let row = cells.row()
            if row.id.count == 0 { summary.withoutID += 1 } else { try body(row) }
            summary.rows += 1
            if records.bytesRead - reported > 1 << 20 {
                reported = records.bytesRead
                try progress.checkCancellation()
                progress("Đọc tệp (byte)", reported, of: table.text.size)
            }
        }
        return summary
    }
}

extension PersonTable {
    private func source() throws(ImportError) -> ByteSource {
        let file = try ByteSource(path: path)
        return columns.isEmpty ? file : ByteSource(HeadedStream(columns, file), name: file.name)
    }
}

/// Takes the cells of the record that a reader stands at for what they are.
private final class PersonCells {
    private let records: AnyRecords
    private let headings: PersonHeadings
    private let arena = ByteArena()
    private let sexes = WordTable.sexes()
    private let recentSexes = RecentCells()
    private let dates = DateCell()
    private let senders: SenderReadings

    init(_ records: AnyRecords, _ headings: PersonHeadings, _ senders: SenderReadings) {
        self.records = records
        self.headings = headings
        self.senders = senders
    }

    func row() -> PersonRow {
        arena.reset(for: 4096)
        var row = PersonRow()
        row.id = cell(.id)
        row.name = name()
        if let typed = TelexName.restore(row.name, into: arena) { row.name = typed }
        row.birthDate = birthDate(cell(.birthDate))
        row.sex = sex(cell(.sex))
        for meaning in [PersonHeadings.Meaning.citizenID, .idNumber, .oldID] { takeIdentity(cell(meaning), into: &row) }
        row.insuranceNumber = insuranceNumber(cell(.insuranceNumber))
        row.otherID = cell(.otherID)
        row.address = cell(.address)
        row.relation = cell(.relation)
        row.household = cell(.household)
        row.source = cell(.source)
        row.province = UInt8(truncatingIfNeeded: code(cell(.province), below: 100))
        row.commune = UInt32(truncatingIfNeeded: code(cell(.commune), below: 100_000))
        return row
    }

    private func cell(_ meaning: PersonHeadings.Meaning) -> Bytes { headings.column(meaning).map(cell) ?? .none }

    /// `\N` is how databases write that there is nothing.
    private func cell(_ column: Int) -> Bytes {
        guard column < records.count else { return .none }
        let cell = records.cell(column).trimmed
        return cell.count == 2 && cell[0] == 0x5C && cell[1] == 0x4E ? .none : cell
    }

    private func name() -> Bytes {
        let columns = headings.names
        guard columns.count > 1 else { return columns.first.map(name(column:)) ?? .none }
        let start = arena.count
        for column in columns {
            let part = name(column: column)
            guard part.count > 0, part.count < 1000 else { continue }
            if arena.count > start { arena.append(0x20) }
            arena.append(part)
        }
        return arena.written(since: start)
    }

    /// Put right before it is trimmed: a blank may be a letter read wrongly.
    private func name(column: Int) -> Bytes {
        guard !senders.isPlain, column < records.count else { return cell(column) }
        let sender = headings.sender.map { $0 < records.count ? records.cell($0) : .none } ?? .none
        return senders.text(records.cell(column), of: sender, into: arena).trimmed
    }

    private func birthDate(_ cell: Bytes) -> Int32 {
        guard cell.count > 0, cell.count < 40 else { return 0 }
        switch dates.read(cell) {
        case .date(let date), .serial(let date): return date.packed
        case .ambiguous: return 0
        case .invalid: return PersonCells.digits(cell)
        }
    }

    /// The digits of a date that no calendar has, `1914-21-22`: it may be one digit off, or have its day and month in the other order.
    private static func digits(_ cell: Bytes) -> Int32 {
        guard cell.count == 10, cell[4] == 0x2D, cell[7] == 0x2D else { return 0 }
        var number: Int32 = 0
        for (index, byte) in cell.enumerated() where index != 4 && index != 7 {
            guard (0x30...0x39).contains(byte) else { return 0 }
            number = number * 10 + Int32(byte - 0x30)
        }
        return number
    }

    private func sex(_ cell: Bytes) -> UInt8 {
        guard cell.count > 0 else { return 0 }
        return UInt8(recentSexes.answer(for: cell) { (sexes.position(of: $0) ?? -1) + 1 })
    }

    /// Ten or eleven digits have lost their zeros; whose number it then is, the row must prove.
    private func takeIdentity(_ cell: Bytes, into row: inout PersonRow) {
        guard cell.count > 0, cell.count < 100 else { return }
        switch IdentityCell.read(CodeWrapping.unwrap(cell, into: arena).code) {
        case .personal(let number): if row.citizenID == 0 { row.citizenID = number }
        case .old(let number): if row.oldID == 0 { row.oldID = number }
        case .short(let number):
            let isProven = IdentityCell.isProven(
                number, sex: row.sex == 0 ? nil : Int64(row.sex), birthDate: row.birthDate == 0 ? nil : Int64(row.birthDate))
            if isProven, row.citizenID == 0 { row.citizenID = number }
        case .precisionLost, .invalid: break
        }
    }

    /// Ten digits, or the last ten of a health card of fifteen characters.
    private func insuranceNumber(_ cell: Bytes) -> Int64 {
        guard cell.count > 0, cell.count < 100 else { return 0 }
        let code = CodeWrapping.unwrap(cell, into: arena).code
        guard code.count == 9 || code.count == 10 || code.count == 15 else { return 0 }
        return AmountCell.digits(code.part(max(0, code.count - 10), code.count)) ?? 0
    }

    private func code(_ cell: Bytes, below limit: Int64) -> Int64 {
        guard cell.count > 0, cell.count < 100 else { return 0 }
        guard let code = AmountCell.digits(CodeWrapping.unwrap(cell, into: arena).code), code < limit else { return 0 }
        return code
    }
}
