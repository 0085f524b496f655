import Registry

/// Lists of records: children of the root, their fields as elements or attributes in any order, and in them, perhaps, more records.
///
/// An element inside a record is a record too when its name says so (``RecordLevel``), deeper than the record around it, and it holds
/// elements or attributes; what stands between the two (`DanhSachThanhVien`) has no meaning. An outermost record is kept until it ends,
/// because a household may name its code behind its members.
final class XMLRecords: XMLHandler, XMLShape {
    private let root: String
    private let source: TextSource
    private let encoding: TextEncoding
    private let options: ImportOptions
    private let context: RowCheck.Context
    private let results: FeedResults

    private var names = FieldNames()
    private var record = XMLRecord()
    private var waiting: [XMLRecord] = []
    private var rows: XMLRows?
    private var settled: RowChoice?

    // Where the parser stands.
    private var depth = 0
    /// At this depth an element is a field of the innermost open record; -1 outside of records.
    private var fieldDepth = -1
    private var scope = 0
    /// The depths of the open records, from the outermost.
    private var scopeDepths: [Int] = []
    private var candidate: Candidate?
    /// Inside the element at this depth everything is passed over: an inline schema.
    private var passOverDepth: Int?
    /// Elements that were neither records nor fields.
    private var passedOver: Int64 = 0

    /// An element that is a record if it holds anything.
    private struct Candidate {
        let level: RecordLevel
        let depth: Int
        let line: Int64
        let offset: Int64?
    }

    /// Records that are looked at before the kind of the file is settled, as an optional field may be missing in the first.
    private static let settlingRecords = 64

    /// - Parameter source: Asked how far it was read.
    init(
        root: String, _ source: TextSource, encoding: TextEncoding, options: ImportOptions, _ context: RowCheck.Context,
        _ results: FeedResults
    ) {
        self.root = root
        self.source = source
        self.encoding = encoding
        self.options = options
        self.context = context
        self.results = results
    }

    /// Records of a list bear one name, and the parser keeps every name once.
    private var recentRecord: (name: UnsafePointer<UInt8>, level: RecordLevel)?

    static func isKnownRoot(_ name: String) -> Bool { name.hasPrefix("DanhSach") || name == "NewDataSet" }

    private func level(ofRecord name: UnsafePointer<UInt8>) -> RecordLevel? {
        if let recentRecord, recentRecord.name == name { return recentRecord.level }
        let level = level(named: String(cString: name))
        recentRecord = level.map { (name, $0) }
        return level
    }

    private func level(named name: String) -> RecordLevel? {
        let level = RecordLevel(element: name)
        if root == "NewDataSet" { return name.hasPrefix("Table") ? .other : level }
        return root == "DanhSach" + name ? level ?? .other : level
    }

    // MARK: Calls of the parser

    override func open(_ element: XMLElement) throws {
        depth = element.depth
        if depth == fieldDepth { return try openField(element) }
        if passOverDepth != nil { return try passOver(element) }
        if depth == 1 { return try openRecord(element) }
        guard fieldDepth > 0 else { return }
        if let candidate, depth == candidate.depth + 1 { try makeRecord(candidate) }
        if depth == fieldDepth { return try openField(element) }
        try consider(element)
        try passOver(element)
    }

    private func passOver(_ element: XMLElement) throws {
        passedOver += 1
        let most = XMLRecords.freeElements + results.rows.seen * XMLRecords.elementsOfRow
        if passedOver > most { throw XMLFault(.sizeLimit, line: element.line) }
    }

    private static let (freeElements, elementsOfRow): (Int64, Int64) = (100_000, 100)

    private func openRecord(_ element: XMLElement) throws {
        if element.name.isEqual(to: "schema") {
            passOverDepth = 1
            return
        }
        guard let level = level(ofRecord: element.name) else { throw XMLFeed.Refusal(reason: .xmlWrongRoot, line: element.line) }
        record.start(level, line: element.line, offset: element.offset)
        scope = 0
        scopeDepths = [1]
        fieldDepth = 2
        try takeAttributes(element)
    }

    @inline(__always) private func openField(_ element: XMLElement) throws {
        guard !record.isFull else { throw XMLFault(.sizeLimit, line: element.line) }
        let number = try names.number(of: element.name, at: record.parts.count)
        record.open(name: number, in: scope)
        if let level = names.levels[Int(number)], level > record.scopes[scope].level { try consider(element, level) }
    }

