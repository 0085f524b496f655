import Foundation
import Registry

@testable import Simulation

/// A simulation in a folder of its own, removed with it.
final class SimulatedCountry: Sendable {
    let path: String
    let summary: SimulationSummary
    let manifest: Manifest

    init(_ options: SimulationOptions, workers: Int = 2) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("simulation-\(UUID().uuidString)").path
        summary = try Simulation(options: options, directory: path, workers: workers).run()
        let data = try Data(contentsOf: URL(fileURLWithPath: path + "/manifest.json"))
        manifest = try JSONDecoder().decode(Manifest.self, from: data)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func options(
        households: Int = 600, provinces: [Int]? = [2, 24, 66, 79], seed: UInt64 = 7, mess: Mess = .none,
        format: FeedFormat = .csv
    ) -> SimulationOptions {
        SimulationOptions(
            households: households, provinces: provinces, period: Period(year: 2021, month: 8)!, seed: seed, mess: mess,
            format: format)
    }

    /// Every file by its path under the folder, hashed.
    func hashes() throws -> [String: String] {
        var found: [String: String] = [:]
        let files = FileManager.default.enumerator(atPath: path)
        while let name = files?.nextObject() as? String {
            let url = URL(fileURLWithPath: path + "/" + name)
            guard let data = try? Data(contentsOf: url) else { continue }
            found[name] = ContentHash.of(data)
        }
        return found
    }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))) }

    /// The rows of a clean comma-separated file by header: a reader that shares nothing with the program.
    func rows(_ name: String) throws -> [[String: String]] {
        let table = SimulatedCountry.parse(String(decoding: try bytes(name), as: UTF8.self))
        guard let header = table.first else { return [] }
        return table.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    func rows(of kind: SubmissionKind) throws -> [[String: String]] {
        try manifest.files.filter { $0.kind == kind }.flatMap { try rows($0.path) }
    }

    private static func parse(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
            } else if isQuoted {
                cell.append(character)
            } else if character == "," {
                row.append(cell)
                cell = ""
            } else if character == "\n" {
                rows.append(row + [cell])
                row = []
                cell = ""
            } else {
                cell.append(character)
            }
        }
        return rows
    }
}
