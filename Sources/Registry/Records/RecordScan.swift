/// The accepted rows of a submission, read from its pages.
extension SQLConnection {
    /// Every row in file order, one at a time, in constant memory. The row is valid inside `body` only.
    ///
    /// - Parameter columns: Of ``RecordLayout/columns``, but not the submission; the row has them at these positions. An empty name stands for
    ///   a column that is always null.
    /// - Throws: ``StoreError/Kind/damaged`` for a page that is none; what `body` throws.
    /// - Complexity: one pass over the pages; only the columns that are asked for are unpacked.
    package func scanRecords(
        of submission: Int64, _ columns: [String], _ body: (any SQLScanRow) throws -> Void
    ) throws {
        try scanPages("submission_id = ? ORDER BY record", [.integer(submission)], columns) { page, row in
            for index in 0..<page.count {
                row.index = index
                try body(row)
            }
        }
    }

    /// The same rows, a page of columns at a time. The page is valid inside `body` only.
    func scanPages(of submission: Int64, _ columns: [String], _ body: (RecordPage) throws -> Void) throws {
        try scanPages("submission_id = ? ORDER BY record", [.integer(submission)], columns) { page, _ in try body(page) }
    }

    /// One row by its number; `nil` when the submission has no such row.
    package func record(_ record: Int64, of submission: Int64, _ columns: [String]) throws(StoreError) -> SQLRow? {
        var found: SQLRow?
        do {
            let all = columns.filter { $0 != "record" } + ["record"]
            try scanPages(
                "submission_id = ? AND record <= ? ORDER BY record DESC LIMIT 1", [.integer(submission), .integer(record)], all
            ) { page, row in
                for index in 0..<page.count where page[all.count - 1].integers[index] == record {
                    row.index = index
                    found = SQLRow(names: all, values: all.indices.map(row.value))
                }
            }
        } catch let error as StoreError { throw error } catch { throw StoreError(.damaged, ErrorWords.text(error)) }
        return found
    }

    /// The highest number of a row; zero without one.
    package func lastRecord(of submission: Int64) throws -> Int64 {
        var last: Int64 = 0
        try scanPages("submission_id = ? ORDER BY record DESC LIMIT 1", [.integer(submission)], ["record"]) { page, row in
            last = page[0].integers[page.count - 1]
        }
        // Others are counted on from it.
        guard last >= 0, last < .max / 2 else {
            throw StoreError(.damaged, "Số thứ tự của một dòng của lần nộp \(submission) bị hỏng. Hãy xem bản sao lưu.")
        }
        return last
    }

    /// Gives the rows of one submission to another as well, under the numbers that they have.
    package func copyRecords(from submission: Int64, to other: Int64) throws(StoreError) {
        try execute(
            "INSERT INTO \(PageTable.name) (submission_id, record, rows, content) SELECT ?, record, rows, content FROM \(PageTable.name) WHERE submission_id = ?",
            [.integer(other), .integer(submission)])
    }

    private func scanPages(
        _ condition: String, _ values: [SQLValue], _ columns: [String], _ body: (RecordPage, RecordRow) throws -> Void
    ) throws {
        precondition(columns.allSatisfy { $0.isEmpty || RecordLayout.known.contains($0) }, "a column that no record has")
        let page = RecordPage(columns)
        let row = RecordRow(page)
        try scan("SELECT submission_id, rows, content FROM \(PageTable.name) WHERE \(condition)", values) { stored in
            do {
                try stored.withBlob(2) { try page.read($0) }
                guard page.count == stored.int64(1) else { throw PageDamage() }
            } catch is PageDamage {
                throw StoreError(
                    .damaged,
                    "Một trang bản ghi của lần nộp \(stored.int64(0)) bị hỏng. Hãy xem bản sao lưu (ansinh backup, ansinh restore)."
                )
            }
            try body(page, row)
        }
    }
}

/// A record of the page that is read.
private final class RecordRow: SQLScanRow {
    private let page: RecordPage
    var index = 0

    init(_ page: RecordPage) { self.page = page }

    func value(_ position: Int) -> SQLValue {
        if isNull(position) { return .null }
        return page[position].isText ? .text(string(position)) : .integer(int64(position))
    }

    func isNull(_ position: Int) -> Bool {
        let column = page[position]
        return column.isText ? column.texts.isNull(index) : column.integers.isNull(index)
    }

    func int64(_ position: Int) -> Int64 { page[position].integers[index] }

    func string(_ position: Int) -> String {
        if page[position].isText { return withText(position) { String(decoding: $0, as: UTF8.self) } }
        return isNull(position) ? "" : String(int64(position))
    }

    func withText<R>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try page[position].texts.withText(index, body)
    }

    /// No column of a record holds bytes.
    func withBlob<R>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try body(UnsafeBufferPointer(start: nil, count: 0))
    }
}
