import Registry

import struct Foundation.UUID

/// Writes the rows of one feed into the store and, at the end, the entry of the register that makes them count.
final class Filing: FeedSink {
    private let connection: any SQLConnection
    private let source: ByteSource
    private let fileName: String
    private let options: ImportOptions
    private let sender: String
    private let progress: ProgressReport
    private var id: Int64 = 0
    private var kind: SubmissionKind = .payments
    private var records: RecordInsert?
    private var rejected: (any BulkInsert)?
    private var amendment: Amendment?

    init(
        _ connection: any SQLConnection, _ source: ByteSource, fileName: String, options: ImportOptions, sender: String,
        progress: ProgressReport
    ) {
        self.connection = connection
        self.source = source
        self.fileName = fileName
        self.options = options
        self.sender = sender
        self.progress = progress
    }

    func begin(_ kind: SubmissionKind, _ mark: FixListMark?) throws {
        self.kind = kind
        amendment = try mark.map { try Amendment($0, connection) }
        // Completed by finish(_:sha256:); never seen by anyone before, as the transaction is not. Two files that are loaded at
        // the same time must not look alike.
        id = try SubmissionRegister(connection).open(
            .init(
                kind: kind, scope: .national, period: options.period ?? Filing.noPeriod, unitList: .units2021,
                sha256: UUID().uuidString,
                bytes: 0, fileName: fileName, sender: sender))
        records = try RecordInsert(kind, id, connection)
        rejected = try connection.bulkInsert(
            into: "rejected_row", columns: ["submission_id", "record", "line", "class", "field", "raw", "cells", "byte_offset"])
    }

    func accept(_ row: TypedRow) throws {
        amendment?.meet(line: row.line)
        try records?.insert(row, record: row.record + (amendment?.recordOffset ?? 0))
    }

    func reject(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) throws {
        amendment?.meet(line: rejection.line)
        let cells = record.raw.count <= Filing.largestShown ? record.cells() : nil
        try insert(
            RejectedRow(
                record: rejection.record + (amendment?.recordOffset ?? 0), line: rejection.line, reason: rejection.reason,
                field: rejection.field, raw: Array(record.raw), cells: cells, offset: record.offset))
    }

    /// Bytes of a refused record that is still given back as cells.
    private static let largestShown = CSVDialect.maxFieldBytes

    private func insert(_ row: RejectedRow) throws {
        try rejected?.insert(row: [
            .integer(id), .integer(row.record), .integer(row.line), .text(row.reason), row.field.map { .text($0) } ?? .null,
            .blob(row.raw), row.cells.map { .text(RejectedRow.text($0)) } ?? .null,
            row.offset.map { .integer($0) } ?? .null,
        ])
    }

    /// Completes the register entry and makes the submission the one that counts.
    /// - Throws: ``Undo`` when the same bytes are there already.
    func finish(_ report: ImportReport, sha256: String) throws -> (submission: Submission?, isNew: Bool) {
        let (headings, keys) = amendment?.columns(report) ?? (report.columns, report.columnKeys)
        let leftOver = amendment?.leftOver(headings) ?? []
        for row in leftOver { try insert(row) }
        try records?.finish()
        try rejected?.finish()
        let arrival = try arrival(report, sha256: sha256)
        var stored = StoredReport(report)
        if amendment == nil {
            try requireNew(arrival, report)
            stored.nearCopy = try nearCopy(of: arrival, report)
        }
        try connection.becomeOnlyWriter()
        let register = SubmissionRegister(connection)
        // Once more: it may have come while rows were compared.
        try requireNew(arrival, report)
        try register.complete(id, arrival)
        (stored.columns, stored.columnKeys) = (headings, keys)
        guard let amendment else {
            try register.accept(id, rows: report.rows, amountTotal: report.amountTotal, report: try stored.json, actor: sender)
            return (try register.submission(id), true)
        }
        try amendment.requireCurrent(file: fileName)
        try amendment.copyAccepted(to: id)
        try register.accept(
            id, rows: amendment.joined(report.rows, leftOver: leftOver.count), amountTotal: amendment.joined(report.amountTotal),
            report: try amendment.joined(stored, leftOver: leftOver).json, actor: sender)
        return (try register.submission(id), true)
    }

    /// An earlier list that is damaged keeps none out that may take its place.
    private func nearCopy(of arrival: SubmissionRegister.Arrival, _ report: ImportReport) throws -> NearCopy? {
        do {
            return try NearCopy.find(id, rows: report.rows.accepted, of: arrival, in: connection, progress: progress)
        } catch let error as StoreError where error.kind == .damaged { return nil }
    }

