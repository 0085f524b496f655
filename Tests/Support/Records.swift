package import Registry

/// Accepted rows by the names of their columns, as tests write and read them.
extension SQLConnection {
    /// Stores rows under the numbers from 1 and the lines from 2, where they do not say another; columns that a row leaves out are null.
    package func addRecords(_ kind: SubmissionKind, to submission: Int64, _ rows: [[String: SQLValue]]) throws {
        let columns = RecordLayout(kind).columns
        let writer = try RecordWriter(kind, self)
        for (index, row) in rows.enumerated() {
            precondition(Set(row.keys).isSubset(of: columns), "columns that \(kind) does not have")
            var values = row
            values["submission_id"] = .integer(submission)
            values["record"] = row["record"] ?? .int(index + 1)
            values["line"] = row["line"] ?? .int(index + 2)
            try writer.insert(row: columns.map { values[$0] ?? .null })
        }
        try writer.finish()
    }

    /// Every row of a submission, with all its columns.
    package func records(_ kind: SubmissionKind, of submission: Int64) throws -> [[String: SQLValue]] {
        let columns = Array(RecordLayout(kind).columns.dropFirst())
        var rows: [[String: SQLValue]] = []
        try scanRecords(of: submission, columns) { row in
            rows.append(Dictionary(uniqueKeysWithValues: zip(columns, columns.indices.map(row.value))))
        }
        return rows
    }

    /// How many rows the store holds, of all submissions.
    package func recordCount() throws -> Int {
        try rows("SELECT rows FROM record_page").reduce(0) { $0 + ($1.int("rows") ?? 0) }
    }
}

extension SQLValue {
    package var number: Int64? { if case .integer(let number) = self { number } else { nil } }
    package var words: String? { if case .text(let text) = self { text } else { nil } }
}
