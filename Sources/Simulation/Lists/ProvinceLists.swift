import Registry

/// The three lists of a province: households, members, beneficiaries.
final class ProvinceLists {
    private let country: CountryPlan
    private let province: ProvincePlan
    private let style: FileStyle
    private let faults: RowFaults
    private let households: FeedFile
    private let members: FeedFile
    private let beneficiaries: FeedFile
    private let paths: SimulationPaths
    private var cells = Cells()
    private var lastCommune = 0
    private let reviewYear: Int64

    init(country: CountryPlan, province: ProvincePlan, paths: SimulationPaths) throws(SimulationError) {
        self.country = country
        self.province = province
        self.paths = paths
        style = province.style
        faults = RowFaults(country, province)
        reviewYear = Int64(country.options.period.year - 1)
        func open(_ kind: SubmissionKind) throws(SimulationError) -> FeedFile {
            let path = paths.absolute(paths.export(province, kind, province.style.fileExtension))
            return try FeedFile(
                path: path, kind: kind, style: province.style, title: "\(kind.vietnamese) tháng \(paths.period.vietnamese)")
        }
        households = try open(.households)
        members = try open(.members)
        beneficiaries = try open(.beneficiaries)
    }

    var memberCount: Int { members.rows }
    var beneficiaryCount: Int { beneficiaries.rows }

    func finish() throws(SimulationError) -> [Manifest.File] {
        var files: [Manifest.File] = []
        for file in [households, members, beneficiaries] {
            try file.finish()
            files.append(
                Manifest.File(
                    file, path: paths.export(province, file.kind, style.fileExtension), province: province.code,
                    period: paths.period))
        }
        return files
    }

    // MARK: Households

    func writeHousehold(_ listing: Listing) throws(SimulationError) {
        if listing.commune.code != lastCommune {
            lastCommune = listing.commune.code
            for file in [households, members, beneficiaries] { file.section("\(listing.commune.kind) \(listing.commune.name)") }
        }
        let fault = faults.fault(.households, listing, row: 0)
        var draw = Draw(country.options.seed, .listing, province.code, listing.household, -4)
        let village = VillageNames.village(listing, &draw)
        let scores = PovertyScores(listing, year: country.options.period.year, &draw)
        cells.clear()
        style.append(code: listing.code, width: 10, to: &cells)
        if let head = listing.family.members.first, fault != .missingName {
            style.append(name: head.name, to: &cells)
        } else {
            cells.empty()
        }
        appendPlace(listing)
        cells.text(village)
        cells.text(VillageNames.address(listing, village: village, breaksLines: style.breaksAddressLines, &draw))
        style.append(listing.isUrban ? AreaType.urban : .rural, to: &cells)
        appendClass(listing, fault)
        cells.number(Int64(scores.income))
        cells.number(Int64(scores.deprivation))
        cells.number(reviewYear)
        cells.text(listing.family.ethnicity.rawValue)
        cells.number(Int64(listing.entries.count))
        try households.write(cells, isFaulty: fault != nil)
    }

    private func appendPlace(_ listing: Listing) {
        style.append(code: Int64(province.code), width: 2, to: &cells)
        style.append(code: Int64(listing.commune.district), width: 3, to: &cells)
        style.append(code: Int64(listing.commune.code), width: 5, to: &cells)
    }

    private func appendClass(_ listing: Listing, _ fault: RowFaults.Fault?) {
        if fault == .unknownClass { cells.text("Hộ khá giả") } else { style.append(listing.family.householdClass, to: &cells) }
    }

    // MARK: Persons

    /// - Returns: Whether the row can be read.
    func writeMember(_ entry: Listing.Entry, _ listing: Listing, code: Int64, _ written: Written) throws(SimulationError) -> Bool
    {
        let fault = entry.person.diedOn == nil ? faults.fault(.members, listing, row: entry.number) : nil
        cells.clear()
        cells.digits(code, width: 12)
        style.append(code: listing.code, width: 10, to: &cells)
        appendPlace(listing)
        appendPerson(entry.person, written, fault)
        appendInsurance(entry.person, listing)
        cells.text(entry.relation.vietnamese(entry.person.sex))
        cells.text(entry.person.ethnicity.rawValue)
        style.append(listing.hasMovedAway ? VitalStatus.moved : .alive, to: &cells)
        try members.write(cells, isFaulty: fault != nil)
        return fault == nil
    }

