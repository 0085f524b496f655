import CLibXML2

/// libxml2's parser over a text source, hardened: no network, no DTD, no entity is ever expanded, depth and sizes bounded, no tree.
///
/// Bytes are pushed into the parser piece by piece and come back as calls to an ``XMLHandler``, so reading stops between two pieces
/// wherever the caller likes. Calls instead of libxml2's pull reader, which builds a tree node for every element and text first: over a
/// payment list that was 57 % of all the time.
///
/// The parser keeps one pointer to this object and hands it to the functions at the end of this file. It lives as long as the object, and
/// calls only inside ``advance()``.
final class XMLReader {
    private let source: TextSource
    private let isLatin1: Bool
    /// Whoever is called from the next call on. Must live as long as the reader is asked to read.
    unowned(unsafe) var handler: (any XMLHandler)?
    private let parser: xmlParserCtxtPtr
    private let piece: UnsafeMutableBufferPointer<UInt8>
    private let widened: UnsafeMutableBufferPointer<UInt8>

    /// Of the element that was opened last; that of the root is 0.
    private var depth = -1
    private var textBytes = 0
    /// Bytes of the source that the parser was given and has passed on or still holds.
    private var delivered: Int64 = 0
    private var isAtEnd = false
    private var tail: [UInt8] = []
    private var failure: (any Error)?
    private var syntaxError: XMLFault?
    private var rootName = ""

    static let maxDepth = 64
    static let maxAttributeBytes = 65_536
    static let maxTextBytes = 1_048_576
    /// Attributes of one element. libxml2 compares each with each.
    static let maxAttributes = 1_024
    /// Of a tag, a comment or an instruction that is not finished yet: nothing else is kept.
    static let maxPendingBytes = 262_144
    /// More of a piece is copied more often inside the parser; less of it means more calls.
    private static let pieceBytes = 8_192

