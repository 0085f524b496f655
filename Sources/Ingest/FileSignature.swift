/// What the first bytes of a file say it is.
enum FileSignature: Equatable {
    case empty
    case xml
    /// A table, as far as can be told.
    case text
    /// A workbook, or files packed together.
    case zip
    /// One compressed file.
    case gzip
    /// An old or an encrypted workbook, a picture, a printed page, a web page or noise under a table's name.
    case other

    init(_ sample: [UInt8]) {
        self = sample.withUnsafeBufferPointer { FileSignature.of($0) }
    }

    private static func of(_ sample: Bytes) -> FileSignature {
        let blanks = sample.prefix { $0 == 0x20 }.count
        if sample.dropFirst(blanks).allSatisfy({ isBlank($0) }) { return .empty }
        if sample.starts(with: [0x50, 0x4B, 0x03, 0x04]) || sample.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return .zip }
        if sample.starts(with: [0x1F, 0x8B]) { return .gzip }
        if others.contains(where: { sample.starts(with: $0) }) { return .other }
        let isWide =
            sample.hasPrefix("\u{FEFF}") ? false : sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF])
        let head = start(of: sample, isWide: isWide)
        if head.first == 0x3C { return isWebPage(head) ? .other : .xml }
        return isNoise(sample) ? .other : .text
    }

    /// OLE (XLS, and XLSX with a password), PDF, PNG, JPEG, GIF, RAR, 7z, ELF, SQLite, RTF.
    private static let others: [[UInt8]] = [
        [0xD0, 0xCF, 0x11, 0xE0], Array("%PDF".utf8), [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8),
        Array("Rar!".utf8), [0x37, 0x7A, 0xBC, 0xAF], [0x7F, 0x45, 0x4C, 0x46], Array("SQLite format 3".utf8),
        Array("{\\rtf".utf8),
    ]

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) || byte == 0xEF || byte == 0xBB || byte == 0xBF || byte == 0xFF
            || byte == 0xFE
            || byte == 0 || byte == 0x1A
    }

    /// The first 256 bytes that are not blank, in lower-case ASCII.
    private static func start(of sample: Bytes, isWide: Bool) -> [UInt8] {
        var head: [UInt8] = []
        for byte in sample where head.count < 256 {
            if isBlank(byte), head.isEmpty || byte == 0 { continue }
            head.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        }
        return head
    }

    private static func isWebPage(_ head: [UInt8]) -> Bool {
        let text = String(decoding: head, as: UTF8.self)
        return ["<html", "<!doctype html", "<head", "<body", "<table", "<script", "<svg"].contains { text.hasPrefix($0) }
            || (text.hasPrefix("<?xml") && (text.contains("<html") || text.contains("<svg")))
    }

    /// More control characters than any text has: one byte in fifty, and more than a few.
    private static func isNoise(_ sample: Bytes) -> Bool {
        guard EncodingGuess.wide(Array(sample.prefix(8192))) == nil else { return false }
        var end = sample.count
        while end > 0, sample[end - 1] == 0 || sample[end - 1] == 0x1A { end -= 1 }
        let controls = sample.part(0, end).count { byte in
            byte < 0x20 && !(byte >= 0x09 && byte <= 0x0D) && !TextEncoding.viscii.isLetter(control: byte)
        }
        return controls > 8 && controls * 50 > end
    }
}
