/// An XLSX workbook: its sheets in the order of their tabs, and what all of them need to be read.
///
/// Every sheet is read as the text of a table (``SheetText``), so that nothing behind that knows of workbooks. What the file
/// says of its own size (`dimension`, `count`) is ignored.
final class Workbook {
    struct Sheet {
        let name: String
        fileprivate let part: ZipArchive.Entry
    }

    /// Those that a user sees, in the order of their tabs.
    private(set) var sheets: [Sheet] = []

    private let archive: ZipArchive
    private let relations: Relations
    private let styles: WorkbookStyles
    private var isDate1904 = false
    private var strings: SharedStrings?

    /// - Parameter part: See ``partName(in:)``.
    init(_ archive: ZipArchive, part: String) throws(ImportError) {
        self.archive = archive
        relations = try Relations(of: part, in: archive)
        let stylesEntry = relations.first("styles").flatMap { archive.entry($0) }
        styles = try stylesEntry.map { (entry) throws(ImportError) in try WorkbookStyles(entry, in: archive) } ?? WorkbookStyles()
        try readSheets(part)
    }

    private func readSheets(_ part: String) throws(ImportError) {
        guard let entry = archive.entry(part) else { throw ImportError(.refused(.workbookDamaged), file: archive.source.name) }
        var missesPart = false
        let reader = try WorkbookPart(entry, in: archive, limits: WorkbookLimits.smallPart)
        try reader.elements { name, attribute in
            switch name {
            case "workbookPr": isDate1904 = ["1", "true", "on"].contains(attribute("date1904") ?? "")
            case "sheet":
                guard ["hidden", "veryHidden"].contains(attribute("state") ?? "") == false,
                    let target = attribute("id").flatMap({ relations.byIdentifier[$0] }), target.type == "worksheet"
                else { return }
                if let part = archive.entry(target.part) {
                    sheets.append(Sheet(name: attribute("name") ?? "", part: part))
                } else {
                    missesPart = true
                }
            default: return
            }
        }
        if missesPart { throw reader.damaged }
    }

    /// The rows of `sheet` from the first on.
    func text(of sheet: Sheet, width: SheetText.Width) throws(ImportError) -> SheetText {
        let part = try WorkbookPart(sheet.part, in: archive, limits: WorkbookLimits.sheetPart)
        return SheetText(part, width: width, try sharedStrings(), styles, isDate1904: isDate1904)
    }

    /// Read when the first sheet is, and once.
    private func sharedStrings() throws(ImportError) -> SharedStrings {
        if let strings { return strings }
        let entry = relations.first("sharedStrings").flatMap { archive.entry($0) }
        let read = try entry.map { (entry) throws(ImportError) in try SharedStrings(entry, in: archive) } ?? SharedStrings()
        strings = read
        return read
    }

    /// The name of the part that lists the sheets; `nil` where the archive is no XLSX workbook.
    static func partName(in archive: ZipArchive) throws(ImportError) -> String? {
        let usual = "xl/workbook.xml"
        guard archive.entry("_rels/.rels") != nil else { return archive.entry(usual) == nil ? nil : usual }
        guard let name = try Relations(of: "", in: archive).first("officeDocument"), let entry = archive.entry(name),
            name.lowercased().hasSuffix(".xml")
        else { return archive.entry(usual) == nil ? nil : usual }
        return try isWorkbook(entry, in: archive) ? name : nil
    }

    private static func isWorkbook(_ entry: ZipArchive.Entry, in archive: ZipArchive) throws(ImportError) -> Bool {
        try WorkbookPart(entry, in: archive, limits: WorkbookLimits.smallPart).rootName() == "workbook"
    }
}
