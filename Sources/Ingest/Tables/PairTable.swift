package import Registry

/// Reads two columns of a table by their names: pairs of ids that are known to belong together, old codes and what became of them.
package struct PairTable {
    private let table: ColumnTable

    package init(path: String, first: String, second: String) {
        table = ColumnTable(path: path, columns: [first, second])
    }

    /// - Parameter body: Called with every row's two cells, lent for the call.
    /// - Throws: ``ImportError``: `header_not_found` where one of the columns is missing.
    package func read(_ body: (_ first: PersonRow.Text, _ second: PersonRow.Text) throws -> Void) throws {
        try table.read { row in
            if row.isWhole { try body(row[0], row[1]) }
        }
    }
}
