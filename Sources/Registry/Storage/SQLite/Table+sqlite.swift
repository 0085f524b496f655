extension Table {
    /// STRICT, so that no column takes what is not of its type; without a row number where the key orders the table, so that what belongs to a
    /// submission lies together. A loaded table refers to its register without a foreign key, as on PostgreSQL: beside the look-up of each
    /// row it makes SQLite keep a journal for every statement, a third of the CPU time of storing.
    var sqliteDefinition: String {
        var lines = columns.map { column in
            var line = "\(column.name) \(column.type.rawValue.uppercased())"
            if isNumbered, column.name == "id" { return line + " PRIMARY KEY" }
            if column.isRequired || primaryKey.contains(column.name) { line += " NOT NULL" }
            if !isLoaded, let references = column.references { line += " REFERENCES \(references)" }
            return line
        }
        if !isNumbered { lines.append("PRIMARY KEY (\(primaryKey.joined(separator: ", ")))") }
        return "CREATE TABLE \(name) (\n  \(lines.joined(separator: ",\n  "))\n) STRICT\(isNumbered ? "" : ", WITHOUT ROWID")"
    }
}
