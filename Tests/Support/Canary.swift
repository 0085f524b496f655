package import Foundation

/// Persons who are told of nowhere but in the input of a test: wherever a word of theirs turns up, personal data has leaked.
///
/// The search does not care how it was written: NFC or NFD, with tones or without, in capitals, percent-encoded, in the escapes of JSON or
/// HTML, a number parted by blanks or dots, decoded wrongly once, or in UTF-16.
package struct Canary: Sendable {
    package let name: String
    /// A part of the name that no other word holds.
    let nameWord: String
    package let number: String
    package let oldNumber: String
    package let insuranceNumber: String
    package let healthCard: String
    /// `dd/mm/yyyy`.
    package let birthDate: String
    package let address: String
    let addressWord: String

    package static let person = Canary(
        name: "Khúc Thị Zằngvũ Quỳnhoa", nameWord: "zangvu", number: "024138771603", oldNumber: "917306852",
        insuranceNumber: "2471936058", healthCard: "HN2246813579075", birthDate: "17/11/1938",
        address: "Xóm Zòmphúc, ngõ Kẽmđược", addressWord: "zomphuc")

    package static let other = Canary(
        name: "Lưỡng Văn Wẫythiệp", nameWord: "waythiep", number: "024050884917", oldNumber: "903716482",
        insuranceNumber: "2408137956", healthCard: "HN2975310864281", birthDate: "29/03/1950",
        address: "Bản Wòngđậu, thôn Fíchlễ", addressWord: "wongdau")

    package static let all = [person, other]

    /// A person whose name a sender put where a file says what it is: into its name, or as the payer of all its rows. It may be shown
    /// where that is shown, to officers, and nowhere else.
    package static let inFileName = "Vòng Thị Jẻohồng"
    private static let inFileNameWord = "jeohong"

    private var needles: [String] {
        let date = birthDate.split(separator: "/").map(String.init)
        return [
            nameWord, number, String(number.prefix(10)), String(number.suffix(9)), oldNumber, insuranceNumber,
            healthCard.lowercased(),
            date.joined(), date.reversed().joined(), addressWord,
        ]
    }

    // MARK: Searching

    /// What of the planted persons stands in `bytes`, however it is written; empty when nothing does.
    package static func found(in bytes: Data, fileNamesAllowed: Bool = true) -> [String] {
        let needles = all.flatMap(\.needles) + (fileNamesAllowed ? [] : [inFileNameWord])
        let views = views(of: bytes)
        return needles.filter { needle in views.contains { $0.range(of: Data(needle.utf8)) != nil } }
    }

    package static func found(in text: String, fileNamesAllowed: Bool = true) -> [String] {
        found(in: Data(text.utf8), fileNamesAllowed: fileNamesAllowed)
    }

    /// The bytes as each way of reading them, letters folded and everything but letters and digits left out.
    private static func views(of bytes: Data) -> [Data] {
        let text = String(decoding: bytes, as: UTF8.self)
        var views = [text]
        if text.contains("\\u") || text.contains("&#") { views.append(unescaped(text)) }
        if bytes.contains(UInt8(ascii: "%")) { views.append(String(decoding: percentDecoded(bytes), as: UTF8.self)) }
        // UTF-8 that was taken for Latin-1 and written again.
        if let once = text.data(using: .isoLatin1, allowLossyConversion: true) {
            views.append(String(decoding: once, as: UTF8.self))
        }
        if bytes.contains(0) {
            for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
                let even = bytes.prefix(bytes.count / 2 * 2)
                views += [even, bytes.dropFirst().prefix((bytes.count - 1) / 2 * 2)].compactMap {
                    String(data: $0, encoding: encoding)
                }
            }
        }
        return views.map(squeezed)
    }

    private static func squeezed(_ text: String) -> Data {
        let folded = text.decomposedStringWithCanonicalMapping.lowercased().replacingOccurrences(of: "đ", with: "d")
        return Data(folded.utf8.filter { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) })
    }

    private static func percentDecoded(_ bytes: Data) -> [UInt8] {
        var out: [UInt8] = []
        let all = Array(bytes)
        var index = 0
        while index < all.count {
            if all[index] == UInt8(ascii: "%"), index + 2 <= all.count - 1,
                let value = UInt8(String(decoding: all[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                out.append(value)
                index += 3
            } else {
                out.append(all[index])
                index += 1
            }
        }
        return out
    }

    /// `\u1eb1` of JSON, `&#7857;` and `&#x1eb1;` of HTML.
    private static func unescaped(_ text: String) -> String {
        let json = text.replacing(/\\u([0-9a-fA-F]{4})/) { scalar($0.1, radix: 16) }
        return json.replacing(/&#(x?)([0-9a-fA-F]{1,6});/) { scalar($0.2, radix: $0.1.isEmpty ? 10 : 16) }
    }

    private static func scalar(_ digits: Substring, radix: Int) -> String {
        UInt32(digits, radix: radix).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
    }
}
