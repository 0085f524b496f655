import CZlib

/// A ZIP archive put together byte by byte, so that it can be wrong in any one place.
package struct PackedFiles {
    package struct Entry {
        var name: String
        var content: [UInt8]
        var isDeflated = false
        /// Bit 0 says that the entry is encrypted.
        var flags: UInt16 = 1 << 11
        /// Of the directory, where it is not the true one.
        var checksum: UInt32?
        var size: Int?
        /// Sizes and place in the ZIP64 field, and the plain ones filled with ones.
        var isWide = false

        package init(
            _ name: String, _ content: [UInt8], isDeflated: Bool = false, isEncrypted: Bool = false, checksum: UInt32? = nil,
            size: Int? = nil, isWide: Bool = false
        ) {
            self.name = name
            self.content = content
            self.isDeflated = isDeflated
            if isEncrypted { flags |= 1 }
            self.checksum = checksum
            self.size = size
            self.isWide = isWide
        }
    }

    package var entries: [Entry]
    package var comment: [UInt8] = []

    package init(_ entries: [Entry]) { self.entries = entries }

    package var bytes: [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let data = entry.isDeflated ? deflated(entry.content, windowBits: -15) : entry.content
            let offset = out.count
            out += [0x50, 0x4B, 0x03, 0x04] + header(entry, data.count) + data
            directory += directoryRecord(entry, packed: data.count, offset: offset)
        }
        let start = out.count
        out += directory
        if entries.contains(where: \.isWide) { out += wideEnd(directory.count, start, at: out.count) }
        let isWide = entries.contains(where: \.isWide)
        out += [0x50, 0x4B, 0x05, 0x06] + number(0, 4)
        out += number(entries.count, 2) + number(entries.count, 2) + number(isWide ? 0xFFFF_FFFF : directory.count, 4)
        return out + number(isWide ? 0xFFFF_FFFF : start, 4) + number(comment.count, 2) + comment
    }

    /// Version, flags, method, time, checksum, sizes, lengths and the name: what both headers have in common.
    private func header(_ entry: Entry, _ packed: Int, extra: Int = 0, isDirectory: Bool = false) -> [UInt8] {
        let isWide = isDirectory && entry.isWide
        var out = number(20, 2) + number(Int(entry.flags), 2) + number(entry.isDeflated ? 8 : 0, 2) + number(0, 4)
        out += number(Int(entry.checksum ?? checksum(of: entry.content)), 4)
        out += number(isWide ? 0xFFFF_FFFF : packed, 4) + number(isWide ? 0xFFFF_FFFF : entry.size ?? entry.content.count, 4)
        out += number(entry.name.utf8.count, 2) + number(extra, 2)
        return out + (isDirectory ? [] : Array(entry.name.utf8))
    }

    private func directoryRecord(_ entry: Entry, packed: Int, offset: Int) -> [UInt8] {
        let wide = number(1, 2) + number(24, 2) + number(entry.content.count, 8) + number(packed, 8) + number(offset, 8)
        let extra = entry.isWide ? wide : []
        var out: [UInt8] = [0x50, 0x4B, 0x01, 0x02] + number(20, 2)
        out += header(entry, packed, extra: extra.count, isDirectory: true)
        out += number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(entry.isWide ? 0xFFFF_FFFF : offset, 4)
        return out + Array(entry.name.utf8) + extra
    }

    private func wideEnd(_ size: Int, _ start: Int, at offset: Int) -> [UInt8] {
        var out: [UInt8] = [0x50, 0x4B, 0x06, 0x06] + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8)
        out += number(entries.count, 8) + number(entries.count, 8) + number(size, 8) + number(start, 8)
        return out + [0x50, 0x4B, 0x06, 0x07] + number(0, 4) + number(offset, 8) + number(1, 4)
    }

    private func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}

/// The CRC-32 that archives carry.
package func checksum(of bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
}

/// What `gzip` makes of these bytes.
package func gzipped(_ bytes: [UInt8]) -> [UInt8] { deflated(bytes, windowBits: 15 + 16) }

private func deflated(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
    var input = bytes
    var stream = z_stream()
    return input.withUnsafeMutableBufferPointer { input in
        withUnsafeMutablePointer(to: &stream) { stream in
            let size = Int32(MemoryLayout<z_stream>.size)
            deflateInit2_(stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
            defer { deflateEnd(stream) }
            let room = Int(deflateBound(stream, UInt(input.count)))
            return [UInt8](unsafeUninitializedCapacity: room) { target, count in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = UInt32(room)
                deflate(stream, Z_FINISH)
                count = room - Int(stream.pointee.avail_out)
            }
        }
    }
}
