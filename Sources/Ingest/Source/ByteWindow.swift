/// A sliding view of a text source: the record being read, and what was read ahead of it.
///
/// Bytes after the end are zero for the length of one block, so that scans may look past it without asking.
final class ByteWindow {
    static let padding = 64

    private let source: TextSource
    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// Where the first byte in view stands in what the source hands out.
    private(set) var offset: Int64 = 0
    /// Bytes cut out behind those in view; they count as dropped when these are.
    private var cutBytes: Int64 = 0

    /// - Parameter capacity: What is known to be small is read in a small window.
    init(_ source: TextSource, capacity: Int? = nil) {
        self.source = source
        let capacity = capacity ?? min(1 << 18, max(1 << 12, Int(source.knownSize ?? 1 << 18)))
        self.capacity = capacity
        storage = .allocate(capacity: capacity + ByteWindow.padding)
        storage.initialize(repeating: 0, count: capacity + ByteWindow.padding)
    }

    deinit { storage.deallocate() }

    /// The first byte in view. Moves when ``fill()`` or ``drop(_:)`` is called.
    @inline(__always) var base: UnsafeMutablePointer<UInt8> { storage + start }
    /// How many bytes are in view.
    @inline(__always) var count: Int { end - start }
    var bytesRead: Int64 { source.bytesRead }

    /// Forgets the first `count` bytes in view.
    @inline(__always) func drop(_ count: Int) {
        start += count
        offset += Int64(count) + cutBytes
        cutBytes = 0
    }

    /// Forgets what is in view behind the first `kept` bytes, which stay where they are.
    func cut(after kept: Int) {
        cutBytes += Int64(count - kept)
        end = start + kept
        clearPadding()
    }

    /// Brings more bytes into view. - Returns: `false` when there are no more.
    func fill() throws(ImportError) -> Bool {
        guard !isAtEnd else { return false }
        if capacity - end < 1 << 14 { makeRoom() }
        let read = try source.read(into: UnsafeMutableBufferPointer(start: storage + end, count: capacity - end))
        end += read
        clearPadding()
        if read == 0 { isAtEnd = true }
        return read > 0
    }

    private func makeRoom() {
        let inView = count
        if inView * 2 > capacity {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + ByteWindow.padding)
            larger.update(from: storage + start, count: inView)
            storage.deallocate()
            storage = larger
            capacity *= 2
        } else {
            storage.update(from: storage + start, count: inView)
        }
        start = 0
        end = inView
    }

    private func clearPadding() { (storage + end).update(repeating: 0, count: ByteWindow.padding) }
}
