import Registry

/// Finds the dialect and the header of a table by trial: every delimiter reads the first records, and the line whose words are
/// known best is the header. Character counts are not asked; titles and addresses are full of commas.
struct HeaderSearch {
    struct Found {
        let dialect: CSVDialect
        let map: ColumnMap
        /// The line on which the header starts, from 1.
        let line: Int64
        /// Records up to and with the header's last one.
        let records: Int
        let isTwoRows: Bool
        /// The words of each column, to know the header again when a page repeats it.
        let cells: [HeaderCell]
        /// Lines above the header that are not blank.
        let titleLines: Int

        /// Without the columns behind the last one that has a name: in a sheet, cells there stand beside the table.
        var withoutUnnamedEnd: Found {
            let width = (cells.lastIndex { !$0.isEmpty } ?? 0) + 1
            return Found(
                dialect: dialect, map: map, line: line, records: records, isTwoRows: isTwoRows, cells: Array(cells.prefix(width)),
                titleLines: titleLines)
        }
    }

    struct Refusal {
        let reason: FileReason
        var line: Int64?
        /// Those that are missing, or there twice.
        var fields: [Field] = []
        /// What was taken for the header, where something was.
        var found: Found?
    }

    enum Answer {
        case found(Found)
        case refused(Refusal)
    }

    /// A header stands within the first lines or nowhere.
    static let depth = 60
    /// Bytes of UTF-8.
    private static let longestHeading = 400
    /// A wider record is no header.
    static let widestRecord = 2000

    private let sample: [UInt8]
    private let delimiters: [UInt8]
    private let vocabulary: HeaderVocabulary
    private let decode: (Bytes, ByteArena) -> Bytes
    private let origins = WronglyDecoded.encodings.map(WronglyDecoded.init(as:))

    /// - Parameters:
    ///   - sample: The first bytes of the text, without a byte-order mark.
    ///   - delimiter: Where the file itself says which it is.
    ///   - decode: From the file's encoding to UTF-8.
    init(
        sample: [UInt8], only delimiter: UInt8?, _ vocabulary: HeaderVocabulary, decode: @escaping (Bytes, ByteArena) -> Bytes
    ) {
        self.sample = sample
        self.vocabulary = vocabulary
        delimiters = delimiter.map { [$0] } ?? CSVDialect.delimiters
        self.decode = decode
    }

    func find(kind: SubmissionKind?) throws(ImportError) -> Answer {
        let newline = sample.withUnsafeBufferPointer { CSVDialect.newline(of: $0) }
        var best: Found?
        for delimiter in delimiters where delimiters.count == 1 || sample.contains(delimiter) {
            let dialect = try CSVDialect(delimiter: delimiter, newline: newline).bestVariant(of: sample)
            guard let found = try bestLine(dialect, kind) else { continue }
            if best.map({ HeaderSearch.isBetter(found, than: $0) }) ?? true { best = found }
            if found.map.isComplete { break }
        }
        guard let best, best.map.matched >= 3 else { return .refused(Refusal(reason: .headerNotFound)) }
        if !best.map.missing.isEmpty {
            return .refused(
                Refusal(reason: .headerMissingRequired, line: best.line, fields: best.map.missing, found: best))
        }
        if !best.map.duplicates.isEmpty {
            return .refused(Refusal(reason: .headerDuplicate, line: best.line, fields: best.map.duplicates, found: best))
        }
        return .found(best)
    }

    private struct Line {
        let cells: [HeaderCell]
        let line: Int64
        var filled: Int { cells.count { !$0.isEmpty } }
    }

