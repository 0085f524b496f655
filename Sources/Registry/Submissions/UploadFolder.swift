package import Foundation

/// The folder in which uploads stand: what was received and not read yet, and the bytes of accepted files as they came.
package struct UploadFolder: Sendable {
    package let folder: URL

    package init(_ folder: URL) { self.folder = folder }

    /// Where it is when nobody says otherwise: beside a file, or in the working folder for a server.
    package init(besides address: StoreAddress) {
        switch address {
        case .sqlite(let path): self.init(URL(fileURLWithPath: path + "-spool", isDirectory: true))
        case .postgres: self.init(URL(fileURLWithPath: "ansinh-spool", isDirectory: true))
        }
    }

    package func dataURL(_ id: String) -> URL { folder.appendingPathComponent("\(id).upload") }
    package func recordURL(_ id: String) -> URL { folder.appendingPathComponent("\(id).json") }

    /// Where the bytes of an accepted file stay, as they came.
    package func keptURL(_ sha256: String) -> URL { folder.appendingPathComponent("kept/\(sha256)") }

    /// Forgets an upload and what is known of it. - Returns: whether there was something.
    @discardableResult
    package func remove(_ id: String) -> Bool {
        let data = unlink(dataURL(id).path) == 0
        return unlink(recordURL(id).path) == 0 || data
    }

    /// - Returns: whether it was there.
    func removeKept(_ sha256: String) -> Bool { unlink(keptURL(sha256).path) == 0 }

    func holds(_ id: String) -> Bool { FileManager.default.fileExists(atPath: dataURL(id).path) }
}
