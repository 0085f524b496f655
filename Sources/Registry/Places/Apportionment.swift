/// Whole numbers divided so that nothing is lost.
package enum Apportionment {
    /// Divides `amount` in proportion to `masses` by largest remainders (Hamilton's method): each part is its quota rounded up or
    /// down, and the parts add up to `amount`. Of equal remainders the first one is rounded away from zero. A negative amount is
    /// divided as its positive mirror. Masses that are all zero count as equal.
    ///
    /// - Complexity: O(*n* log *n*); the product of amount and mass is taken in 128 bits, so every `Int64` can be divided.
    package static func divide(_ amount: Int64, by masses: [UInt64]) -> [Int64] {
        let total = masses.reduce(UInt128(0)) { $0 + UInt128($1) }
        guard total > 0 else { return masses.isEmpty ? [] : divide(amount, by: masses.map { _ in 1 }) }
        let magnitude = UInt128(amount.magnitude)
        var parts: [UInt64] = []
        var remainders: [UInt128] = []
        for mass in masses {
            let (quotient, remainder) = (magnitude * UInt128(mass)).quotientAndRemainder(dividingBy: total)
            parts.append(UInt64(quotient))
            remainders.append(remainder)
        }
        let missing = Int(amount.magnitude - parts.reduce(0, +))
        let order = remainders.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
        for index in order.prefix(missing) { parts[index] += 1 }
        return parts.map { amount < 0 ? Int64(truncatingIfNeeded: 0 &- $0) : Int64($0) }
    }
}
