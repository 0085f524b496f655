/// The directory of a ZIP archive, ZIP64 included, and its entries by name.
///
/// Our own few lines over zlib, and not libarchive: a workbook's parts are needed by name and in another order than they stand
/// in the file, while libarchive reads an archive from front to back and, for that, brings the readers of some twenty formats
/// with it. Only the directory at the end is believed; it must agree with the local headers, and entries may not overlap, which
/// is how the smallest bombs are made.
final class ZipArchive {
    struct Entry {
        /// As written in the archive, with `/` between folders. May be any text: never used as a path.
        let name: String
        let isEncrypted: Bool
        let method: UInt16
        let checksum: UInt32
        let compressedSize: Int64
        let size: Int64
        fileprivate(set) var headerOffset: Int64

        var isFolder: Bool { name.hasSuffix("/") }
    }

    static let maxEntries = 4_096
    static let maxDirectoryBytes: Int64 = 4 << 20

    let source: ByteSource
    private(set) var entries: [Entry] = []
    private var positions: [String: Int] = [:]

    /// - Throws: ``ImportError`` with the reason when the file is no whole ZIP archive.
    init(_ source: ByteSource) throws(ImportError) {
        self.source = source
        guard let fileSize = source.size, source.isSeekable else {
            throw ImportError(.unreadable, file: source.name, detail: "tệp ZIP hoặc XLSX phải nằm trên đĩa, không phải ống dẫn")
        }
        let end = try ZipEnd(source, fileSize)
        let directory = try source.bytes(at: end.directoryOffset, count: Int(end.directorySize))
        guard Int64(directory.count) == end.directorySize else { throw refused(.archiveTruncated) }
        try take(directory, count: end.entryCount)
        try checkOverlaps(directoryOffset: end.directoryOffset)
        for (index, entry) in entries.enumerated() where positions[ZipArchive.key(entry.name)] == nil {
            positions[ZipArchive.key(entry.name)] = index
        }
    }

    /// The entry of that name, letter case of ASCII aside, as workbooks have it.
    func entry(_ name: String) -> Entry? { positions[ZipArchive.key(name)].map { entries[$0] } }

    /// Where the bytes of an entry start.
    func dataOffset(_ entry: Entry) throws(ImportError) -> Int64 {
        let header = try source.bytes(at: entry.headerOffset, count: 30)
        guard header.count == 30, header.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { throw refused(.archiveDamaged) }
        let offset = entry.headerOffset + 30 + Int64(header.number16(at: 26)) + Int64(header.number16(at: 28))
        guard let fileSize = source.size, offset + entry.compressedSize <= fileSize else { throw refused(.archiveDamaged) }
        return offset
    }

    private static func key(_ name: String) -> String { name.lowercased() }

    private func refused(_ reason: FileReason) -> ImportError { ImportError(.refused(reason), file: source.name) }

    // MARK: The directory

    private func take(_ directory: [UInt8], count: Int64) throws(ImportError) {
        var offset = 0
        while entries.count < count {
            guard offset + 46 <= directory.count, directory[offset..<offset + 4].elementsEqual([0x50, 0x4B, 0x01, 0x02]) else {
                throw refused(.archiveDamaged)
            }
            let nameEnd = offset + 46 + Int(directory.number16(at: offset + 28))
            let extraEnd = nameEnd + Int(directory.number16(at: offset + 30))
            let next = extraEnd + Int(directory.number16(at: offset + 32))
            guard next <= directory.count else { throw refused(.archiveDamaged) }
            let wide = try Zip64Sizes(directory, header: offset, extra: nameEnd..<extraEnd, file: source.name)
            entries.append(
                Entry(
                    name: ZipArchive.name(directory[offset + 46..<nameEnd]),
                    isEncrypted: directory.number16(at: offset + 8) & 1 != 0,
                    method: directory.number16(at: offset + 10), checksum: directory.number32(at: offset + 16),
                    compressedSize: wide.compressedSize, size: wide.size, headerOffset: wide.headerOffset))
            offset = next
        }
    }

    private static func name(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map { $0 == 0x5C ? 0x2F : $0 }, as: UTF8.self)
    }

    private func checkOverlaps(directoryOffset: Int64) throws(ImportError) {
        var end: Int64 = 0
        for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            guard entry.headerOffset >= end else { throw refused(.archiveDamaged) }
            end = entry.headerOffset + 30 + entry.compressedSize
        }
        guard end <= directoryOffset else { throw refused(.archiveDamaged) }
    }
}

/// The record at the end of a ZIP archive, which says where its directory is.
private struct ZipEnd {
    let entryCount: Int64
    let directorySize: Int64
    let directoryOffset: Int64

    private static let longestComment: Int64 = 65_535

