/// A run of bytes lent for the time of one call: of a read buffer, or of a ``ByteArena``.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer where Element == UInt8 {
    static var none: Bytes { Bytes(start: nil, count: 0) }

    /// The bytes from `start` up to and without `end`.
    @inline(__always) func part(_ start: Int, _ end: Int) -> Bytes {
        Bytes(start: baseAddress.map { $0 + start }, count: end - start)
    }

    /// Without blanks and tabs at both ends.
    @inline(__always) var trimmed: Bytes {
        var start = 0
        var end = count
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return part(start, end)
    }

    @inline(__always) func hasPrefix(_ prefix: StaticString) -> Bool {
        guard count >= prefix.utf8CodeUnitCount else { return false }
        for index in 0..<prefix.utf8CodeUnitCount where self[index] != prefix.utf8Start[index] { return false }
        return true
    }

    /// Whether any byte is above ASCII.
    @inline(__always) var hasHighByte: Bool {
        var index = 0
        guard let raw = UnsafeRawPointer(baseAddress) else { return false }
        while index + 8 <= count {
            if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return true }
            index += 8
        }
        while index < count {
            if self[index] > 0x7F { return true }
            index += 1
        }
        return false
    }
}

/// Scratch space for the texts of one record. Bytes that it hands out stay where they are until the next ``reset(for:)``.
final class ByteArena {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 1 << 16
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// Forgets everything and makes room for what decoding, composing and cleaning a record of `bytes` bytes can write.
    @inline(__always) func reset(for bytes: Int) {
        count = 0
        let needed = bytes * 12 + 4096
        if needed > capacity { grow(to: needed) }
    }

    private func grow(to needed: Int) {
        base.deallocate()
        capacity = needed
        base = .allocate(capacity: needed)
    }

    @inline(__always) func append(_ byte: UInt8) {
        precondition(count < capacity, "a record wrote more text than its bytes can hold")
        base[count] = byte
        count += 1
    }

    @inline(__always) func append(scalar: UInt32) {
        switch scalar {
        case ..<0x80: append(UInt8(scalar))
        case ..<0x800:
            append(UInt8(0xC0 | scalar >> 6))
            append(UInt8(0x80 | scalar & 0x3F))
        case ..<0x10000:
            append(UInt8(0xE0 | scalar >> 12))
            append(UInt8(0x80 | scalar >> 6 & 0x3F))
            append(UInt8(0x80 | scalar & 0x3F))
        default:
            append(UInt8(0xF0 | scalar >> 18))
            append(UInt8(0x80 | scalar >> 12 & 0x3F))
            append(UInt8(0x80 | scalar >> 6 & 0x3F))
            append(UInt8(0x80 | scalar & 0x3F))
        }
    }

    func append(_ bytes: Bytes) { for byte in bytes { append(byte) } }

    /// Lends room for `most` bytes to `body`, which says how many it wrote, or `nil` to have written nothing.
    @inline(__always) func write(atMost most: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int?) -> Bool {
        precondition(most <= capacity - count, "a record wrote more text than its bytes can hold")
        guard let written = body(base + count) else { return false }
        count += written
        return true
    }

    /// What was written since `start`.
    @inline(__always) func written(since start: Int) -> Bytes { Bytes(start: base + start, count: count - start) }

    /// Takes back what was written since `start`.
    func rewind(to start: Int) { count = start }
}
