import Registry

/// The values of one level of a message: of the whole, of a statement, of an entry, of a transaction.
final class MessageValues {
    private let record = XMLRecord()
    private(set) var line: Int64 = 0
    private(set) var offset: Int64?

    func start(line: Int64 = 0, offset: Int64? = nil) {
        record.start(.other, line: line, offset: offset)
        (self.line, self.offset) = (line, offset)
    }

    /// - Throws: ``XMLFault`` when one level has more text than any transaction.
    func open(_ slot: MessageSlot) throws {
        guard !record.isFull else { throw XMLFault(.sizeLimit, line: line) }
        record.open(name: slot.rawValue, in: 0)
    }

    func append(_ bytes: Bytes) throws {
        guard record.byteCount + bytes.count <= XMLReader.maxTextBytes else { throw XMLFault(.sizeLimit, line: line) }
        record.append(bytes)
    }

    func appendBlank() { [0x20].withUnsafeBufferPointer { record.append($0) } }

    /// All values of the slots, in the order of the document; empty ones are left out.
    func all(_ slots: MessageSlot...) -> [(slot: MessageSlot, text: String)] {
        record.withText { value in
            record.parts.compactMap { part in
                guard let slot = slots.first(where: { $0.rawValue == part.name }) else { return nil }
                let text = String(decoding: value(part), as: UTF8.self).split(whereSeparator: \.isWhitespace)
                return text.isEmpty ? nil : (slot, text.joined(separator: " "))
            }
        }
    }

    /// The first value of the first of the slots that has one.
    func first(_ slots: MessageSlot...) -> String? {
        for slot in slots { if let found = all(slot).first { return found.text } }
        return nil
    }

    func has(_ slot: MessageSlot) -> Bool { record.parts.contains { $0.name == slot.rawValue } }

    /// The number that follows the scheme of a national identity card, of the person or of the one behind them.
    func identity(_ number: MessageSlot, _ scheme: MessageSlot) -> String? {
        let values = all(number, scheme)
        for (value, next) in zip(values, values.dropFirst()) where value.slot == number && next.slot == scheme {
            if MessageValues.identitySchemes.contains(next.text.uppercased()) { return value.text }
        }
        return nil
    }

    /// NIDN is the code of ISO 20022 for a national identity number; the others are what banks here write as proprietary schemes.
    private static let identitySchemes: Set<String> = ["NIDN", "CCCD", "CMND", "SO_CCCD", "SO_DINH_DANH"]
}

/// An amount as messages write it: a decimal point, never a mark between thousands.
struct MessageAmount: Equatable {
    /// In hundred-thousandths: amounts of ISO 20022 have up to five decimals.
    let scaled: Int128

    private static let scale: Int128 = 100_000
    private static let decimals = 5

    /// `nil` for what is no such number.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, text.utf8.count <= 40,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            !whole.isEmpty, let number = Int128(whole), number < 1_000_000_000_000_000_000
        else { return nil }
        let fraction = parts.count > 1 ? Array(parts[1].utf8) : []
        guard fraction.dropFirst(MessageAmount.decimals).allSatisfy({ $0 == 0x30 }) else { return nil }
        var scaled = number
        for place in 0..<MessageAmount.decimals {
            scaled = scaled * 10 + (place < fraction.count ? Int128(fraction[place] - 0x30) : 0)
        }
        self.scaled = scaled
    }

    /// Whole đồng, `nil` where there is a fraction.
    var whole: Int128? { scaled % MessageAmount.scale == 0 ? scaled / MessageAmount.scale : nil }
}
