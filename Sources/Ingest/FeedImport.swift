import Registry

/// The reading of one feed: bytes → encoding → dialect → records → mapping → checks → typed rows.
///
/// A compressed file is inflated on the way, and a workbook becomes the text of a table (`FeedImport+workbook.swift`); from the
/// mapping on nothing knows the difference.
///
/// Read this first. Everything streams: a file of any size is read in the memory of one record and a read buffer. Rows go to the
/// sink as they are found good, so a sink that stores must be able to take all of them back: a file may be refused in its
/// last line.
struct FeedImport {
    let source: ByteSource
    let options: ImportOptions
    let progress: ProgressReport

    /// How much of a file is looked at to find out how it is written.
    static let sampleBytes = 1 << 18

    /// - Returns: what became of the file. A refused file is an answer; only what keeps from reading, or from storing, throws.
    func run(_ sink: any FeedSink) throws -> ImportReport {
        var report = ImportReport(outcome: .accept)
        do {
            switch FileSignature(try source.peek(FeedImport.sampleBytes)) {
            case .gzip: return try readText(ByteSource(try GzipStream(source), name: source.name), sink, &report)
            case .zip: return try readArchive(sink, &report)
            default: return try readText(source, sink, &report)
            }
        } catch let error as ImportError {
            guard let reason = error.fileReason else { throw error }
            return report.refused(for: reason)
        }
    }

    private func readText(_ source: ByteSource, _ sink: any FeedSink, _ report: inout ImportReport) throws -> ImportReport {
        let sample = try source.peek(FeedImport.sampleBytes)
        switch FileSignature(sample) {
        case .empty: return report.refused(for: .emptyFile)
        case .other, .zip, .gzip: return report.refused(for: .wrongFormat)
        case .xml: return try readXML(source, sample, sink, &report)
        case .text: return try readTable(source, sample, sink, &report)
        }
    }

    // MARK: Tables

    private func readTable(
        _ source: ByteSource, _ sample: [UInt8], _ sink: any FeedSink, _ report: inout ImportReport
    ) throws -> ImportReport {
        report.format = "csv"
        let guess = EncodingGuess(sample)
        guard case .encoding(let encoding) = guess.answer else { return report.refused(for: .encodingUnknown) }
        report.encoding = encoding.rawValue

        let opening = try OpeningLines(sample, encoding: encoding, markLength: guess.markLength)
        let found: HeaderSearch.Found
        switch try opening.search(options) {
        case .refused(let refusal):
            if let found = refusal.found { report.take(found, Array(found.cells.indices)) }
            return report.refused(for: refusal.reason, line: refusal.line, fields: refusal.fields)
        case .found(let answer): found = answer
        }
        report.delimiter = String(Unicode.Scalar(found.dialect.delimiter))
        let text = TextSource(source, encoding: encoding, markLength: guess.markLength)
        let results = FeedResults(sink, options, file: source.name, progress: progress, totalBytes: source.size)
        if encoding.isLegacy { results.note(.encodingLegacy) }
        try readRows(text, encoding, opening, found, isMonthFirst: try isMonthFirst(opening, found), results, &report)
        return finished(results, &report)
    }

    /// The rows behind a header that was found, of a table or of a sheet.
    func readRows(
        _ text: TextSource, _ encoding: TextEncoding, _ opening: OpeningLines, _ found: HeaderSearch.Found, isMonthFirst: Bool,
        _ results: FeedResults, _ report: inout ImportReport
    ) throws {
        let fixList = FixListColumns(opening.text, found)
        report.amends = fixList?.mark
        let own = fixList?.own(found.cells.count) ?? Array(found.cells.indices)
        report.take(found, own)
        let columns = try opening.columnReadings(found.dialect, below: found.records, columns: found.cells.count)
        if columns.isTied { throw ImportError(.refused(.encodingUnknown), file: source.name) }
        note(found, opening, in: results)
        if !report.unknownColumns.isEmpty { results.note(.columnsUnknown) }
        try results.begin(found.map.kind, fixList?.mark)
        if isMonthFirst { results.note(.dateOrderMDY) }
        let check = RowCheck(found.map.kind, context(isMonthFirst: isMonthFirst, thousands: found.map.thousands))
        try stoppingAtMost { try CSVFeed(text, found, encoding: encoding, columns, check, results, fixList).run() }
    }

