/// The bytes of a feed from behind its byte-order mark, in a form whose structure is ASCII: UTF-16 becomes UTF-8 on the way,
/// every other encoding passes as it is, because in all of them a delimiter, a quote or a line end is its ASCII byte and part
/// of nothing else.
final class TextSource {
    private let source: ByteSource
    private let wide: WideDecoder?
    private var markLeft: Int
    /// Where in the file what is handed out starts; `nil` where its bytes are not those of the file.
    let origin: Int64?
    private var pending: [UInt8] = []
    private var pendingOffset = 0

    /// How many bytes of the file were taken so far.
    var bytesRead: Int64 { source.bytesRead }
    var size: Int64? { source.size }
    var name: String { source.name }
    /// ``size`` where it is that of what is read and not of a compressed file.
    var knownSize: Int64? { source.isSeekable ? source.size : nil }

    /// - Parameter isDerived: The source is no file but was made from one, as the text of a sheet is.
    init(_ source: ByteSource, encoding: TextEncoding, markLength: Int, isDerived: Bool = false) {
        self.source = source
        markLeft = markLength
        wide =
            switch encoding {
            case .utf16LittleEndian: WideDecoder(isBigEndian: false)
            case .utf16BigEndian: WideDecoder(isBigEndian: true)
            default: nil
            }
        origin = wide == nil && !isDerived ? Int64(markLength) : nil
    }

    /// - Returns: the number of bytes put into `target`, 0 at the end.
    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        try skipMark()
        guard let wide else { return try source.read(into: target) }
        while pendingOffset == pending.count {
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            let count = try read(source, into: &piece)
            pending.removeAll(keepingCapacity: true)
            pendingOffset = 0
            if count == 0 {
                wide.finish(into: &pending)
                if pending.isEmpty { return 0 }
            } else {
                wide.decode(piece[..<count], into: &pending)
            }
        }
        let count = min(target.count, pending.count - pendingOffset)
        for index in 0..<count { target[index] = pending[pendingOffset + index] }
        pendingOffset += count
        return count
    }

    private func skipMark() throws(ImportError) {
        while markLeft > 0 {
            var mark = [UInt8](repeating: 0, count: markLeft)
            let count = try read(source, into: &mark)
            if count == 0 { return markLeft = 0 }
            markLeft -= count
        }
    }

    private func read(_ source: ByteSource, into piece: inout [UInt8]) throws(ImportError) -> Int {
        let result: Result<Int, ImportError> = piece.withUnsafeMutableBufferPointer { target in
            do throws(ImportError) { return .success(try source.read(into: target)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}

/// UTF-16 to UTF-8, in pieces that may end anywhere. A surrogate without its half becomes U+FFFD, which later counts as lost
/// text.
private final class WideDecoder {
    private let isBigEndian: Bool
    private var oddByte: UInt8?
    private var highSurrogate: UInt32?

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

    func decode(_ bytes: ArraySlice<UInt8>, into out: inout [UInt8]) {
        for byte in bytes {
            guard let first = oddByte else {
                oddByte = byte
                continue
            }
            oddByte = nil
            append(isBigEndian ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first), to: &out)
        }
    }

    func finish(into out: inout [UInt8]) {
        if highSurrogate != nil || oddByte != nil { write(0xFFFD, to: &out) }
        highSurrogate = nil
        oddByte = nil
    }

    private func append(_ unit: UInt32, to out: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xDC00...0xDFFF).contains(unit) {
                return write(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), to: &out)
            }
            write(0xFFFD, to: &out)
        }
        switch unit {
        case 0xD800...0xDBFF: highSurrogate = unit
        case 0xDC00...0xDFFF: write(0xFFFD, to: &out)
        default: write(unit, to: &out)
        }
    }

    private func write(_ scalar: UInt32, to out: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(scalar) else { return }
        out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