    private func consider(_ element: XMLElement) throws {
        guard let level = RecordLevel(element: String(cString: element.name)), level > record.scopes[scope].level else { return }
        try consider(element, level)
    }

    private func consider(_ element: XMLElement, _ level: RecordLevel) throws {
        let found = Candidate(level: level, depth: element.depth, line: element.line, offset: element.offset)
        guard (0..<element.attributeCount).contains(where: { !element.isPrefixed($0) }) else { return candidate = found }
        try makeRecord(found)
        try takeAttributes(element)
    }

    private func makeRecord(_ found: Candidate) throws {
        guard !record.isFull else { throw XMLFault(.sizeLimit, line: found.line) }
        candidate = nil
        if found.depth == fieldDepth { record.dropLastPart() }
        scope = record.openScope(found.level, in: scope, line: found.line, offset: found.offset)
        scopeDepths.append(found.depth)
        fieldDepth = found.depth + 1
    }

    private func takeAttributes(_ element: XMLElement) throws {
        try element.attributes { name, value in
            guard !record.isFull, record.byteCount + value.count <= XMLReader.maxTextBytes else {
                throw XMLFault(.sizeLimit, line: element.line)
            }
            record.open(name: try names.number(of: name, at: record.parts.count), in: scope)
            record.append(value)
        }
    }

    override func text(_ bytes: Bytes) throws {
        guard depth == fieldDepth else { return }
        guard record.byteCount + bytes.count <= XMLReader.maxTextBytes else { throw XMLFault(.sizeLimit) }
        record.append(bytes)
    }

    override func close(depth closed: Int) throws {
        depth = closed - 1
        if let passOver = passOverDepth {
            if closed <= passOver { passOverDepth = nil }
            return
        }
        if let candidate, candidate.depth == closed {
            self.candidate = nil
            // In a list of its own an empty element is an empty record; beside fields it is a field that is empty.
            guard closed > fieldDepth else { return }
            try makeRecord(candidate)
        }
        guard closed == fieldDepth - 1 else { return }
        scopeDepths.removeLast()
        guard let outer = scopeDepths.last else { return try finishRecord() }
        scope = record.scopes[scope].parent
        fieldDepth = outer + 1
    }

    // MARK: Records

    private func finishRecord() throws {
        fieldDepth = -1
        try results.advance(source.bytesRead)
        record.sort()
        if let rows { return try rows.take(record, names.names) }
        waiting.append(record)
        record = XMLRecord()
        if waiting.count >= XMLRecords.settlingRecords { try settle() }
    }

    func finish() throws { if settled == nil { try settle() } }

    /// Settles the kind by the names met so far, and checks the records that waited for it.
    private func settle() throws {
        guard let first = waiting.first?.scopes[0] else {
            kind = options.kindToRead ?? .payments
            return try results.begin(kind ?? .payments)
        }
        guard let choice = RowChoice(waiting, names.names, HeaderVocabulary(options.profile), kind: options.kindToRead),
            choice.map.matched >= 2
        else {
            throw XMLFeed.Refusal(reason: .xmlWrongRoot, line: first.line)
        }
        settled = choice
        kind = choice.map.kind
        unknownColumns = choice.map.unknownColumns
        let readings = columnReadings()
        if readings.isTied { throw XMLFeed.Refusal(reason: .encodingUnknown) }
        try results.begin(choice.map.kind)
        let rows = XMLRows(choice, encoding, readings, context, results)
        self.rows = rows
        for record in waiting { try rows.take(record, names.names) }
        waiting = []
    }

    private func columnReadings() -> ColumnReadings {
        var values = [[UInt8]](repeating: [], count: names.names.count)
        guard !encoding.isLegacy else { return ColumnReadings(values) }
        for record in waiting {
            record.withText { value in
                for part in record.parts { values[Int(part.name)] += Array(value(part)) + [0x20] }
            }
        }
        return ColumnReadings(values)
    }

    // MARK: What was found

    private(set) var kind: SubmissionKind?
    private(set) var unknownColumns: [String] = []

    var columns: (headings: [String], keys: [String?]) {
        let keys = names.names.map { rows?.field(named: $0) }
        return (zip(names.names, keys).map { $1?.header ?? $0 }, keys.map { $0?.key })
    }
}
