/// Reads an amount of đồng: `1500000`, `1.500.000`, `1,500,000`, `1 500 000`, with `đ`, `VNĐ`, `,00` behind it.
enum AmountCell {
    enum Answer: Equatable {
        /// - Parameter isPlain: digits and nothing else.
        case amount(Int64, isPlain: Bool)
        case invalid
        case precisionLost
    }

    /// - Parameter isThousand: The header says thousands of đồng; one or two decimals are then whole đồng.
    static func read(_ cell: Bytes, isThousand: Bool = false) -> Answer {
        if !isThousand, let plain = digits(cell) { return plain > 0 ? .amount(plain, isPlain: true) : .invalid }
        let bytes = withoutUnit(cell)
        if isScientific(bytes) { return .precisionLost }
        guard let number = Number(bytes), !number.isNegative else { return .invalid }
        guard let amount = number.amount(isThousand: isThousand), amount > 0 else { return .invalid }
        return .amount(amount, isPlain: bytes.count == cell.count && !number.hasMarks)
    }

    /// A whole number of up to 15 digits, `nil` for anything else.
    @inline(__always) static func digits(_ cell: Bytes) -> Int64? {
        guard cell.count > 0, cell.count <= 15 else { return nil }
        var value: Int64 = 0
        for byte in cell {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }

    /// `5E+05`, `3,60688E+11`: the digits behind the first few are gone.
    static func isScientific(_ cell: Bytes) -> Bool {
        // From the end, where most cells show at once that they are none.
        var mark = cell.count
        while mark > 0, isDigit(cell[mark - 1]) || cell[mark - 1] == 0x2B || cell[mark - 1] == 0x2D {
            mark -= 1
            if cell.count - mark > longestExponent { return false }
        }
        guard mark > 1, mark < cell.count, cell[mark - 1] | 0x20 == 0x65 else { return false }
        return cell.part(0, mark - 1).allSatisfy { isDigit($0) || $0 == 0x2E || $0 == 0x2C || $0 == 0x2D }
    }

    /// A sign and three digits.
    private static let longestExponent = 4

    @inline(__always) private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static let units: [StaticString] = ["đồng", "Đồng", "ĐỒNG", "dong", "VNĐ", "vnđ", "VND", "vnd", "₫", "đ", "Đ", "d"]

    private static func withoutUnit(_ cell: Bytes) -> Bytes {
        for unit in units where cell.count > unit.utf8CodeUnitCount {
            let tail = cell.part(cell.count - unit.utf8CodeUnitCount, cell.count)
            if tail.hasPrefix(unit) { return cell.part(0, cell.count - unit.utf8CodeUnitCount).trimmed }
        }
        return cell
    }
}

/// A number with its grouping and decimal marks told apart.
private struct Number {
    private(set) var isNegative = false
    private(set) var hasMarks = false
    private var whole: Int64 = 0
    private var fraction: (value: Int64, digits: Int) = (0, 0)

    /// `nil` for what is no number, or is grouped in a way that no one groups: `1.50.000`, `1.5,00.0`.
    init?(_ bytes: Bytes) {
        var groups: [(mark: UInt8, digits: Int, value: Int64)] = [(0, 0, 0)]
        var index = 0
        if index < bytes.count, bytes[index] == 0x2D {
            isNegative = true
            index += 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0x30, byte <= 0x39 {
                let last = groups.count - 1
                guard groups[last].digits < 15 else { return nil }
                groups[last].value = groups[last].value * 10 + Int64(byte - 0x30)
                groups[last].digits += 1
                index += 1
            } else if let mark = Number.mark(bytes, &index) {
                groups.append((mark, 0, 0))
            } else {
                return nil
            }
        }
        guard groups.allSatisfy({ $0.digits > 0 }), !groups.isEmpty else { return nil }
        guard take(groups) else { return nil }
    }

    private mutating func take(_ groups: [(mark: UInt8, digits: Int, value: Int64)]) -> Bool {
        var groups = groups
        hasMarks = groups.count > 1
        if let last = groups.last, groups.count > 1, last.digits != 3 {
            // The last mark parts decimals: it must differ from the grouping marks, or be the only one.
            guard last.digits <= 2, last.mark != 0x20, groups.count == 2 || last.mark != groups[1].mark else { return false }
            fraction = (last.value, last.digits)
            groups.removeLast()
        }
        let mark = groups.count > 1 ? groups[1].mark : 0
        for (index, group) in groups.enumerated() {
            if index > 0, group.digits != 3 || group.mark != mark { return false }
            if index == 0, groups.count > 1, group.digits > 3 { return false }
            let (scaled, overflow) = whole.multipliedReportingOverflow(by: index == 0 ? 1 : 1000)
            guard !overflow, scaled < 1_000_000_000_000_000 else { return false }
            whole = scaled + group.value
        }
        return true
    }

    func amount(isThousand: Bool) -> Int64? {
        guard isThousand else { return fraction.value == 0 ? whole : nil }
        guard whole < 1_000_000_000_000 else { return nil }
        return whole * 1000 + fraction.value * (fraction.digits == 1 ? 100 : 10)
    }

    /// A grouping or decimal mark at `index`, which is moved behind it; all blanks are one mark.
    private static func mark(_ bytes: Bytes, _ index: inout Int) -> UInt8? {
        let rest = bytes.part(index, bytes.count)
        switch bytes[index] {
        case 0x2E, 0x2C:
            index += 1
            return bytes[index - 1]
        case 0x20, 0x27:
            index += 1
            return 0x20
        default:
            if rest.hasPrefix("\u{A0}") {
                index += 2
                return 0x20
            }
            if rest.hasPrefix("\u{202F}") {
                index += 3
                return 0x20
            }
            return nil
        }
    }
}
