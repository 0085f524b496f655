import Registry

/// An XML document as a feed of rows: finds out by the root element what it is, and hands the rest to a reader of that shape.
final class XMLFeed: XMLHandler {
    /// Why the whole document is refused.
    struct Refusal: Error {
        let reason: FileReason
        var line: Int64?
    }

    private let source: TextSource
    private let encoding: TextEncoding
    private let options: ImportOptions
    private let context: RowCheck.Context
    private let results: FeedResults
    private var reader: XMLReader?
    private var shape: (any XMLShape)?

    init(
        _ source: TextSource, encoding: TextEncoding, options: ImportOptions, _ context: RowCheck.Context, _ results: FeedResults
    ) {
        self.source = source
        self.encoding = encoding
        self.options = options
        self.context = context
        self.results = results
    }

    var kind: SubmissionKind? { shape?.kind }
    var unknownColumns: [String] { shape?.unknownColumns ?? [] }
    /// The names of the fields in the order in which they were met, and what each was taken for.
    var columns: (headings: [String], keys: [String?]) { shape?.columns ?? ([], []) }

    /// - Returns: why the file is refused, `nil` when all of it was read.
    func run() throws -> Refusal? {
        do {
            // Legacy text passes through the parser as so many letters of Latin-1 and is decoded behind it.
            let reader = try XMLReader(source, isLatin1: encoding.isLegacy, .whole)
            reader.tell(self)
            self.reader = reader
            defer { self.reader = nil }
            try reader.readAll()
            try shape?.finish()
            return nil
        } catch let refusal as Refusal {
            return refusal
        } catch let fault as XMLFault {
            return Refusal(reason: fault.reason, line: fault.line)
        }
    }

    // MARK: The root element

    override func open(_ element: XMLElement) throws {
        let shape = try shape(element)
        self.shape = shape
        reader?.tell(shape)
    }

    private func shape(_ root: XMLElement) throws -> any XMLShape {
        let name = String(cString: root.name)
        if XMLRecords.isKnownRoot(name) {
            return XMLRecords(root: name, source, encoding: encoding, options: options, context, results)
        }
        if name == "Document", let message = PayersMessage.Kind(namespace: root.namespace),
            options.kindToRead ?? .statement == .statement
        {
            return try PayersMessage(message, source, encoding: encoding, options: options, context, results)
        }
        throw Refusal(reason: .xmlWrongRoot, line: root.line)
    }
}

/// A reader of documents of one shape; called with everything inside the root element.
protocol XMLShape: XMLHandler {
    var kind: SubmissionKind? { get }
    var unknownColumns: [String] { get }
    var columns: (headings: [String], keys: [String?]) { get }
    /// The document was read to its end and is well-formed.
    func finish() throws
}
