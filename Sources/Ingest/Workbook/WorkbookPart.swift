/// One XML part of a workbook through the hardened reader: no DTD, no network, depth and inflated bytes bounded.
final class WorkbookPart {
    private let reader: XMLReader
    private let stream: ZipEntryStream
    /// The workbook, for messages.
    let file: String

    private var bytesAllowed = WorkbookLimits.freeBytes

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
            let reader = try? XMLReader(TextSource(source, encoding: prolog.encoding, markLength: prolog.markLength), .inPieces)
        else { throw ImportError(.refused(.workbookDamaged), file: file) }
        self.reader = reader
    }

    var damaged: ImportError { ImportError(.refused(.workbookDamaged), file: file) }
    var tooLarge: ImportError { ImportError(.refused(.workbookSizeLimit), file: file) }

    /// Reads a piece, telling `handler` what is in it. - Returns: `false` at the end, when the checksum of the part was found right.
    func advance(_ handler: XMLHandler) throws(ImportError) -> Bool {
        if stream.made > bytesAllowed { throw tooLarge }
        reader.tell(handler)
        do {
            if try reader.advance() { return true }
            try stream.finish()
            return false
        } catch let error as ImportError { throw error } catch let fault as XMLFault where fault.kind == .documentType {
            throw ImportError(.refused(.xmlDoctypeForbidden), file: file)
        } catch { throw damaged }
    }

    /// A row, a cell or a string was met, or text of one, so many bytes of XML may be there for it.
    func allow(_ bytes: Int64 = WorkbookLimits.bytesOfContent) { bytesAllowed += bytes }

    /// Calls `body` with each element: its local name and a way to its attributes.
    func elements(_ body: (_ name: String, _ attribute: (StaticString) -> String?) throws -> Void) throws(ImportError) {
        do throws(any Error) {
            try withoutActuallyEscaping(body) { body in
                let listener = ElementListener(body)
                while try advance(listener) {}
            }
        } catch let error as ImportError { throw error } catch { throw damaged }
    }

    /// The local name of the root element, `nil` where there is none.
    func rootName() throws(ImportError) -> String? {
        let listener = RootListener()
        while listener.name == nil, try advance(listener) {}
        return listener.name
    }
}

private final class ElementListener: XMLHandler {
    private let body: (_ name: String, _ attribute: (StaticString) -> String?) throws -> Void

    init(_ body: @escaping (_ name: String, _ attribute: (StaticString) -> String?) throws -> Void) { self.body = body }

    override func open(_ element: XMLElement) throws { try body(String(cString: element.name)) { element.attribute($0) } }
}

private final class RootListener: XMLHandler {
    private(set) var name: String?

    override func open(_ element: XMLElement) { name = name ?? String(cString: element.name) }
}
