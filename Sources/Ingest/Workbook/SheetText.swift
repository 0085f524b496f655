import Glibc

/// The rows of a sheet, written as the text of a table while they are read: UTF-8, commas, quotes where needed.
///
/// Exactly one line for each row of the sheet, empty for rows that are empty or missing, so that the number of a line is the
/// number of its row; line breaks inside a cell become blanks. Reading this text gives back every cell. Memory holds the
/// filled cells of one row, whatever their columns are.
final class SheetText: XMLHandler, ByteStream {
    enum Width {
        /// Each line ends with its last filled cell.
        case asFilled
        /// Each line that holds anything has so many fields; what stands to the right of them is left out.
        case exactly(Int)
        /// Each line that holds anything has so many fields, or more.
        case atLeast(Int)
    }

    private let part: WorkbookPart
    private let width: Width
    private let strings: SharedStrings
    private let styles: WorkbookStyles
    private let isDate1904: Bool

    /// The most fields of a line so far, leaving out lines wider than ``HeaderSearch/widestRecord``.
    private(set) var widestLine = 0
    /// Whether any cell so far is a date by its style.
    private(set) var hasDates = false
    /// Whether a filled cell was left out because it stands to the right of the width.
    private(set) var hasCutCells = false

    // The text that was not fetched yet.
    private var out: [UInt8] = []
    private var outOffset = 0
    private var linesWritten = 0
    private var bytesWritten: Int64 = 0

    // The row and the cell being read.
    private var state = State.outside
    private var cells: [FilledCell] = []
    private var rowText: [UInt8] = []
    private var row = 0
    private var column = 0
    private var isInOrder = true
    private var cellCount: Int64 = 0
    private var cell = CellStart()
    private var value: [UInt8] = []
    private var inline: [UInt8] = []

    /// Where the reader stands: how deep in `sheetData`.
    private enum State { case outside, data, row, cell, value, inline, inlineText, phonetic }

    private struct FilledCell {
        let column: Int32
        let start: Int32
        let end: Int32
    }

    private struct CellStart {
        var type = CellType.number
        var style = 0
    }

    init(
        _ part: WorkbookPart, width: Width, _ strings: SharedStrings, _ styles: WorkbookStyles, isDate1904: Bool
    ) {
        self.part = part
        self.width = width
        self.strings = strings
        self.styles = styles
        self.isDate1904 = isDate1904
    }

