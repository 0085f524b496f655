import Foundation
import TestSupport
import Testing

/// The built program, run as another program would run it.
enum Program {
    struct Result {
        let status: Int32
        let output: String
        let talk: String

        /// The JSON document on stdout.
        func json() throws -> [String: Any] {
            try #require(
                try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "no JSON object on stdout: \(talk)")
        }
    }

    /// Runs `ansinh` to its end. Output goes through files, so that no pipe can fill up.
    static func run(_ arguments: [String], in folder: URL, input: String = "", environment: [String: String] = [:]) throws
        -> Result
    {
        let scratch = folder.appendingPathComponent(".run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let files = try ["in", "out", "talk"].map { name in
            let url = scratch.appendingPathComponent(name)
            try Data(name == "in" ? input.utf8 : "".utf8).write(to: url)
            return url
        }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_BACKTRACE": "enable=no", "ANSINH_STORE": store(in: folder)]) { $1 }
            .merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try String(contentsOf: files[1], encoding: .utf8),
            talk: try String(contentsOf: files[2], encoding: .utf8))
    }

    /// The store on the engine under test that goes with a folder.
    private static func store(in folder: URL) -> String {
        (try? String(contentsOf: folder.appendingPathComponent(storeFile), encoding: .utf8)) ?? "sqlite:store.sqlite"
    }

    static let storeFile = ".store"

    /// Beside the test bundle, where the package manager puts both.
    private static let executable: URL = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent("ansinh")
    }()
}

/// An empty folder of the test's own with an empty store on the engine under test, both removed afterwards.
func withFolder<T>(_ body: (URL) throws -> T) throws -> T {
    let place = try StoreUnderTest()
    defer { place.remove() }
    try place.folder.write(place.url, to: Program.storeFile)
    return try body(place.folder)
}

extension URL {
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: appendingPathComponent(name))
    }
}
