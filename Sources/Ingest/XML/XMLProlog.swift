/// What stands before the root element, looked at before any parser sees it: the encoding, and a DOCTYPE, which refuses the file
/// before anything could be expanded.
struct XMLProlog {
    private(set) var encoding: TextEncoding
    private(set) var markLength = 0
    private(set) var refusal: FileReason?

    init(_ sample: [UInt8]) {
        let guess = EncodingGuess(sample)
        markLength = guess.markLength
        encoding = .utf8
        let text: [UInt8]
        switch guess.answer {
        case .encoding(.utf16LittleEndian):
            encoding = .utf16LittleEndian
            text = sample.filter { $0 != 0 && $0 < 0x80 }
        case .encoding(.utf16BigEndian):
            encoding = .utf16BigEndian
            text = sample.filter { $0 != 0 && $0 < 0x80 }
        default: text = Array(sample.dropFirst(markLength))
        }
        let isWide = encoding != .utf8
        take(declared: XMLProlog.declaredEncoding(text), isWide: isWide, guess)
        if XMLProlog.hasDoctype(text) { refusal = .xmlDoctypeForbidden }
    }

    private mutating func take(declared: String?, isWide: Bool, _ guess: EncodingGuess) {
        switch declared {
        case nil, "utf-8", "utf8", "us-ascii", "ascii":
            if declared != nil, isWide { refusal = .encodingMismatch }
            if !isWide, guess.answer != .encoding(.utf8) { refusal = .encodingMismatch }
        case "utf-16", "utf-16le", "utf-16be", "ucs-2", "iso-10646-ucs-2":
            if !isWide { refusal = .encodingMismatch }
        case "windows-1258", "cp1258": declare(.windows1258, isWide, guess)
        case "viscii", "x-viscii": declare(.viscii, isWide, guess)
        case "tcvn3", "x-tcvn3", "tcvn", "tcvn-5712", "x-viet-tcvn5712", "tcvn5712-1": declare(.tcvn3, isWide, guess)
        case "vni", "x-vni", "x-viet-vni": declare(.vni, isWide, guess)
        case "windows-1252", "iso-8859-1", "latin1", "cp1252":
            // Programs of the time wrote this name for whatever font the text was in.
            if case .encoding(let found) = guess.answer, !isWide { encoding = found } else { refusal = .encodingMismatch }
        default: refusal = .encodingUnknown
        }
    }

    private mutating func declare(_ declared: TextEncoding, _ isWide: Bool, _ guess: EncodingGuess) {
        if isWide || guess.markLength > 0 { refusal = .encodingMismatch }
        encoding = declared
    }

    private static func declaredEncoding(_ text: [UInt8]) -> String? {
        guard text.starts(with: Array("<?xml".utf8)), let end = text.prefix(512).firstIndex(of: 0x3E) else { return nil }
        let declaration = String(decoding: text[..<end], as: UTF8.self)
        guard let name = declaration.range(of: "encoding") else { return nil }
        let value = declaration[name.upperBound...].drop { $0 == " " || $0 == "=" }
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        return value.dropFirst().prefix { $0 != quote }.lowercased()
    }

    /// Passes over blanks, declarations and comments to the first element or DOCTYPE.
    private static func hasDoctype(_ text: [UInt8]) -> Bool {
        var position = 0
        while position < text.count {
            guard text[position] == 0x3C else {
                position += 1
                continue
            }
            let rest = text[position...]
            if rest.starts(with: Array("<?".utf8)) {
                position = find("?>", in: text, from: position)
            } else if rest.starts(with: Array("<!--".utf8)) {
                position = find("-->", in: text, from: position + 4)
            } else {
                return rest.prefix(9).map { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 } == Array("<!DOCTYPE".utf8)
            }
        }
        return false
    }

    private static func find(_ end: String, in text: [UInt8], from start: Int) -> Int {
        let end = Array(end.utf8)
        var position = start
        while position + end.count <= text.count {
            if text[position..<position + end.count].elementsEqual(end) { return position + end.count }
            position += 1
        }
        return text.count
    }
}

extension String {
    /// The first place where `word` stands.
    fileprivate func range(of word: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(word) { return start..<index(start, offsetBy: word.count) }
            start = index(after: start)
        }
        return nil
    }
}
