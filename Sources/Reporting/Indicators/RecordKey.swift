import Registry

/// 64-bit keys (FNV-1a) of codes and numbers, so that millions of persons can be told apart without keeping their names or numbers.
enum RecordKey {
    enum Kind: UInt64 { case national = 1, person, beneficiary, household, identity, name, reference }

    static func of(_ kind: Kind, _ parts: any FixedWidthInteger...) -> UInt64 {
        parts.reduce(start(kind)) { hash, part in
            let value = UInt64(truncatingIfNeeded: part)
            return (0..<8).reduce(hash) { step($0, UInt8(truncatingIfNeeded: value >> UInt64($1 * 8))) }
        }
    }

    static func of(_ kind: Kind, bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = start(kind)
        for byte in bytes { hash = step(hash, byte) }
        return hash
    }

    private static func start(_ kind: Kind) -> UInt64 { step(0xCBF2_9CE4_8422_2325, UInt8(kind.rawValue)) }
    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}

extension SQLScanRow {
    func key(_ position: Int, as kind: RecordKey.Kind) -> UInt64 { withText(position) { RecordKey.of(kind, bytes: $0) } }

    /// The key of a person by the new or the old identity number; `nil` without either.
    func identity(_ new: Int, _ old: Int) -> UInt64? {
        if !isNull(new) { return RecordKey.of(.identity, int64(new), 12) }
        return isNull(old) ? nil : RecordKey.of(.identity, int64(old), 9)
    }
}
