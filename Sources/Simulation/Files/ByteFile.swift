import Foundation

/// A file being written: bytes are gathered and handed to the system in large pieces.
///
/// Used by one thread at a time.
final class ByteFile {
    let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private static let pieceSize = 256 * 1024

    /// Makes the folders above it as well; a file already there is emptied.
    init(path: String) throws(SimulationError) {
        self.path = path
        try ByteFile.makeFolder((path as NSString).deletingLastPathComponent)
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ByteFile.failure(path, errno) }
        pending.reserveCapacity(ByteFile.pieceSize + 4096)
    }

    deinit { if descriptor >= 0 { Foundation.close(descriptor) } }

    func write(_ bytes: [UInt8]) throws(SimulationError) {
        pending.append(contentsOf: bytes)
        if pending.count >= ByteFile.pieceSize { try flush() }
    }

    func write(_ text: String) throws(SimulationError) {
        pending.append(contentsOf: text.utf8)
        if pending.count >= ByteFile.pieceSize { try flush() }
    }

    func flush() throws(SimulationError) {
        var done = 0
        while done < pending.count {
            let count = pending.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            if count < 0 {
                if errno == EINTR { continue }
                throw ByteFile.failure(path, errno)
            }
            done += count
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Appends the whole of another file and removes it.
    func take(_ other: String) throws(SimulationError) {
        try append(contentsOf: other)
        unlink(other)
    }

    private func append(contentsOf other: String) throws(SimulationError) {
        try flush()
        let source = open(other, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw ByteFile.failure(other, errno) }
        defer { Foundation.close(source) }
        var piece = [UInt8](repeating: 0, count: ByteFile.pieceSize)
        while true {
            let count = piece.withUnsafeMutableBytes { read(source, $0.baseAddress, $0.count) }
            if count < 0 { throw ByteFile.failure(other, errno) }
            if count == 0 { break }
            pending.append(contentsOf: piece[0..<count])
            try flush()
        }
    }

    static func copy(_ path: String, to other: String) throws(SimulationError) {
        let file = try ByteFile(path: other)
        try file.append(contentsOf: path)
    }

    static func makeFolder(_ path: String) throws(SimulationError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw failure(path, errno)
        }
    }

    static func failure(_ path: String, _ code: Int32) -> SimulationError {
        code == ENOSPC || code == EDQUOT
            ? .diskFull(path: path) : .cannotCreate(path: path, reason: String(cString: strerror(code)))
    }
}
