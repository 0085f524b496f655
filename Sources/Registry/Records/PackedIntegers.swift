/// The whole numbers of one column of a page, each as what it is above a line: `base + step · row`, in as few bytes as the largest of
/// them needs (frame of reference; Lemire and Boytsov, "Decoding billions of integers per second through vectorization", 2015).
///
/// One byte says the form: bits 0 to 3 the width (0 to 8 bytes), 0x10 that a step is there, 0x20 that some are missing, 0x80 that all are, and
/// nothing follows. Then `base` (8 bytes), the step (8, if there is one), a bit for each row whose number is missing (if some
/// are), and the numbers. Reading one takes the same few instructions whatever the width.
struct PackedIntegers {
    private var base: Int64 = 0
    private var step: Int64 = 0
    private var width = 0
    private var mask: UInt64 = 0
    private var numbers: UnsafePointer<UInt8>?
    private var missing: UnsafePointer<UInt8>?
    private var isEmpty = true

    private enum Form {
        static let width: UInt8 = 0x0F
        static let step: UInt8 = 0x10
        static let missing: UInt8 = 0x20
        static let empty: UInt8 = 0x80
    }

    /// A column without a number.
    init() {}

    /// Behind what `cursor` was made of, eight more bytes must be readable: numbers are loaded eight bytes at a time.
    init(_ cursor: inout PageCursor, count: Int) throws(PageDamage) {
        let form = try cursor.take(UInt8.self)
        if form == Form.empty { return }
        width = Int(form & Form.width)
        guard width <= 8, form & ~(Form.width | Form.step | Form.missing) == 0 else { throw PageDamage() }
        mask = width == 8 ? .max : (1 << UInt64(width * 8)) - 1
        isEmpty = false
        base = try cursor.take(Int64.self)
        if form & Form.step != 0 { step = try cursor.take(Int64.self) }
        if form & Form.missing != 0 { missing = try cursor.take((count + 7) / 8) }
        numbers = try cursor.take(count * width)
    }

    @inline(__always) func isNull(_ row: Int) -> Bool {
        if isEmpty { return true }
        guard let missing else { return false }
        return missing[row >> 3] & (1 << UInt8(row & 7)) != 0
    }

    /// Zero where there is none.
    @inline(__always) subscript(row: Int) -> Int64 {
        guard let numbers, !isNull(row) else { return 0 }
        let above = UInt64(littleEndian: UnsafeRawPointer(numbers + row * width).loadUnaligned(as: UInt64.self)) & mask
        return base &+ step &* Int64(row) &+ Int64(bitPattern: above)
    }

    // MARK: Writing

    /// - Parameters:
    ///   - numbers: At least one; where a number is missing, any that lies between others.
    ///   - missing: A bit for each row; `nil` when none is missing.
    static func write(
        _ numbers: UnsafePointer<Int64>, count: Int, missing: UnsafePointer<UInt8>? = nil, to page: inout PageBuffer
    ) {
        var line = Line(numbers, count: count, step: 0)
        // Numbers that rise evenly, as lines and places in a file do.
        if line.width > 0, count > 1 {
            let step = numbers[count - 1].subtractingReportingOverflow(numbers[0])
            if !step.overflow, step.partialValue / Int64(count - 1) != 0 {
                let slope = Line(numbers, count: count, step: step.partialValue / Int64(count - 1))
                if slope.width < line.width { line = slope }
            }
        }
        page.put(UInt8(line.width) | (line.step == 0 ? 0 : Form.step) | (missing == nil ? 0 : Form.missing))
        page.put(line.base)
        if line.step != 0 { page.put(line.step) }
        if let missing { page.put(UnsafeBufferPointer(start: missing, count: (count + 7) / 8)) }
        // Eight bytes are stored for each; the next one lies over what is too much.
        page.reserve(count * line.width + 8)
        var place = UnsafeMutableRawPointer(page.start + page.count)
        if line.width > 0 {
            for row in 0..<count {
                let above = numbers[row] &- line.base &- line.step &* Int64(row)
                place.storeBytes(of: UInt64(bitPattern: above).littleEndian, as: UInt64.self)
                place += line.width
            }
        }
        page.advance(by: count * line.width)
    }

    static func writeEmpty(to page: inout PageBuffer) { page.put(Form.empty) }

    /// The line of a step that lies below all numbers, as closely as it can.
    private struct Line {
        let step: Int64
        private(set) var base: Int64
        /// Bytes of the highest number above it.
        let width: Int

        init(_ numbers: UnsafePointer<Int64>, count: Int, step: Int64) {
            self.step = step
            base = numbers[0]
            var highest = base
            for row in 0..<count {
                let number = numbers[row] &- step &* Int64(row)
                base = min(base, number)
                highest = max(highest, number)
            }
            let range = UInt64(bitPattern: highest &- base)
            width = (64 - range.leadingZeroBitCount + 7) / 8
        }
    }
}
