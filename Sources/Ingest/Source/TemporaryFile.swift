import Glibc

/// A file of ours alone, made in a folder of ours alone and taken out of it at once: it lives as long as it is open.
final class TemporaryFile {
    let descriptor: Int32
    private let name: String

    /// Opens the same file, as long as this object lives.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// - Parameter name: Of the file that is being read, for messages.
    init(for name: String) throws(ImportError) {
        self.name = name
        var template = Array("\(TemporaryFile.place)/ansinh-XXXXXX".utf8CString)
        guard let folder = mkdtemp(&template).map({ String(cString: $0) }) else { throw TemporaryFile.failure(name) }
        defer { rmdir(folder) }
        descriptor = open("\(folder)/export", O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TemporaryFile.failure(name) }
        unlink("\(folder)/export")
    }

    deinit { close(descriptor) }

    func write(all stream: ZipEntryStream) throws(ImportError) {
        let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
        defer { piece.deallocate() }
        while true {
            let count = try stream.read(into: piece)
            if count == 0 { return }
            try write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[..<count]))
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(ImportError) {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw TemporaryFile.failure(name) }
            written += count
        }
    }

    /// As every other program of the system chooses.
    private static var place: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    static func failure(_ name: String, _ code: Int32 = errno) -> ImportError {
        ImportError(.unreadable, file: name, detail: "không ghi được tệp tạm: " + String(cString: strerror(code)))
    }
}
