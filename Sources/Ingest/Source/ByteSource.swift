import Glibc
import Registry

/// Bytes that are made on the way: inflated from a compressed file, or written from the rows of a sheet.
protocol ByteStream: AnyObject {
    /// Fills `target` as far as is convenient. - Returns: the number of bytes, 0 at the end.
    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int
    /// How much of ``size`` was taken so far: progress is counted in bytes of the file that was sent.
    var position: Int64 { get }
    var size: Int64? { get }
}

/// The bytes of a feed, read once from start to end, in pieces. Counts them and, when asked, hashes them on the way.
final class ByteSource {
    private let descriptor: Int32
    private let memory: [UInt8]
    private let stream: (any ByteStream)?
    private let largestPiece: Int
    let name: String
    private var hash: ContentHash?
    /// Bytes that were looked at ahead of their turn.
    private var ahead: [UInt8] = []
    private var aheadOffset = 0
    private var isAtEnd = false

    private var taken: Int64 = 0

    /// How many bytes came from the file so far.
    var bytesRead: Int64 { stream?.position ?? taken }
    /// How many bytes it had so far: more than ``bytesRead`` where they were inflated on the way.
    var length: Int64 { taken }
    /// The size of the file, where it is known beforehand.
    let size: Int64?

    /// - Parameter name: For messages; that of the file unless told.
    init(path: String, name: String? = nil, hashing: Bool = false) throws(ImportError) {
        let name = name ?? String(path.split(separator: "/").last ?? "")
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw ImportError(.missing, file: path) }
            throw ImportError(.unreadable, file: path, detail: String(cString: strerror(errno)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw ImportError(.unreadable, file: path, detail: "đây là thư mục")
        }
        self.descriptor = descriptor
        self.name = name
        size = status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
        memory = []
        stream = nil
        largestPiece = .max
        hash = hashing ? ContentHash() : nil
    }

    /// - Parameter largestPiece: Hands out no more than this at a time, for tests of what happens at the seams.
    init(_ memory: [UInt8], largestPiece: Int = .max, hashing: Bool = false) {
        descriptor = -1
        name = ""
        self.memory = memory
        stream = nil
        self.largestPiece = largestPiece
        size = Int64(memory.count)
        hash = hashing ? ContentHash() : nil
    }

    /// - Parameter name: Of the file behind the stream, for messages.
    init(_ stream: any ByteStream, name: String, hashing: Bool = false) {
        descriptor = -1
        self.name = name
        memory = []
        self.stream = stream
        largestPiece = .max
        size = stream.size
        hash = hashing ? ContentHash() : nil
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Up to `count` bytes from where reading stands, without passing over them.
    func peek(_ count: Int) throws(ImportError) -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while ahead.count - aheadOffset < count, !isAtEnd {
            let room = min(piece.count, count - (ahead.count - aheadOffset))
            let read = try fetch(&piece, room)
            ahead.append(contentsOf: piece[..<read])
        }
        return Array(ahead[aheadOffset..<min(ahead.count, aheadOffset + count)])
    }

    /// Fills `target` as far as one read goes. - Returns: the number of bytes, 0 at the end.
    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        guard aheadOffset == ahead.count else {
            let count = min(target.count, ahead.count - aheadOffset, largestPiece)
            for index in 0..<count { target[index] = ahead[aheadOffset + index] }
            aheadOffset += count
            if aheadOffset == ahead.count {
                ahead = []
                aheadOffset = 0
            }
            return count
        }
        guard let start = target.baseAddress, !isAtEnd else { return 0 }
        return try fetch(start, min(target.count, largestPiece))
    }

    /// The hash of all bytes; reads what is left first.
    func finishHash() throws(ImportError) -> String {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while !isAtEnd { _ = try fetch(&piece, piece.count) }
        return hash?.finish() ?? ""
    }

    private func fetch(_ target: UnsafeMutablePointer<UInt8>, _ room: Int) throws(ImportError) -> Int {
        let count =
            if let stream {
                try stream.read(into: UnsafeMutableBufferPointer(start: target, count: room))
            } else {
                try descriptor >= 0 ? fetchFromFile(target, room) : fetchFromMemory(target, room)
            }
        if count == 0 { isAtEnd = true }
        hash?.update(UnsafeRawBufferPointer(start: target, count: count))
        taken += Int64(count)
        return count
    }

    private func fetchFromFile(_ target: UnsafeMutablePointer<UInt8>, _ room: Int) throws(ImportError) -> Int {
        while true {
            let count = Glibc.read(descriptor, target, room)
            if count >= 0 { return count }
            if errno != EINTR { throw ImportError(.unreadable, file: name, detail: String(cString: strerror(errno))) }
        }
    }

    private func fetchFromMemory(_ target: UnsafeMutablePointer<UInt8>, _ room: Int) -> Int {
        let count = min(room, memory.count - Int(taken))
        for index in 0..<count { target[index] = memory[Int(taken) + index] }
        return count
    }

    // MARK: Any place

    /// Whether ``bytes(at:count:)`` can be asked: of a file on a disk, not of a pipe.
    var isSeekable: Bool { stream == nil && size != nil }

    /// Bytes from anywhere in the file, whatever was read before and without moving on; fewer at the end of the file.
    func bytes(at offset: Int64, into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        guard let base = target.baseAddress, isSeekable, offset >= 0 else { return 0 }
        guard descriptor >= 0 else {
            guard offset < memory.count else { return 0 }
            let count = min(target.count, memory.count - Int(offset))
            for index in 0..<count { target[index] = memory[Int(offset) + index] }
            return count
        }
        var count = 0
        while count < target.count {
            let read = pread(descriptor, base + count, target.count - count, off_t(offset) + count)
            if read == 0 { break }
            if read < 0, errno == EINTR { continue }
            if read < 0 { throw ImportError(.unreadable, file: name, detail: String(cString: strerror(errno))) }
            count += read
        }
        return count
    }

    func bytes(at offset: Int64, count: Int) throws(ImportError) -> [UInt8] {
        let target = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
        defer { target.deallocate() }
        let read = try bytes(at: offset, into: target)
        return Array(target[..<read])
    }
}
