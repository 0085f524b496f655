import Registry

/// What a sender says of the files that are sent together: a table with a row for each file, so that a list that was cut or changed on the way
/// is not taken for the whole one.
///
/// Columns, in any order and any dialect that a table may have: the file's name (`tệp`, `file`), and one or more of its rows (`số dòng`, `rows`;
/// without header, titles and totals), the sum of its amounts in đồng (`tổng tiền`, `amount`) and its SHA-256 (`sha256`).
package struct Manifest: Sendable {
    package struct Entry: Sendable, Equatable {
        package let file: String
        let totals: ControlTotals
        let sha256: String?

        func contradicts(_ report: ImportReport, sha256: String) -> Bool {
            if let stated = self.sha256, stated != sha256 { return true }
            return report.outcome == .accept && totals.contradicts(report.rows, amount: report.amountTotal?.amount)
        }
    }

    package let entries: [Entry]

    /// The entry of a file, by its name or by as much of its path as both sides know: `list.csv` is that of `august/list.csv`, and
    /// `all.zip/august/list.csv` too. Where several would do, the one that says most of the path.
    package subscript(_ file: String) -> Entry? {
        if let entry = entries.first(where: { $0.file == file }) { return entry }
        let known = entries.filter { file.hasSuffix("/" + $0.file) }
        return known.max { $0.file.utf8.count < $1.file.utf8.count } ?? entries.first { $0.file.hasSuffix("/" + file) }
    }

    private enum Column: CaseIterable {
        case file, rows, amount, sha256

        var words: Set<String> {
            switch self {
            case .file: ["tep", "ten tep", "file", "file name", "filename", "ten file"]
            case .rows: ["so dong", "so ban ghi", "rows", "row count", "count", "so doi tuong"]
            case .amount: ["tong tien", "tong so tien", "so tien", "amount", "amount total", "sum"]
            case .sha256: ["sha256", "sha 256", "ma bam"]
            }
        }
    }

    /// - Throws: ``ImportError/Kind/manifestUnreadable`` for a table without the columns, or with a cell that cannot be read.
    package init(path: String) throws(ImportError) { try self.init(ByteSource(path: path), name: path) }

    /// - Parameter name: As the sender calls it, for messages.
    package init(bytes: [UInt8], name: String) throws(ImportError) { try self.init(ByteSource(bytes), name: name) }

    /// That of an archive: a short table that speaks of other files of it, whatever it is called, or one that is called so.
    /// - Throws: ``ImportError/Kind/manifestUnreadable`` for one that is called a manifest and cannot be read.
    package init?(_ input: FeedInput, among others: [FeedInput]) throws(ImportError) {
        guard input.packedSize <= Manifest.largest, let source = try? input.open(hashing: false),
            let sample = try? source.peek(Int(Manifest.largest)), FileSignature(sample) == .text
        else { return nil }
        let base = input.name.split(separator: "/").last?.lowercased() ?? ""
        let isCalledSo = base.contains("manifest") && [".csv", ".txt", ".tsv"].contains { base.hasSuffix($0) }
        do { try self.init(bytes: sample, name: input.name) } catch {
            if isCalledSo { throw error }
            return nil
        }
        guard isCalledSo || others.contains(where: { $0.name != input.name && self[$0.name] != nil }) else { return nil }
    }

    /// A longer table is no manifest.
    package static let largest: Int64 = 1 << 20

    private init(_ source: ByteSource, name path: String) throws(ImportError) {
        let sample = try source.peek(1 << 20)
        let guess = EncodingGuess(sample)
        guard case .encoding(let encoding) = guess.answer else { throw ImportError(.manifestUnreadable, file: path, line: 1) }
        var best: [Entry]?
        var fault = ImportError(.manifestUnreadable, file: path, line: 1)
        for delimiter in CSVDialect.delimiters where best == nil {
            do throws(ImportError) {
                best = try Manifest.read(sample, encoding, guess.markLength, delimiter, path)
            } catch {
                if error.line > fault.line { fault = error }
            }
        }
        guard let best else { throw fault }
        entries = best
    }

    private static func read(
        _ sample: [UInt8], _ encoding: TextEncoding, _ markLength: Int, _ delimiter: UInt8, _ path: String
    ) throws(ImportError) -> [Entry] {
        let text = TextSource(ByteSource(sample), encoding: encoding, markLength: markLength)
        let newline = sample.withUnsafeBufferPointer { CSVDialect.newline(of: $0) }
        let reader = CSVReader(text, dialect: CSVDialect(delimiter: delimiter, newline: newline))
        var columns: [Column: Int] = [:]
        var entries: [Entry] = []
        let decoding = RecordDecoding(encoding)
        let arena = ByteArena()
        while try reader.next() {
            arena.reset(for: reader.length)
            let cells = (0..<reader.fieldCount).map { index in
                var notes = NoteSet()
                return decoding.text(reader.text(index, into: arena), as: decoding.fileEncoding, into: arena, &notes).trimmed
            }
            if cells.allSatisfy({ $0.count == 0 }) { continue }
            guard !columns.isEmpty else {
                columns = header(cells)
                if columns[.file] == nil || columns.count < 2 {
                    throw ImportError(.manifestUnreadable, file: path, line: reader.line)
                }
                continue
            }
            guard let entry = entry(cells, columns) else { throw ImportError(.manifestUnreadable, file: path, line: reader.line) }
            entries.append(entry)
        }
        if entries.isEmpty { throw ImportError(.manifestUnreadable, file: path, line: 1) }
        return entries
    }

    private static func header(_ cells: [Bytes]) -> [Column: Int] {
        var columns: [Column: Int] = [:]
        for (index, cell) in cells.enumerated() {
            let text = FoldedText(cell, marksAreBlanks: true).string
            if let column = Column.allCases.first(where: { $0.words.contains(text) }), columns[column] == nil {
                columns[column] = index
            }
        }
        return columns
    }

    private static func entry(_ cells: [Bytes], _ columns: [Column: Int]) -> Entry? {
        func cell(_ column: Column) -> Bytes? {
            columns[column].flatMap { $0 < cells.count && cells[$0].count > 0 ? cells[$0] : nil }
        }
        guard let file = cell(.file) else { return nil }
        var totals = ControlTotals()
        for (column, path) in [(Column.rows, \ControlTotals.rows), (.amount, \.amount)] {
            guard let cell = cell(column) else { continue }
            if AmountCell.digits(cell) == 0 { totals[keyPath: path] = 0; continue }
            guard case .amount(let number, _) = AmountCell.read(cell) else { return nil }
            totals[keyPath: path] = number
        }
        let hash = cell(.sha256).map { String(decoding: $0, as: UTF8.self).lowercased() }
        if let hash, hash.utf8.count != 64 { return nil }
        return Entry(file: String(decoding: file, as: UTF8.self), totals: totals, sha256: hash)
    }
}
