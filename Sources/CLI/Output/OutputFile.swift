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

extension OutputFile {
    /// Writes lines, a block at a time. Nothing is left behind where `body` throws.
    static func writeLines(to path: String, _ body: ((String) throws -> Void) throws -> Void) throws {
        let file = try OutputFile(path)
        var pending: [UInt8] = []
        do {
            try body { line in
                pending += line.utf8
                pending.append(0x0A)
                guard pending.count > 1 << 16 else { return }
                try pending.withUnsafeBufferPointer(file.write)
                pending.removeAll(keepingCapacity: true)
            }
            try pending.withUnsafeBufferPointer(file.write)
        } catch {
            file.discard()
            throw error
        }
        try file.keep()
    }
}

/// Text as a cell of a CSV file, in quotes where it must be.
enum CSVCell {
    static func text(_ cell: String) -> String {
        guard cell.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return cell }
        return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
