/// What keeps the state. Two engines stand behind it: an embedded SQLite file, and a PostgreSQL server for a shared service.
///
/// Both promise the same: a commit that returned is on disk; a reader sees one committed state; of the writers only one at a
/// time stands between ``write(_:)``'s first statement and its commit.
protocol StoreEngine: Sendable {
    /// The statements that make a table here.
    func definition(of table: Table) -> [String]

    /// The statement that adds a column to a table that is there.
    func addition(of column: Table.Column, to table: String) -> String

    func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T

    func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T

    func load<T>(_ body: (any SQLConnection) throws -> T) throws -> T

    /// Whether other processes, and other threads of this one, can write while a load is under way.
    var letsOthersWrite: Bool { get }

    /// What durability rests on, as the engine itself reports it now.
    func settings() throws(StoreError) -> StoreSettings

    /// Leaves nothing of what was deleted in the engine's own files, as far as it can at once.
    func settle() throws(StoreError)

    func close() throws(StoreError)
}
