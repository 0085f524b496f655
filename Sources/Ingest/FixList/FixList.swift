package import Registry

/// The rows of a submission that could not be accepted, to be corrected and sent again alone: why, in which cell, and the row with the
/// columns it came in. Sent back, it joins its submission (``Amendment``).
///
/// Most frequent reasons first, and within a reason in the order of the file: the same correction is made many times in a row.
package struct FixList: Sendable {
    package let submission: Submission
    /// The headings of the file, in its order.
    package let columns: [String]
    package let rows: [Row]

    package struct Row: Sendable {
        package let line: Int64
        package let reason: String
        /// The position among ``FixList/columns`` of the cell at fault, where it is one.
        package let wrongColumn: Int?
        /// As read, by column; more than there are columns where the row has too many.
        package let cells: [String]
    }

    /// How many rows have the same fault.
    package struct Group: Sendable, Equatable {
        package let reason: String
        package let column: String?
        package let rows: Int
    }

    /// What stands before the columns of the file.
    static let leading = ["Dòng gốc", "Ô sai", "Lý do và cách sửa"]
    /// As ``HeaderCell/folded`` has the first of them.
    static let lineHeading = HeaderCell(leading[0]).folded

    package init(_ submission: Submission, rejected: [RejectedRow]) {
        self.submission = submission
        let report = StoredReport(json: submission.report)
        let columns = report?.columns ?? []
        let fields = submission.kind.fields
        let position = Dictionary(
            (report?.columnKeys ?? []).enumerated().compactMap { column, key in key.map { ($0, column) } },
            uniquingKeysWith: { first, _ in first })
        let header = Dictionary(fields.map { ($0.key, $0.header) }, uniquingKeysWith: { first, _ in first })
        // Submissions of before have no columns on record: their rows are given as they came, in one cell.
        self.columns = columns.isEmpty ? ["Dòng như trong tệp"] : columns
        let rows = rejected.map { row in
            (
                group: Group(reason: row.reason, column: row.field.map { header[$0] ?? $0 }, rows: 0),
                row: Row(
                    line: row.line, reason: row.reason, wrongColumn: row.field.flatMap { position[$0] },
                    cells: row.cells ?? [FixList.shown(row.raw)])
            )
        }
        let counts = Dictionary(grouping: rows) { Key($0.group) }.mapValues(\.count)
        groups = counts.map { Group(reason: $0.key.reason, column: $0.key.column, rows: $0.value) }
            .sorted { ($1.rows, $0.reason, $0.column ?? "") < ($0.rows, $1.reason, $1.column ?? "") }
        let place = Dictionary(uniqueKeysWithValues: groups.enumerated().map { (Key($1), $0) })
        self.rows = rows.sorted { (place[Key($0.group)] ?? 0, $0.row.line) < (place[Key($1.group)] ?? 0, $1.row.line) }.map(\.row)
    }

    /// Most frequent first.
    package let groups: [Group]

    private struct Key: Hashable {
        let reason: String
        let column: String?

        init(_ group: Group) {
            reason = group.reason
            column = group.column
        }
    }

    var mark: FixListMark { FixListMark(submission: submission.id, sha256: submission.sha256) }

    /// The lines above the header: what this is, what to do, what is wrong how often.
    var title: [String] {
        [
            "Danh sách cần sửa: \(rows.count) dòng của tệp \(submission.fileName) (\(submission.kind.vietnamese), kỳ \(submission.period)) · \(mark)",
            "Sửa các ô sai rồi gửi lại đúng tệp này: các dòng sửa xong được ghép vào lần nộp \(submission.id). Không cần gửi lại cả danh sách.",
        ]
            + groups.map { group in
                "\(Dong.grouped(Int64(group.rows))) dòng\(group.column.map { ", cột \($0)" } ?? ""): "
                    + ImportVocabulary.message(reason: group.reason)
            }
    }

    var header: [String] { FixList.leading + columns }

    func cells(of row: Row) -> [String] {
        let wrong = row.wrongColumn.flatMap { $0 < columns.count ? columns[$0] : nil } ?? ""
        return [String(row.line), wrong, ImportVocabulary.message(reason: row.reason)] + row.cells
    }

    /// Text that is not UTF-8 is shown byte by byte, so that nothing of it is lost.
    private static func shown(_ raw: [UInt8]) -> String {
        String(validating: raw, as: UTF8.self) ?? String(String.UnicodeScalarView(raw.map { Unicode.Scalar($0) }))
    }
}
