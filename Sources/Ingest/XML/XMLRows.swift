import Registry

/// Checks the records of a list once it is settled which of them are rows.
final class XMLRows {
    private let level: RecordLevel?
    private let check: RowCheck
    private let reaches: [FieldReach]
    private let values: FieldText
    private let results: FeedResults
    private let words: HeaderWords
    private let row: TypedRow
    private let arena = ByteArena()
    /// The cells of a record and of those around it, those of the outermost first.
    private let cells: UnsafeMutableBufferPointer<Bytes>
    private var states = [State](repeating: State(), count: XMLRows.maxNesting)
    /// The field of each name, by its number, -1 for unknown names.
    private var fields: [Int] = []
    private let aside = AsideText()

    /// What was found in a record besides its cells.
    private struct State {
        var notes = NoteSet()
        var fault: RowCheck.Fault?
        /// The record, or one around it, is a row.
        var isInRow = false
    }

    /// Levels only go inwards.
    private static let maxNesting = RecordLevel.payment.rawValue + 1

    /// - Parameter readings: By field name, in the order in which the names were met.
    init(
        _ choice: RowChoice, _ encoding: TextEncoding, _ readings: ColumnReadings, _ context: RowCheck.Context,
        _ results: FeedResults
    ) {
        level = choice.level
        check = RowCheck(choice.map.kind, context)
        reaches = check.fields.map(FieldReach.init)
        values = FieldText(encoding, readings)
        words = HeaderWords(choice.map.kind, context.profile)
        row = TypedRow(kind: choice.map.kind)
        self.results = results
        cells = .allocate(capacity: check.fields.count * XMLRows.maxNesting)
        cells.initialize(repeating: .none)
    }

    deinit { cells.deallocate() }

    func field(named name: String) -> Field? { words.meaning(of: HeaderCell(name)).map { check.fields[$0.field] } }

    /// Each row of an outermost record, in the order of the document.
    func take(_ record: XMLRecord, _ names: [String]) throws {
        for index in fields.count..<max(fields.count, names.count) {
            fields.append(words.meaning(of: HeaderCell(names[index]))?.field ?? -1)
        }
        values.reset(for: record.byteCount)
        try record.withText { value in
            for scope in record.scopes.indices { try take(scope, of: record, value, names) }
        }
    }

    private func take(_ index: Int, of record: XMLRecord, _ value: XMLRecord.Values, _ names: [String]) throws {
        let scope = record.scopes[index]
        if scope.nesting == 0 { startOuter() } else { startInner(scope, in: record.scopes[scope.parent]) }
        fill(record, scope, value)
        if scope.nesting > 0, states[scope.nesting - 1].isInRow {
            states[scope.nesting].isInRow = true
            return results.note(.recordsUnread)
        }
        states[scope.nesting].isInRow = level.map { scope.level >= $0 } ?? true
        if states[scope.nesting].isInRow || (!scope.hasInner && row.kind == .members) {
            return try checkRow(record, scope, names)
        }
        // No payment this month is nothing wrong; a household without a member is, and a list of members says so.
        if !scope.hasInner { results.skip(.recordsEmpty) }
    }

    // MARK: Cells

    private func startOuter() {
        states[0] = State()
        for index in check.fields.indices { cells[index] = .none }
    }

    private func startInner(_ scope: XMLRecord.Scope, in outer: XMLRecord.Scope) {
        let isSamePerson = outer.level.describesPerson(of: scope.level)
        let (start, count) = (scope.nesting * check.fields.count, check.fields.count)
        for index in 0..<count {
            let isReached =
                switch reaches[index] {
                case .all: true
                case .person: isSamePerson
                case .none: false
                }
            cells[start + index] = isReached ? cells[start - count + index] : .none
        }
        states[scope.nesting] = states[scope.nesting - 1]
    }

    @inline(__always) private func fill(_ record: XMLRecord, _ scope: XMLRecord.Scope, _ value: XMLRecord.Values) {
        let start = scope.nesting * check.fields.count
        var met: UInt64 = 0
        var notes = states[scope.nesting].notes
        for index in scope.parts {
            let part = record.parts[index]
            let field = fields[Int(part.name)]
            if field < 0 { continue }
            if met & 1 << UInt64(field) != 0 {
                if states[scope.nesting].fault == nil { states[scope.nesting].fault = .init(.duplicateField, field: field) }
                continue
            }
            met |= 1 << UInt64(field)
            cells[start + field] = values.text(value(part), column: Int(part.name), &notes)
        }
        states[scope.nesting].notes = notes
    }

    private func checkRow(_ record: XMLRecord, _ scope: XMLRecord.Scope, _ names: [String]) throws {
        row.clear()
        row.notes = states[scope.nesting].notes
        let start = scope.nesting * check.fields.count
        let own = UnsafeMutableBufferPointer(rebasing: cells[start..<start + check.fields.count])
        arena.reset(for: record.byteCount * 2)
        guard let fault = states[scope.nesting].fault ?? check.check(own, into: row, arena) else {
            row.line = scope.line
            row.offset = scope.offset
            if fields.contains(-1) { keepAside(scope, of: record, names) }
            return try results.accept(row)
        }
        let parts = reaching(scope, in: record)
        try record.rebuilt(parts, names).withUnsafeBufferPointer { raw in
            try results.reject(
                fault.reason, field: fault.field.map { check.fields[$0].key }, line: scope.line,
                RejectedRecord(raw: raw, offset: scope.offset) { self.shown(parts, of: record, names.count) })
        }
    }

    private func keepAside(_ scope: XMLRecord.Scope, of record: XMLRecord, _ names: [String]) {
        let parts = reaching(scope, in: record).filter { fields[Int($0.name)] < 0 }
        aside.start(for: record.byteCount + parts.reduce(0) { $0 + names[Int($1.name)].utf8.count + 2 })
        var notes = NoteSet()
        record.withText { value in
            for part in parts {
                let name = Int(part.name)
                values.lending { aside.add(Array(names[name].utf8), values.text(value(part), column: name, &notes)) }
            }
        }
        row.aside = aside.cells
    }

    // MARK: Refused rows

    /// The fields of a record and those that reach it from around it.
    private func reaching(_ scope: XMLRecord.Scope, in record: XMLRecord) -> [XMLRecord.Part] {
        var parts = Array(record.parts[scope.parts])
        var (inner, isSamePerson) = (scope, true)
        while inner.parent >= 0 {
            let outer = record.scopes[inner.parent]
            isSamePerson = isSamePerson && outer.level.describesPerson(of: inner.level)
            let taken = Set(parts.map(\.name))
            let takenFields = Set(parts.map { fields[Int($0.name)] }.filter { $0 >= 0 })
            let more = record.parts[outer.parts].filter { part in
                let field = fields[Int(part.name)]
                guard field >= 0 else { return !taken.contains(part.name) }
                if takenFields.contains(field) { return false }
                switch reaches[field] {
                case .all: return true
                case .person: return isSamePerson
                case .none: return false
                }
            }
            parts = more + parts
            inner = outer
        }
        return parts
    }

    /// By name; a field that came twice is given with both values.
    private func shown(_ parts: [XMLRecord.Part], of record: XMLRecord, _ count: Int) -> [String] {
        var cells = [String](repeating: "", count: count)
        var notes = NoteSet()
        record.withText { value in
            for part in parts {
                let name = Int(part.name)
                let text = values.lending { String(decoding: values.text(value(part), column: name, &notes), as: UTF8.self) }
                cells[name] += cells[name].isEmpty ? text : " | " + text
            }
        }
        return cells
    }
}
