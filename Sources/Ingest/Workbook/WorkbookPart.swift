/// One XML part of a workbook through the hardened pull reader: no DTD, no network, depth and inflated bytes bounded.
final class WorkbookPart {
    let reader: XMLPullReader
    private let stream: ZipEntryStream
    /// The workbook, for messages.
    let file: String
    /// Of the node that ``next()`` went to.
    private(set) var depth = 0

    private var nodesLeft = WorkbookLimits.freeNodes

    /// How many bytes of XML were read.
    var bytesRead: Int64 { stream.made }
    var position: Int64 { stream.position }
    var size: Int64? { stream.size }

    init(_ entry: ZipArchive.Entry, in archive: ZipArchive, limits: InflateLimits) throws(ImportError) {
        file = archive.source.name
        stream = try ZipEntryStream(archive, entry, limits: limits)
        let source = ByteSource(stream, name: archive.source.name)
        let prolog = XMLProlog(try source.peek(4096))
        if prolog.refusal == .xmlDoctypeForbidden { throw ImportError(.refused(.xmlDoctypeForbidden), file: file) }
        guard prolog.refusal == nil, !prolog.encoding.isLegacy,
            let reader = XMLPullReader(
                TextSource(source, encoding: prolog.encoding, markLength: prolog.markLength), encoding: "UTF-8")
        else { throw ImportError(.refused(.workbookDamaged), file: file) }
        self.reader = reader
    }

    var damaged: ImportError { ImportError(.refused(.workbookDamaged), file: file) }
    var tooLarge: ImportError { ImportError(.refused(.workbookSizeLimit), file: file) }

    /// Goes on to the next node. - Returns: `false` at the end, when the checksum of the part was found right.
    func next() throws(ImportError) -> Bool {
        switch reader.next() {
        case .node:
            depth = reader.depth
            nodesLeft -= 1
            if nodesLeft < 0 { throw tooLarge }
            if depth > XMLPullReader.maxDepth { throw damaged }
            return true
        case .end:
            try stream.finish()
            return false
        case .failed:
            throw reader.sourceError ?? damaged
        }
    }

    /// A row, a cell or a string was met, which nodes of its own belong to.
    func allowContent() { nodesLeft += WorkbookLimits.nodesOfContent }

    /// Calls `body` with each element: its local name and a way to its attributes.
    func elements(
        _ body: (_ name: String, _ attribute: (StaticString) -> String?) throws(ImportError) -> Void
    ) throws(ImportError) {
        while try next() {
            switch reader.kind {
            case .documentType: throw ImportError(.refused(.xmlDoctypeForbidden), file: file)
            case .element:
                guard let name = reader.localName else { continue }
                try body(String(cString: name)) { reader.attribute($0) }
            default: continue
            }
        }
    }
}

extension XMLPullReader {
    /// The attribute of the current element with that local name.
    fileprivate func attribute(_ name: StaticString) -> String? {
        var found: String?
        attributes { candidate, value in
            if found == nil, candidate.isEqual(to: name) { found = String(decoding: value, as: UTF8.self) }
        }
        return found
    }
}

extension UnsafePointer<UInt8> {
    /// Whether these bytes up to their NUL are `text`.
    @inline(__always) func isEqual(to text: StaticString) -> Bool {
        for index in 0..<text.utf8CodeUnitCount where self[index] != text.utf8Start[index] { return false }
        return self[text.utf8CodeUnitCount] == 0
    }
}
