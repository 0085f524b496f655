import CZlib

/// The bytes of one entry of a ZIP archive, inflated on the way. Length and checksum are compared at the end, so whoever reads
/// must read to the end before trusting what was read.
final class ZipEntryStream: ByteStream {
    private let archive: ZipArchive
    private let entry: ZipArchive.Entry
    private let limits: InflateLimits
    private let cursor: Cursor
    private var inflater: Inflater?
    private var checksum: UInt = 0
    private(set) var made: Int64 = 0
    private var isChecked = false

    var position: Int64 { inflater?.taken ?? cursor.taken }
    var size: Int64? { entry.compressedSize }

    /// - Throws: ``ImportError`` with the reason for an entry that is encrypted, compressed in an unknown way, or over the limits.
    init(_ archive: ZipArchive, _ entry: ZipArchive.Entry, limits: InflateLimits) throws(ImportError) {
        self.archive = archive
        self.entry = entry
        self.limits = limits
        let name = archive.source.name
        if entry.isEncrypted { throw ImportError(.refused(.archiveEncrypted), file: name) }
        guard entry.method == 0 || entry.method == 8 else { throw ImportError(.refused(.archiveUnsupported), file: name) }
        guard limits.allow(entry.compressedSize, make: entry.size) else {
            throw ImportError(.refused(.archiveSizeLimit), file: name)
        }
        let cursor = Cursor(archive.source, offset: try archive.dataOffset(entry), count: entry.compressedSize)
        self.cursor = cursor
        guard entry.method == 8 else { return }
        inflater = try Inflater(.none, limits: limits, name: name) { (target) throws(ImportError) in
            try cursor.read(into: target)
        }
    }

    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        let count = if let inflater { try inflater.read(into: target) } else { try cursor.read(into: target) }
        guard count > 0 else {
            try check()
            return 0
        }
        checksum = crc32_z(checksum, target.baseAddress, count)
        made += Int64(count)
        // What came out is over what the directory says: no need to inflate the rest.
        guard made <= entry.size else { throw ImportError(.refused(.archiveDamaged), file: archive.source.name) }
        return count
    }

    /// Reads what is left, so that length and checksum are compared.
    func finish() throws(ImportError) {
        let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
        defer { scratch.deallocate() }
        while try read(into: scratch) > 0 {}
    }

    private func check() throws(ImportError) {
        guard !isChecked else { return }
        isChecked = true
        guard made == entry.size, UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
            throw ImportError(.refused(.archiveDamaged), file: archive.source.name)
        }
    }
}

/// A stretch of a file, read from front to end.
private final class Cursor {
    private let source: ByteSource
    private let start: Int64
    private let end: Int64
    private var offset: Int64

    var taken: Int64 { offset - start }

    init(_ source: ByteSource, offset: Int64, count: Int64) {
        self.source = source
        self.offset = offset
        start = offset
        end = offset + count
    }

    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        let room = min(Int64(target.count), end - offset)
        guard room > 0 else { return 0 }
        let count = try source.bytes(at: offset, into: UnsafeMutableBufferPointer(rebasing: target[..<Int(room)]))
        offset += Int64(count)
        return count
    }
}