    func isMonthFirst(_ opening: OpeningLines, _ found: HeaderSearch.Found) throws(ImportError) -> Bool {
        if let order = options.profile?.dateOrder { return order == .monthFirst }
        return try opening.isMonthFirst(found)
    }

    private func note(_ found: HeaderSearch.Found, _ opening: OpeningLines, in results: FeedResults) {
        if opening.hasDirective { results.note(.dialectDirective) }
        if found.titleLines > (opening.hasDirective ? 1 : 0) { results.note(.preambleSkipped) }
        if found.isTwoRows { results.note(.headerTwoRows) }
    }

    private func context(isMonthFirst: Bool, thousands: Set<Int>) -> RowCheck.Context {
        RowCheck.Context(
            today: options.today, isMonthFirst: isMonthFirst, thousands: thousands, unitList: options.unitListToRead,
            communeList: options.unitListToRead ?? options.period.map { UnitList(for: $0) }, profile: options.profile)
    }

    // MARK: XML

    private func readXML(
        _ source: ByteSource, _ sample: [UInt8], _ sink: any FeedSink, _ report: inout ImportReport
    ) throws -> ImportReport {
        report.format = "xml"
        let prolog = XMLProlog(sample)
        report.encoding = prolog.encoding.rawValue
        if let reason = prolog.refusal { return report.refused(for: reason, line: 1) }
        let results = FeedResults(sink, options, file: source.name, progress: progress, totalBytes: source.size)
        if prolog.encoding.isLegacy { results.note(.encodingLegacy) }
        let text = TextSource(source, encoding: prolog.encoding, markLength: prolog.markLength)
        let feed = XMLFeed(
            text, encoding: prolog.encoding, options: options,
            context(isMonthFirst: options.profile?.dateOrder == .monthFirst, thousands: []), results)
        var refusal: XMLFeed.Refusal?
        try stoppingAtMost { refusal = try feed.run() }
        if let refusal {
            report.kind = feed.kind
            return report.refused(for: refusal.reason, line: refusal.line)
        }
        report.kind = feed.kind
        report.unknownColumns = feed.unknownColumns
        (report.columns, report.columnKeys) = feed.columns
        if !feed.unknownColumns.isEmpty { results.note(.columnsUnknown) }
        return finished(results, &report)
    }

    // MARK: Reports

    /// A file of which too many rows are refused is given up on the way; ``finished(_:_:)`` says so, with what was counted.
    private func stoppingAtMost(_ reading: () throws -> Void) throws {
        do { try reading() } catch let error as ImportError where error.fileReason == .tooManyRejected {}
    }

    func finished(_ results: FeedResults, _ report: inout ImportReport) -> ImportReport {
        report.rows = results.rows
        report.rejected = results.rejections
        report.rejectedByReason = Dictionary(uniqueKeysWithValues: results.rejectedByReason.map { ($0.rawValue, $1) })
        if results.hasTooManyRejected {
            report.rejected = Array(report.rejected.prefix(StopRule.named))
            return report.refused(for: .tooManyRejected)
        }
        if results.rows.accepted + results.rows.rejected == 0 { results.note(.noDataRows) }
        let notes = results.notes()
        report.notes = notes.counts
        report.rowsRepaired = notes.repaired
        if let tally = results.tally {
            report.province = tally.province
            report.period = tally.period()
            report.payer = tally.payer
            report.amountTotal = tally.total.map { Dong($0) }
        }
        report.warnings = results.warnings(options.period ?? report.period)
        return report
    }
}

extension ImportReport {
    /// What the header was taken for.
    /// - Parameter own: The columns that are the file's own.
    mutating func take(_ found: HeaderSearch.Found, _ own: [Int]) {
        headerLine = found.line
        kind = found.map.kind
        unknownColumns = own.filter { found.map.fieldOfColumn[$0] == nil && !found.cells[$0].isEmpty }.map { shown(found, $0) }
        columns = own.map { shown(found, $0) }
        columnKeys = own.map { column in found.map.fieldOfColumn[column].map { found.map.kind.fields[$0].key } }
    }

    private func shown(_ found: HeaderSearch.Found, _ column: Int) -> String { found.cells[column].shown(column: column + 1) }
}
