/// A table as both engines can make it.
package struct Table: Sendable {
    package enum ColumnType: String, Sendable { case integer, text, blob }

    package struct Column: Sendable {
        let name: String
        let type: ColumnType
        let isRequired: Bool
        let references: String?
        /// Bytes that an engine need not try to make fewer.
        let isPacked: Bool

        package init(
            _ name: String, _ type: ColumnType, required: Bool = false, references: String? = nil, isPacked: Bool = false
        ) {
            self.name = name
            self.type = type
            self.isRequired = required
            self.references = references
            self.isPacked = isPacked
        }
    }

    package let name: String
    package let columns: [Column]
    /// One integer column named `id` numbers itself; several columns order the table.
    package let primaryKey: [String]
    /// Filled by loads of millions of rows, under a number that the same transaction has entered in a register.
    package let isLoaded: Bool

    package init(_ name: String, key: [String], isLoaded: Bool = false, _ columns: [Column]) {
        self.name = name
        self.primaryKey = key
        self.isLoaded = isLoaded
        self.columns = columns
    }

    /// Whether the engine gives each row its number.
    var isNumbered: Bool { primaryKey == ["id"] && columns.first?.type == .integer }
}
