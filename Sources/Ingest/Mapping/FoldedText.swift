/// A text with case, tone and hook marks, doubled blanks and outer blanks taken off: `Họ  và TÊN` is `ho va ten`.
///
/// For headers, category words and footers: things of which a file holds few different ones.
struct FoldedText: Hashable, Sendable {
    let bytes: [UInt8]

    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// - Parameter bytes: UTF-8, composed or not; what is no letter stays as it is.
    init(_ bytes: Bytes, marksAreBlanks: Bool = false) {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var scalars = UTF8Scalars(bytes)
        while let scalar = scalars.next() {
            if let letter = VietnameseLetter(scalar) {
                out.append(letter.folded)
            } else if FoldedText.isBlank(scalar) || (marksAreBlanks && FoldedText.isMark(scalar)) {
                if let last = out.last, last != 0x20 { out.append(0x20) }
            } else if scalar == 0xD0 || scalar == 0xF0 || scalar == 0x189 {
                out.append(0x64)
            } else if !FoldedText.isIgnored(scalar) {
                out.append(contentsOf: FoldedText.utf8(scalar))
            }
        }
        if out.last == 0x20 { out.removeLast() }
        self.bytes = out
    }

    init(_ string: String, marksAreBlanks: Bool = false) {
        let utf8 = Array(string.utf8)
        self = utf8.withUnsafeBufferPointer { FoldedText($0, marksAreBlanks: marksAreBlanks) }
    }

    /// The bytes without any of `words` standing as a run of letters.
    func withoutWords(_ words: Set<String>) -> [UInt8] {
        var out: [UInt8] = []
        var word: [UInt8] = []
        func close() {
            if !words.contains(String(decoding: word, as: UTF8.self)) { out += word } else { out.append(0x20) }
            word = []
        }
        for byte in bytes {
            if byte >= 0x61, byte <= 0x7A {
                word.append(byte)
            } else {
                close()
                out.append(byte)
            }
        }
        close()
        return FoldedText(String(decoding: out, as: UTF8.self)).bytes
    }

    private static func isBlank(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x2000...0x200A, 0x202F, 0x3000: true
        default: false
        }
    }

    /// `_ - . /`, brackets, and the comma of "Ngày, tháng, năm sinh".
    private static func isMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x5F, 0x2D, 0x2E, 0x2F, 0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D, 0x2C, 0x3A, 0x2A: true
        default: false
        }
    }

    /// Combining marks and invisible letters.
    private static func isIgnored(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x300..<0x370, 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF, UTF8Scalars.invalid: true
        default: false
        }
    }

    private static func utf8(_ scalar: UInt32) -> [UInt8] {
        if scalar < 0x80 { return [scalar >= 0x41 && scalar <= 0x5A ? UInt8(scalar) | 0x20 : UInt8(scalar)] }
        guard let scalar = Unicode.Scalar(scalar), let bytes = UTF8.encode(scalar) else { return [] }
        return Array(bytes)
    }
}
