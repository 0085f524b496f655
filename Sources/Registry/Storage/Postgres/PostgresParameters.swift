/// Values on their way to the server, each with its type, in binary: eight bytes, most significant first, for a number.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    private var starts: [Int?] = []
    private var types: [UInt32] = []
    private var lengths: [Int32] = []

    init(_ values: [SQLValue]) {
        for value in values {
            starts.append(bytes.count)
            switch value {
            case .null:
                // The server works out the type from where the value stands.
                starts[starts.count - 1] = nil
                types.append(0)
            case .integer(let number):
                types.append(PostgresType.int8.rawValue)
                withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
            case .text(let text):
                types.append(PostgresType.text.rawValue)
                bytes += text.utf8
            case .blob(let blob):
                types.append(PostgresType.bytea.rawValue)
                bytes += blob
            }
            lengths.append(Int32(bytes.count - (starts[starts.count - 1] ?? bytes.count)))
        }
        // An empty value must have an address, or it would be taken for null.
        bytes.append(0)
    }

    func withPointers<R>(
        _ body: (UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
    ) -> R {
        bytes.withUnsafeBufferPointer { all in
            all.withMemoryRebound(to: CChar.self) { all in
                let pointers = starts.map { start in start.flatMap { all.baseAddress?.advanced(by: $0) } }.map {
                    UnsafePointer($0)
                }
                return body(types, pointers, lengths, Array(repeating: 1, count: types.count))
            }
        }
    }
}
