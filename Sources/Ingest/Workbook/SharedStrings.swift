/// The strings that the cells of a workbook share, in one run of memory that grows by the megabyte: no object per string, and no
/// copy when it grows.
final class SharedStrings {
    private static let chunkBits = 20
    private static let chunkBytes = 1 << chunkBits

    private var chunks: [UnsafeMutablePointer<UInt8>] = []
    private var used = SharedStrings.chunkBytes
    /// Where each string starts: chunk and offset in it. Its length stands in front of it, in four bytes.
    private var starts: [UInt32] = []
    private var current: [UInt8] = []

    init() {}

    init(_ entry: ZipArchive.Entry, in archive: ZipArchive) throws(ImportError) {
        let part = try WorkbookPart(entry, in: archive, limits: WorkbookLimits.stringsPart)
        // The depth of the rich run's `t`, or of the phonetic run that is passed over.
        var textDepth: Int?
        var phoneticDepth: Int?
        while try part.next() {
            switch part.reader.kind {
            case .element(let isEmpty):
                guard let name = part.reader.localName else { continue }
                if name.isEqual(to: "si") {
                    current.removeAll(keepingCapacity: true)
                    if isEmpty { try keep(part) }
                } else if name.isEqual(to: "rPh"), !isEmpty, phoneticDepth == nil {
                    phoneticDepth = part.depth
                } else if name.isEqual(to: "t"), !isEmpty, phoneticDepth == nil {
                    textDepth = part.depth
                }
            case .text where textDepth != nil:
                let value = part.reader.value
                guard current.count + value.count <= WorkbookLimits.stringBytes else { throw part.tooLarge }
                current.append(contentsOf: value)
            case .endElement:
                if textDepth == part.depth { textDepth = nil }
                if phoneticDepth == part.depth { phoneticDepth = nil }
                if part.reader.localName?.isEqual(to: "si") ?? false { try keep(part) }
            case .documentType: throw part.damaged
            default: continue
            }
        }
        current = []
    }

    deinit { for chunk in chunks { chunk.deallocate() } }

    var count: Int { starts.count }

    /// The string with that number, as long as this object lives.
    func text(_ index: Int) -> Bytes? {
        guard starts.indices.contains(index) else { return nil }
        let start = Int(starts[index])
        let place = chunks[start >> SharedStrings.chunkBits] + start & (SharedStrings.chunkBytes - 1)
        return Bytes(start: place + 4, count: Int(UnsafeRawPointer(place).loadUnaligned(as: UInt32.self)))
    }

    private func keep(_ part: WorkbookPart) throws(ImportError) {
        current.decodeSpreadsheetEscapes()
        if used + 4 + current.count > SharedStrings.chunkBytes {
            guard chunks.count << SharedStrings.chunkBits < WorkbookLimits.allStringBytes else { throw part.tooLarge }
            chunks.append(.allocate(capacity: SharedStrings.chunkBytes))
            used = 0
        }
        guard starts.count < WorkbookLimits.strings else { throw part.tooLarge }
        let place = chunks[chunks.count - 1] + used
        UnsafeMutableRawPointer(place).storeBytes(of: UInt32(current.count), as: UInt32.self)
        current.withUnsafeBufferPointer { text in
            if let base = text.baseAddress { (place + 4).update(from: base, count: text.count) }
        }
        starts.append(UInt32((chunks.count - 1) << SharedStrings.chunkBits | used))
        used += 4 + current.count
    }
}

extension [UInt8] {
    /// Spreadsheets write a character that XML cannot hold as `_x000D_`, and the letters `_x000D_` as `_x005F_x000D_`.
    mutating func decodeSpreadsheetEscapes() {
        guard count >= 7, containsEscapeMark else { return }
        var out: [UInt8] = []
        var index = 0
        while index < count {
            if let scalar = escape(at: index) {
                out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                index += 7
            } else {
                out.append(self[index])
                index += 1
            }
        }
        self = out
    }

    private var containsEscapeMark: Bool {
        var index = 0
        while index + 6 < count {
            if self[index] == 0x5F, self[index + 1] == 0x78 { return true }
            index += 1
        }
        return false
    }

    private func escape(at index: Int) -> Unicode.Scalar? {
        guard index + 6 < count, self[index] == 0x5F, self[index + 1] == 0x78, self[index + 6] == 0x5F else { return nil }
        return UInt32(String(decoding: self[index + 2..<index + 6], as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
    }
}
