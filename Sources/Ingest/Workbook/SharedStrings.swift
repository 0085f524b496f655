import Glibc

/// The strings that the cells of a workbook share: one run of bytes, no object per string. Its length stands in front of each, in
/// four bytes; where each sixteenth starts is remembered.
final class SharedStrings {
    private static let stride = 16

    private let arena = StringArena()
    private var starts: [UInt32] = []
    private(set) var count = 0
    /// Where the string behind the one that was asked for last starts: strings are mostly asked for in their order.
    private var following: (index: Int, start: Int) = (0, 0)

    init() {}

    init(_ entry: ZipArchive.Entry, in archive: ZipArchive) throws(ImportError) {
        let part = try WorkbookPart(entry, in: archive, limits: WorkbookLimits.stringsPart)
        let reading = SharedStringsReading(part, into: self)
        while try part.advance(reading) {}
    }

    /// The string with that number, until the next one is asked for.
    func text(_ index: Int) -> Bytes? {
        guard index >= 0, index < count else { return nil }
        var (number, start) = (index / SharedStrings.stride * SharedStrings.stride, Int(starts[index / SharedStrings.stride]))
        if following.index <= index, following.index > number { (number, start) = following }
        var length = arena.length(at: &start)
        while number < index {
            start += 4 + length
            number += 1
            length = arena.length(at: &start)
        }
        following = (index + 1, start + 4 + length)
        return arena.bytes(at: start + 4, count: length)
    }

    /// - Throws: ``WorkbookLimits`` were reached.
    fileprivate func keep(_ string: inout [UInt8], _ part: WorkbookPart) throws(ImportError) {
        part.allow(WorkbookLimits.bytesOfContent + Int64(string.count))
        string.decodeSpreadsheetEscapes()
        guard count < WorkbookLimits.strings, arena.count + string.count + 4 <= WorkbookLimits.allStringBytes else {
            throw part.tooLarge
        }
        let start = try arena.append(string, for: part.file)
        if count % SharedStrings.stride == 0 { starts.append(UInt32(start)) }
        count += 1
    }
}

/// Takes the strings from their part: the text of each `si`, that of rich text joined, that of phonetic runs left out.
private final class SharedStringsReading: XMLHandler {
    private let part: WorkbookPart
    private let strings: SharedStrings
    private var current: [UInt8] = []
    private var stringDepth: Int?
    private var textDepth: Int?
    private var phoneticDepth: Int?

    init(_ part: WorkbookPart, into strings: SharedStrings) {
        self.part = part
        self.strings = strings
    }

    override func open(_ element: XMLElement) {
        if element.name.isEqual(to: "si"), stringDepth == nil {
            current.removeAll(keepingCapacity: true)
            stringDepth = element.depth
        } else if phoneticDepth == nil {
            if element.name.isEqual(to: "rPh") { phoneticDepth = element.depth }
            if element.name.isEqual(to: "t") { textDepth = element.depth }
        }
    }

    override func text(_ bytes: Bytes) throws {
        guard textDepth != nil else { return }
        guard current.count + bytes.count <= WorkbookLimits.stringBytes else { throw part.tooLarge }
        current.append(contentsOf: bytes)
    }

    override func close(depth: Int) throws {
        if textDepth == depth { textDepth = nil }
        if phoneticDepth == depth { phoneticDepth = nil }
        guard stringDepth == depth else { return }
        stringDepth = nil
        try strings.keep(&current, part)
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

    /// Hardly any string has an underscore, which the C library finds many bytes at a time: a byte at a time it took an eighth of reading
    /// the strings of a workbook.
    private var containsEscapeMark: Bool {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            let end = start + bytes.count
            var place = start
            while let mark = memchr(place, 0x5F, end - place), mark + 6 < end {
                if mark.load(fromByteOffset: 1, as: UInt8.self) == 0x78 { return true }
                place = UnsafeRawPointer(mark + 1)
            }
            return false
        }
    }

    private func escape(at index: Int) -> Unicode.Scalar? {
        guard index + 6 < count, self[index] == 0x5F, self[index + 1] == 0x78, self[index + 6] == 0x5F else { return nil }
        return UInt32(String(decoding: self[index + 2..<index + 6], as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
    }
}
