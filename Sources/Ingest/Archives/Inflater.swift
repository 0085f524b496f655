import CZlib

/// zlib's inflate over bytes that are fetched when it asks for them, watched by ``InflateLimits``.
///
/// zlib remembers where its state stands, so the state is allocated once and never moves.
final class Inflater {
    enum Wrapper {
        /// With header, checksum and length, which zlib checks.
        case gzip
        /// The bare stream of a ZIP entry.
        case none
    }

    private let state: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let fetch: (UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int
    private let limits: InflateLimits
    private let name: String
    private var fetched: Int64 = 0

    /// Whether the compressed stream came to its proper end.
    private(set) var isAtEnd = false
    /// Bytes that came out so far.
    private(set) var made: Int64 = 0
    /// Compressed bytes that were used up so far.
    var taken: Int64 { fetched - Int64(state.pointee.avail_in) }

    /// - Parameters:
    ///   - name: Of the file, for messages.
    ///   - fetch: Fills a buffer with compressed bytes as far as is convenient; 0 when there are no more.
    init(
        _ wrapper: Wrapper, limits: InflateLimits, name: String,
        fetch: @escaping (UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int
    ) throws(ImportError) {
        self.limits = limits
        self.name = name
        self.fetch = fetch
        input = .allocate(capacity: 1 << 16)
        state = .allocate(capacity: 1)
        state.initialize(to: z_stream())
        let windowBits: Int32 = wrapper == .gzip ? 15 + 16 : -15
        let status = inflateInit2_(state, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw ImportError(.unreadable, file: name, detail: "hết bộ nhớ") }
    }

    deinit {
        inflateEnd(state)
        state.deallocate()
        input.deallocate()
    }

    /// - Returns: the number of bytes put into `target`, 0 at the end of the compressed stream.
    /// - Throws: ``ImportError`` with the reason when the stream is cut off or damaged, or grows past its limits.
    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        guard target.count > 0, !isAtEnd else { return 0 }
        let room = min(target.count, 1 << 20)
        state.pointee.next_out = target.baseAddress
        state.pointee.avail_out = UInt32(room)
        while Int(state.pointee.avail_out) == room, !isAtEnd {
            if state.pointee.avail_in == 0, try !refill() { throw ImportError(.refused(.archiveTruncated), file: name) }
            switch inflate(state, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END: isAtEnd = true
            case Z_MEM_ERROR: throw ImportError(.unreadable, file: name, detail: "hết bộ nhớ")
            default: throw ImportError(.refused(.archiveDamaged), file: name)
            }
        }
        let count = room - Int(state.pointee.avail_out)
        made += Int64(count)
        guard limits.allow(taken, make: made) else { throw ImportError(.refused(.archiveSizeLimit), file: name) }
        return count
    }

    /// The next compressed byte behind the end of the stream, without taking it; `nil` at the end of the file.
    func byteBehindEnd() throws(ImportError) -> UInt8? {
        if state.pointee.avail_in == 0, try !refill() { return nil }
        return state.pointee.next_in.pointee
    }

    func skipByteBehindEnd() {
        state.pointee.next_in += 1
        state.pointee.avail_in -= 1
    }

    /// Goes on with another stream that follows the one that ended.
    func restart() {
        inflateReset(state)
        isAtEnd = false
    }

    private func refill() throws(ImportError) -> Bool {
        let count = try fetch(input)
        fetched += Int64(count)
        state.pointee.next_in = input.baseAddress
        state.pointee.avail_in = UInt32(count)
        return count > 0
    }
}
