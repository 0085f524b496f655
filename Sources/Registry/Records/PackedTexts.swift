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
    enum Form: UInt8 { case plain = 0, dictionary = 1, digits = 2, empty = 0x80 }

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
            guard number == 0 else { throw PageDamage() }
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
    static let mostDigits = 18
}
