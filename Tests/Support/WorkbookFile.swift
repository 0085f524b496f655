/// A small XLSX workbook, written in the ways in which the programs of our senders write theirs.
package struct WorkbookFile {
    package enum Cell {
        case shared(String)
        case inline(String)
        /// Runs of one text, each with its own font; `phonetic` is a reading aid that is no part of it.
        case rich([String], phonetic: String)
        /// As it is stored, with the position of its style.
        case number(String, style: Int)
        case boolean(Bool)
        case error(String)
        case formula(String)
        case isoDate(String)
        /// With a style and without a value.
        case blank
    }

    package struct Row {
        let number: Int
        let cells: [(column: Int, cell: Cell)]
        /// Whether rows and cells say where they stand.
        var hasPlaces: Bool

        package init(_ number: Int, _ cells: [(Int, Cell)], hasPlaces: Bool = true) {
            self.number = number
            self.cells = cells.map { (column: $0.0, cell: $0.1) }
            self.hasPlaces = hasPlaces
        }
    }

    package struct Sheet {
        let name: String
        let rows: [Row]
        let state: String

        package init(_ name: String, _ rows: [Row], state: String = "visible") {
            self.name = name
            self.rows = rows
            self.state = state
        }
    }

    package var sheets: [Sheet]
    package var isDate1904 = false
    /// The format of each cell style: a built-in number, or a code of the workbook's own.
    package var styles: [String] = ["0"]
    /// The namespace prefix of every element, with its colon.
    package var prefix = ""
    package var hasAbsoluteTargets = false
    package var isDeflated = false
    /// Parts to put in the place of those made here.
    package var replaced: [String: String] = [:]
    /// Parts that the archive does not have.
    package var leftOut: Set<String> = []

    package init(_ sheets: [Sheet]) { self.sheets = sheets }

    /// One sheet of text rows from the first row on.
    package init(texts: [[String]], as cell: (String) -> Cell = Cell.shared) {
        let rows = texts.enumerated().map { index, row in Row(index + 1, row.enumerated().map { ($0 + 1, cell($1)) }) }
        sheets = [Sheet("Sheet1", rows)]
    }

    package var bytes: [UInt8] { PackedFiles(entries).bytes }

    package var entries: [PackedFiles.Entry] {
        var strings: [String] = []
        var parts: [(String, String)] = [
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", relations([("rId1", "officeDocument", "xl/workbook.xml")])), ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", workbookRelations), ("xl/styles.xml", styleSheet),
        ]
        for (index, sheet) in sheets.enumerated() {
            parts.append(("xl/worksheets/sheet\(index + 1).xml", text(of: sheet, &strings)))
        }
        parts.append(("xl/sharedStrings.xml", sharedStrings(strings)))
        return parts.filter { !leftOut.contains($0.0) }.map { name, content in
            PackedFiles.Entry(name, Array((replaced[name] ?? content).utf8), isDeflated: isDeflated)
        }
    }

    // MARK: Parts

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    private func part(_ name: String, _ content: String) -> String {
        let declared = prefix.isEmpty ? "xmlns" : "xmlns:\(prefix.dropLast())"
        return WorkbookFile.declaration + "<\(prefix)\(name) \(declared)=\"\(WorkbookFile.namespace)\" "
            + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\(content)</\(prefix)\(name)>"
    }

    private func element(_ name: String, _ attributes: String = "", _ content: String = "") -> String {
        let start = "<\(prefix)\(name)" + (attributes.isEmpty ? "" : " " + attributes)
        return content.isEmpty ? start + "/>" : start + ">" + content + "</\(prefix)\(name)>"
    }

    private var workbook: String {
        let list = sheets.enumerated().map { index, sheet in
            element(
                "sheet",
                "name=\"\(WorkbookFile.escaped(sheet.name))\" sheetId=\"\(index + 1)\" state=\"\(sheet.state)\" r:id=\"rId\(index + 1)\""
            )
        }
        return part(
            "workbook", (isDate1904 ? element("workbookPr", "date1904=\"1\"") : "") + element("sheets", "", list.joined()))
    }

    private var workbookRelations: String {
        let folder = hasAbsoluteTargets ? "/xl/" : ""
        let list = sheets.indices.map { ("rId\($0 + 1)", "worksheet", "\(folder)worksheets/sheet\($0 + 1).xml") }
        return relations(
            list + [("rId900", "styles", "\(folder)styles.xml"), ("rId901", "sharedStrings", "\(folder)sharedStrings.xml")])
    }

    private func relations(_ list: [(String, String, String)]) -> String {
        let type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        let items = list.map { "<Relationship Id=\"\($0)\" Type=\"\(type)\($1)\" Target=\"\($2)\"/>" }
        return WorkbookFile.declaration
            + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(items.joined())</Relationships>"
    }

    private var styleSheet: String {
        func builtIn(_ index: Int) -> Int? { styles[index].count < 3 ? Int(styles[index]) : nil }
        let custom = styles.indices.filter { builtIn($0) == nil }
        let formats = custom.map {
            element("numFmt", "numFmtId=\"\(164 + $0)\" formatCode=\"\(WorkbookFile.escaped(styles[$0]))\"")
        }
        let cells = styles.indices.map { element("xf", "numFmtId=\"\(builtIn($0) ?? 164 + $0)\"") }
        return part(
            "styleSheet",
            element("numFmts", "", formats.joined()) + element("cellStyleXfs", "", element("xf", "numFmtId=\"14\""))
                + element("cellXfs", "", cells.joined()))
    }

    private func sharedStrings(_ strings: [String]) -> String { part("sst", strings.joined()) }

    private func text(of sheet: Sheet, _ strings: inout [String]) -> String {
        var rows = ""
        for row in sheet.rows {
            var cells = ""
            for (column, cell) in row.cells {
                let place = row.hasPlaces ? "r=\"\(WorkbookFile.letters(column))\(row.number)\" " : ""
                cells += self.cell(cell, place, &strings)
            }
            rows += element("row", row.hasPlaces ? "r=\"\(row.number)\"" : "", cells)
        }
        return part("worksheet", element("dimension", "ref=\"A1:XFD1048576\"") + element("sheetData", "", rows))
    }

    private func cell(_ cell: Cell, _ place: String, _ strings: inout [String]) -> String {
        func value(_ text: String) -> String { element("v", "", WorkbookFile.escaped(text)) }
        switch cell {
        case .shared(let text):
            strings.append(element("si", "", self.text(text)))
            return element("c", place + "t=\"s\"", value(String(strings.count - 1)))
        case .inline(let text): return element("c", place + "t=\"inlineStr\"", element("is", "", self.text(text)))
        case .rich(let runs, let phonetic):
            let content = runs.map { element("r", "", element("rPr", "", element("b")) + self.text($0)) }.joined()
            strings.append(element("si", "", content + element("rPh", "sb=\"0\" eb=\"1\"", self.text(phonetic))))
            return element("c", place + "t=\"s\"", value(String(strings.count - 1)))
        case .number(let text, let style): return element("c", place + "s=\"\(style)\"", value(text))
        case .boolean(let isTrue): return element("c", place + "t=\"b\"", value(isTrue ? "1" : "0"))
        case .error(let text): return element("c", place + "t=\"e\"", value(text))
        case .formula(let result): return element("c", place + "t=\"str\"", element("f", "", "A1&amp;B1") + value(result))
        case .isoDate(let text): return element("c", place + "t=\"d\"", value(text))
        case .blank: return element("c", place + "s=\"0\"")
        }
    }

    private func text(_ text: String) -> String { element("t", "xml:space=\"preserve\"", WorkbookFile.escaped(text)) }

    package static func letters(_ column: Int) -> String {
        var column = column
        var letters = ""
        while column > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (column - 1) % 26))) + letters
            column = (column - 1) / 26
        }
        return letters
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\r": out += "&#13;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
