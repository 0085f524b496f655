/// The fields of one XML record as they were met: names by number, values as bytes of one buffer.
struct XMLRecord {
    struct Part {
        let name: Int
        var start: Int
        var end: Int
    }

    var line: Int64 = 0
    private(set) var parts: [Part] = []
    private var text: [UInt8] = []

    var byteCount: Int { text.count }

    mutating func clear(line: Int64) {
        self.line = line
        parts.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
    }

    mutating func open(name: Int) { parts.append(Part(name: name, start: text.count, end: text.count)) }

    mutating func append(_ bytes: Bytes) {
        guard !parts.isEmpty else { return }
        text.append(contentsOf: bytes)
        parts[parts.count - 1].end = text.count
    }

    var openPartCount: Int { parts.last.map { $0.end - $0.start } ?? 0 }

    /// Lends the values, in the order of ``parts``.
    func withValues<R>(_ body: (_ value: (Part) -> Bytes) throws -> R) rethrows -> R {
        try text.withUnsafeBufferPointer { bytes in try body { bytes.part($0.start, $0.end) } }
    }

    /// The record written out again, for the list of refused rows: the parser has no bytes to give.
    func rebuilt(_ names: [String]) -> [UInt8] {
        var out: [UInt8] = []
        for part in parts {
            let name = Array(names[part.name].utf8)
            out += [0x3C] + name + [0x3E]
            for byte in text[part.start..<part.end] {
                switch byte {
                case 0x26: out += Array("&amp;".utf8)
                case 0x3C: out += Array("&lt;".utf8)
                default: out.append(byte)
                }
            }
            out += [0x3C, 0x2F] + name + [0x3E]
        }
        return out
    }
}
