import CLibXML2

/// libxml2's parser over a text source, hardened: no network, no DTD, no entity is ever expanded, depth and sizes bounded, no tree.
///
/// What it finds comes as calls to an ``XMLHandler``. Calls instead of libxml2's own reader (`xmlTextReader`), which builds a tree node for
/// every element and text first: over a payment list that was 57 % of all the time, and all of checking the list now takes 0.79 of the CPU
/// in which `xmllint --stream` only reads it (1,000,000 rows, 561 MB; median of 7 alternating runs). A document is read in one go (``readAll()``), or
/// piece by piece for who hands on what it made of each (``advance()``); the latter costs the parser a look ahead for the end of every tag.
///
/// The parser keeps one pointer to this object and hands it to the functions at the end of this file. It lives as long as the object, and
/// calls only inside ``readAll()`` and ``advance()``.
final class XMLReader {
    enum Way { case whole, inPieces }

    private let source: TextSource
    private let isLatin1: Bool
    private let parser: xmlParserCtxtPtr
    private var handler: Unmanaged<XMLHandler>?

    /// Of the element that was opened last; that of the root is 0.
    private var depth = -1
    private var textBytes = 0
    private var rootName = ""
    private var failure: (any Error)?
    private var syntaxError: XMLFault?

    // What was read from the source and not yet given to the parser.
    private let window: UnsafeMutableBufferPointer<UInt8>
    private var windowStart = 0
    private var windowEnd = 0
    private let widened: UnsafeMutableBufferPointer<UInt8>
    /// Bytes of the source that the parser has passed on or still holds.
    private var delivered: Int64 = 0
    /// Where it stood when the parser called last: comments without end are nothing that a handler would hear of.
    private var heard: Int64 = 0
    private var isAtEnd = false
    private var tail: [UInt8] = []

    static let maxDepth = 64
    static let maxAttributeBytes = 65_536
    static let maxTextBytes = 1_048_576
    /// Attributes of one element. libxml2 compares each with each.
    static let maxAttributes = 1_024
    /// Of a tag that is not finished yet: nothing else is kept.
    static let maxPendingBytes = 262_144
    /// Bytes in which nothing but comments and instructions may stand.
    private static let maxUnheardBytes: Int64 = 4 << 20
    private static let windowBytes = 65_536
    private static let leastRead = 4_096
    /// More of a piece is copied more often inside the parser; less of it means more calls.
    private static let pieceBytes = 8_192

