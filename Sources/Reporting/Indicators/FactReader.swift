import Registry

/// Turns classed rows of the store into facts, one submission at a time.
struct FactReader {
    let connection: any SQLConnection
    let run: Run
    /// Index of the area by province code; the country is 0.
    let areaOf: [Int: Int]
    let times: TimeAxis
    let progress: ProgressReport

    private var personOfBeneficiary: [UInt64: UInt64] = [:]
    private var instructions: [Instruction] = []
    /// Instructions by beneficiary code and month, and by identity number or name, province and month, for payers who give no code.
    private var instructionOf: [UInt64: Int32] = [:]
    private var payments: [Payment] = []
    private var lineNumbers: [String: Int32] = [:]
    private var lineOfText: [String: Int32] = [:]

    private struct Instruction {
        var area: Int32
        var line: Int32
        var person: UInt64
        var household: UInt64
        var amount: Int64
        var isCounted: Bool
    }

    private struct Payment {
        var instruction: Int32?
        var area: Int32
        var time: Int32
        var person: UInt64
        var amount: Int64
    }

    init(connection: any SQLConnection, run: Run, areaOf: [Int: Int], times: TimeAxis, progress: ProgressReport) {
        self.connection = connection
        self.run = run
        self.areaOf = areaOf
        self.times = times
        self.progress = progress
    }

    /// The codes of the lines that occur.
    var usedLines: Set<String> { Set(lineNumbers.keys) }

    /// - Parameter policies: Made from ``usedLines``.
    func facts(in policies: PolicyHierarchy) -> BenefitFacts {
        var node = Array(repeating: Int32(0), count: lineNumbers.count)
        for (code, number) in lineNumbers { node[Int(number)] = Int32(policies.index(of: code) ?? 0) }
        var facts = BenefitFacts()
        for entry in instructions where entry.isCounted {
            facts.approved.append(
                .init(
                    area: entry.area, line: node[Int(entry.line)], person: entry.person, household: entry.household,
                    amount: entry.amount))
        }
        let other = lineNumbers[PolicyHierarchy.otherCode].map { node[Int($0)] } ?? 0
        for payment in payments {
            let instruction = payment.instruction.map { instructions[Int($0)] }
            facts.paid.append(
                .init(
                    area: instruction?.area ?? payment.area, line: instruction.map { node[Int($0.line)] } ?? other,
                    time: payment.time,
                    person: instruction?.person ?? payment.person, household: instruction?.household ?? payment.person,
                    amount: payment.amount))
        }
        return facts
    }

    // MARK: Reading

    /// Who each beneficiary code is.
    mutating func readBeneficiaries(_ submissions: [Int64]) throws {
        var nationalOfPerson: [UInt64: UInt64] = [:]
        var personOfUnlinked: [(beneficiary: UInt64, person: UInt64)] = []
        for (done, submission) in submissions.enumerated() {
            progress("Người hưởng", Int64(done), of: Int64(submissions.count))
            var links = try nationalKeys(submission)
            try connection.scanRecords(of: submission, ["record", "beneficiary_code", "person_code"]) { row in
                let beneficiary = row.key(1, as: .beneficiary)
                let person = row.isNull(2) ? nil : row.key(2, as: .person)
                guard let national = links.value(of: row.int64(0)) else {
                    if let person { personOfUnlinked.append((beneficiary, person)) }
                    return
                }
                personOfBeneficiary[beneficiary] = national
                if let person { nationalOfPerson[person] = national }
            }
        }
        for (beneficiary, person) in personOfUnlinked where personOfBeneficiary[beneficiary] == nil {
            personOfBeneficiary[beneficiary] = nationalOfPerson[person] ?? person
        }
    }

    /// Of each row that was linked to a national record, the key of that.
    private func nationalKeys(_ submission: Int64) throws -> RecordMerge<UInt64> {
        var keys = RecordMerge<UInt64>()
        try connection.scan(
            """
            SELECT record, population_submission_id, population_record FROM person_link WHERE run_id = ? AND submission_id = ?
            ORDER BY record
            """, [.integer(run.id), .integer(submission)]
        ) { row in keys.append(RecordKey.of(.national, row.int64(1), row.int64(2)), of: row.int64(0)) }
        return keys
    }

