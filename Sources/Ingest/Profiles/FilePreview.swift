package import Registry

/// What each column of a file was taken for, with examples: to be looked at before a profile is written, and after.
package struct FilePreview: Sendable {
    package struct Column: Sendable {
        /// As the file writes it.
        package let heading: String
        /// `nil` for a column that is kept aside.
        package let field: Field?
        /// The first different cells as they were understood; numbers of identity masked.
        package fileprivate(set) var examples: [String] = []
        /// Rows that were refused for this column.
        package fileprivate(set) var wrong: Int64 = 0
    }

    package let report: ImportReport
    package let columns: [Column]
    /// Required fields without a column.
    package var missing: [Field] {
        report.fileReason == FileReason.headerMissingRequired.rawValue ? fields(report.fileReasonFields) : []
    }

    /// Examples of a column.
    static let examples = 3

    private func fields(_ keys: [String]) -> [Field] {
        (report.kind?.fields ?? []).filter { keys.contains($0.key) }
    }

    /// Reads all of a file and keeps nothing.
    /// - Throws: ``ImportError`` when it cannot be read; a refused file is previewed as far as its header goes.
    package init(path: String, options: ImportOptions, progress: ProgressReport = .silent) throws(ImportError) {
        let source = try ByteSource(path: path)
        let sink = PreviewSink()
        var options = options
        options.mostRejected = 1
        do {
            report = try FeedImport(source: source, options: options, progress: progress).run(sink)
        } catch let error as ImportError { throw error } catch {
            throw ImportError(.unreadable, file: path, detail: "\(error)")
        }
        let fields = report.kind?.fields ?? []
        columns = zip(report.columns, report.columnKeys).map { heading, key in
            let field = fields.first { $0.key == key }
            return Column(
                heading: heading, field: field, examples: sink.examples[field?.key ?? PreviewSink.aside(heading)] ?? [],
                wrong: key.flatMap { sink.wrong[$0] } ?? 0)
        }
    }

    /// The same columns as a profile to be corrected: what is known as it is, what is not to be kept aside.
    package func profile(named name: String) -> MappingProfile {
        var profile = MappingProfile()
        profile.name = name
        profile.kind = report.kind
        if report.notes[ImportNote.dateOrderMDY.rawValue] != nil { profile.dateOrder = .monthFirst }
        profile.columns = columns.filter { !$0.heading.isEmpty && !$0.heading.hasPrefix("(") }.map {
            MappingProfile.Column($0.heading, $0.field.map { .field($0.key) } ?? .aside)
        }
        return profile
    }
}

/// Keeps the first different cells of every column.
private final class PreviewSink: FeedSink {
    private(set) var examples: [String: [String]] = [:]
    private(set) var wrong: [String: Int64] = [:]
    private var looked = 0

    /// Rows whose cells are looked at.
    private static let rows = 1000

    /// A key that no field has.
    static func aside(_ heading: String) -> String { "aside " + heading }

    func begin(_ kind: SubmissionKind, _ mark: FixListMark?) {}

    func accept(_ row: TypedRow) {
        guard looked < PreviewSink.rows else { return }
        looked += 1
        for (index, value) in CheckedRow(row).values.enumerated() {
            guard let value = value.value else { continue }
            keep(PreviewSink.shown(value, row.fields[index]), row.fields[index].key)
        }
        for (heading, cell) in AsideCells.read(String(decoding: row.aside, as: UTF8.self)) {
            keep(cell, PreviewSink.aside(heading))
        }
    }

    func reject(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) {
        if let field = rejection.field { wrong[field, default: 0] += 1 }
    }

    private func keep(_ text: String, _ key: String) {
        let known = examples[key, default: []]
        if known.count < FilePreview.examples, !known.contains(text) { examples[key] = known + [text] }
    }

    private static func shown(_ value: CheckedRow.Value, _ field: Field) -> String {
        switch value {
        case .integer(let number): field.type == .amount ? Dong(number).description : String(number)
        case .text(let text):
            switch field.type {
            case .identity, .insuranceNumber: String(repeating: "•", count: max(0, text.count - 3)) + text.suffix(3)
            default: text
            }
        }
    }
}
