import Registry

/// Writes a province's payment list and its payers' statements, and what is true of each row.
final class PaymentWriter {
    private let country: CountryPlan
    private let province: ProvincePlan
    private let paths: SimulationPaths
    private let style: FileStyle
    private let teller: StoryTeller
    private let faults: RowFaults
    private let list: FeedFile
    /// The list as it was sent first, without the rows that the correction added.
    private let firstList: FeedFile?
    private let statements: [PaymentChannel: StatementFile]
    private var cells = Cells()

    init(country: CountryPlan, province: ProvincePlan, paths: SimulationPaths) throws(SimulationError) {
        self.country = country
        self.province = province
        self.paths = paths
        style = province.style
        teller = StoryTeller(country: country, province: province)
        faults = RowFaults(country, province)
        let title = "Danh sách chi trả tháng \(paths.period.vietnamese)"
        let isCorrected = province.resend == .withCorrection
        func open(_ suffix: String) throws(SimulationError) -> FeedFile {
            let path = paths.absolute(paths.export(province, .payments, province.style.fileExtension, suffix: suffix))
            return try FeedFile(path: path, kind: .payments, style: province.style, title: title)
        }
        list = try open(isCorrected ? "-bo-sung" : "")
        firstList = isCorrected ? try open("") : nil
        var statements: [PaymentChannel: StatementFile] = [:]
        for payer in province.payers where province.sends(payer) {
            statements[payer] = try StatementFile(country: country, province: province, payer: payer, paths: paths)
        }
        self.statements = statements
    }

    /// - Returns: The payment lists and the statements.
    func finish() throws(SimulationError) -> ([Manifest.File], [Manifest.File]) {
        var lists: [Manifest.File] = []
        if let firstList {
            try firstList.finish()
            lists.append(entry(firstList, suffix: ""))
        }
        try list.finish()
        lists.append(entry(list, suffix: firstList == nil ? "" : "-bo-sung"))
        if province.resend == .sameBytes {
            let copy = paths.export(province, .payments, style.fileExtension, suffix: "-gui-lai")
            try ByteFile.copy(paths.absolute(lists[0].path), to: paths.absolute(copy))
            lists.append(entry(list, suffix: "-gui-lai"))
        }
        var files: [Manifest.File] = []
        for payer in province.payers {
            if let file = try statements[payer]?.finish() { files.append(file) }
        }
        return (lists, files)
    }

    private func entry(_ file: FeedFile, suffix: String) -> Manifest.File {
        Manifest.File(
            file, path: paths.export(province, .payments, style.fileExtension, suffix: suffix), province: province.code,
            period: paths.period)
    }

    func write(
        _ entry: Listing.Entry, _ benefit: Benefit, _ listing: Listing, reference: [UInt8], _ written: Written,
        _ truth: TruthFiles
    ) throws(SimulationError) {
        var draw = Draw(country.options.seed, .payment, province.code, listing.household, entry.number * 4 + benefit.sequence)
        var story = teller.story(of: benefit, entry.person, &draw)
        let isPlain =
            entry.benefits.count == 1 && story.instructions.count == 1 && entry.person.diedOn == nil && benefit.stoppedFrom == nil
        let fault = isPlain ? faults.fault(.payments, listing, row: entry.number) : nil
        if fault != nil { story.lines = [] }
        // A line that cannot be read might as well not have come: the instruction then is not reported.
        let hidden =
            isPlain && fault == nil && story.lines.count == 1 ? faults.fault(.statement, listing, row: entry.number) : nil
        let hiddenLine = hidden == nil ? nil : story.lines.popLast()
        if hidden != nil { PaymentClassifier(period: paths.period, diedOn: nil, stoppedFrom: nil).classify(&story) }
        for instruction in story.instructions {
            try writeRow(
                entry, benefit, listing, reference, written, instruction, fault, isLate: draw.perMille(14) || list.rows == 0)
            guard fault == nil else { continue }
            try truth.payment(.approved, reference: reference, instruction.period, instruction.paymentClass, instruction.amount)
        }
        let payee = StatementFile.Payee(
            reference: reference, written: written, person: entry.person,
            mayLackReference: isPlain && written.hasOwnNumber(entry.person) && !listing.isDuplicated && !style.losesZeros
                && !style.isScientific(entry.person))
        if let hiddenLine { try statements[hiddenLine.channel]?.write([hiddenLine], payee, fault: hidden, truth, &draw) }
        for payer in province.payers {
            let lines = story.lines.indices.filter { story.lines[$0].channel == payer }
            if !lines.isEmpty { try statements[payer]?.write(story.renumbered(lines), payee, fault: nil, truth, &draw) }
        }
    }

    /// Now and then a payer pays somebody who is not on the list.
    func writeUnapproved(_ listing: Listing, _ truth: TruthFiles) throws(SimulationError) {
        var draw = Draw(country.options.seed, .payment, province.code, listing.household, -1)
        guard !listing.isDuplicated, let entry = listing.entries.first(where: { $0.benefits.isEmpty && $0.person.diedOn == nil }),
            let line = teller.unapprovedLine(&draw)
        else { return }
        let code = Listing.personCode(listing.code, entry.number)
        let payee = StatementFile.Payee(
            reference: Benefit.code(person: code, sequence: 1), written: Written(entry.person), person: entry.person,
            mayLackReference: false)
        try statements[line.channel]?.write([line], payee, fault: nil, truth, &draw)
    }

    private func writeRow(
        _ entry: Listing.Entry, _ benefit: Benefit, _ listing: Listing, _ reference: [UInt8], _ written: Written,
        _ instruction: PaymentStory.Instruction, _ fault: RowFaults.Fault?, isLate: Bool
    ) throws(SimulationError) {
        let term = country.benefits[benefit.ground]
        cells.clear()
        style.append(code: listing.code, width: 10, to: &cells)
        style.append(code: Int64(province.code), width: 2, to: &cells)
        style.append(code: Int64(listing.commune.district), width: 3, to: &cells)
        style.append(code: Int64(listing.commune.code), width: 5, to: &cells)
        style.append(written, of: entry.person, fault, to: &cells)
        cells.text(entry.relation.vietnamese(entry.person.sex))
        style.append(listing.family.householdClass, to: &cells)
        cells.text(reference)
        if style.wording == 2 {
            cells.text((term?.code ?? []) + Array(" - ".utf8) + (term?.name ?? []))
        } else {
            cells.text(term?.code ?? [])
        }
        style.append(instruction.period, to: &cells)
        style.append(amount: fault == .negativeAmount ? -instruction.amount : instruction.amount, to: &cells)
        cells.empty()
        style.append(style.wording == 1 ? PaymentState.sent : .planned, to: &cells)
        try list.write(cells, amount: instruction.amount, isFaulty: fault != nil)
        if let firstList, !isLate { try firstList.write(cells, amount: instruction.amount, isFaulty: fault != nil) }
    }
}

extension PaymentStory {
    /// The lines of one payer, reversals pointing at their places among them.
    func renumbered(_ kept: [Int]) -> [Line] {
        kept.map { index in
            var line = lines[index]
            line.reverses = line.reverses.flatMap { kept.firstIndex(of: $0) }
            return line
        }
    }
}
