import Glibc

/// Bytes that grow by the megabyte and never move. The first ones are memory; from ``WorkbookLimits/stringBytesInMemory`` on they
/// are a temporary file mapped into it, of which the system is told again and again that nothing need stay: a workbook of a
/// million different names is read in the memory of a small one.
///
/// A string does not cross the end of a megabyte: where it would, the rest is filled with ones, and it starts with the next.
final class StringArena {
    private static let chunkBits = 20
    private static let chunkBytes = 1 << chunkBits
    private static let chunksInMemory = WorkbookLimits.stringBytesInMemory >> chunkBits
    /// Looks into the mapped part after which its pages are given back.
    private static let looksPerRest = 4_096
    private static let filler = UInt32.max

    private var chunks: [UnsafeMutableRawPointer] = []
    private var file: TemporaryFile?
    private var looks = 0
    private(set) var count = 0

    deinit {
        for (index, chunk) in chunks.enumerated() {
            if index < StringArena.chunksInMemory { chunk.deallocate() } else { munmap(chunk, StringArena.chunkBytes) }
        }
    }

    /// - Parameter name: Of the workbook, for messages.
    /// - Returns: where the string starts, its length first.
    func append(_ text: [UInt8], for name: String) throws(ImportError) -> Int {
        let room = chunks.count << StringArena.chunkBits - count
        if room < text.count + 4 {
            if room >= 4 { place(count).storeBytes(of: StringArena.filler, as: UInt32.self) }
            count = chunks.count << StringArena.chunkBits
            try addChunk(name)
        }
        let start = count
        place(start).storeBytes(of: UInt32(text.count), as: UInt32.self)
        text.withUnsafeBytes { text in
            if let base = text.baseAddress { (place(start) + 4).copyMemory(from: base, byteCount: text.count) }
        }
        count += 4 + text.count
        return start
    }

    /// The length of the string at `start`, which is moved on where the string begins in the next megabyte.
    @inline(__always) func length(at start: inout Int) -> Int {
        let left = StringArena.chunkBytes - start & (StringArena.chunkBytes - 1)
        let length = left < 4 ? StringArena.filler : place(start).loadUnaligned(as: UInt32.self)
        guard length == StringArena.filler else { return Int(length) }
        start += left
        return Int(place(start).loadUnaligned(as: UInt32.self))
    }

    /// Until the next look.
    @inline(__always) func bytes(at start: Int, count: Int) -> Bytes {
        if file != nil {
            looks += 1
            if looks == StringArena.looksPerRest { rest() }
        }
        return Bytes(start: place(start).assumingMemoryBound(to: UInt8.self), count: count)
    }

    @inline(__always) private func place(_ offset: Int) -> UnsafeMutableRawPointer {
        chunks[offset >> StringArena.chunkBits] + offset & (StringArena.chunkBytes - 1)
    }

    private func rest() {
        looks = 0
        for chunk in chunks.dropFirst(StringArena.chunksInMemory) { madvise(chunk, StringArena.chunkBytes, MADV_DONTNEED) }
    }

    private func addChunk(_ name: String) throws(ImportError) {
        guard chunks.count >= StringArena.chunksInMemory else {
            return chunks.append(.allocate(byteCount: StringArena.chunkBytes, alignment: 16))
        }
        if let last = chunks.last, file != nil { madvise(last, StringArena.chunkBytes, MADV_DONTNEED) }
        let file = if let file = self.file { file } else { try TemporaryFile(for: name) }
        self.file = file
        // Room on the disk is taken first: a mapped page without room would end the program.
        let offset = off_t(chunks.count - StringArena.chunksInMemory) << StringArena.chunkBits
        let status = posix_fallocate(file.descriptor, offset, off_t(StringArena.chunkBytes))
        guard status == 0 else { throw TemporaryFile.failure(name, status) }
        // All of it is about to be written: its pages come at once and not by 256 faults.
        let chunk = mmap(nil, StringArena.chunkBytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file.descriptor, offset)
        guard let chunk, chunk != MAP_FAILED else { throw TemporaryFile.failure(name) }
        chunks.append(chunk)
    }
}
