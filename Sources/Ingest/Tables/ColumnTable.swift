package import Registry

/// Reads some columns of a table by their names, row by row.
package struct ColumnTable {
    /// A row; lent for the call.
    package struct Row {
        private let cells: (count: Int, cell: (Int) -> PersonRow.Text)
        private let columns: [Int]
        /// From 1, the header not counted.
        package let number: Int64

        fileprivate init(_ count: Int, _ cell: @escaping (Int) -> PersonRow.Text, _ columns: [Int], _ number: Int64) {
            cells = (count, cell)
            self.columns = columns
            self.number = number
        }

        /// The cell of the column at this position of the names asked for; empty where the row is too short.
        package subscript(_ position: Int) -> PersonRow.Text {
            columns[position] < cells.count ? cells.cell(columns[position]) : .none
        }

        /// Whether the row reaches to all of them.
        package var isWhole: Bool { columns.allSatisfy { $0 < cells.count } }

        package func text(_ position: Int) -> String { String(decoding: self[position], as: UTF8.self) }
    }

    private let table: CellTable
    private let path: String
    private let names: [String]

    package init(path: String, columns: [String]) {
        table = CellTable(path: path)
        self.path = path
        names = columns
    }

    /// - Throws: ``ImportError``: `header_not_found` where one of the columns is missing; what `body` throws.
    package func read(_ body: (Row) throws -> Void) throws {
        var columns: [Int] = []
        var number: Int64 = 0
        try table.read(
            header: { cells in
                let header = cells.map { HeaderCell($0).folded }
                columns = names.compactMap { header.firstIndex(of: HeaderCell($0).folded) }
                guard columns.count == names.count else { throw ImportError(.refused(.headerNotFound), file: path) }
            },
            row: { count, cell in
                number += 1
                try body(Row(count, cell, columns, number))
            })
    }
}