    private typealias ClassedAmount = (class: PaymentClass?, amount: Int64)

    private func classes(_ submission: Int64) throws -> RecordMerge<ClassedAmount> {
        var classes = RecordMerge<ClassedAmount>()
        try connection.scan(
            "SELECT record, class, amount FROM payment_class WHERE run_id = ? AND submission_id = ? ORDER BY record",
            [.integer(run.id), .integer(submission)]
        ) { row in classes.append((PaymentClass(rawValue: row.string(1)), row.int64(2)), of: row.int64(0)) }
        return classes
    }

    mutating func readPayments(_ submission: PeriodReader.ClassedSubmission) throws {
        progress("Danh sách chi trả", Int64(instructions.count))
        guard let area = areaOf[submission.province] else { return }
        var classes = try classes(submission.id)
        let columns = [
            "record", "household_code", "beneficiary_code", "policy_code", "period", "citizen_id", "old_id", "full_name",
        ]
        try connection.scanRecords(of: submission.id, columns) { row in
            guard let (paymentClass, amount) = classes.value(of: row.int64(0)) else { return }
            let beneficiary = row.key(2, as: .beneficiary)
            let identity = row.identity(5, 6)
            let instruction = Instruction(
                area: Int32(area), line: line(of: row.string(3)),
                person: personOfBeneficiary[beneficiary] ?? identity ?? beneficiary,
                household: row.key(1, as: .household), amount: amount,
                isCounted: paymentClass.map(BenefitFacts.countsAsApproved) ?? false)
            let number = Int32(instructions.count)
            instructions.append(instruction)
            let month = row.int64(4)
            remember(RecordKey.of(.reference, beneficiary, month), number)
            if let identity { remember(RecordKey.of(.identity, identity, month, area), number) }
            remember(RecordKey.of(.name, row.key(7, as: .name), month, area), number)
        }
    }

    mutating func readStatement(_ submission: PeriodReader.ClassedSubmission) throws {
        progress("Bảng kê chi trả", Int64(payments.count))
        guard let area = areaOf[submission.province] else { return }
        var classes = try classes(submission.id)
        let columns = ["record", "beneficiary_code", "period", "citizen_id", "old_id", "full_name", "paid_on"]
        try connection.scanRecords(of: submission.id, columns) { row in
            guard let (paymentClass, amount) = classes.value(of: row.int64(0)), let paymentClass,
                BenefitFacts.countsAsPaid(paymentClass)
            else { return }
            let month = row.int64(2)
            let identity = row.identity(3, 4)
            let name = row.key(5, as: .name)
            let instruction = instruction(for: [
                row.isNull(1) ? nil : RecordKey.of(.reference, row.key(1, as: .beneficiary), month),
                identity.map { RecordKey.of(.identity, $0, month, area) }, RecordKey.of(.name, name, month, area),
            ])
            if instruction == nil { _ = line(of: PolicyHierarchy.otherCode) }
            payments.append(
                Payment(
                    instruction: instruction, area: Int32(area), time: Int32(times.index(ofDate: row.int64(6))),
                    person: identity ?? name, amount: amount))
        }
    }

    /// The instruction that the first known of `references` names.
    private func instruction(for references: [UInt64?]) -> Int32? {
        for case let reference? in references { if let known = instructionOf[reference] { return known } }
        return nil
    }

    private mutating func remember(_ key: UInt64, _ instruction: Int32) {
        if instructionOf[key] == nil { instructionOf[key] = instruction }
    }

    private mutating func line(of text: String) -> Int32 {
        if let known = lineOfText[text] { return known }
        let code = PolicyHierarchy.lineCode(of: text)
        let number = lineNumbers[code] ?? Int32(lineNumbers.count)
        lineNumbers[code] = number
        lineOfText[text] = number
        return number
    }
}
