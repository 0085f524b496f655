/// A file of rows alone, as another program sends them on, with the header put before that it does not have.
final class HeadedStream: ByteStream {
    private let rows: ByteSource
    private var header: [UInt8]

    /// - Parameter columns: Their names, divided by tabs as the rows are.
    init(_ columns: [String], _ rows: ByteSource) {
        self.rows = rows
        header = Array((columns.joined(separator: "\t") + "\n").utf8)
    }

    var position: Int64 { rows.bytesRead }
    var size: Int64? { rows.size }

    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        guard !header.isEmpty else { return try rows.read(into: target) }
        let count = min(header.count, target.count)
        for index in 0..<count { target[index] = header[index] }
        header.removeFirst(count)
        return count
    }
}
