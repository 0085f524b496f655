/// What keeps the state. Two engines stand behind it: an embedded SQLite file, and a PostgreSQL server for a shared service.
///
/// Both promise the same: a commit that returned is on disk; a reader sees one committed state; of the writers only one at a
/// time stands between ``write(_:)``'s first statement and its commit.
protocol StoreEngine: Sendable {
    /// How a table is made here.
    func definition(of table: Table) -> String

    func read<T>(_ body: (any SQLConnection) throws -> T) throws -> T

    func write<T>(_ body: (any SQLConnection) throws -> T) throws -> T

    func load<T>(_ body: (any SQLConnection) throws -> T) throws -> T

    /// What durability rests on, as the engine itself reports it now.
    func settings() throws(StoreError) -> StoreSettings

    func close() throws(StoreError)
}