    /// - Parameter isLatin1: Every byte of `source` stands for one letter of that number, whatever the document declares; otherwise
    ///   `source` gives UTF-8.
    init(_ source: TextSource, isLatin1: Bool = false) throws(XMLFault) {
        self.source = source
        self.isLatin1 = isLatin1
        var calls = XMLReader.calls
        guard let parser = xmlCreatePushParserCtxt(&calls, nil, nil, 0, nil) else { throw XMLFault(.memory) }
        self.parser = parser
        piece = .allocate(capacity: XMLReader.pieceBytes)
        widened = .allocate(capacity: isLatin1 ? XMLReader.pieceBytes * 2 : 0)
        parser.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
        xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
        xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8)
    }

    deinit {
        xmlFreeParserCtxt(parser)
        piece.deallocate()
        widened.deallocate()
    }

    var bytesRead: Int64 { source.bytesRead }
    /// The line at which the parser stands; in ``XMLHandler/open(_:)`` the one on which the start tag ends.
    var line: Int64 { parser.pointee.input.map { Int64($0.pointee.line) } ?? 0 }

    /// Reads one more piece. - Returns: `false` when the document was read to its end and is well-formed.
    /// - Throws: what the handler threw, ``XMLFault``, or ``ImportError`` of the source.
    func advance() throws -> Bool {
        if isAtEnd { return false }
        let count = try source.read(into: piece)
        if count > 0 { push(count) } else { end() }
        if let failure { throw failure }
        if let syntaxError { throw syntaxError }
        if isAtEnd, parser.pointee.wellFormed == 0 { throw XMLFault(.notWellFormed, line: line) }
        return !isAtEnd
    }

    private func push(_ count: Int) {
        let bytes = Bytes(start: piece.baseAddress, count: count)
        tail = Array((tail + bytes.suffix(256)).suffix(256))
        // The parser keeps a carriage return at the end of a piece back until the rest is read.
        let isHeldBack = bytes[count - 1] == 0x0D
        delivered += Int64(isHeldBack ? count - 1 : count)
        let given = isLatin1 ? widen(bytes) : bytes
        given.withMemoryRebound(to: CChar.self) { _ = xmlParseChunk(parser, $0.baseAddress, Int32($0.count), 0) }
        if isHeldBack { delivered += 1 }
        if let input = parser.pointee.input?.pointee, input.end - input.cur > XMLReader.maxPendingBytes, failure == nil {
            failure = XMLFault(.sizeLimit, line: line)
        }
    }

    private func end() {
        _ = xmlParseChunk(parser, "", 0, 1)
        isAtEnd = true
        if let fault = syntaxError, fault.isAboutTheEnd(after: tail, root: rootName) {
            syntaxError = XMLFault(.truncated, line: fault.line)
        }
    }

    /// One byte to one letter.
    private func widen(_ bytes: Bytes) -> Bytes {
        var count = 0
        for byte in bytes {
            if byte < 0x80 {
                widened[count] = byte
                count += 1
            } else {
                widened[count] = 0xC0 | byte >> 6
                widened[count + 1] = 0x80 | byte & 0x3F
                count += 2
            }
        }
        return Bytes(start: widened.baseAddress, count: count)
    }

    // MARK: Called by the parser

    fileprivate func opened(
        _ name: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
        _ count: Int
    ) {
        depth += 1
        textBytes = 0
        if depth == 0 { rootName = String(cString: name) }
        if depth > XMLReader.maxDepth { return stop(XMLFault(.depthLimit, line: line)) }
        if count > XMLReader.maxAttributes { return stop(XMLFault(.sizeLimit, line: line)) }
        let element = XMLElement(
            name: name, namespace: namespace, depth: depth, attributes: attributes, count: count, reader: self)
        for index in 0..<count where element.value(index).count > XMLReader.maxAttributeBytes {
            return stop(XMLFault(.sizeLimit, line: line))
        }
        do { try handler?.open(element) } catch { stop(error) }
    }

    fileprivate func closed() {
        textBytes = 0
        do { try handler?.close(depth: depth) } catch { stop(error) }
        depth -= 1
    }

    fileprivate func found(_ text: Bytes) {
        textBytes += text.count
        if textBytes > XMLReader.maxTextBytes { return stop(XMLFault(.sizeLimit, line: line)) }
        do { try handler?.text(text) } catch { stop(error) }
    }

    /// Before anything of the DTD is looked at.
    fileprivate func foundDocumentType() { stop(XMLFault(.documentType, line: line)) }

    fileprivate func failed(_ error: xmlError) {
        guard error.level == XML_ERR_FATAL, syntaxError == nil, failure == nil else { return }
        syntaxError = XMLFault(
            code: error.code, message: error.message.map { String(cString: $0) } ?? "", line: Int64(error.line))
    }

    private func stop(_ error: any Error) {
        guard failure == nil else { return }
        failure = error
        xmlStopParser(parser)
    }

    /// Where in the file the tag begins that the parser has just read; a value of an attribute cannot hold a `<`.
    var tagOffset: Int64? {
        guard let origin = source.origin, let input = parser.pointee.input?.pointee, let base = input.base, let end = input.end,
            var start = input.cur
        else { return nil }
        while start > base, start.pointee != 0x3C { start -= 1 }
        let ahead = isLatin1 ? Bytes(start: start, count: end - start).count { $0 & 0xC0 != 0x80 } : end - start
        return origin + delivered - Int64(ahead)
    }

    private static var calls: xmlSAXHandler {
        var calls = xmlSAXHandler()
        calls.initialized = 0xDEED_BEAF  // XML_SAX2_MAGIC
        calls.internalSubset = { context, _, _, _ in reader(context)?.foundDocumentType() }
        calls.startElementNs = { context, name, _, namespace, _, _, count, _, attributes in
            if let name { reader(context)?.opened(name, namespace, attributes, Int(count)) }
        }
        calls.endElementNs = { context, _, _, _ in reader(context)?.closed() }
        calls.characters = { context, text, count in reader(context)?.found(Bytes(start: text, count: Int(count))) }
        // The same function, or the parser looks at every blank whether it may be left out.
        calls.ignorableWhitespace = calls.characters
        calls.serror = { context, error in if let error { reader(context)?.failed(error.pointee) } }
        return calls
    }
}

@inline(__always) private func reader(_ context: UnsafeMutableRawPointer?) -> XMLReader? {
    context.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
}