    var position: Int64 { part.position }
    var size: Int64? { part.size }

    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        while outOffset == out.count {
            out.removeAll(keepingCapacity: true)
            outOffset = 0
            while out.count < 1 << 15 { guard try part.advance(self) else { break } }
            if out.isEmpty { return 0 }
        }
        let count = min(target.count, out.count - outOffset)
        out.withUnsafeBufferPointer { text in
            guard let from = text.baseAddress else { return }
            target.baseAddress?.update(from: from + outOffset, count: count)
        }
        outOffset += count
        return count
    }

    // MARK: Calls of the parser

    /// The depth of an element tells what it may be; an element of an extension, deeper or beside, is passed over.
    override func open(_ element: XMLElement) throws {
        let name = element.name
        switch (state, element.depth) {
        case (.outside, 1): if name.isEqual(to: "sheetData") { state = .data }
        case (.data, 2):
            guard name.isEqual(to: "row") else { return }
            try openRow(element)
            state = .row
        case (.row, 3):
            guard name.isEqual(to: "c") else { return }
            try openCell(element)
            state = .cell
        case (.cell, 4):
            if name.isEqual(to: "v") { state = .value } else if name.isEqual(to: "is") { state = .inline }
        case (.inline, 5...6):
            if name.isEqual(to: "t") { state = .inlineText } else if name.isEqual(to: "rPh") { state = .phonetic }
        default: return
        }
    }

    override func close(depth: Int) throws {
        switch (state, depth) {
        case (.data, 1): state = .outside
        case (.row, 2):
            try closeRow()
            state = .data
        case (.cell, 3):
            try closeCell()
            state = .row
        case (.value, 4), (.inline, 4): state = .cell
        case (.inlineText, 5...6): state = .inline
        // Rich text nests its runs; phonetic text stands beside them.
        case (.phonetic, 5): state = .inline
        default: return
        }
    }

    override func text(_ text: Bytes) {
        switch state {
        case .value: SheetText.append(text, to: &value)
        case .inlineText:
            part.allow(Int64(text.count))
            SheetText.append(text, to: &inline)
        default: return
        }
    }

    /// A cell over the limit is cut behind it: its row is refused all the same.
    private static func append(_ text: Bytes, to cell: inout [UInt8]) {
        let room = CSVDialect.maxFieldBytes + 1 - cell.count
        cell.append(contentsOf: text.prefix(max(0, room)))
    }

    // MARK: Rows

    private func openRow(_ element: XMLElement) throws(ImportError) {
        var number: Int?
        element.attributes { name, value in if name.isEqual(to: "r") { number = CellAttribute.number(value) ?? -1 } }
        part.allow()
        row = number ?? linesWritten + 1
        guard row > linesWritten, row <= WorkbookLimits.rows else { throw part.damaged }
        column = 0
        isInOrder = true
        cells.removeAll(keepingCapacity: true)
        rowText.removeAll(keepingCapacity: true)
    }

    private func closeRow() throws(ImportError) {
        if !isInOrder {
            cells.sort { $0.column < $1.column }
            for (left, right) in zip(cells, cells.dropFirst()) where left.column == right.column { throw part.damaged }
        }
        let before = out.count
        while linesWritten < row - 1 {
            out.append(0x0A)
            linesWritten += 1
        }
        writeCells()
        out.append(0x0A)
        linesWritten += 1
        bytesWritten += Int64(out.count - before)
        guard bytesWritten <= InflateLimits.freeBytes + part.bytesRead * WorkbookLimits.textPerByte else { throw part.tooLarge }
    }

    private func writeCells() {
        guard let last = cells.last else { return }
        let filled = Int(last.column)
        if filled <= HeaderSearch.widestRecord { widestLine = max(widestLine, filled) }
        var written = 1
        for cell in cells {
            while written < Int(cell.column) {
                out.append(0x2C)
                written += 1
            }
            writeField(Int(cell.start), Int(cell.end))
        }
        let width =
            switch width {
            case .asFilled: filled
            case .exactly(let width), .atLeast(let width): width
            }
        while written < width {
            out.append(0x2C)
            written += 1
        }
    }

    private func writeField(_ start: Int, _ end: Int) {
        rowText.withUnsafeBufferPointer { text in
            let field = text.part(start, end)
            guard field.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
                return out.append(contentsOf: field)
            }
            out.append(0x22)
            var previous: UInt8 = 0
            for byte in field {
                switch byte {
                case 0x22: out.append(contentsOf: [0x22, 0x22])
                case 0x0A where previous == 0x0D: break
                case 0x0A, 0x0D: out.append(0x20)
                default: out.append(byte)
                }
                previous = byte
            }
            out.append(0x22)
        }
    }

    // MARK: Cells

    private func openCell(_ element: XMLElement) throws(ImportError) {
        var start = CellStart()
        var place: Int?
        element.attributes { name, value in
            guard name[1] == 0 else { return }
            switch name[0] {
            case 0x72: place = CellAttribute.column(value)
            case 0x73: start.style = CellAttribute.number(value) ?? 0
            case 0x74: start.type = CellType(value)
            default: break
            }
        }
        cell = start
        let next = place ?? column + 1
        guard next > 0, next <= WorkbookLimits.columns else { throw part.damaged }
        if next <= column { isInOrder = false }
        column = next
        cellCount += 1
        part.allow()
        guard cellCount <= WorkbookLimits.cells else { throw part.tooLarge }
        if !value.isEmpty { value.removeAll(keepingCapacity: true) }
        if !inline.isEmpty { inline.removeAll(keepingCapacity: true) }
    }

    private func closeCell() throws(ImportError) {
        // A row over the limit is refused, so the rest of it need not be kept.
        guard rowText.count <= CSVDialect.maxRecordBytes, !value.isEmpty || !inline.isEmpty else { return }
        let start = rowText.count
        try appendText()
        guard rowText.count > start else { return }
        if case .exactly(let width) = width, column > width {
            rowText.removeSubrange(start...)
            hasCutCells = true
            return
        }
        cells.append(FilledCell(column: Int32(column), start: Int32(start), end: Int32(rowText.count)))
    }

    private func appendText() throws(ImportError) {
        switch cell.type {
        case .shared:
            guard !value.isEmpty else { return }
            let index = value.withUnsafeBufferPointer { CellAttribute.number($0.trimmed) }
            guard let text = index.flatMap({ strings.text($0) }) else { throw part.damaged }
            SheetText.append(text, to: &rowText, limit: CSVDialect.maxFieldBytes + 1)
        case .inline, .text:
            if inline.isEmpty { swap(&inline, &value) }
            inline.decodeSpreadsheetEscapes()
            rowText.append(contentsOf: inline)
        case .boolean:
            let text = value == [0x31] ? "TRUE" : value == [0x30] ? "FALSE" : String(decoding: value, as: UTF8.self)
            rowText.append(contentsOf: text.utf8)
        case .date: appendISODate()
        case .number:
            let format = styles.format(cell.style)
            if format == .date { hasDates = true }
            value.withUnsafeBufferPointer {
                CellNumber.append($0.trimmed, format, isDate1904: isDate1904, to: &rowText)
            }
        }
    }

    private static func append(_ text: Bytes, to row: inout [UInt8], limit: Int) { row.append(contentsOf: text.prefix(limit)) }

    /// `2021-08-05T00:00:00` as the other dates are written.
    private func appendISODate() {
        hasDates = true
        let text = String(decoding: value, as: UTF8.self)
        let halves = text.split(separator: "T", maxSplits: 1)
        let parts = halves.first?.split(separator: "-") ?? []
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2] else { return rowText.append(contentsOf: value) }
        rowText.append(contentsOf: "\(parts[2])/\(parts[1])/\(parts[0])".utf8)
        let time = halves.count > 1 ? halves[1].prefix(8) : ""
        if !time.isEmpty, time.contains(where: { $0 != "0" && $0 != ":" }) { rowText.append(contentsOf: " \(time)".utf8) }
    }
}
