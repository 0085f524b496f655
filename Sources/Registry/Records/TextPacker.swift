import Glibc

/// Writes the texts of one column of a page after another in the shortest of the forms of ``PackedTexts``.
struct TextPacker: ~Copyable {
    /// Words that come again: more than these are no longer looked for.
    private static let mostWords = 64
    private static let slots = 256

    /// Numbers of a column: lengths, digits, or places among the words.
    private let numbers: UnsafeMutablePointer<Int64>
    /// Place of a word + 1 in `words`, by a hash of the word.
    private let table: UnsafeMutablePointer<UInt8>
    /// Which row has a word first.
    private let words: UnsafeMutablePointer<Int32>

    /// - Parameter rows: The most that a page has.
    init(rows: Int) {
        numbers = .allocate(capacity: max(rows, TextPacker.mostWords))
        table = .allocate(capacity: TextPacker.slots)
        words = .allocate(capacity: TextPacker.mostWords)
    }

    deinit {
        numbers.deallocate()
        table.deallocate()
        words.deallocate()
    }

    /// - Parameters:
    ///   - ends: Where each row's text ends; it starts where the one before ends. Rows without a text are empty.
    ///   - missing: A bit for each row; `nil` when none is missing.
    func write(
        _ texts: UnsafePointer<UInt8>, ends: UnsafePointer<Int64>, count: Int, missing: UnsafePointer<UInt8>?,
        to page: inout PageBuffer
    ) {
        let column = Column(texts: texts, ends: ends, count: count, missing: missing)
        if writeDictionary(column, to: &page) { return }
        let prefix = column.commonStart()
        if writeDigits(column, prefix, to: &page) { return }
        page.put(PackedTexts.Form.plain.rawValue)
        page.put(UInt16(prefix.count))
        page.put(prefix)
        var typical: Int64 = 0
        for row in 0..<count {
            if !column.isMissing(row) { typical = Int64(column.length(row) - prefix.count) }
            numbers[row] = typical
        }
        PackedIntegers.write(numbers, count: count, missing: missing, to: &page)
        page.reserve(Int(ends[count - 1]))
        guard !prefix.isEmpty else { return page.put(UnsafeBufferPointer(start: texts, count: Int(ends[count - 1]))) }
        for row in 0..<count where !column.isMissing(row) {
            page.put(UnsafeBufferPointer(rebasing: column[row][prefix.count...]))
        }
    }

    private struct Column {
        let texts: UnsafePointer<UInt8>
        let ends: UnsafePointer<Int64>
        let count: Int
        let missing: UnsafePointer<UInt8>?

        @inline(__always) func isMissing(_ row: Int) -> Bool {
            guard let missing else { return false }
            return missing[row >> 3] & (1 << UInt8(row & 7)) != 0
        }

        @inline(__always) private func start(_ row: Int) -> Int { row == 0 ? 0 : Int(ends[row - 1]) }
        @inline(__always) func length(_ row: Int) -> Int { Int(ends[row]) - start(row) }

        @inline(__always) subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(start: texts + start(row), count: length(row))
        }

        @inline(__always) func areEqual(_ row: Int, _ other: Int) -> Bool {
            length(row) == length(other) && memcmp(texts + start(row), texts + start(other), length(row)) == 0
        }

        /// What all texts begin with; at most as much as two bytes can count.
        func commonStart() -> UnsafeBufferPointer<UInt8> {
            guard let first = (0..<count).first(where: { !isMissing($0) }) else {
                return UnsafeBufferPointer(start: nil, count: 0)
            }
            let text = texts + start(first)
            var common = min(length(first), Int(UInt16.max))
            for row in first + 1..<max(count, first + 1) where common > 0 && !isMissing(row) {
                let other = texts + start(row)
                common = min(common, length(row))
                if memcmp(text, other, common) == 0 { continue }
                common = (0..<common).first { text[$0] != other[$0] } ?? common
            }
            return UnsafeBufferPointer(start: text, count: common)
        }
    }

    // MARK: Forms

    /// - Returns: whether the texts are few enough.
    private func writeDictionary(_ column: Column, to page: inout PageBuffer) -> Bool {
        table.update(repeating: 0, count: TextPacker.slots)
        var size = 0
        for row in 0..<column.count {
            guard !column.isMissing(row) else {
                numbers[row] = 0
                continue
            }
            let text = column[row]
            var slot = TextPacker.slot(text)
            while true {
                guard table[slot] > 0 else {
                    guard size < TextPacker.mostWords, size < 8 || size * 4 < row else { return false }
                    words[size] = Int32(row)
                    size += 1
                    table[slot] = UInt8(size)
                    break
                }
                if column.areEqual(row, Int(words[Int(table[slot]) - 1])) { break }
                slot = (slot + 1) % TextPacker.slots
            }
            numbers[row] = Int64(table[slot]) - 1
        }
        guard size > 0 else { return false }
        page.put(PackedTexts.Form.dictionary.rawValue)
        page.put(UInt16(size))
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: size) { lengths in
            for word in 0..<size { lengths[word] = Int64(column.length(Int(words[word]))) }
            PackedIntegers.write(lengths.baseAddress!, count: size, to: &page)
        }
        for word in 0..<size { page.put(column[Int(words[word])]) }
        PackedIntegers.write(numbers, count: column.count, missing: column.missing, to: &page)
        return true
    }

    /// By the length and the last bytes: codes and words that differ mostly do so there.
    @inline(__always) private static func slot(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        guard let start = text.baseAddress, text.count > 0 else { return 0 }
        var hash = UInt32(text.count) &* 0x9E37_79B1
        if text.count >= 4 {
            let end = UnsafeRawPointer(start + text.count - 4).loadUnaligned(as: UInt32.self)
            hash ^= end &+ UnsafeRawPointer(start).loadUnaligned(as: UInt32.self) &* 0x85EB_CA77
        } else {
            hash ^= UInt32(start[0]) << 8 | UInt32(start[text.count - 1])
        }
        return Int((hash &* 0xC2B2_AE3D) >> 24)
    }

    /// - Returns: whether behind what all begin with there is the same number of digits in each.
    private func writeDigits(_ column: Column, _ prefix: UnsafeBufferPointer<UInt8>, to page: inout PageBuffer) -> Bool {
        var digits = 0
        var number: Int64 = 0
        for row in 0..<column.count {
            if !column.isMissing(row) {
                let text = column[row]
                if digits == 0 {
                    digits = text.count - prefix.count
                    guard digits >= 1, digits <= PackedTexts.mostDigits else { return false }
                }
                guard text.count - prefix.count == digits else { return false }
                number = 0
                for place in prefix.count..<text.count {
                    let digit = text[place] &- 0x30
                    guard digit <= 9 else { return false }
                    number = number * 10 + Int64(digit)
                }
            }
            numbers[row] = number
        }
        guard digits > 0 else { return false }
        page.put(PackedTexts.Form.digits.rawValue)
        page.put(UInt16(prefix.count))
        page.put(prefix)
        page.put(UInt8(digits))
        PackedIntegers.write(numbers, count: column.count, missing: column.missing, to: &page)
        return true
    }

    /// A column in which no row has a text.
    static func writeEmpty(to page: inout PageBuffer) { page.put(PackedTexts.Form.empty.rawValue) }
}
