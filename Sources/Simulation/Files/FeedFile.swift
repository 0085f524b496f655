import Registry

/// One list being written, row by row, in the style of its sender.
///
/// Rows come in UTF-8; whole pieces are turned into the file's encoding on their way out. Used by one thread at a time.
final class FeedFile {
    let kind: SubmissionKind
    let style: FileStyle
    private let file: ByteFile
    private let encoder: TextEncoder
    private let fields: [Field]
    private let columns: [Column]
    private let elementNames: [[UInt8]]
    private let amountField: Int?
    private var pending: [UInt8] = []
    private var encoded: [UInt8] = []
    private(set) var rows = 0
    private(set) var faultyRows = 0
    private var amountTotal: Int64 = 0

    private enum Column { case field(Int), extra(FileStyle.ExtraColumn) }
    private static let pieceSize = 64 * 1024

    /// - Parameter isPart: Joined to others later: no header of its own.
    init(path: String, kind: SubmissionKind, style: FileStyle, title: String = "", isPart: Bool = false) throws(SimulationError) {
        self.kind = kind
        self.style = style
        file = try ByteFile(path: path)
        encoder = TextEncoder(style.encoding, capitals: style.capitals)
        fields = kind.fields
        elementNames = fields.map { Array(HeaderWording.elementName(of: $0).utf8) }
        amountField = fields.firstIndex { $0.type == .amount }
        columns = FeedFile.columns(kind, style)
        guard !isPart else { return }
        try file.write(style.encoding.mark)
        style.shape == .csv ? writeTableHead(title) : writeDocumentHead()
    }

    /// - Parameter amount: What the row adds to the total at the foot; nothing for a row that cannot be read.
    func write(_ cells: borrowing Cells, amount: Int64 = 0, isFaulty: Bool = false) throws(SimulationError) {
        rows += 1
        if isFaulty { faultyRows += 1 } else { amountTotal += amount }
        switch style.shape {
        case .csv:
            appendLine(cells)
            if style.hasBlankLines, rows % 37 == 36 { pending += style.newline }
        case .xmlElements: appendElements(cells, tag: "DoiTuong")
        case .xmlDataset: appendElements(cells, tag: "Table")
        case .xmlAttributes: appendAttributes(cells)
        }
        try drain(atLeast: FeedFile.pieceSize)
    }

    /// A line that names the commune whose rows follow.
    func section(_ name: String) {
        guard style.shape == .csv, style.hasSections else { return }
        appendTextLine([name])
    }

    func finish() throws(SimulationError) {
        if style.shape == .csv {
            writeFoot()
        } else {
            pending.append(style.shape == .xmlDataset ? "</NewDataSet>\n" : "</DanhSachDoiTuong>\n")
        }
        try drain(atLeast: 0)
        try file.flush()
    }

    private func drain(atLeast size: Int) throws(SimulationError) {
        guard pending.count >= size else { return }
        encoded.removeAll(keepingCapacity: true)
        encoder.append(pending, to: &encoded)
        try file.write(encoded)
        pending.removeAll(keepingCapacity: true)
    }
}

// MARK: Tables

extension FeedFile {
    private static func columns(_ kind: SubmissionKind, _ style: FileStyle) -> [Column] {
        var order = kind.fields.indices.map { Column.field($0) }
        if let seed = style.shuffle {
            var draw = Draw(seed, .style, kind.fields.count)
            for index in order.indices.dropFirst().reversed() { order.swapAt(index, draw.below(index + 1)) }
        }
        for column in style.extraColumns {
            if column == .serial { order.insert(.extra(column), at: 0) } else { order.append(.extra(column)) }
        }
        return order
    }

