import Glibc

/// Bytes of a page while it is made. Numbers are written with the lowest byte first.
struct PageBuffer: ~Copyable {
    private(set) var start: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 1 << 16) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    mutating func removeAll() { count = 0 }

    /// Makes room, so that so many bytes may be written behind ``count``.
    mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    /// Counts bytes that were written behind ``count``.
    mutating func advance(by written: Int) { count += written }

    mutating func put<N: FixedWidthInteger>(_ number: N) {
        reserve(MemoryLayout<N>.size)
        UnsafeMutableRawPointer(start + count).storeBytes(of: number.littleEndian, as: N.self)
        count += MemoryLayout<N>.size
    }

    mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count)
        if let first = bytes.baseAddress { memcpy(start + count, first, bytes.count) }
        count += bytes.count
    }

    /// Writes over four bytes that are there.
    mutating func set(_ number: UInt32, at place: Int) {
        UnsafeMutableRawPointer(start + place).storeBytes(of: number.littleEndian, as: UInt32.self)
    }
}

/// A place in a page that is read. Every step is checked: a page can come from a damaged disk or out of somebody's backup.
struct PageCursor {
    private(set) var next: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(PageDamage) {
        guard let start = bytes.baseAddress else { throw PageDamage() }
        (next, end) = (start, start + bytes.count)
    }

    mutating func take(_ count: Int) throws(PageDamage) -> UnsafePointer<UInt8> {
        guard count >= 0, count <= end - next else { throw PageDamage() }
        defer { next += count }
        return next
    }

    mutating func take<N: FixedWidthInteger>(_ type: N.Type) throws(PageDamage) -> N {
        N(littleEndian: UnsafeRawPointer(try take(MemoryLayout<N>.size)).loadUnaligned(as: N.self))
    }
}

/// A page of records does not hold what a page holds.
struct PageDamage: Error {}