    init(_ source: ByteSource, _ fileSize: Int64) throws(ImportError) {
        let tailOffset = max(0, fileSize - 22 - ZipEnd.longestComment)
        let tail = try source.bytes(at: tailOffset, count: Int(fileSize - tailOffset))
        guard let end = ZipEnd.position(in: tail) else {
            let isArchive = try ZipEnd.startsPlausibly(source)
            throw ImportError(.refused(isArchive ? .archiveTruncated : .wrongFormat), file: source.name)
        }
        var count = Int64(tail.number16(at: end + 10))
        var size = Int64(tail.number32(at: end + 12))
        var offset = Int64(tail.number32(at: end + 16))
        if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF,
            let wide = try ZipEnd.wide(source, locatorAt: tailOffset + Int64(end) - 20)
        {
            (count, size, offset) = wide
        }
        let isInside = size >= 0 && offset >= 0 && size <= fileSize && offset <= fileSize - size
        guard isInside, count >= 0 else { throw ImportError(.refused(.archiveDamaged), file: source.name) }
        guard count <= ZipArchive.maxEntries, size <= ZipArchive.maxDirectoryBytes else {
            throw ImportError(.refused(.archiveSizeLimit), file: source.name)
        }
        (entryCount, directorySize, directoryOffset) = (count, size, offset)
    }

    /// The last place from which a comment of the stated length reaches just to the end of the file; failing that, the last record.
    private static func position(in tail: [UInt8]) -> Int? {
        var found: Int?
        var position = tail.count - 22
        while position >= 0 {
            if tail[position] == 0x50, tail[position..<position + 4].elementsEqual([0x50, 0x4B, 0x05, 0x06]) {
                if position + 22 + Int(tail.number16(at: position + 20)) == tail.count { return position }
                if found == nil { found = position }
            }
            position -= 1
        }
        return found
    }

    private static func wide(
        _ source: ByteSource, locatorAt offset: Int64
    ) throws(ImportError) -> (count: Int64, size: Int64, offset: Int64)? {
        let locator = try source.bytes(at: offset, count: 20)
        guard locator.count == 20, locator.starts(with: [0x50, 0x4B, 0x06, 0x07]) else { return nil }
        let record = try source.bytes(at: locator.number64(at: 8), count: 56)
        guard record.count == 56, record.starts(with: [0x50, 0x4B, 0x06, 0x06]) else {
            throw ImportError(.refused(.archiveDamaged), file: source.name)
        }
        return (record.number64(at: 32), record.number64(at: 40), record.number64(at: 48))
    }

    /// Whether the first bytes are the header of a first entry, and not just its two letters.
    private static func startsPlausibly(_ source: ByteSource) throws(ImportError) -> Bool {
        let header = try source.bytes(at: 0, count: 30)
        return header.count == 30 && header.starts(with: [0x50, 0x4B, 0x03, 0x04]) && header.number16(at: 4) & 0xFF <= 63
            && header.number16(at: 8) < 100 && header.number16(at: 26) > 0
    }
}

/// The sizes and the place of an entry, from the ZIP64 field where the plain ones do not hold them.
private struct Zip64Sizes {
    private(set) var compressedSize: Int64
    private(set) var size: Int64
    private(set) var headerOffset: Int64

    init(_ directory: [UInt8], header: Int, extra: Range<Int>, file: String) throws(ImportError) {
        compressedSize = Int64(directory.number32(at: header + 20))
        size = Int64(directory.number32(at: header + 24))
        headerOffset = Int64(directory.number32(at: header + 42))
        if var position = Zip64Sizes.field(directory, extra) {
            let end = extra.upperBound
            func next() throws(ImportError) -> Int64 {
                guard position + 8 <= end else { throw ImportError(.refused(.archiveDamaged), file: file) }
                position += 8
                return directory.number64(at: position - 8)
            }
            if size == 0xFFFF_FFFF { size = try next() }
            if compressedSize == 0xFFFF_FFFF { compressedSize = try next() }
            if headerOffset == 0xFFFF_FFFF { headerOffset = try next() }
        }
        let largest = Int64.max / 4
        let isPossible = [compressedSize, size, headerOffset].allSatisfy { $0 >= 0 && $0 < largest }
        guard isPossible else { throw ImportError(.refused(.archiveDamaged), file: file) }
    }

    private static func field(_ bytes: [UInt8], _ extra: Range<Int>) -> Int? {
        var position = extra.lowerBound
        while position + 4 <= extra.upperBound {
            if bytes.number16(at: position) == 1 { return position + 4 }
            position += 4 + Int(bytes.number16(at: position + 2))
        }
        return nil
    }
}

extension [UInt8] {
    /// The little-endian number at `offset`, which must be inside.
    fileprivate func number16(at offset: Int) -> UInt16 { UInt16(self[offset]) | UInt16(self[offset + 1]) << 8 }

    fileprivate func number32(at offset: Int) -> UInt32 {
        UInt32(number16(at: offset)) | UInt32(number16(at: offset + 2)) << 16
    }

    fileprivate func number64(at offset: Int) -> Int64 {
        Int64(bitPattern: UInt64(number32(at: offset)) | UInt64(number32(at: offset + 4)) << 32)
    }
}
