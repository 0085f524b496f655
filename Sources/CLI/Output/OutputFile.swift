import Foundation

/// A file that is there whole or not at all: written under another name beside its place and moved there at the end.
final class OutputFile {
    private let path: String
    private let partial: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        partial = path + ".partial"
        descriptor = open(partial, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, "Không ghi được tệp \(path): \(String(cString: strerror(errno))).")
        }
    }

    func write(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        var written = 0
        while written < bytes.count {
            let count = Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(.cannotCreate, "Không ghi được tệp \(path): \(String(cString: strerror(errno))).")
            }
            written += count
        }
    }

    func keep() throws {
        let isOnDisk = fsync(descriptor) == 0 && close(descriptor) == 0
        guard isOnDisk, rename(partial, path) == 0 else {
            throw Failure(.cannotCreate, "Không ghi được tệp \(path): \(String(cString: strerror(errno))).")
        }
    }

    func discard() {
        close(descriptor)
        unlink(partial)
    }
}
