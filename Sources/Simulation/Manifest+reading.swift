import Foundation

extension Manifest {
    /// The manifest of the simulation in `directory`.
    package static func read(from directory: String) throws -> Manifest {
        try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: URL(fileURLWithPath: directory + "/manifest.json")))
    }
}
