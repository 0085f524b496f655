import Registry

/// The checked values of one row, field by field. One row is used over and over; its texts are lent until the next record.
final class TypedRow {
    let kind: SubmissionKind
    let fields: [Field]
    var line: Int64 = 0
    var record: Int64 = 0
    /// Where the record starts, in bytes from the start of the file (of the inflated file, where it came compressed); `nil` where there is
    /// no such place: in a workbook, in UTF-16.
    var offset: Int64?
    /// Cells of columns without a known key, as ``AsideCells`` reads them; lent until the next record.
    var aside = Bytes.none
    var notes = NoteSet()
    let values: UnsafeMutableBufferPointer<Value>

    enum Value {
        case empty
        case integer(Int64)
        /// A 9-digit number in an identity column.
        case oldIdentity(Int64)
        case text(Bytes)
    }

    init(kind: SubmissionKind) {
        self.kind = kind
        fields = kind.fields
        values = .allocate(capacity: fields.count)
        values.initialize(repeating: .empty)
    }

    deinit { values.deallocate() }

    @inline(__always) func clear() {
        notes = NoteSet()
        aside = .none
        for index in 0..<values.count { values[index] = .empty }
    }

    func integer(_ index: Int?) -> Int64? {
        guard let index, case .integer(let value) = values[index] else { return nil }
        return value
    }

    func text(_ index: Int?) -> Bytes? {
        guard let index, case .text(let bytes) = values[index] else { return nil }
        return bytes
    }
}

/// A row that passed its checks, as values to print.
package struct CheckedRow: Sendable {
    package let line: Int64
    package let record: Int64
    /// Words of the vocabulary.
    package let notes: [String]
    /// In the order of the kind's fields; `nil` for an empty cell.
    package let values: [(key: String, value: Value?)]

    package enum Value: Sendable, Equatable {
        case integer(Int64)
        case text(String)
    }

    init(_ row: TypedRow) {
        line = row.line
        record = row.record
        notes = row.notes.words
        values = row.fields.indices.map { (row.fields[$0].key, CheckedRow.value(row.values[$0], row.fields[$0].type)) }
    }

    private static func value(_ value: TypedRow.Value, _ type: FieldType) -> Value? {
        switch value {
        case .empty: nil
        case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
        case .oldIdentity(let number): OldIdentityNumber(number).map { .text($0.revealed) }
        case .integer(let number): printed(number, type)
        }
    }

    private static func printed(_ number: Int64, _ type: FieldType) -> Value {
        switch type {
        case .province: .text(AdministrativeUnit.text(Int(number), .province))
        case .district: .text(AdministrativeUnit.text(Int(number), .district))
        case .commune: .text(AdministrativeUnit.text(Int(number), .commune))
        case .birthDate, .date: .text(PartialDate(packed: number)?.description ?? String(number))
        case .sex: .text(number == 1 ? "nam" : "nu")
        case .identity: .text(PersonalNumber(number)?.revealed ?? String(number))
        case .insuranceNumber: .text(String(repeating: "0", count: max(0, 10 - String(number).count)) + String(number))
        case .period: .text(Period(packed: number)?.description ?? String(number))
        default: .integer(number)
        }
    }
}
