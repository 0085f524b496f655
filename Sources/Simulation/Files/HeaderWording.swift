import Foundation
import Registry

/// The words above the columns, as one sender writes them.
struct HeaderWording: Sendable {
    let style: FileStyle

    func header(of field: Field) -> String {
        let isThousands = field.type == .amount && style.shape == .csv && isInThousands
        let words = isThousands ? field.synonymsThousand.first ?? field.header : usual(field)
        switch style.header {
        case .capitals: return words.uppercased()
        case .withoutTone: return HeaderWording.withoutTone(words)
        default: return words
        }
    }

    func header(of column: FileStyle.ExtraColumn) -> String {
        if case .capitals = style.header { return column.rawValue.uppercased() }
        return column.rawValue
    }

    /// The name of the element or attribute: the synonym in camel case.
    static func elementName(of field: Field) -> String {
        let camel = field.synonyms.first { synonym in
            synonym.allSatisfy { $0.isASCII && $0.isLetter } && synonym.first?.isUppercase == true
                && synonym.contains(where: \.isLowercase)
        }
        return camel ?? field.key
    }

    static func withoutTone(_ text: String) -> String {
        text.folding(options: .diacriticInsensitive, locale: nil).replacing("đ", with: "d").replacing("Đ", with: "D")
    }

    private var isInThousands: Bool { if case .thousands = style.amounts { true } else { false } }

    private func usual(_ field: Field) -> String {
        switch style.header {
        case .keys: field.key
        case .synonyms(let number):
            // The first ones are written for programs; people's words come after them.
            ([field.header] + field.synonyms.dropFirst(3))[number % max(1, field.synonyms.count - 2)]
        default: field.header
        }
    }
}
