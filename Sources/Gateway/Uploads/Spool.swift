import CSodium
package import Foundation
import Ingest
package import Registry

/// Where uploads stand until they are read: a folder of our own, outside anything that is served.
///
/// A file is acknowledged only when its bytes and its name are on disk. Names are random; what the sender called it is kept
/// beside it, cleaned.
package struct Spool: Sendable {
    let files: UploadFolder
    var folder: URL { files.folder }

    /// Where uploads stand when nobody says otherwise.
    package static func besides(_ address: StoreAddress) -> URL { UploadFolder(besides: address).folder }

    /// - Throws: ``GatewayError/spoolUnusable(_:)``.
    init(_ folder: URL) throws(GatewayError) {
        files = UploadFolder(folder)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw GatewayError.spoolUnusable(folder.path) }
        guard access(folder.path, W_OK) == 0 else { throw GatewayError.spoolUnusable(folder.path) }
    }

    static func randomName() -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        randombytes_buf(&bytes, bytes.count)
        return ContentHash.hexadecimal(bytes)
    }

    func dataURL(_ id: String) -> URL { files.dataURL(id) }
    func recordURL(_ id: String) -> URL { files.recordURL(id) }

    /// Writes a record so that it is there whole or not at all, also after a power cut.
    func save(_ record: ReceivedFile) throws {
        let temporary = folder.appendingPathComponent("\(record.id).json.part")
        let file = try SpoolFile(temporary)
        try file.write(Array(try JSONEncoder().encode(record)))
        try file.finish(as: recordURL(record.id))
    }

    /// What was received and whose job is not over.
    func records() -> [ReceivedFile] {
        let names = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return names.filter { $0.pathExtension == "json" }.compactMap { record($0.deletingPathExtension().lastPathComponent) }
    }

    func record(_ id: String) -> ReceivedFile? {
        guard id.utf8.count == 32, id.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        return (try? Data(contentsOf: recordURL(id))).flatMap { try? JSONDecoder().decode(ReceivedFile.self, from: $0) }
    }

    /// Forgets what uploads that broke off have left: what nobody has written to for a day, as others may share the folder.
    func removeLeftovers(olderThan age: TimeInterval = 86_400) {
        let names = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        let known = Set(records().map(\.id))
        for url in names where ["part", "upload"].contains(url.pathExtension) {
            let changed = try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
            let name = url.deletingPathExtension().lastPathComponent
            guard !known.contains(name), let changed, changed.timeIntervalSinceNow < -age else { continue }
            try? FileManager.default.removeItem(at: url)
        }
    }

    func hasData(_ id: String) -> Bool { FileManager.default.fileExists(atPath: dataURL(id).path) }

    /// Forgets a file and what is known of it.
    func remove(_ id: String) { files.remove(id) }

    /// Where the bytes of an accepted file stay, as they came.
    func keptURL(_ sha256: String) -> URL { files.keptURL(sha256) }

    /// Moves an accepted file to its place for good, under its hash. The same bytes need only one.
    func keep(_ file: ReceivedFile) throws {
        let kept = keptURL(file.sha256)
        try FileManager.default.createDirectory(
            at: kept.deletingLastPathComponent(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if hasData(file.id), !FileManager.default.fileExists(atPath: kept.path) {
            try FileManager.default.moveItem(at: dataURL(file.id), to: kept)
        }
        remove(file.id)
    }
}

extension Spool {
    /// Keeps the bytes of an accepted file of an archive, unpacked, under their hash.
    func keep(_ input: FeedInput, as sha256: String) throws {
        let kept = keptURL(sha256)
        guard !FileManager.default.fileExists(atPath: kept.path) else { return }
        try FileManager.default.createDirectory(
            at: kept.deletingLastPathComponent(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let file = try SpoolFile(folder.appendingPathComponent("\(Spool.randomName()).kept.part"))
        do {
            try input.forEachPiece { try file.write($0) }
            try file.finish(as: kept)
        } catch {
            file.discard()
            throw error
        }
    }
}

/// A file that is being received. Used by one upload at a time, each call on a blocking thread.
final class SpoolFile: Sendable {
    private let descriptor: Int32
    private let url: URL

    init(_ url: URL) throws {
        self.url = url
        descriptor = open(url.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SpoolFile.failure() }
    }

    func write(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            // There are bytes left here, so there is a base address.
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SpoolFile.failure() }
            done += count
        }
    }

    /// Puts the bytes on disk, then the name. Only afterwards may the file be acknowledged.
    func finish(as final: URL) throws {
        guard fsync(descriptor) == 0, rename(url.path, final.path) == 0 else { throw SpoolFile.failure() }
        let folder = open(final.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw SpoolFile.failure() }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw SpoolFile.failure() }
    }

    func discard() { unlink(url.path) }

    deinit { close(descriptor) }

    private static func failure() -> StoreError {
        errno == ENOSPC || errno == EDQUOT
            ? StoreError(.full, "Đĩa đầy: không nhận được tệp.")
            : StoreError(.inputOutput, "Lỗi ghi tệp nhận: \(String(cString: strerror(errno))).")
    }
}
