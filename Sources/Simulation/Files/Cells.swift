import Registry

/// The cells of one row in UTF-8, in the order of the kind's fields. Used again for every row, so that writing a row costs no
/// allocation.
struct Cells {
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int] = []

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    var count: Int { ends.count }

    func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    mutating func empty() { ends.append(bytes.count) }

    mutating func text(_ value: [UInt8]) {
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
    }

    mutating func text(_ value: String) {
        bytes.append(contentsOf: value.utf8)
        ends.append(bytes.count)
    }

    mutating func number(_ value: Int64) {
        bytes.appendDigits(value)
        ends.append(bytes.count)
    }

    /// Zeros in front up to `width` digits.
    mutating func digits(_ value: Int64, width: Int) {
        bytes.appendDigits(value, width: width)
        ends.append(bytes.count)
    }
}

extension [UInt8] {
    /// The decimal digits of a number, zeros in front up to `width`.
    mutating func appendDigits(_ value: Int64, width: Int = 1) {
        if value < 0 { append(0x2D) }
        var rest = value.magnitude
        let start = count
        repeat {
            append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        while count - start < width { append(0x30) }
        self[start...].reverse()
    }

    mutating func append(_ text: String) { append(contentsOf: text.utf8) }
}
