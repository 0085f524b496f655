/// An outermost record as it was met: its fields and, where records stand inside it, theirs. Values are bytes of one buffer.
final class XMLRecord {
    struct Part {
        /// The number of the field's name.
        let name: Int32
        let scope: Int32
        var start: Int32
        var end: Int32
    }

    /// A record: the outermost one, or one inside another.
    struct Scope {
        /// The position of the record around it, -1 for the outermost.
        let parent: Int
        let level: RecordLevel
        let line: Int64
        let offset: Int64?
        /// How many records are around it.
        let nesting: Int
        var hasInner = false
        /// Its fields, once ``sort()`` was called.
        fileprivate(set) var parts = 0..<0
    }

    private(set) var scopes: [Scope] = []
    /// In the order of the document until ``sort()``, then those of each record together.
    private(set) var parts: [Part] = []
    /// The values, and room for more behind them: one copy of the bytes a value, where appending to an array was three calls.
    private var text: [UInt8] = []
    private(set) var byteCount = 0

    /// Fields and records of an outermost record; more is no household.
    static let maxParts = 65_536
    static let maxScopes = 16_384

    var isFull: Bool { parts.count >= XMLRecord.maxParts || scopes.count >= XMLRecord.maxScopes }

    func start(_ level: RecordLevel, line: Int64, offset: Int64?) {
        parts.removeAll(keepingCapacity: true)
        byteCount = 0
        scopes.removeAll(keepingCapacity: true)
        scopes.append(Scope(parent: -1, level: level, line: line, offset: offset, nesting: 0))
    }

    /// - Returns: the position of the new record.
    func openScope(_ level: RecordLevel, in parent: Int, line: Int64, offset: Int64?) -> Int {
        scopes[parent].hasInner = true
        scopes.append(Scope(parent: parent, level: level, line: line, offset: offset, nesting: scopes[parent].nesting + 1))
        return scopes.count - 1
    }

    @inline(__always) func open(name: Int32, in scope: Int) {
        let position = Int32(truncatingIfNeeded: byteCount)
        parts.append(Part(name: name, scope: Int32(truncatingIfNeeded: scope), start: position, end: position))
    }

    /// More text of the field that was opened last.
    @inline(__always) func append(_ bytes: Bytes) {
        guard !parts.isEmpty, let start = bytes.baseAddress else { return }
        if byteCount + bytes.count > text.count { makeRoom(bytes.count) }
        text.withUnsafeMutableBytes { target in
            guard let base = target.baseAddress else { return }
            (base + byteCount).copyMemory(from: start, byteCount: bytes.count)
        }
        byteCount += bytes.count
        parts[parts.count - 1].end = Int32(truncatingIfNeeded: byteCount)
    }

    private func makeRoom(_ count: Int) {
        text.append(contentsOf: repeatElement(0, count: max(count, text.count, 4_096)))
    }

    /// Takes the field back that was opened last: it is a record.
    func dropLastPart() {
        guard let part = parts.popLast() else { return }
        byteCount = Int(part.start)
    }

    /// Puts the fields of each record together, in their order.
    func sort() {
        guard scopes.count > 1 else { return scopes[0].parts = parts.indices }
        var starts = [Int](repeating: 0, count: scopes.count + 1)
        for part in parts { starts[Int(part.scope) + 1] += 1 }
        for index in scopes.indices {
            starts[index + 1] += starts[index]
            scopes[index].parts = starts[index]..<starts[index + 1]
        }
        let inOrder = parts
        for part in inOrder {
            parts[starts[Int(part.scope)]] = part
            starts[Int(part.scope)] += 1
        }
    }

    /// The value of a field; only inside ``withText(_:)``.
    struct Values {
        fileprivate let text: Bytes
        @inline(__always) func callAsFunction(_ part: Part) -> Bytes { text.part(Int(part.start), Int(part.end)) }
    }

    func withText<R>(_ body: (_ value: Values) throws -> R) rethrows -> R {
        try text.withUnsafeBufferPointer { try body(Values(text: $0)) }
    }

    /// Fields written out again, for the list of refused rows: the parser has no bytes to give.
    func rebuilt(_ parts: [Part], _ names: [String]) -> [UInt8] {
        var out: [UInt8] = []
        for part in parts {
            let name = Array(names[Int(part.name)].utf8)
            out += [0x3C] + name + [0x3E]
            for byte in text[Int(part.start)..<Int(part.end)] {
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
