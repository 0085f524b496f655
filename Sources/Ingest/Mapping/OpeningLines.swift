import Registry

/// The first part of a table, from which its dialect, header and date order are found out.
struct OpeningLines {
    /// Without the byte-order mark; UTF-16 as UTF-8.
    let text: [UInt8]
    private let encoding: TextEncoding
    /// The delimiter of a `sep=;` first line.
    private let directive: UInt8?
    /// Where it is known beforehand.
    private let delimiter: UInt8?

    init(_ sample: [UInt8], encoding: TextEncoding, markLength: Int) throws(ImportError) {
        var text: [UInt8] = []
        if encoding == .utf16LittleEndian || encoding == .utf16BigEndian {
            let source = TextSource(ByteSource(sample), encoding: encoding, markLength: markLength)
            text = try OpeningLines.all(of: source)
        } else {
            text = Array(sample.dropFirst(markLength))
        }
        self.text = text
        self.encoding = encoding
        directive = OpeningLines.directive(text)
        delimiter = directive
    }

    /// - Parameter rows: The first rows of a sheet, as ``SheetText`` writes them.
    init(rows: [UInt8]) {
        text = rows
        encoding = .utf8
        directive = nil
        delimiter = CSVDialect.sheet.delimiter
    }

    var hasDirective: Bool { directive != nil }

    func search(_ options: ImportOptions) throws(ImportError) -> HeaderSearch.Answer {
        let decoding = RecordDecoding(encoding)
        let search = HeaderSearch(sample: text, only: delimiter, HeaderVocabulary(options.profile)) { bytes, arena in
            var notes = NoteSet()
            return decoding.text(bytes, as: decoding.fileEncoding, into: arena, &notes)
        }
        return try search.find(kind: options.kindToRead)
    }

    /// Whether the sample proves that dates are written month first: several days above 12 in the second place, and none in
    /// the first.
    func isMonthFirst(_ found: HeaderSearch.Found) throws(ImportError) -> Bool {
        let fields = found.map.kind.fields
        let columns = found.map.fieldOfColumn.indices.filter { column in
            guard let type = found.map.fieldOfColumn[column].map({ fields[$0].type }) else { return false }
            return type == .birthDate || type == .date
        }
        guard !columns.isEmpty else { return false }
        let reader = CSVReader(TextSource(ByteSource(text), encoding: .utf8, markLength: 0), dialect: found.dialect)
        var monthFirst = 0
        var records = 0
        while records < 20_000, try reader.next() {
            records += 1
            for column in columns where column < reader.fieldCount {
                guard let numbers = DateCell.Numbers(DateCell.withoutTime(reader.bytes(column).trimmed)), numbers.count == 3,
                    numbers.digits.0 <= 2
                else { continue }
                if numbers.values.0 > 12 { return false }
                if numbers.values.1 > 12, numbers.values.1 <= 31, numbers.values.0 >= 1 { monthFirst += 1 }
            }
        }
        return monthFirst >= 3
    }

    /// Which columns of a file in Unicode hold text that was decoded wrongly once.
    func columnReadings(_ dialect: CSVDialect, below headerRecords: Int, columns: Int) throws(ImportError) -> ColumnReadings {
        var cells = [[UInt8]](repeating: [], count: columns)
        guard !encoding.isLegacy else { return ColumnReadings(cells) }
        let reader = CSVReader(TextSource(ByteSource(text), encoding: .utf8, markLength: 0), dialect: dialect)
        var records = 0
        while records < 4000, try reader.next() {
            records += 1
            guard records > headerRecords else { continue }
            for column in 0..<min(columns, reader.fieldCount) where cells[column].count < 1 << 16 {
                cells[column].append(contentsOf: reader.bytes(column))
                cells[column].append(0x20)
            }
        }
        return ColumnReadings(cells)
    }

    private static func directive(_ text: [UInt8]) -> UInt8? {
        guard text.count > 5, Array(text[..<4]).map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }) else { return nil }
        return text[5] == 0x0A || text[5] == 0x0D ? text[4] : nil
    }

    private static func all(of source: TextSource) throws(ImportError) -> [UInt8] {
        var all: [UInt8] = []
        let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
        defer { piece.deallocate() }
        while true {
            let count = try source.read(into: piece)
            if count == 0 { return all }
            all.append(contentsOf: piece[..<count])
        }
    }
}
