/// A table as both engines can make it.
package struct Table: Sendable {
    package enum ColumnType: String, Sendable { case integer, real, text, blob }

    package struct Column: Sendable {
        let name: String
        let type: ColumnType
        let isRequired: Bool
        let references: String?

        package init(_ name: String, _ type: ColumnType, required: Bool = false, references: String? = nil) {
            self.name = name
            self.type = type
            self.isRequired = required
            self.references = references
        }
    }

    package let name: String
    package let columns: [Column]
    /// One integer column named `id` numbers itself; several columns order the table.
    package let primaryKey: [String]

    package init(_ name: String, key: [String], _ columns: [Column]) {
        self.name = name
        self.primaryKey = key
        self.columns = columns
    }

    var sqliteDefinition: String {
        let isNumbered = primaryKey == ["id"] && columns.first?.type == .integer
        var lines = columns.map { column in
            var line = "\(column.name) \(column.type.rawValue.uppercased())"
            if isNumbered, column.name == "id" { return line + " PRIMARY KEY" }
            if column.isRequired || primaryKey.contains(column.name) { line += " NOT NULL" }
            if let references = column.references { line += " REFERENCES \(references)" }
            return line
        }
        if !isNumbered { lines.append("PRIMARY KEY (\(primaryKey.joined(separator: ", ")))") }
        return "CREATE TABLE \(name) (\n  \(lines.joined(separator: ",\n  "))\n) STRICT\(isNumbered ? "" : ", WITHOUT ROWID")"
    }
}