    /// - Throws: ``Undo`` when the same bytes are there already.
    private func requireNew(_ arrival: SubmissionRegister.Arrival, _ report: ImportReport) throws {
        let register = SubmissionRegister(connection)
        if let known = try register.find(sha256: arrival.sha256, kind: kind, scope: arrival.scope, period: arrival.period) {
            throw Undo(report: report, sha256: arrival.sha256, known: known)
        }
    }

    private func arrival(_ report: ImportReport, sha256: String) throws -> SubmissionRegister.Arrival {
        if let original = try amendment?.require(kind, province: report.province, file: fileName) {
            return SubmissionRegister.Arrival(
                kind: kind, scope: original.scope, period: original.period, unitList: original.unitList, sha256: sha256,
                bytes: source.length, fileName: fileName, sender: sender)
        }
        let period = try period(report)
        return SubmissionRegister.Arrival(
            kind: kind, scope: try scope(report), period: period, unitList: options.unitListToRead ?? UnitList(for: period),
            sha256: sha256, bytes: source.length, fileName: fileName, sender: sender)
    }

    private func period(_ report: ImportReport) throws -> Period {
        if let period = options.period ?? report.period ?? Filing.period(inName: fileName) { return period }
        throw ImportError(.periodUnknown, file: fileName)
    }

    private func scope(_ report: ImportReport) throws -> SubmissionScope {
        if kind.isNational { return .national }
        guard let province = options.province ?? report.province else { throw ImportError(.provinceUnknown, file: fileName) }
        return SubmissionScope(province: province, payer: kind == .statement ? report.payer ?? "" : "")
    }

    /// The last `YYYY-MM` (or `YYYYMM`, `YYYY_MM`) in a file's name.
    static func period(inName name: String) -> Period? {
        let digits = Array(name.utf8)
        var found: Period?
        for start in digits.indices {
            if start > 0, isDigit(digits[start - 1]) { continue }
            let run = digits[start...].prefix { isDigit($0) }
            if run.count == 6, let packed = Int64(String(decoding: run, as: UTF8.self)), let period = Period(packed: packed) {
                found = period
            }
            guard run.count == 4, run.endIndex < digits.count, [0x2D, 0x5F, 0x2E].contains(digits[run.endIndex]) else { continue }
            let month = digits[(run.endIndex + 1)...].prefix { isDigit($0) }
            guard month.count == 2, let year = Int(String(decoding: run, as: UTF8.self)),
                let number = Int(String(decoding: month, as: UTF8.self)), let period = Period(year: year, month: number)
            else { continue }
            found = period
        }
        return found
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static let noPeriod = Period(year: 1990, month: 1)!  // a real month; replaced before anyone sees it
}

/// The insert of accepted rows: every value bound as it lies in the read buffer.
private final class RecordInsert {
    private let insert: RecordWriter
    private let id: Int64
    private let positions: [Int]
    private let notesPosition: Int
    private let offsetPosition: Int
    private let asidePosition: Int
    private var noteTexts: [NoteSet: [UInt8]] = [:]

    init(_ kind: SubmissionKind, _ id: Int64, _ connection: any SQLConnection) throws {
        let layout = RecordLayout(kind)
        self.id = id
        // An identity's two columns stand side by side under fixed names.
        positions = kind.fields.map { layout.position(of: $0) }
        notesPosition = layout.columns.count - 3
        offsetPosition = layout.columns.count - 2
        asidePosition = layout.columns.count - 1
        insert = try RecordWriter(kind, connection)
    }

    func insert(_ row: TypedRow, record: Int64) throws {
        insert.bind(0, id)
        insert.bind(1, record)
        insert.bind(2, row.line)
        if row.aside.count > 0 { insert.bind(asidePosition, text: row.aside) }
        if let offset = row.offset { insert.bind(offsetPosition, offset) }
        for (index, position) in positions.enumerated() {
            switch row.values[index] {
            case .empty: break
            case .integer(let value): insert.bind(position, value)
            case .oldIdentity(let value): insert.bind(position + 1, value)
            case .text(let bytes): insert.bind(position, text: bytes)
            }
        }
        guard !row.notes.isEmpty else { return try insert.insert() }
        if noteTexts[row.notes] == nil { noteTexts[row.notes] = Array(row.notes.words.joined(separator: " ").utf8) }
        try noteTexts[row.notes]?.withUnsafeBufferPointer { notes in
            insert.bind(notesPosition, text: notes)
            try insert.insert()
        }
    }

    func finish() throws { try insert.finish() }
}
