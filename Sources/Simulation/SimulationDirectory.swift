import Foundation

/// The folder that a simulation fills. Only a folder that is empty or holds an earlier simulation is written to.
struct SimulationDirectory {
    let path: String
    private static let contents = ["exports", "statements", "national", "milestones", "truth", ".parts"]

    /// Empties the folder of an earlier simulation. A manifest without files stands in it until the simulation is done, so that one
    /// that was broken off can be repeated.
    func prepare(manifest: Manifest) throws(SimulationError) {
        try ByteFile.makeFolder(path)
        let found = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard found.isEmpty || found.contains("manifest.json") else { throw .foreignDirectory(path: path) }
        try manifest.write(to: path)
        for name in SimulationDirectory.contents where found.contains(name) {
            do {
                try FileManager.default.removeItem(atPath: "\(path)/\(name)")
            } catch {
                throw .cannotCreate(path: "\(path)/\(name)", reason: error.localizedDescription)
            }
        }
    }
}
