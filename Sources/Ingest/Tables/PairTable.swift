package import Registry

/// Reads two columns of a table by their names: pairs of ids that are known to belong together, old codes and what became of them.
package struct PairTable {
    private let path: String
    private let first: String
    private let second: String

    package init(path: String, first: String, second: String) {
        self.path = path
        self.first = first
        self.second = second
    }

    /// - Parameter body: Called with every row's two cells, lent for the call.
    /// - Throws: ``ImportError``: `header_not_found` where one of the columns is missing.
    package func read(_ body: (_ first: PersonRow.Text, _ second: PersonRow.Text) throws -> Void) throws {
        let records = try AnyTable(try ByteSource(path: path)).records()
        guard try records.next() else { throw ImportError(.refused(.emptyFile), file: path) }
        let header = (0..<records.count).map { HeaderCell(String(decoding: records.cell($0), as: UTF8.self)).folded }
        guard let left = header.firstIndex(of: HeaderCell(first).folded),
            let right = header.firstIndex(of: HeaderCell(second).folded)
        else { throw ImportError(.refused(.headerNotFound), file: path) }
        while try records.next() {
            guard max(left, right) < records.count else { continue }
            try body(records.cell(left).trimmed, records.cell(right).trimmed)
        }
    }
}
