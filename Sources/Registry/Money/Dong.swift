/// An amount of money in whole Vietnamese đồng. There is no smaller unit and never a fraction.
///
/// Sums are checked: an amount that leaves the range of `Int64` (about ±9.2 million billion đồng) traps in `+` and
/// throws in ``adding(_:)``. Use the throwing form for anything that came from outside.
package struct Dong: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let amount: Int64

    package init(_ amount: Int64) { self.amount = amount }

    package static let zero = Dong(0)

    package static func < (left: Dong, right: Dong) -> Bool { left.amount < right.amount }
    package static func + (left: Dong, right: Dong) -> Dong { Dong(left.amount + right.amount) }
    package static func - (left: Dong, right: Dong) -> Dong { Dong(left.amount - right.amount) }
    package static func += (left: inout Dong, right: Dong) { left = left + right }
    package static prefix func - (value: Dong) -> Dong { Dong(-value.amount) }

    /// The sum, or ``DongOverflow`` when it does not fit.
    package func adding(_ other: Dong) throws(DongOverflow) -> Dong {
        let (sum, overflow) = amount.addingReportingOverflow(other.amount)
        guard !overflow else { throw DongOverflow() }
        return Dong(sum)
    }

    /// Grouped the Vietnamese way with the unit: `1.500.000 đ`.
    package var description: String { "\(Dong.grouped(amount)) đ" }

    /// Digits in groups of three, as Vietnamese writes whole numbers: `-1.500.000`.
    /// - Parameter separator: `,` for English.
    package static func grouped(_ value: Int64, by separator: Character = ".") -> String {
        let digits = String(value.magnitude)
        var out = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { out.append(separator) }
            out.append(digit)
        }
        return out
    }

    package init(from decoder: any Decoder) throws { amount = try decoder.singleValueContainer().decode(Int64.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(amount)
    }
}

/// A sum of đồng left the range of `Int64`.
package struct DongOverflow: Error, Equatable, Sendable {}