    /// Reads lines until one is a complete header and the line after it has had its say, as the second row of a merged header.
    private func bestLine(_ dialect: CSVDialect, _ kind: SubmissionKind?) throws(ImportError) -> Found? {
        let reader = CSVReader(TextSource(ByteSource(sample), encoding: .utf8, markLength: 0), dialect: dialect)
        let arena = ByteArena()
        var lines: [Line] = []
        var best: Found?
        while lines.count < HeaderSearch.depth, try reader.next() {
            guard reader.fieldCount <= HeaderSearch.widestRecord else { continue }
            lines.append(line(reader, arena))
            let index = lines.count - 1
            if lines[index].filled > 1 {
                for candidate in candidates(lines, index, dialect, kind) {
                    if best.map({ HeaderSearch.isBetter(candidate, than: $0) }) ?? true { best = candidate }
                }
            }
            if let best, best.map.isComplete, index >= best.records { break }
        }
        return best
    }

    private func line(_ reader: CSVReader, _ arena: ByteArena) -> Line {
        arena.reset(for: reader.length * origins.count * 2)
        let cells = (0..<reader.fieldCount).map { index in
            cell(decode(reader.text(index, into: arena), arena), arena)
        }
        return Line(cells: cells, line: reader.line)
    }

    /// A heading, or what it was before it was decoded wrongly, where that is one that is known.
    private func cell(_ text: Bytes, _ arena: ByteArena) -> HeaderCell {
        let written = HeaderCell(String(decoding: text, as: UTF8.self))
        guard text.hasHighByte, text.count < HeaderSearch.longestHeading, !vocabulary.isKnown(written) else { return written }
        for origin in origins {
            var changes = TextChanges()
            guard let restored = origin.restore(text, into: arena, &changes) else { continue }
            let cell = HeaderCell(String(decoding: restored, as: UTF8.self))
            if vocabulary.isKnown(cell) { return cell }
        }
        return written
    }

    /// The line at `index` alone, and together with the line above it as one header of two rows.
    private func candidates(_ lines: [Line], _ index: Int, _ dialect: CSVDialect, _ kind: SubmissionKind?) -> [Found] {
        let line = lines[index]
        var found: [Found] = []
        let above = index > 0 ? lines[index - 1] : nil
        let isMerged = above.map { $0.filled > 2 && $0.cells.count == line.cells.count } ?? false
        if let map = vocabulary.map(line.cells, kind: kind), map.matched > 1 {
            let first = isMerged ? index - 1 : index
            found.append(self.found(lines, first, index, line.cells, map, dialect, isTwoRows: isMerged))
        }
        if let above, isMerged {
            let cells = merged(above.cells, line.cells, kind)
            if let map = vocabulary.map(cells, kind: kind), map.matched > 1 {
                found.append(self.found(lines, index - 1, index, cells, map, dialect, isTwoRows: true))
            }
        }
        return found
    }

    private func found(
        _ lines: [Line], _ first: Int, _ last: Int, _ cells: [HeaderCell], _ map: ColumnMap, _ dialect: CSVDialect,
        isTwoRows: Bool
    ) -> Found {
        Found(
            dialect: dialect, map: map, line: lines[first].line, records: last + 1, isTwoRows: isTwoRows, cells: cells,
            titleLines: lines[..<first].count { $0.filled > 0 })
    }

    /// Of two rows, each column's words: the lower cell's if it says anything, the upper one's where the cells were merged
    /// downwards, or both together.
    private func merged(_ upper: [HeaderCell], _ lower: [HeaderCell], _ kind: SubmissionKind?) -> [HeaderCell] {
        let words = vocabulary.words(of: kind)
        func isKnown(_ cell: HeaderCell) -> Bool { words.contains { $0.meaning(of: cell) != nil } }
        return zip(upper, lower).map { up, low in
            if low.isEmpty { return up }
            let both = HeaderCell(up.written + " " + low.written)
            return !isKnown(low) && isKnown(both) ? both : low
        }
    }

    /// More known columns first; between equals a header of one row, then the earlier line.
    private static func isBetter(_ left: Found, than right: Found) -> Bool {
        let (l, r) = (rank(left.map), rank(right.map))
        return l != r ? l > r : !left.isTwoRows && right.isTwoRows
    }

    private static func rank(_ map: ColumnMap) -> Int { (map.missing.isEmpty ? 1_000 : 0) + map.matched }
}
