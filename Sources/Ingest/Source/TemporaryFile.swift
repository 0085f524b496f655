import Foundation

/// A file of ours alone, made in a folder of ours alone and taken out of it at once: it lives as long as it is open, so that nothing of
/// what it held is left however the program ends. It stands where the system keeps temporary files (`TMPDIR`).
final class TemporaryFile {
    let descriptor: Int32
    private let name: String

    /// Opens the same file, as long as this object lives.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// - Parameter name: Of the file that is being read, for messages.
    init(for name: String) throws(ImportError) {
        self.name = name
        // mkdtemp puts letters of its own choice for the six X, makes the folder (0700), and fails if it is there already.
        var template = Array((FileManager.default.temporaryDirectory.path + "/ansinh-XXXXXX").utf8CString)
        guard let folder = mkdtemp(&template).map({ String(cString: $0) }) else { throw TemporaryFile.failure(name) }
        defer { rmdir(folder) }
        descriptor = open("\(folder)/export", O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TemporaryFile.failure(name) }
        unlink("\(folder)/export")
    }

    deinit { close(descriptor) }

    func write(all source: ByteSource) throws(ImportError) {
        let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
        defer { piece.deallocate() }
        while true {
            let count = try source.read(into: piece)
            if count == 0 { return }
            try write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[..<count]))
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ImportError) {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw TemporaryFile.failure(name) }
            written += count
        }
    }

    /// Everything that was written, by whoever opened ``path``.
    func contents() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

    static func failure(_ name: String, _ code: Int32 = errno) -> ImportError {
        if code == ENOSPC || code == EDQUOT { return ImportError(.temporaryFull, file: name) }
        return ImportError(.unreadable, file: name, detail: "không ghi được tệp tạm: " + String(cString: strerror(code)))
    }
}
