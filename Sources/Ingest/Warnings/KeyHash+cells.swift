import Registry

extension KeyHash {
    @inline(__always) mutating func mix(_ value: TypedRow.Value) {
        switch value {
        case .empty: mix(0)
        case .integer(let number): mix(UInt64(bitPattern: number))
        case .oldIdentity(let number): mix(UInt64(bitPattern: ~number))
        case .text(let bytes): mix(bytes)
        }
    }
}
