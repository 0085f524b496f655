/// What is inside a `.gz` file, inflated on the way in constant memory. Several members in a row are one text, as gzip has it.
final class GzipStream: ByteStream {
    private let source: ByteSource
    private let inflater: Inflater

    var position: Int64 { inflater.taken }
    var size: Int64? { source.size }

    init(_ source: ByteSource, limits: InflateLimits = .export) throws(ImportError) {
        self.source = source
        inflater = try Inflater(.gzip, limits: limits, name: source.name) { (target) throws(ImportError) in
            try source.read(into: target)
        }
    }

    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        while true {
            let count = try inflater.read(into: target)
            if count > 0 { return count }
            guard try hasAnotherMember() else { return 0 }
            inflater.restart()
        }
    }

    /// Behind a member stand another one, the zeros that fill up a tape, or nothing. Anything else means that data was lost.
    private func hasAnotherMember() throws(ImportError) -> Bool {
        while let byte = try inflater.byteBehindEnd() {
            if byte == 0x1F { return true }
            guard byte == 0 else { throw ImportError(.refused(.archiveDamaged), file: source.name) }
            inflater.skipByteBehindEnd()
        }
        return false
    }
}