    /// - Parameter isLatin1: Every byte of `source` stands for one letter of that number, whatever the document declares; otherwise
    ///   `source` gives UTF-8.
    init(_ source: TextSource, isLatin1: Bool = false, _ way: Way) throws(XMLFault) {
        self.source = source
        self.isLatin1 = isLatin1
        var calls = XMLReader.calls
        let made =
            switch way {
            case .whole: xmlCreateIOParserCtxt(&calls, nil, readMore, nil, nil, XML_CHAR_ENCODING_UTF8)
            case .inPieces: xmlCreatePushParserCtxt(&calls, nil, nil, 0, nil)
            }
        guard let parser = made else { throw XMLFault(.memory) }
        self.parser = parser
        window = .allocate(capacity: XMLReader.windowBytes)
        widened = .allocate(capacity: isLatin1 ? XMLReader.pieceBytes * 2 : 0)
        let context = Unmanaged.passUnretained(self).toOpaque()
        parser.pointee.userData = context
        if way == .whole { parser.pointee.input?.pointee.buf?.pointee.context = context }
        xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
        if way == .inPieces { xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8) }
    }

    deinit {
        xmlFreeParserCtxt(parser)
        window.deallocate()
        widened.deallocate()
    }

    var bytesRead: Int64 { source.bytesRead }
    /// The line at which the parser stands; in ``XMLHandler/open(_:)`` the one on which the start tag ends.
    var line: Int64 { parser.pointee.input.map { Int64($0.pointee.line) } ?? 0 }

    /// Whoever is called from the next call on. Must live as long as the reader is asked to read.
    func call(_ handler: XMLHandler) { self.handler = Unmanaged.passUnretained(handler) }

    // MARK: Reading

    /// Reads to the end of the document.
    /// - Throws: what the handler threw, ``XMLFault``, or ``ImportError`` of the source.
    func readAll() throws {
        xmlParseDocument(parser)
        try settle()
    }

    /// Reads one more piece. - Returns: `false` when the document was read to its end and is well-formed.
    /// - Throws: as ``readAll()``.
    func advance() throws -> Bool {
        if isAtEnd { return false }
        let bytes = try next(XMLReader.pieceBytes)
        if bytes.count > 0 { push(bytes) } else { xmlParseChunk(parser, "", 0, 1) }
        try settle()
        return !isAtEnd
    }

    private func settle() throws {
        if let failure { throw failure }
        if let fault = syntaxError {
            throw isAtEnd && fault.isAboutTheEnd(after: tail, root: rootName) ? XMLFault(.truncated, line: fault.line) : fault
        }
        if isAtEnd, parser.pointee.wellFormed == 0 { throw XMLFault(.notWellFormed, line: line) }
    }

    private func push(_ bytes: Bytes) {
        // The parser keeps a carriage return at the end of a piece back until the rest is read.
        let isHeldBack = bytes[bytes.count - 1] == 0x0D
        if isHeldBack { delivered -= 1 }
        let given = isLatin1 ? widen(bytes) : bytes
        given.withMemoryRebound(to: CChar.self) { _ = xmlParseChunk(parser, $0.baseAddress, Int32($0.count), 0) }
        if isHeldBack { delivered += 1 }
        if let input = parser.pointee.input?.pointee, input.end - input.cur > XMLReader.maxPendingBytes, failure == nil {
            failure = XMLFault(.sizeLimit, line: line)
        }
    }

    /// Up to `count` more bytes of the source, none at its end.
    private func next(_ count: Int) throws(ImportError) -> Bytes {
        if windowStart == windowEnd { try refill() }
        let start = windowStart
        windowStart = min(windowEnd, start + count)
        delivered += Int64(windowStart - start)
        if delivered - heard > XMLReader.maxUnheardBytes, failure == nil { failure = XMLFault(.sizeLimit, line: line) }
        return Bytes(window).part(start, windowStart)
    }

    /// A parser that is given less than four bytes at the start takes the document for an empty one, and a pipe may give less.
    private func refill() throws(ImportError) {
        (windowStart, windowEnd) = (0, 0)
        while windowEnd < XMLReader.leastRead {
            let count = try source.read(into: UnsafeMutableBufferPointer(rebasing: window[windowEnd...]))
            if count == 0 { break }
            windowEnd += count
        }
        isAtEnd = windowEnd == 0
        tail = Array((tail + Array(window[max(0, windowEnd - 256)..<windowEnd])).suffix(256))
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

    /// - Returns: the number of bytes put into `target`, 0 at the end, -1 when there is no reading on.
    fileprivate func fill(_ target: UnsafeMutableRawPointer, _ room: Int) -> Int32 {
        guard failure == nil else { return -1 }
        if let input = parser.pointee.input?.pointee, input.cur - input.base > XMLReader.maxPendingBytes {
            failure = XMLFault(.sizeLimit, line: line)
            return -1
        }
        do throws(ImportError) {
            let bytes = try next(isLatin1 ? min(room / 2, XMLReader.pieceBytes) : room)
            let given = isLatin1 ? widen(bytes) : bytes
            if let start = given.baseAddress { target.copyMemory(from: start, byteCount: given.count) }
            return Int32(given.count)
        } catch {
            failure = error
            return -1
        }
    }

    fileprivate func opened(
        _ name: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
        _ count: Int
    ) {
        depth += 1
        heard = delivered
        textBytes = 0
        if depth == 0 { rootName = String(cString: name) }
        if depth > XMLReader.maxDepth { return stop(XMLFault(.depthLimit, line: line)) }
        if count > XMLReader.maxAttributes { return stop(XMLFault(.sizeLimit, line: line)) }
        let element = XMLElement(
            name: name, namespace: namespace, depth: depth, attributes: attributes, count: count, reader: self)
        for index in 0..<count where element.value(index).count > XMLReader.maxAttributeBytes {
            return stop(XMLFault(.sizeLimit, line: line))
        }
        do { try handler?._withUnsafeGuaranteedRef { try $0.open(element) } } catch { stop(error) }
    }

    fileprivate func closed() {
        textBytes = 0
        do { try handler?._withUnsafeGuaranteedRef { try $0.close(depth: depth) } } catch { stop(error) }
        depth -= 1
    }

    fileprivate func found(_ text: Bytes) {
        heard = delivered
        textBytes += text.count
        if textBytes > XMLReader.maxTextBytes { return stop(XMLFault(.sizeLimit, line: line)) }
        do { try handler?._withUnsafeGuaranteedRef { try $0.text(text) } } catch { stop(error) }
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
        calls.internalSubset = { context, _, _, _ in with(context) { $0.foundDocumentType() } }
        calls.startElementNs = { context, name, _, namespace, _, _, count, _, attributes in
            if let name { with(context) { $0.opened(name, namespace, attributes, Int(count)) } }
        }
        calls.endElementNs = { context, _, _, _ in with(context) { $0.closed() } }
        calls.characters = { context, text, count in with(context) { $0.found(Bytes(start: text, count: Int(count))) } }
        // The same function, or the parser looks at every blank whether it may be left out.
        calls.ignorableWhitespace = calls.characters
        calls.serror = { context, error in if let error { with(context) { $0.failed(error.pointee) } } }
        return calls
    }
}

private let readMore: xmlInputReadCallback = { context, target, room in
    guard let context, let target, room > 0 else { return -1 }
    return Unmanaged<XMLReader>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.fill(target, Int(room)) }
}

/// Without a count of references for every call: there are some forty in a row.
@inline(__always) private func with(_ context: UnsafeMutableRawPointer?, _ body: (XMLReader) -> Void) {
    if let context { Unmanaged<XMLReader>.fromOpaque(context)._withUnsafeGuaranteedRef(body) }
}
