import Glibc

/// The texts of one column of a page, as UTF-8. What all begin with is kept once; texts that come again and again are kept once with
/// their number in each row; equally long runs of digits are kept as numbers. One instance serves page after page.
///
/// One byte says the form: 0 plain, 1 dictionary, 2 digits, 0x80 that no row has a text, and nothing follows.
/// - plain: what all begin with (length in two bytes, bytes); the lengths of the rest as ``PackedIntegers``, missing where the text is; the
///   rests, one behind the other.
/// - dictionary: how many (two bytes); their lengths; the texts; the number of each row's, missing where the text is.
/// - digits: what all begin with; how many digits follow (one byte); the numbers, missing where the text is.
final class PackedTexts {
    private enum Form: UInt8 { case plain = 0, dictionary = 1, digits = 2, empty = 0x80 }

    private var form = Form.empty
    /// Lengths, numbers in the dictionary, or digits.
    private var integers = PackedIntegers()
    private var texts: UnsafePointer<UInt8>
    /// Where text `i` starts and where the next one does.
    private var starts: [UInt32] = []
    /// Texts that had to be put together.
    private var own: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 12

    /// Bytes of the texts of a column that is put together; a real page has some hundred thousand.
    private static let most = 1 << 26

    init() {
        own = .allocate(capacity: capacity)
        texts = UnsafePointer(own)
    }

    deinit { own.deallocate() }

    func read(_ cursor: inout PageCursor, count: Int) throws(PageDamage) {
        guard let form = Form(rawValue: try cursor.take(UInt8.self)) else { throw PageDamage() }
        self.form = form
        switch form {
        case .empty: break
        case .plain: try readPlain(&cursor, count)
        case .dictionary:
            let size = Int(try cursor.take(UInt16.self))
            try setStarts(PackedIntegers(&cursor, count: size), count: size)
            texts = try cursor.take(Int(starts[size]))
            integers = try PackedIntegers(&cursor, count: count)
            for row in 0..<count where !integers.isNull(row) {
                guard integers[row] >= 0, integers[row] < size else { throw PageDamage() }
            }
        case .digits: try readDigits(&cursor, count)
        }
    }

    /// No row has a text.
    func clear() { form = .empty }

    func isNull(_ row: Int) -> Bool { form == .empty || integers.isNull(row) }

    /// Empty when there is none. Valid until the next ``read(_:count:)``.
    func withText<R>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        guard form != .empty, !integers.isNull(row) else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
        let place = form == .dictionary ? Int(integers[row]) : row
        let (start, end) = (Int(starts[place]), Int(starts[place + 1]))
        return try body(UnsafeBufferPointer(start: texts + start, count: end - start))
    }

    private func readPlain(_ cursor: inout PageCursor, _ count: Int) throws(PageDamage) {
        let prefix = try PackedTexts.prefix(&cursor)
        integers = try PackedIntegers(&cursor, count: count)
        try setStarts(integers, count: count)
        let rests = try cursor.take(Int(starts[count]))
        self.texts = rests
        guard let first = prefix.baseAddress, !prefix.isEmpty else { return }
        let texts = (0..<count).reduce(0) { $0 + (integers.isNull($1) ? 0 : 1) }
        try makeOwn(Int(starts[count]) + prefix.count * texts)
        var end = 0
        for row in 0..<count {
            let (start, length) = (Int(starts[row]), Int(starts[row + 1] - starts[row]))
            starts[row] = UInt32(end)
            if integers.isNull(row) { continue }
            memcpy(own + end, first, prefix.count)
            memcpy(own + end + prefix.count, rests + start, length)
            end += prefix.count + length
        }
        starts[count] = UInt32(end)
        self.texts = UnsafePointer(own)
    }

    private func readDigits(_ cursor: inout PageCursor, _ count: Int) throws(PageDamage) {
        let prefix = try PackedTexts.prefix(&cursor)
        let digits = Int(try cursor.take(UInt8.self))
        guard digits >= 1, digits <= PackedTexts.mostDigits else { throw PageDamage() }
        integers = try PackedIntegers(&cursor, count: count)
        let length = prefix.count + digits
        try makeOwn(length * count)
        starts.removeAll(keepingCapacity: true)
        for row in 0..<count {
            let text = own + row * length
            if let first = prefix.baseAddress { memcpy(text, first, prefix.count) }
            var number = UInt64(bitPattern: integers[row])
            for place in stride(from: length - 1, to: prefix.count - 1, by: -1) {
                text[place] = UInt8(truncatingIfNeeded: number % 10) + 0x30
                number /= 10
            }
            starts.append(UInt32(row * length))
        }
        starts.append(UInt32(count * length))
        texts = UnsafePointer(own)
    }

    private static func prefix(_ cursor: inout PageCursor) throws(PageDamage) -> UnsafeBufferPointer<UInt8> {
        let count = Int(try cursor.take(UInt16.self))
        return UnsafeBufferPointer(start: try cursor.take(count), count: count)
    }

    private func setStarts(_ lengths: PackedIntegers, count: Int) throws(PageDamage) {
        starts.removeAll(keepingCapacity: true)
        starts.append(0)
        var end: Int64 = 0
        for row in 0..<count {
            let length = lengths[row]
            guard length >= 0, length <= PackedTexts.most else { throw PageDamage() }
            end += length
            guard end <= PackedTexts.most else { throw PageDamage() }
            starts.append(UInt32(end))
        }
    }

    private func makeOwn(_ count: Int) throws(PageDamage) {
        guard count <= PackedTexts.most else { throw PageDamage() }
        guard count > capacity else { return }
        own.deallocate()
        capacity = count * 2
        own = .allocate(capacity: capacity)
    }

    /// What fits a whole number.
    fileprivate static let mostDigits = 18
}

// MARK: Writing

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
        page.put(PackedTexts.plainForm)
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
        page.put(PackedTexts.dictionaryForm)
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
        page.put(PackedTexts.digitsForm)
        page.put(UInt16(prefix.count))
        page.put(prefix)
        page.put(UInt8(digits))
        PackedIntegers.write(numbers, count: column.count, missing: column.missing, to: &page)
        return true
    }
}

extension PackedTexts {
    fileprivate static let plainForm = Form.plain.rawValue
    fileprivate static let dictionaryForm = Form.dictionary.rawValue
    fileprivate static let digitsForm = Form.digits.rawValue

    static func writeEmpty(to page: inout PageBuffer) { page.put(Form.empty.rawValue) }
}
