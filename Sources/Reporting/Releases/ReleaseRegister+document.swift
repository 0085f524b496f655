import struct Foundation.Data
import class Foundation.JSONDecoder

extension ReleaseRegister {
    /// What a release says, read back from its `release.json`.
    package func document(_ id: String) throws -> ReleaseDocument {
        let file = try file(release: id, path: "release.json")
        return try JSONDecoder().decode(ReleaseDocument.self, from: Data(file.content))
    }
}
