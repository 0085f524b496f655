import CProcessor

/// Finds the bytes of a table that mean something, a block at a time.
struct StructuralMarks {
    static let blockLength = 64

    private let delimiter: SIMD16<UInt8>
    private let newline: SIMD16<UInt8>
    private let quote: SIMD16<UInt8>

    @inline(__always) init(_ dialect: CSVDialect) {
        delimiter = SIMD16(repeating: dialect.delimiter)
        newline = SIMD16(repeating: dialect.newline)
        quote = SIMD16(repeating: dialect.quote)
    }

    /// One bit for each delimiter and line end, the first byte's the lowest, and whether there is a quote.
    @inline(__always) func find(in bytes: UnsafePointer<UInt8>) -> (ends: UInt64, hasQuote: Bool) {
        var ends: UInt64 = 0
        var quotes = SIMDMask<SIMD16<Int8>>(repeating: false)
        for part in 0..<4 {
            let block = StructuralMarks.load(bytes, part)
            ends |= bitmask((block .== delimiter) .| (block .== newline)) &<< UInt64(part * 16)
            quotes = quotes .| (block .== quote)
        }
        let words = unsafeBitCast(quotes, to: SIMD2<UInt64>.self)
        return (ends, words[0] | words[1] != 0)
    }

    func quotes(in bytes: UnsafePointer<UInt8>) -> UInt64 {
        (0..<4).reduce(UInt64(0)) { $0 | bitmask(StructuralMarks.load(bytes, $1) .== quote) &<< UInt64($1 * 16) }
    }

    @inline(__always) private static func load(_ bytes: UnsafePointer<UInt8>, _ part: Int) -> SIMD16<UInt8> {
        UnsafeRawPointer(bytes + part * 16).loadUnaligned(as: SIMD16<UInt8>.self)
    }
}

/// One bit for each byte lane of a comparison: one instruction, for which Swift has no word. (Lane loops and half-splits of masks fall to
/// scalar code; gathering the bits by multiplying cost a thirtieth of a check.)
@inline(__always) private func bitmask(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
    highest_bits(unsafeBitCast(mask, to: SIMD16<Int8>.self))
}
