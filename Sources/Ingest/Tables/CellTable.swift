package import Registry

/// Reads any table cell by cell, for whoever knows its columns.
package struct CellTable {
    private let path: String

    package init(path: String) { self.path = path }

    /// - Parameters:
    ///   - header: Called once, with the first row.
    ///   - row: Called with every other row: how many cells it has, and where to ask for each; lent for the call.
    /// - Throws: ``ImportError`` for what is no table; what `header` and `row` throw.
    package func read(
        progress: ProgressReport = .silent, header: ([String]) throws -> Void,
        row: (_ count: Int, _ cell: @escaping (Int) -> PersonRow.Text) throws -> Void
    ) throws {
        let table = try AnyTable(try ByteSource(path: path))
        let records = try table.records()
        guard try records.next() else { throw ImportError(.refused(.emptyFile), file: path) }
        try header((0..<records.count).map { String(decoding: records.cell($0).trimmed, as: UTF8.self) })
        var reported: Int64 = 0
        while try records.next() {
            try row(records.count) { records.cell($0).trimmed }
            guard records.bytesRead - reported > 1 << 20 else { continue }
            reported = records.bytesRead
            try progress.checkCancellation()
            progress("Đọc tệp (byte)", reported, of: table.text.size)
        }
    }
}
