import Registry

/// An XML document of one of the known shapes as a feed of rows: records as children of the root, their fields as elements or
/// attributes, in any order.
final class XMLFeed {
    struct Refusal {
        let reason: FileReason
        var line: Int64?
        var fields: [Field] = []
    }

    private(set) var kind: SubmissionKind?
    private(set) var unknownColumns: [String] = []

    private let source: TextSource
    private let encoding: TextEncoding
    private let options: ImportOptions
    private let context: RowCheck.Context
    private let results: FeedResults

    /// Names of fields in the order in which they were first met, and their numbers by the parser's pointer.
    private var names: [String] = []
    private var numberOfName: [UnsafePointer<UInt8>: Int] = [:]

    private var record = XMLRecord()
    private var waiting: [XMLRecord] = []
    private var rows: XMLRows?
    /// Inside the element at this depth everything is passed over: an inline schema.
    private var passOverDepth: Int?
    private var rootName = ""
    private var recordLine: Int64 = 0
    private var lastTextLine: Int64 = 0

    /// Records that are looked at before the kind of the file is settled, as an optional field may be missing in the first.
    private static let settlingRecords = 64

    init(
        _ source: TextSource, encoding: TextEncoding, options: ImportOptions, _ context: RowCheck.Context, _ results: FeedResults
    ) {
        self.source = source
        self.encoding = encoding
        self.options = options
        self.context = context
        self.results = results
    }

    /// - Returns: why the file is refused, `nil` when all of it was read.
    func run() throws -> Refusal? {
        // Latin-1 passes every byte through as one letter; legacy text is decoded behind the parser.
        guard let reader = XMLPullReader(source, encoding: encoding.isLegacy ? "ISO-8859-1" : "UTF-8") else {
            return Refusal(reason: .xmlNotWellFormed)
        }
        while true {
            switch reader.next() {
            case .node:
                if let refusal = try take(reader) { return refusal }
            case .end:
                if rows == nil, let refusal = try settle() { return refusal }
                return nil
            case .failed:
                if let error = reader.sourceError { throw error }
                return failure(reader)
            }
        }
    }

    // MARK: Nodes

    private func take(_ reader: XMLPullReader) throws -> Refusal? {
        let depth = reader.depth
        if depth > XMLPullReader.maxDepth { return Refusal(reason: .xmlDepthLimit, line: reader.line) }
        switch reader.kind {
        case .element(let isEmpty): return try open(reader, depth, isEmpty)
        case .endElement: return try close(depth)
        case .text: return takeText(reader, depth)
        case .documentType: return Refusal(reason: .xmlDoctypeForbidden, line: reader.line)
        case .other: return nil
        }
    }

    private func open(_ reader: XMLPullReader, _ depth: Int, _ isEmpty: Bool) throws -> Refusal? {
        if passOverDepth != nil { return oversized(reader) ? Refusal(reason: .xmlSizeLimit, line: reader.line) : nil }
        guard let name = reader.localName else { return nil }
        switch depth {
        case 0:
            rootName = String(cString: name)
            if !XMLFeed.isKnownRoot(rootName) { return Refusal(reason: .xmlWrongRoot, line: reader.line) }
            return oversized(reader) ? Refusal(reason: .xmlSizeLimit, line: reader.line) : nil
        case 1: return try openRecord(reader, String(cString: name), isEmpty)
        case 2: record.open(name: number(of: name))
        default: break
        }
        return oversized(reader) ? Refusal(reason: .xmlSizeLimit, line: reader.line) : nil
    }

    private func openRecord(_ reader: XMLPullReader, _ name: String, _ isEmpty: Bool) throws -> Refusal? {
        if name == "schema" {
            if !isEmpty { passOverDepth = 1 }
            return nil
        }
        if !XMLFeed.isKnownRecord(name, in: rootName) { return Refusal(reason: .xmlWrongRoot, line: reader.line) }
        let line = reader.line
        record.clear(line: line < 65_535 ? line : max(line, lastTextLine))
        var isOversized = false
        reader.attributes { name, value in
            if value.count > XMLPullReader.maxAttributeBytes { isOversized = true }
            record.open(name: number(of: name))
            record.append(value)
        }
        if isOversized { return Refusal(reason: .xmlSizeLimit, line: line) }
        return isEmpty ? try finishRecord() : nil
    }

    private func oversized(_ reader: XMLPullReader) -> Bool {
        var isOversized = false
        reader.attributes { _, value in if value.count > XMLPullReader.maxAttributeBytes { isOversized = true } }
        return isOversized
    }

