import Registry

/// Workbooks: the first sheet with a known header, read as the table that it is.
extension FeedImport {
    func readArchive(_ sink: any FeedSink, _ report: inout ImportReport) throws -> ImportReport {
        let archive = try ZipArchive(source)
        switch try ArchiveContents(archive) {
        case .document: return report.refused(for: .wrongFormat)
        // Only where every file of an archive can become a submission of its own, archives are unpacked: see FeedInput.
        case .files: return report.refused(for: .archiveOfFiles)
        case .workbook(let part):
            report.format = "xlsx"
            report.encoding = TextEncoding.utf8.rawValue
            return try readWorkbook(try Workbook(archive, part: part), sink, &report)
        }
    }

    private struct FoundSheet {
        let sheet: Workbook.Sheet
        let opening: OpeningLines
        let found: HeaderSearch.Found
        /// Whether true dates are among the first rows: then it is no question which number is the month.
        let hasDates: Bool
    }

    private func readWorkbook(
        _ workbook: Workbook, _ sink: any FeedSink, _ report: inout ImportReport
    ) throws -> ImportReport {
        var chosen: FoundSheet?
        var isAnotherUnread = false
        var refusal = HeaderSearch.Refusal(reason: .headerNotFound)
        for sheet in workbook.sheets.prefix(WorkbookLimits.sheets) {
            switch try search(sheet, of: workbook) {
            case .found(let found): if chosen == nil { chosen = found } else { isAnotherUnread = true }
            case .refused(let other): if refusal.reason == .headerNotFound { refusal = other }
            }
        }
        guard let chosen else {
            if let found = refusal.found { report.take(found, Array(found.cells.indices)) }
            return report.refused(for: refusal.reason, line: refusal.line, fields: refusal.fields)
        }

        let found = chosen.found
        let text = try workbook.text(of: chosen.sheet, width: .exactly(found.cells.count))
        let results = FeedResults(sink, options, file: source.name, progress: progress, totalBytes: text.size)
        if isAnotherUnread { results.note(.sheetsUnread) }
        let isMonthFirst = try !chosen.hasDates && isMonthFirst(chosen.opening, found)
        let rows = TextSource(ByteSource(text, name: source.name), encoding: .utf8, markLength: 0, isDerived: true)
        try readRows(rows, .utf8, chosen.opening, found, isMonthFirst: isMonthFirst, results, &report)
        if text.hasCutCells { results.note(.columnsUnknown) }
        return finished(results, &report)
    }

    private enum SheetAnswer {
        case found(FoundSheet)
        case refused(HeaderSearch.Refusal)
    }

    /// Looks for a header in the first rows. They are read twice: once to learn how wide they are, and again with that width,
    /// because the rows of a header that was merged from two end in different columns.
    private func search(_ sheet: Workbook.Sheet, of workbook: Workbook) throws -> SheetAnswer {
        let measured = try workbook.text(of: sheet, width: .asFilled)
        guard try measured.opening().contains(where: { $0 != 0x0A }), measured.widestLine > 0 else {
            return .refused(HeaderSearch.Refusal(reason: .headerNotFound))
        }
        let rows = try workbook.text(of: sheet, width: .exactly(measured.widestLine)).opening()
        let opening = OpeningLines(rows: rows)
        switch try opening.search(options) {
        case .refused(let refusal): return .refused(refusal)
        case .found(let found):
            return .found(
                FoundSheet(sheet: sheet, opening: opening, found: found.withoutUnnamedEnd, hasDates: measured.hasDates))
        }
    }
}

extension SheetText {
    /// The first rows as text, whole lines where there are several.
    func opening() throws(ImportError) -> [UInt8] {
        let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
        defer { piece.deallocate() }
        var text: [UInt8] = []
        while text.count < FeedImport.sampleBytes {
            let count = try read(into: piece)
            if count == 0 { return text }
            text.append(contentsOf: piece[..<count])
        }
        guard let end = text.lastIndex(of: 0x0A) else { return text }
        return Array(text[...end])
    }
}
