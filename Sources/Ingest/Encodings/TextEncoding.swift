/// How the letters of a feed are written in bytes. The names are those of the import report.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case tcvn3
    case vni
    case viscii
    case windows1258 = "windows-1258"

    static let legacy: [TextEncoding] = [.tcvn3, .vni, .viscii, .windows1258]

    var isLegacy: Bool { TextEncoding.legacy.contains(self) }

    /// VISCII keeps six capitals among the control characters; in every other encoding a byte below 20 (hex) is no letter.
    func isLetter(control byte: UInt8) -> Bool {
        guard self == .viscii else { return false }
        return switch byte {
        case 0x02, 0x05, 0x06, 0x14, 0x19, 0x1E: true
        default: false
        }
    }
}

/// What happened to a text on its way to composed UTF-8.
struct TextChanges: OptionSet {
    let rawValue: UInt8

    /// A byte stood for nothing in the encoding; U+FFFD was written for it.
    static let invalid = TextChanges(rawValue: 1)
    /// A letter and its marks became one.
    static let composed = TextChanges(rawValue: 2)
    /// Capitals that the encoding cannot tell from small letters were put back.
    static let caseRestored = TextChanges(rawValue: 4)
}