    private func takeText(_ reader: XMLPullReader, _ depth: Int) -> Refusal? {
        let value = reader.value
        if value.count > XMLPullReader.maxTextBytes { return Refusal(reason: .xmlSizeLimit, line: reader.line) }
        lastTextLine = reader.line
        if depth == 3, passOverDepth == nil {
            if record.byteCount + value.count > XMLPullReader.maxTextBytes {
                return Refusal(reason: .xmlSizeLimit, line: reader.line)
            }
            record.append(value)
        }
        return nil
    }

    private func close(_ depth: Int) throws -> Refusal? {
        if let passOver = passOverDepth {
            if depth <= passOver { passOverDepth = nil }
            return nil
        }
        return depth == 1 ? try finishRecord() : nil
    }

    private func number(of name: UnsafePointer<UInt8>) -> Int {
        if let known = numberOfName[name] { return known }
        let text = String(cString: name)
        let number = names.firstIndex(of: text) ?? names.count
        if number == names.count { names.append(text) }
        numberOfName[name] = number
        return number
    }

    // MARK: Records

    private func finishRecord() throws -> Refusal? {
        try results.advance(source.bytesRead)
        if let rows {
            try rows.take(record, names)
            return nil
        }
        waiting.append(record)
        return waiting.count >= XMLFeed.settlingRecords ? try settle() : nil
    }

    /// Settles the kind by the names met so far, and checks the records that waited for it.
    private func settle() throws -> Refusal? {
        let cells = names.map { HeaderCell($0) }
        guard let map = waiting.isEmpty ? nil : HeaderVocabulary(options.profile).map(cells, kind: options.kindToRead) else {
            kind = options.kindToRead ?? .payments
            try results.begin(kind ?? .payments)
            return nil
        }
        guard map.matched >= 2 else { return Refusal(reason: .xmlWrongRoot, line: waiting.first?.line) }
        kind = map.kind
        unknownColumns = map.unknownColumns
        let readings = columnReadings()
        if readings.isTied { return Refusal(reason: .encodingUnknown) }
        try results.begin(map.kind)
        let rows = XMLRows(map.kind, encoding, readings, context, results)
        self.rows = rows
        for record in waiting { try rows.take(record, names) }
        waiting = []
        return nil
    }

    private func columnReadings() -> ColumnReadings {
        var values = [[UInt8]](repeating: [], count: names.count)
        guard !encoding.isLegacy else { return ColumnReadings(values) }
        for record in waiting {
            record.withValues { value in
                for part in record.parts { values[part.name] += Array(value(part)) + [0x20] }
            }
        }
        return ColumnReadings(values)
    }

    /// The names of the fields in the order in which they were met, and what each was taken for.
    var columns: (headings: [String], keys: [String?]) {
        let keys = names.map { rows?.field(named: $0) }
        return (zip(names, keys).map { $1?.header ?? $0 }, keys.map { $0?.key })
    }

    // MARK: Shapes and failures

    private static func isKnownRoot(_ name: String) -> Bool { name.hasPrefix("DanhSach") || name == "NewDataSet" }

    private static func isKnownRecord(_ name: String, in root: String) -> Bool {
        root == "NewDataSet" ? name.hasPrefix("Table") : root == "DanhSach" + name || name == "DoiTuong"
    }

    private func failure(_ reader: XMLPullReader) -> Refusal {
        let error = reader.error
        let line = error.line > 0 ? error.line : nil
        if isTruncated(reader) { return Refusal(reason: .xmlTruncated, line: line) }
        switch error.code {
        case 81, 31, 32: return Refusal(reason: .encodingMismatch, line: line)
        case 110: return Refusal(reason: .xmlSizeLimit, line: line)
        default: break
        }
        if error.message.contains("not proper UTF-8") { return Refusal(reason: .encodingMismatch, line: line) }
        if error.message.contains("xcessive depth") { return Refusal(reason: .xmlDepthLimit, line: line) }
        if error.message.contains("too long") || error.message.contains("too big") || error.message.contains("huge") {
            return Refusal(reason: .xmlSizeLimit, line: line)
        }
        return Refusal(reason: .xmlNotWellFormed, line: line)
    }

    /// The input ended, and the end tag of the root is not in its last bytes.
    private func isTruncated(_ reader: XMLPullReader) -> Bool {
        guard reader.isSourceAtEnd else { return false }
        guard !rootName.isEmpty else { return false }
        let tail = String(decoding: reader.tail, as: UTF8.self)
        return !tail.contains("</" + rootName) && !tail.contains(":" + rootName + ">")
    }
}

extension String {
    fileprivate func contains(_ part: String) -> Bool {
        let utf8 = Array(utf8)
        let part = Array(part.utf8)
        guard utf8.count >= part.count else { return false }
        return (0...utf8.count - part.count).contains { utf8[$0..<$0 + part.count].elementsEqual(part) }
    }
}
