import Foundation

/// The encodings in which the field still writes.
enum TextEncoding: String, Sendable, CaseIterable, Codable {
    case utf8 = "utf-8"
    case utf8WithMark = "utf-8-bom"
    /// Letters taken apart into base and marks.
    case utf8Decomposed = "utf-8-nfd"
    case utf16 = "utf-16le"
    case tcvn3
    case vni
    case windows1258 = "windows-1258"
    case viscii

    /// The bytes that stand before the first character.
    var mark: [UInt8] {
        switch self {
        case .utf8WithMark: [0xEF, 0xBB, 0xBF]
        case .utf16: [0xFF, 0xFE]
        default: []
        }
    }

    var isLegacy: Bool {
        switch self {
        case .tcvn3, .vni, .windows1258, .viscii: true
        default: false
        }
    }
}

/// Turns UTF-8 (NFC) text into another encoding, after the table of the 134 Vietnamese letters.
///
/// A letter that the encoding does not have is written as its plain look-alike: callers keep such letters out of legacy files
/// where they matter.
struct TextEncoder: Sendable {
    /// How TCVN3, which has no bytes for most capitals, writes them.
    enum Capitals: Sendable {
        /// Plain capital and the small letter's byte.
        case pairs
        /// The small letter's byte alone, to be shown in a capital font: case is lost.
        case capitalFont
    }

    let encoding: TextEncoding
    /// By code point, for the letters that are not ASCII.
    private let table: [UInt32: [UInt8]]

    init(_ encoding: TextEncoding, capitals: Capitals = .pairs) {
        self.encoding = encoding
        switch encoding {
        case .utf8, .utf8WithMark, .utf16: table = [:]
        case .utf8Decomposed: table = TextEncoder.column("nfd_codepoints", TextEncoder.scalars)
        case .tcvn3:
            let column = capitals == .pairs ? "tcvn3_pair_hex" : "tcvn3_bytes_hex"
            table = TextEncoder.column(column, TextEncoder.hexadecimal)
        case .vni: table = TextEncoder.column("vni_bytes_hex", TextEncoder.hexadecimal)
        case .windows1258: table = TextEncoder.column("cp1258_hex", TextEncoder.hexadecimal)
        case .viscii: table = TextEncoder.column("viscii_hex", TextEncoder.hexadecimal)
        }
    }

    /// - Parameter text: Whole characters in UTF-8.
    func append(_ text: [UInt8], to output: inout [UInt8]) {
        switch encoding {
        case .utf8, .utf8WithMark: output.append(contentsOf: text)
        case .utf16: TextEncoder.appendUTF16(text, to: &output)
        default: appendMapped(text, to: &output)
        }
    }

    private func appendMapped(_ text: [UInt8], to output: inout [UInt8]) {
        var index = 0
        while index < text.count {
            if text[index] < 0x80 {
                output.append(text[index])
                index += 1
                continue
            }
            let (scalar, length) = TextEncoder.scalar(at: index, of: text)
            if let mapped = table[scalar] {
                output.append(contentsOf: mapped)
            } else if encoding == .utf8Decomposed {
                output.append(contentsOf: text[index..<(index + length)])
            } else {
                appendLookalike(scalar, to: &output)
            }
            index += length
        }
    }

    private func appendLookalike(_ scalar: UInt32, to output: inout [UInt8]) {
        guard let plain = TextEncoder.lookalikes[scalar] else { return }
        if plain < 0x80 { output.append(UInt8(plain)) } else if let mapped = table[plain] { output.append(contentsOf: mapped) }
    }

    private static func appendUTF16(_ text: [UInt8], to output: inout [UInt8]) {
        var index = 0
        while index < text.count {
            let (scalar, length) = text[index] < 0x80 ? (UInt32(text[index]), 1) : scalar(at: index, of: text)
            output.append(UInt8(truncatingIfNeeded: scalar))
            output.append(UInt8(truncatingIfNeeded: scalar >> 8))
            index += length
        }
    }

    /// Only characters of the first plane are ever written here.
    private static func scalar(at index: Int, of text: [UInt8]) -> (UInt32, Int) {
        let first = UInt32(text[index])
        if first < 0xE0 { return ((first & 0x1F) << 6 | UInt32(text[index + 1] & 0x3F), 2) }
        return ((first & 0x0F) << 12 | UInt32(text[index + 1] & 0x3F) << 6 | UInt32(text[index + 2] & 0x3F), 3)
    }

    // MARK: The table

    private static let rows: [[String: String]] = {
        guard let url = Bundle.module.url(forResource: "vietnamese", withExtension: "tsv", subdirectory: "Tables"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { preconditionFailure("The installation is incomplete: vietnamese.tsv is missing beside the program.") }
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }()

    private static func column(_ name: String, _ bytes: (String) -> [UInt8]) -> [UInt32: [UInt8]] {
        var table: [UInt32: [UInt8]] = [:]
        for row in rows {
            guard let point = row["codepoint"], let cell = row[name], let scalar = UInt32(point.dropFirst(2), radix: 16) else {
                continue
            }
            table[scalar] = bytes(cell)
        }
        return table
    }

    private static func hexadecimal(_ text: String) -> [UInt8] {
        let digits = Array(text)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }

    private static func scalars(_ text: String) -> [UInt8] {
        var string = String.UnicodeScalarView()
        for point in text.split(separator: " ") {
            if let scalar = UInt32(point.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) { string.append(scalar) }
        }
        return Array(String(string).utf8)
    }

    /// Letters of minority languages, look-alikes of đ, apostrophes, dashes and the no-break space.
    private static let lookalikes: [UInt32: UInt32] = [
        0x16D: 0x75, 0x16C: 0x55, 0x10D: 0x63, 0x10C: 0x43, 0x180: 0x62, 0x243: 0x42, 0xF1: 0x6E, 0xD1: 0x4E, 0x115: 0x65,
        0x14F: 0x6F,
        0x12D: 0x69, 0xD0: 0x110, 0x189: 0x110, 0xF0: 0x111, 0x2019: 0x27, 0x2BC: 0x27, 0xB4: 0x27, 0x2013: 0x2D, 0xA0: 0x20,
    ]
}