    private func writeTableHead(_ title: String) {
        if style.hasTitle {
            appendTextLine(["ỦY BAN NHÂN DÂN TỈNH", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
            appendTextLine([title.uppercased()])
            pending += style.newline
        }
        let wording = HeaderWording(style: style)
        let words = columns.map { column in
            switch column {
            case .field(let index): wording.header(of: fields[index])
            case .extra(let extra): wording.header(of: extra)
            }
        }
        guard style.hasTwoHeaderLines, let place = placeColumns else { return appendTextLine(words, padded: false) }
        appendTextLine(
            words.enumerated().map { place.contains($0) ? ($0 == place.lowerBound ? "Địa bàn" : "") : $1 }, padded: false)
        appendTextLine(words.enumerated().map { place.contains($0) ? $1 : "" }, padded: false)
    }

    /// The columns of province, district and commune, where they stand side by side under one merged header.
    private var placeColumns: Range<Int>? {
        let places = columns.indices.filter { index in
            guard case .field(let field) = columns[index] else { return false }
            return [.province, .district, .commune].contains(fields[field].type)
        }
        guard let first = places.first, places.count == 3, places[2] == first + 2 else { return nil }
        return first..<(first + 3)
    }

    private func appendLine(_ cells: borrowing Cells) {
        for (index, column) in columns.enumerated() {
            if index > 0 { pending.append(style.delimiter) }
            switch column {
            case .field(let field): appendCell(cells.bytes[cells.range(field)])
            case .extra(let extra): appendExtra(extra)
            }
        }
        pending += style.newline
    }

    private func appendExtra(_ column: FileStyle.ExtraColumn) {
        switch column {
        case .serial: pending.appendDigits(Int64(rows))
        case .note: if rows.isMultiple(of: 29) { pending.append("Đã kiểm tra") }
        case .phone: if rows % 5 == 2 { pending.appendDigits(900_000_000 + Int64(rows) * 7919 % 100_000_000, width: 10) }
        case .hamlet:
            pending.append("Cụm ")
            pending.appendDigits(Int64(rows / 50 % 9 + 1))
        }
    }

    private func appendCell(_ bytes: ArraySlice<UInt8>) {
        guard bytes.contains(where: { $0 == style.delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
            return pending += bytes
        }
        pending.append(0x22)
        for byte in bytes {
            if byte == 0x22 { pending.append(0x22) }
            pending.append(byte)
        }
        pending.append(0x22)
    }

    /// - Parameter padded: With empty cells up to the width of the table.
    private func appendTextLine(_ texts: [String], padded: Bool = true) {
        for index in 0..<(padded ? max(columns.count, texts.count) : texts.count) {
            if index > 0 { pending.append(style.delimiter) }
            if index < texts.count { appendCell(ArraySlice(texts[index].utf8)) }
        }
        pending += style.newline
    }

    private func writeFoot() {
        guard style.hasFooter else { return }
        var texts = [String](repeating: "", count: columns.count)
        texts[0] = "Tổng cộng"
        if let amountField {
            for (index, column) in columns.enumerated() {
                if case .field(amountField) = column { texts[index] = footTotal }
            }
        }
        appendTextLine(texts)
        pending += style.newline
        appendTextLine(["Người lập biểu", "", "", "Thủ trưởng đơn vị"])
        appendTextLine(["(Ký, ghi rõ họ tên)", "", "", "(Ký tên, đóng dấu)"])
    }

    private var footTotal: String {
        var cells = Cells()
        style.append(amount: amountTotal, to: &cells)
        return String(decoding: cells.bytes, as: UTF8.self)
    }
}

// MARK: Documents

extension FeedFile {
    private func writeDocumentHead() {
        pending.append("<?xml version=\"1.0\" encoding=\"\(style.encoding == .utf16 ? "UTF-16" : "UTF-8")\"?>\n")
        pending.append(style.shape == .xmlDataset ? "<NewDataSet>\n" : "<DanhSachDoiTuong>\n")
    }

    private func appendElements(_ cells: borrowing Cells, tag: String) {
        pending.append("  <\(tag)>\n")
        for column in columns {
            guard case .field(let field) = column else { continue }
            let range = cells.range(field)
            if range.isEmpty, !fields[field].isRequired { continue }
            pending.append("    <")
            pending += elementNames[field]
            pending.append(0x3E)
            appendEscaped(cells.bytes[range])
            pending.append("</")
            pending += elementNames[field]
            pending.append(">\n")
        }
        pending.append("  </\(tag)>\n")
    }

    private func appendAttributes(_ cells: borrowing Cells) {
        pending.append("  <DoiTuong")
        for column in columns {
            guard case .field(let field) = column else { continue }
            pending.append(0x20)
            pending += elementNames[field]
            pending.append("=\"")
            appendEscaped(cells.bytes[cells.range(field)])
            pending.append(0x22)
        }
        pending.append("/>\n")
    }

    private func appendEscaped(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            switch byte {
            case 0x26: pending.append("&amp;")
            case 0x3C: pending.append("&lt;")
            case 0x3E: pending.append("&gt;")
            case 0x22: pending.append("&quot;")
            case 0x0A: pending.append("&#10;")
            default: pending.append(byte)
            }
        }
    }
}
