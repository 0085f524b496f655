import CLibXML2

/// libxml2's pull reader over a text source, hardened: no network, no DTD, no entity is ever expanded, depth and sizes bounded.
///
/// libxml2 keeps the pointers that its callbacks are given, so the source is held by a box that lives as long as the reader.
final class XMLPullReader {
    enum NodeKind {
        case element(isEmpty: Bool)
        case endElement
        case text
        case documentType
        case other
    }

    struct ParseError {
        var code: Int32 = 0
        var line: Int64 = 0
        var message = ""
    }

    private let feed: SourceBox
    private let reader: xmlTextReaderPtr

    static let maxDepth = 64
    static let maxAttributeBytes = 65_536
    static let maxTextBytes = 1_048_576

    /// - Parameter encoding: The name libxml2 knows for what `source` hands out, whatever the document declares.
    /// - Returns: `nil` when libxml2 has no memory left.
    init?(_ source: TextSource, encoding: String) {
        feed = SourceBox(source)
        let options = Int32(
            XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue | XML_PARSE_COMPACT.rawValue | XML_PARSE_BIG_LINES.rawValue)
        let context = Unmanaged.passUnretained(feed).toOpaque()
        guard let reader = xmlReaderForIO(readCallback, nil, context, nil, encoding, options) else { return nil }
        self.reader = reader
        xmlTextReaderSetStructuredErrorHandler(reader, errorCallback, context)
    }

    deinit { xmlFreeTextReader(reader) }

    var error: ParseError { feed.error }
    /// An error of reading the file, kept until the parser has returned.
    var sourceError: ImportError? { feed.failure }
    var isSourceAtEnd: Bool { feed.isAtEnd }
    /// The last bytes that were read.
    var tail: [UInt8] { feed.tail }
    var bytesRead: Int64 { feed.source.bytesRead }

    enum Step { case node, end, failed }

    func next() -> Step {
        switch xmlTextReaderRead(reader) {
        case 1: feed.error.code == 0 || !feed.isFatal ? .node : .failed
        case 0: feed.isFatal ? .failed : .end
        default: .failed
        }
    }

    var depth: Int { Int(xmlTextReaderDepth(reader)) }

    var kind: NodeKind {
        switch xmlTextReaderNodeType(reader) {
        case 1: .element(isEmpty: xmlTextReaderIsEmptyElement(reader) == 1)
        case 15: .endElement
        case 3, 4, 13, 14: .text
        case 10, 5: .documentType
        default: .other
        }
    }

    /// The name without its namespace prefix. Names are kept once by the parser, so the same name is the same pointer.
    var localName: UnsafePointer<UInt8>? { xmlTextReaderConstLocalName(reader) }

    var value: Bytes {
        guard let value = xmlTextReaderConstValue(reader) else { return .none }
        return Bytes(start: value, count: Int(xmlStrlen(value)))
    }

    /// The line of the current node; text nodes are at the line on which they end.
    var line: Int64 { xmlTextReaderCurrentNode(reader).map { Int64(xmlGetLineNo($0)) } ?? 0 }

    /// Calls `body` with each attribute of the current element, namespace declarations left out.
    ///
    /// Walks the list that the parser made instead of asking the reader for each: workbooks have three attributes in every cell.
    @inline(__always) func attributes(_ body: (_ name: UnsafePointer<UInt8>, _ value: Bytes) -> Void) {
        guard let node = xmlTextReaderCurrentNode(reader), node.pointee.type == XML_ELEMENT_NODE else { return }
        var next = node.pointee.properties
        while let attribute = next {
            next = attribute.pointee.next
            guard let name = attribute.pointee.name else { continue }
            guard let text = attribute.pointee.children else {
                body(name, .none)
                continue
            }
            // Without a DTD there are no entities of the document's own, so the value is one text.
            guard text.pointee.next == nil, text.pointee.type == XML_TEXT_NODE, let content = text.pointee.content else {
                continue
            }
            body(name, Bytes(start: content, count: Int(xmlStrlen(content))))
        }
    }
}

/// What the callbacks of libxml2 may touch.
private final class SourceBox {
    let source: TextSource
    var failure: ImportError?
    var isAtEnd = false
    var isFatal = false
    var error = XMLPullReader.ParseError()
    var tail: [UInt8] = []

    init(_ source: TextSource) { self.source = source }

    func read(_ target: UnsafeMutablePointer<CChar>?, _ count: Int32) -> Int32 {
        guard let target, count > 0 else { return 0 }
        let buffer = UnsafeMutableRawBufferPointer(start: target, count: Int(count)).bindMemory(to: UInt8.self)
        do throws(ImportError) {
            let read = try source.read(into: buffer)
            if read == 0 { isAtEnd = true } else { keepTail(Bytes(start: buffer.baseAddress, count: read)) }
            return Int32(read)
        } catch {
            failure = error
            return -1
        }
    }

    private func keepTail(_ bytes: Bytes) {
        tail.append(contentsOf: bytes.suffix(256))
        if tail.count > 256 { tail.removeFirst(tail.count - 256) }
    }
}

private func readCallback(_ context: UnsafeMutableRawPointer?, _ target: UnsafeMutablePointer<CChar>?, _ count: Int32) -> Int32 {
    guard let context else { return -1 }
    return Unmanaged<SourceBox>.fromOpaque(context).takeUnretainedValue().read(target, count)
}

private func errorCallback(_ context: UnsafeMutableRawPointer?, _ error: xmlErrorPtr?) {
    guard let context, let error else { return }
    let box = Unmanaged<SourceBox>.fromOpaque(context).takeUnretainedValue()
    guard error.pointee.level == XML_ERR_ERROR || error.pointee.level == XML_ERR_FATAL, box.error.code == 0 else { return }
    box.error.code = error.pointee.code
    box.error.line = Int64(error.pointee.line)
    box.error.message = error.pointee.message.map { String(cString: $0) } ?? ""
    box.isFatal = error.pointee.level == XML_ERR_FATAL
}
