/// The text of a field as UTF-8: the letters of a legacy encoding told, text that was decoded wrongly once put right.
final class FieldText {
    private let decoding: RecordDecoding
    private let restorer: ColumnRestorer?
    private let isPlain: Bool
    private let arena = ByteArena()

    init(_ encoding: TextEncoding, _ readings: ColumnReadings) {
        decoding = RecordDecoding(encoding)
        restorer = ColumnRestorer(readings)
        isPlain = restorer == nil && !encoding.isLegacy
    }

    /// Forgets the texts that were handed out and makes room for those of `bytes` bytes.
    func reset(for bytes: Int) { if !isPlain { arena.reset(for: bytes * 2) } }

    /// Forgets, at its end, the texts that were handed out during `body`.
    func lending<R>(_ body: () throws -> R) rethrows -> R {
        let start = arena.count
        defer { arena.rewind(to: start) }
        return try body()
    }

    /// - Parameter bytes: As the parser gives them: in a legacy encoding every letter stands for a byte.
    @inline(__always) func text(_ bytes: Bytes, column: Int, _ notes: inout NoteSet) -> Bytes {
        let bytes = bytes.withoutLineBreaks
        return isPlain ? bytes : decoded(bytes, column, &notes)
    }

    private func decoded(_ bytes: Bytes, _ column: Int, _ notes: inout NoteSet) -> Bytes {
        if let restorer { return restorer.text(bytes, column: column, into: arena, &notes) }
        guard decoding.fileEncoding != .utf8, bytes.hasHighByte else { return bytes }
        let start = arena.count
        var scalars = UTF8Scalars(bytes)
        while let scalar = scalars.next() { arena.append(UInt8(truncatingIfNeeded: scalar)) }
        return decoding.text(arena.written(since: start), as: decoding.fileEncoding, into: arena, &notes)
    }
}

extension UnsafeBufferPointer where Element == UInt8 {
    /// Without blanks, tabs and line ends around: indented documents have them inside the elements.
    @inline(__always) fileprivate var withoutLineBreaks: Bytes {
        var start = 0
        var end = count
        while start < end, self[start] <= 0x20 { start += 1 }
        while end > start, self[end - 1] <= 0x20 { end -= 1 }
        return part(start, end)
    }
}
