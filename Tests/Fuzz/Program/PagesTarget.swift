@testable import Registry

/// Pages of records: whatever their bytes are, reading ends in values or in ``PageDamage``; and what is packed is unpacked as it was.
enum PagesTarget {
    nonisolated(unsafe) private static let page = RecordPage(["record", "amount", "code", "word", "name", "none", "absent"])

    static func test(_ bytes: [UInt8]) throws -> Worth {
        guard let first = bytes.first else { return .worthless }
        let rest = Array(bytes.dropFirst())
        if first % 2 == 0 { return read(rest) }
        checkTexts(rest)
        checkIntegers(rest)
        return .worth
    }

    private static func read(_ bytes: [UInt8]) -> Worth {
        do { try bytes.withUnsafeBufferPointer { try page.read($0) } } catch { return .worth }
        var sum = 0
        for column in 0..<7 {
            for row in 0..<page.count {
                let (integers, texts) = (page[column].integers, page[column].texts)
                claim(!integers.isNull(row) || integers[row] == 0, "a number that is missing is zero")
                texts.withText(row) { text in
                    claim(text.isEmpty || !texts.isNull(row), "a text that is missing is empty")
                    for byte in text { sum &+= Int(byte) }
                }
            }
        }
        return .worth
    }

    /// Lines as texts; one that begins with a tilde is missing.
    private static func checkTexts(_ bytes: [UInt8]) {
        let texts = bytes.split(separator: 0x0A, maxSplits: 900, omittingEmptySubsequences: false)
            .map { $0.first == UInt8(ascii: "~") ? nil : Array($0) }
        guard texts.contains(where: { $0 != nil }) else { return }
        var (joined, ends, missing) = ([UInt8](), [Int64](), [UInt8](repeating: 0, count: 128))
        for (row, text) in texts.enumerated() {
            joined += text ?? []
            ends.append(Int64(joined.count))
            if text == nil { missing[row >> 3] |= 1 << UInt8(row & 7) }
        }
        var packed = PageBuffer()
        let packer = TextPacker(rows: RecordWriter.most)
        joined.append(0)
        packer.write(joined, ends: ends, count: texts.count, missing: texts.contains(nil) ? missing : nil, to: &packed)
        let back = PackedTexts()
        unpack(packed) { cursor throws(PageDamage) in try back.read(&cursor, count: texts.count) }
        for (row, text) in texts.enumerated() {
            claim(back.isNull(row) == (text == nil), "what is missing stays missing")
            back.withText(row) { claim($0.elementsEqual(text ?? []), "a text comes back as it was") }
        }
    }

    /// Eight bytes each; those whose lowest byte is 0xFF are missing.
    private static func checkIntegers(_ bytes: [UInt8]) {
        let numbers = stride(from: 0, to: min(bytes.count, 7_000) - 7, by: 8).map { start in
            bytes[start..<start + 8].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
        }
        guard !numbers.isEmpty else { return }
        var missing = [UInt8](repeating: 0, count: 128)
        for (row, number) in numbers.enumerated() where number & 0xFF == 0xFF { missing[row >> 3] |= 1 << UInt8(row & 7) }
        let isAnyMissing = missing.contains { $0 > 0 }
        var packed = PageBuffer()
        PackedIntegers.write(numbers, count: numbers.count, missing: isAnyMissing ? missing : nil, to: &packed)
        var back = PackedIntegers()
        unpack(packed) { cursor throws(PageDamage) in
            back = try PackedIntegers(&cursor, count: numbers.count)
            for (row, number) in numbers.enumerated() {
                let isMissing = isAnyMissing && number & 0xFF == 0xFF
                claim(back.isNull(row) == isMissing && back[row] == (isMissing ? 0 : number), "a number comes back as it was")
            }
        }
    }

    /// With the eight bytes behind the packed ones that a page has.
    private static func unpack(_ packed: borrowing PageBuffer, _ body: (inout PageCursor) throws(PageDamage) -> Void) {
        claim(packed.bytes.count + 8 <= room.count, "there is room")
        _ = room.update(fromContentsOf: packed.bytes)
        do {
            var cursor = try PageCursor(UnsafeBufferPointer(rebasing: room[..<packed.bytes.count]))
            try body(&cursor)
            claim(cursor.next == cursor.end, "all is read")
        } catch { claim(false, "what was packed is no damage") }
    }

    nonisolated(unsafe) private static let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
}
