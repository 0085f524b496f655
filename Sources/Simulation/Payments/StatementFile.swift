import Registry

/// What one payer returns for one province and month.
final class StatementFile {
    /// Who was to be paid, in the words of the approved list that the payer got.
    struct Payee {
        let reference: [UInt8]
        let written: Written
        let person: Person
        /// Whether the number alone still finds the instruction.
        let mayLackReference: Bool
    }

    private let country: CountryPlan
    private let province: ProvincePlan
    private let payer: PaymentChannel
    private let payerName: String
    private let relativePath: String
    private let style: FileStyle
    private let file: FeedFile
    private var number: Int64 = 0
    private var cells = Cells()
    /// Banks print names in plain capitals.
    private let printsPlainCapitals: Bool

    init(country: CountryPlan, province: ProvincePlan, payer: PaymentChannel, paths: SimulationPaths) throws(SimulationError) {
        self.country = country
        self.province = province
        self.payer = payer
        payerName = province.payerName(payer)
        style = SenderStyles(options: country.options).style(payer: payer, province: province.code, position: province.position)
        relativePath = paths.statement(province, payer, style.fileExtension)
        file = try FeedFile(
            path: paths.absolute(relativePath), kind: .statement, style: style,
            title: "Bảng kê chi trả tháng \(paths.period.vietnamese)")
        printsPlainCapitals = payer == .bank && country.options.mess != .none
    }

    func finish() throws(SimulationError) -> Manifest.File {
        try file.finish()
        return Manifest.File(file, path: relativePath, province: province.code, period: country.options.period, payer: payerName)
    }

    /// - Parameter fault: Makes the lines unreadable: then nothing is true of them.
    func write(
        _ lines: [PaymentStory.Line], _ payee: Payee, fault: RowFaults.Fault?, _ truth: TruthFiles, _ draw: inout Draw
    ) throws(SimulationError) {
        let first = number + 1
        for line in lines {
            number += 1
            let transaction = transaction(number)
            let other = line.isOtherPerson ? stranger(line, &draw) : nil
            cells.clear()
            if fault == .missingName { cells.empty() } else { cells.text(transaction) }
            appendPayee(payee, other, isAlone: lines.count == 1 && line.paymentClass == .matched, &draw)
            style.append(code: Int64(province.code), width: 2, to: &cells)
            style.append(line.period, to: &cells)
            style.append(amount: fault == .negativeAmount ? -line.amount : line.amount, to: &cells)
            style.append(line.paidOn, to: &cells)
            style.append(line.state, to: &cells)
            style.append(line.channel, to: &cells)
            cells.text(payerName)
            if let reversed = line.reverses { cells.text(self.transaction(first + Int64(reversed))) } else { cells.empty() }
            try file.write(cells, amount: line.amount, isFaulty: fault != nil)
            if fault == nil { try truth.payment(.paid, reference: transaction, line.period, line.paymentClass, line.amount) }
        }
    }

    private func appendPayee(_ payee: Payee, _ other: Written?, isAlone: Bool, _ draw: inout Draw) {
        let rates = country.rates.payment
        let lacksReference = draw.perHundredThousand(rates.missingReference) && payee.mayLackReference && isAlone
        let lacksNumber = draw.perHundredThousand(rates.missingIdentity) && !lacksReference
        let written = other ?? payee.written
        if lacksReference { cells.empty() } else { cells.text(payee.reference) }
        switch written.identity {
        case .personal(let number) where !lacksNumber || other != nil:
            if printsPlainCapitals {
                cells.text(HeaderWording.withoutTone(String(decoding: written.name, as: UTF8.self)).uppercased())
            } else {
                cells.text(written.name)
            }
            cells.digits(number, width: 12)
        case .old(let number) where !lacksNumber:
            cells.text(written.name)
            cells.digits(number, width: 9)
        default:
            cells.text(written.name)
            cells.empty()
        }
    }

    /// Another person took the money: a name and a number of nobody on the list.
    private func stranger(_ line: PaymentStory.Line, _ draw: inout Draw) -> Written {
        let sex: Sex = draw.perMille(500) ? .male : .female
        let year = draw.within(1950...1999)
        let surname = province.surnames.draw(&draw)
        let name = PersonBuilder.fullName(.kinh, surname: surname, sex: sex, birthYear: year, &draw)
        let number = country.numbers.personalNumber(
            birthProvince: province.code, sex: sex, birthYear: year,
            household: NumberIssuer.householdsPerProvince - 1 - draw.below(2000),
            rank: 2, elsewhere: nil)
        return Written(name: name, birth: country.day, identity: .personal(number))
    }

    /// `BD24-00001234`: unique in the country.
    private func transaction(_ number: Int64) -> [UInt8] {
        var text: [UInt8] = []
        switch payer {
        case .post: text.append("BD")
        case .bank: text.append("NH")
        case .wallet: text.append("VI")
        case .vneid: text.append("VN")
        case .cash: text.append("TM")
        }
        text.appendDigits(Int64(province.code), width: 2)
        text.append(0x2D)
        text.appendDigits(number, width: 8)
        return text
    }
}

extension Written {
    init(name: [UInt8], birth: PartialDate, identity: Identity) {
        self.name = name
        self.birth = birth
        self.identity = identity
    }
}