    private func appendInsurance(_ person: Person, _ listing: Listing) {
        guard person.insuranceNumber > 0 else {
            cells.empty()
            return cells.empty()
        }
        style.append(code: person.insuranceNumber, width: 10, to: &cells)
        var card = Array(
            (listing.family.householdClass == .poor ? "HN2" : listing.family.householdClass == .nearPoor ? "CN3" : "BT2").utf8)
        card.appendDigits(Int64(province.code), width: 2)
        card.appendDigits(person.insuranceNumber, width: 10)
        cells.text(card)
    }

    private func appendPerson(_ person: Person, _ written: Written, _ fault: RowFaults.Fault?) {
        style.append(written, of: person, fault, to: &cells)
    }

    /// - Returns: Whether the row can be read.
    func writeBeneficiary(
        _ entry: Listing.Entry, _ benefit: Benefit, _ listing: Listing, code: Int64, reference: [UInt8], _ written: Written
    ) throws(SimulationError) -> Bool {
        let mayFail = entry.person.diedOn == nil && entry.benefits.count == 1 && benefit.stoppedFrom == nil
        let fault = mayFail ? faults.fault(.beneficiaries, listing, row: entry.number) : nil
        let term = country.benefits[benefit.ground]
        cells.clear()
        cells.text(reference)
        cells.digits(code, width: 12)
        style.append(code: listing.code, width: 10, to: &cells)
        appendPlace(listing)
        appendPerson(entry.person, written, fault)
        cells.text(term?.category ?? [])
        cells.text(term?.code ?? [])
        cells.text(term?.coefficient ?? [])
        style.append(amount: fault == .negativeAmount ? -benefit.amount : benefit.amount, to: &cells)
        cells.text("\(benefit.decision)/QĐ-UBND")
        style.append(benefit.decidedOn, to: &cells)
        style.append(benefit.entitledFrom, to: &cells)
        if let stop = benefit.stoppedFrom { style.append(stop, to: &cells) } else { cells.empty() }
        cells.text(benefit.stopReason)
        style.append(benefit.channel, to: &cells)
        try beneficiaries.write(cells, amount: benefit.amount, isFaulty: fault != nil)
        return fault == nil
    }
}

extension FileStyle {
    /// Name, birth date, sex and number, as the list has them.
    func append(_ written: Written, of person: Person, _ fault: RowFaults.Fault?, to cells: inout Cells) {
        if fault == .missingName { cells.empty() } else { append(name: written.name, to: &cells) }
        if fault == .impossibleDate { cells.text("31/02/1950") } else { append(written.birth, to: &cells) }
        if fault == .unknownSex { cells.text("Khác") } else { append(person.sex, to: &cells) }
        append(written.identity, of: person, to: &cells)
    }

    private func append(_ identity: Written.Identity, of person: Person, to cells: inout Cells) {
        switch identity {
        case .none: cells.empty()
        case .old(let number): cells.digits(number, width: losesZeros ? 1 : 9)
        case .personal(let number):
            if isScientific(person) { return cells.text(FileStyle.scientific(number)) }
            cells.digits(number, width: losesZeros ? 1 : 12)
        }
    }

    /// Whether the spreadsheet showed the person's number in powers of ten when the list was saved.
    func isScientific(_ person: Person) -> Bool { Int(person.personalNumber % 1000) < scientificPerMille }

    /// `3.6E+10`: all but the first digits are gone.
    private static func scientific(_ number: Int64) -> String {
        let digits = Array(String(number))
        guard digits.count > 1 else { return String(digits) }
        let exponent = digits.count - 1
        return "\(digits[0]).\(digits[1])E+\(exponent < 10 ? "0" : "")\(exponent)"
    }
}

extension Manifest.File {
    init(_ file: FeedFile, path: String, province: Int?, period: Period, payer: String? = nil) {
        self.init(
            path: path, kind: file.kind, province: province.map { AdministrativeUnit.text($0, .province) }, period: period,
            payer: payer,
            rows: file.rows, encoding: file.style.encoding.rawValue, format: file.style.formatName, faultyRows: file.faultyRows)
    }
}
