package import Foundation
package import Registry

/// An empty store of a test's own, on the engine under test: a SQLite file in a temporary folder, or, when `ANSINH_TEST_POSTGRES`
/// names a server, a database of its own there. The same tests run on both.
package struct StoreUnderTest: Sendable {
    package let url: String
    /// For the test's files; removed with the store.
    package let folder: URL
    private let database: String?

    /// `postgres://…` of a server on which databases may be made, or `nil` for SQLite.
    private static let server = ProcessInfo.processInfo.environment["ANSINH_TEST_POSTGRES"]

    package static let isPostgres = server != nil
    package static let isSQLite = server == nil

    package init() throws {
        let name = "ansinh_\(UUID().uuidString.replacing("-", with: "").lowercased())"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let server = StoreUnderTest.server else {
            database = nil
            url = "sqlite:\(folder.path)/store.sqlite"
            return
        }
        try StoreUnderTest.psql(server, "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        database = name
        url = server.replacing("/postgres?", with: "/\(name)?")
    }

    package func open(_ mode: Store.Mode = .readWrite) throws -> Store { try Store.open(url, mode: mode) }

    /// Takes away the store and the folder.
    package func remove() {
        try? FileManager.default.removeItem(at: folder)
        if let server = StoreUnderTest.server, let database {
            try? StoreUnderTest.psql(server, "DROP DATABASE IF EXISTS \(database) WITH (FORCE)")
        }
    }

    /// Runs one statement on the store behind the program's back.
    package func administer(_ sql: String) throws {
        try StoreUnderTest.psql(url, sql)
    }

    private struct Failure: Error { let sql: String }

    private static func psql(_ url: String, _ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", url, "--command", sql]
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(sql: sql) }
    }
}

/// Runs `body` on an open empty store with a folder beside it, and takes both away.
package func withTemporaryStore<T>(_ body: (Store, StoreUnderTest) throws -> T) throws -> T {
    let place = try StoreUnderTest()
    defer { place.remove() }
    let store = try place.open()
    defer { try? store.close() }
    return try body(store, place)
}
