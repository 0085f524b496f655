package import Registry

/// Reads some columns of a table by their names, row by row.
package struct ColumnTable {
    /// A row; lent for the call.
    package struct Row {
        private let records: AnyRecords
        private let columns: [Int]
        /// From 1, the header not counted.
        package let number: Int64

        fileprivate init(_ records: AnyRecords, _ columns: [Int], _ number: Int64) {
            self.records = records
            self.columns = columns
            self.number = number
        }

        /// The cell of the column at this position of the names asked for; empty where the row is too short.
        package subscript(_ position: Int) -> PersonRow.Text {
            columns[position] < records.count ? records.cell(columns[position]).trimmed : .none
        }

        /// Whether the row reaches to all of them.
        package var isWhole: Bool { columns.allSatisfy { $0 < records.count } }

        package func text(_ position: Int) -> String { String(decoding: self[position], as: UTF8.self) }
    }

    private let path: String
    private let names: [String]

    package init(path: String, columns: [String]) {
        self.path = path
        names = columns
    }

    /// - Throws: ``ImportError``: `header_not_found` where one of the columns is missing; what `body` throws.
    package func read(_ body: (Row) throws -> Void) throws {
        let records = try AnyTable(try ByteSource(path: path)).records()
        guard try records.next() else { throw ImportError(.refused(.emptyFile), file: path) }
        let header = (0..<records.count).map { HeaderCell(String(decoding: records.cell($0), as: UTF8.self)).folded }
        let columns = names.compactMap { header.firstIndex(of: HeaderCell($0).folded) }
        guard columns.count == names.count else { throw ImportError(.refused(.headerNotFound), file: path) }
        var number: Int64 = 0
        while try records.next() {
            number += 1
            try body(Row(records, columns, number))
        }
    }
}
